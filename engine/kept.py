"""Answers kept for the next time they are asked for: a few, safe among threads."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")

_LOCK = Lock()


def remembered(kept: dict[Key, Answer], key: Key, make: Callable[[], Answer], most: int) -> Answer:
    """Return what is kept, or make it; above ``most`` the oldest goes.

    Threads may make the same twice, which harms nothing: all get the first.
    """
    with _LOCK:
        if key in kept:
            return kept[key]
    answer = make()
    with _LOCK:
        while len(kept) >= most and key not in kept:
            kept.pop(next(iter(kept)))
        return kept.setdefault(key, answer)
