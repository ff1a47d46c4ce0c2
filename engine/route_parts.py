"""What a route consists of: its legs, the same question by fibre, and the answer that there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cities import City
from engine.link_classes import LinkClass

Array = NDArray[np.float64]

NEAREST = "nearest compute"
Goal = City | int | str  # a city, a compute satellite's launch number, or ``NEAREST``


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hop:
    """One leg: ends by name and place (3,) GCRS km, ``light_s`` and the wait that comes with it, one way.

    ``start_node`` and ``end_node`` are rows of the network, None for a place on the ground
    and for a gate that is no node.
    """

    link_class: LinkClass
    start: str
    end: str
    start_km: Array
    end_km: Array
    start_node: int | None
    end_node: int | None
    range_km: float
    light_s: float
    wait_s: float
    rate_bit_s: float

    @property
    def latency_s(self) -> float:
        return self.light_s + self.wait_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Fibre:
    """The same question by fibre on the ground: to the other city, or to the nearest large market of data centres."""

    to: str
    great_circle_km: float
    latency_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Route:
    """The legs in order, from the city on; times are one way."""

    t_s: float
    start: City
    goal: Goal
    hops: tuple[Hop, ...]
    fibre: Fibre

    @property
    def latency_s(self) -> float:
        return sum(hop.latency_s for hop in self.hops)

    @property
    def light_s(self) -> float:
        return sum(hop.light_s for hop in self.hops)

    @property
    def length_km(self) -> float:
        return sum(hop.range_km for hop in self.hops)

    @property
    def satellites(self) -> int:
        """How many satellites pass it on or answer it."""
        return sum(hop.end_node is not None or hop.link_class is LinkClass.UPLINK for hop in self.hops)

    @property
    def nodes(self) -> tuple[int, ...]:
        """The network's rows of the satellites on the way that are nodes."""
        return tuple(hop.end_node for hop in self.hops if hop.end_node is not None)

    @property
    def ends_at(self) -> str:
        return self.hops[-1].end


@dataclass(frozen=True, slots=True)
class NoRoute:
    """There is no way, and why: an answer too."""

    t_s: float
    reason: str

    @property
    def sentence(self) -> str:
        return f"no path: {self.reason}"
