"""A change of the number of satellites drawn waits until the new ones are made, so that the fleet never blinks."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from math import ceil
from typing import TYPE_CHECKING

from gui.fleet_frame import chunk_draws, chunk_vertices, rising_draws, stride_for

if TYPE_CHECKING:
    from engine.constellation import Constellation
    from engine.world import World

FIRST_POINTS = 200_000  # for the first picture, so at least half as many; the others follow when a thread has made them
_PATIENCE = 2  # the old sample is kept while it has at most so many times the points that are wanted


class FleetReady:
    """Keeps the last sample of the fleet on screen while a thread makes the next."""

    def __init__(self) -> None:
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="fleet-ready")
        self._constellation: Constellation | None = None
        self._stride = 0
        self._first: Future[None] | None = None
        self._making: tuple[int, Future[None]] | None = None

    @property
    def pending(self) -> bool:
        return self._making is not None

    def close(self) -> None:
        self._maker.shutdown(wait=False, cancel_futures=True)
        self._making = None

    def prepare(self, world: World, limit: int) -> None:
        """Have a thread make the satellites of the first picture, before there is anything to draw it on.

        They are a sample of the fleet: making all of a million would hold up the picture by 0.2 s.
        """
        limit = min(limit, FIRST_POINTS)
        fleet = world.fleet
        self._constellation = world.simulation.constellation
        self._stride = stride_for(fleet.launched - fleet.retired, limit)
        self._first = self._maker.submit(_make, world, self._stride)

    def await_first(self) -> None:
        """Return when what ``prepare`` asked for is made."""
        if self._first is not None:
            self._first.result()
            self._first = None

    def point_limit(self, world: World, limit: int) -> tuple[int, bool]:
        """Return the limit to draw with now, and whether all its satellites are made: draw them at once then."""
        fleet, constellation = world.fleet, world.simulation.constellation
        count = fleet.launched - fleet.retired
        wanted = stride_for(count, limit)
        if constellation is not self._constellation:
            self._constellation, self._stride, self._making = constellation, wanted, None
        if wanted == self._stride:
            self._making = None
            return limit, False
        kept = ceil(count / self._stride)
        if kept > _PATIENCE * limit:
            self._stride, self._making = wanted, None
            return limit, False
        if self._making is None or self._making[0] != wanted:
            self._making = wanted, self._maker.submit(_make, world, wanted)
        if self._making[1].done():
            self._stride, self._making = wanted, None
            return limit, True
        return max(kept, 1), False


def _make(world: World, stride: int) -> None:
    fleet = world.fleet
    for draw in chunk_draws(stride, fleet.retired, fleet.on_station_end) + rising_draws(world, stride):
        chunk_vertices(world.simulation.constellation, draw.chunk)
