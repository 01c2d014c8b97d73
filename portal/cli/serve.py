"""The two processes of a running portal: the web server and the worker."""

import os
import signal
import threading

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal import config, create_app
from portal.cli import operate
from portal.jobs import worker as jobs

# A browser keeps its connection open between two autosaves, and each process takes no more of them
# than this: whoever comes later waits until somebody leaves.
CONNECTIONS = 1000


def web(host: str, port: int, workers: int) -> int:
    """Answer requests until told to stop; requests in hand are finished."""
    prepare()
    Granian(
        target="portal:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=1,
        backlog=1024,
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()
    return 0


def worker() -> int:
    """Do queued and recurring work until told to stop; the job in hand is finished."""
    prepare()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    jobs.run(create_app(), stop)
    return 0


def prepare() -> None:
    """Production unless said otherwise, with settings that hold and a database up to date.

    Raises: SettingsError, operate.Refused.
    """
    os.environ.setdefault("PORTAL_ENV", "production")
    config.use(config.from_environment())
    operate.demand_current_database()
