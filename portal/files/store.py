"""The store of bytes: a folder outside anything served, keyed by content."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from portal import config

_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Missing(RuntimeError):
    """The database knows a file whose bytes are not in the store, or not as they were put."""


class FileStore:
    """A folder `ab/cd/<sha256>`; a file in it is whole or not there."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie."""
        if not _KEY.fullmatch(sha256):
            raise ValueError("Not a SHA-256.")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, data: bytes) -> str:
        """Keep the bytes, on disk before this returns; answers their SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if target.exists():
            os.utime(target)  # in use again: the sweep leaves it alone
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, proven to be the ones that were put.

        Raises: Missing.
        """
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as gone:
            raise Missing(sha256) from gone
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Missing(sha256)
        return data

    def remove(self, sha256: str) -> None:
        """Forget the bytes."""
        self.path(sha256).unlink(missing_ok=True)

    def older_than(self, instant: float) -> Iterator[str]:
        """Hashes of files put before this time stamp; half-written leftovers are removed."""
        for path in self.root.glob("??/??/*"):
            if path.stat().st_mtime >= instant:
                continue
            if _KEY.fullmatch(path.name):
                yield path.name
            elif path.name.startswith(".new-"):
                path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def store() -> FileStore:
    """The store of this process: the folder `files` of its instance."""
    return FileStore(config.current().instance / "files")
