"""Work begun in a thread before it is needed, while the start does what only the main thread can."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_pool = ThreadPoolExecutor(2, thread_name_prefix="ahead")
_begun: dict[tuple[Hashable, ...], Future[Any]] = {}


def begin(work: Callable[..., object], *given: Hashable) -> None:
    """Begin ``work(*given)``; whoever calls ``finish`` with the same has its answer."""
    _begun[work, *given] = _pool.submit(work, *given)


def finish(work: Callable[..., Answer], *given: Hashable) -> Answer:
    """Return what was begun, once, or else do it now.  Raises what the work raises."""
    begun = _begun.pop((work, *given), None)
    return work(*given) if begun is None else begun.result()
