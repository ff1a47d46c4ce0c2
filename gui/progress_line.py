"""How far long work has come, on a line of the terminal that goes away at the end."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

Progress = Callable[[float], bool]


@contextlib.contextmanager
def progress_line(what: str, quiet: bool = False) -> Iterator[Progress | None]:
    """Give what shows the share done on a line of its own, which goes away at the end; None if nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    line = ""

    def show(share: float) -> bool:
        nonlocal line
        said = f"{what}: {share:.0%}"
        if said != line:
            sys.stderr.write(f"\r{said}")
            sys.stderr.flush()
            line = said
        return True

    try:
        yield show
    finally:
        sys.stderr.write(f"\r{' ' * len(line)}\r")
        sys.stderr.flush()
