"""The files of the design: scripts, styles, pictures."""

from hashlib import sha256
from pathlib import Path


def version_of(folder: Path) -> str:
    """A name for what the files of this folder contain, part of their address.

    A browser may keep them for good: what changes gets a new address.
    """
    content = sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            content.update(sha256(file.read_bytes()).digest())
    return content.hexdigest()[:12]
