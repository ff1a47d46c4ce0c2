"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


class Cancelled(Exception):
    """Whoever was told of the progress of long work said to stop."""


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to that takes the place of ``path`` at the end.

    Whatever ends it early, Ctrl+C too, leaves the old file or none, never half of one.
    Raises ``ValueError`` with one sentence where it cannot be written.
    """
    if not path.name:
        raise ValueError(f"{path} cannot be written: it is a folder")
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(aside, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        raise ValueError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):  # gone already where all went well
            aside.unlink()


def write_file(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, whole or not at all.  Raises ``ValueError`` with one sentence."""
    with replacing(path) as file:
        file.write(content)
