"""The whole network at one instant: how many links, how long, how fast, who has a path to the ground, what it carries.

A fleet of more than 1.2 million satellites is looked at in some of its shells, an even choice through all heights, and
what is counted there stands for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.files import Cancelled
from engine.flood import flooded
from engine.gateways import gateways
from engine.kept import remembered
from engine.network import Links, Network, day_of, network_at
from engine.radio import seen_by
from engine.traffic import COMPUTE_CLASSES, LASER_CLASSES, Traffic, traffic_of

if TYPE_CHECKING:
    from engine.quantities import Quantity
    from engine.world import Simulation, World

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Progress = Callable[[float], bool]

MOST_SATELLITES = 1_200_000  # of which every link is looked at
MOST_OF_A_SHELL = 4_000_000  # where no shell is smaller: 2 GB
BINS = 48


@dataclass(frozen=True, slots=True, eq=False)
class LinkHistograms:
    """Laser links by length and by what their light and electronics carry: edges (B + 1,) and, by class, counts (B,).

    Edges are evenly spaced in the logarithm; ranges in km, rates in bit/s each way.
    """

    range_edges_km: Array
    ranges: Mapping[str, Array]
    rate_edges_bit_s: Array
    rates: Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class NetworkTotals:
    """``looked_at`` is the share of the fleet's satellites whose links were looked at.

    Ranges are of all lasers of the network; NaN where there is none.  ``connected_share`` of the compute satellites
    have a chain of lasers to a satellite over a gateway.  ``gateway_links`` of the layer's satellites, a share of
    ``gateway_share``, stand over a gateway themselves.
    """

    looked_at: float
    compute: int  # satellites whose links were looked at
    range_median_km: float
    range_longest_km: float
    connected_share: float
    gateway_links: int
    gateway_share: float
    histograms: LinkHistograms
    traffic: Traffic
    quantities: Mapping[str, Quantity]  # every total, of the section "links", by name


_kept: WeakKeyDictionary[Simulation, dict[float, NetworkTotals]] = WeakKeyDictionary()
_MOST_KEPT = 4


def network_totals(world: World, progress: Progress | None = None) -> NetworkTotals:
    """Return the totals at the world's instant: 3 s for a million satellites; the last few of a simulation are kept.

    ``progress`` is told the share done; if it returns False, ``Cancelled`` is raised.
    """
    told = progress or (lambda share: True)
    kept = _kept.setdefault(world.simulation, {})
    return remembered(kept, world.t_s, lambda: _totals(world, told), _MOST_KEPT)


def known_totals(simulation: Simulation, t_s: float) -> NetworkTotals | None:
    """Return, of the totals that are kept, those nearest to ``t_s`` within its day, or None where there are none.

    A day is one of ``lasers_of_day``, in which satellites keep their partners.
    """
    day = day_of(simulation, t_s)
    same_day = [totals for of_s, totals in tuple(_kept.get(simulation, {}).items()) if day_of(simulation, of_s) == day]
    return min(same_day, key=lambda totals: abs(totals.traffic.loads.t_s - t_s), default=None)


def _totals(world: World, progress: Progress) -> NetworkTotals:
    from engine.network_quantities import network_quantities

    def go_on(share: float) -> bool:
        if not progress(share):
            raise Cancelled
        return True

    go_on(0.0)
    network = network_at(world.simulation, world.t_s, shells_looked_at(world))
    go_on(0.5)
    links = network.links()
    go_on(0.6)
    compute = len(network.members.k)
    scale = world.stock.working / compute if _sampled(world) and compute else 1.0
    median_km, longest_km = np.nan, np.nan
    if len(links.range_km):
        median_km, longest_km = float(np.median(links.range_km)), float(links.range_km.max())
    histograms = link_histograms(network, links, scale)
    over = over_gateways(network)
    connected = connected_share(network, over)
    go_on(0.7)
    tokens_per_s = earth_tokens_per_s(world)
    traffic = traffic_of(
        network,
        links,
        tokens_per_s,
        scale=scale,
        progress=lambda share: go_on(0.7 + 0.3 * share),
    )
    there = int(np.isfinite(network.r_km[: network.starlink_count, 0]).sum())
    found = NetworkTotals(
        looked_at=1.0 / scale, compute=compute, range_median_km=median_km, range_longest_km=longest_km,
        connected_share=connected, gateway_links=int(over.sum()), gateway_share=float(over.sum()) / max(there, 1),
        histograms=histograms, traffic=traffic, quantities={},
    )  # fmt: skip
    return replace(found, quantities=network_quantities(world, found))


def _sampled(world: World) -> bool:
    return world.fleet.on_station > MOST_SATELLITES and world.scenario.starlink != "own fleet"


def shells_looked_at(world: World) -> tuple[int, ...] | None:
    """Return an even choice of shells that hold no more than ``MOST_SATELLITES``, or None for all.

    Where every even choice holds more, it is the smallest shell alone, of up to ``MOST_OF_A_SHELL``.  Raises
    ``ValueError`` with one sentence where that holds more: 12 million would take a minute and 5 GB.
    """
    if not _sampled(world):
        return None
    slots = np.diff(world.simulation.constellation.offset)
    held = slots * (world.fleet.on_station / slots.sum())  # all shells fill alike
    shells = len(slots)
    for wanted in range(max(int(shells * MOST_SATELLITES / world.fleet.on_station), 1), 0, -1):
        chosen = np.unique(((np.arange(wanted) + 0.5) * shells / wanted).astype(int))
        if held[chosen].sum() <= MOST_SATELLITES:
            return tuple(chosen.tolist())
    smallest = int(held.argmin())
    if held[smallest] > MOST_OF_A_SHELL:
        raise ValueError(
            f"the network's links are not counted: even the smallest shell holds {held[smallest]:,.0f} satellites,"
            f" and the most that are looked at are {MOST_OF_A_SHELL:,} of one shell"
        )
    return (smallest,)


def earth_tokens_per_s(world: World) -> float:
    """Return the tokens a second of the satellites in Earth orbit."""
    from engine.expression import evaluate
    from engine.network_quantities import EARTH_TOKENS

    return evaluate(EARTH_TOKENS.expression, {name: quantity.value for name, quantity in world.quantities.items()})


def over_gateways(network: Network) -> Flags:
    """Return which of the layer's satellites (S,) stand high enough in the sky of one of the model's gateways."""
    from engine.frames import gcrs_to_itrs

    return seen_by(gateways(), network, gcrs_to_itrs(network.t_s), network.settings.gateway_elevation_rad)


def connected_share(network: Network, over: Flags) -> float:
    """Return the share of compute satellites from which lasers lead to one of the layer's that are ``over`` (S,)."""
    compute, layer = len(network.members.k), network.starlink_count
    if not compute:
        return 0.0
    return float(flooded(network.neighbours, np.flatnonzero(over)).reached[layer:].sum()) / compute


def link_histograms(network: Network, links: Links, scale: float = 1.0) -> LinkHistograms:
    """Return how many links of each class have which length and rate; those within shells count ``scale`` times."""
    rate = network.settings.budget.rate_bit_s(links.range_km)
    range_edges, ranges = _by_class(links, links.range_km, scale)
    rate_edges, rates = _by_class(links, rate, scale)
    return LinkHistograms(range_edges, ranges, rate_edges, rates)


def _by_class(links: Links, values: Array, scale: float) -> tuple[Array, Mapping[str, Array]]:
    if not len(values):
        return np.geomspace(1.0, 10.0, BINS + 1), MappingProxyType({name: np.zeros(BINS) for name in LASER_CLASSES})
    low, high = np.log10(float(values.min())), np.log10(float(values.max()))
    if high - low < 0.1:  # all alike: as most links are that only their electronics limit
        low, high = high - 0.5, high + 0.5
    place = np.log10(values)
    place -= low
    place *= BINS / (high - low)
    which = np.minimum(place.astype(np.int64), BINS - 1)
    counts = np.bincount(links.link_class.astype(np.int64) * BINS + which, minlength=BINS * len(LASER_CLASSES))
    rows = counts.reshape(-1, BINS).astype(np.float64)
    return np.logspace(low, high, BINS + 1), MappingProxyType(
        {name: rows[code] * (scale if name in COMPUTE_CLASSES else 1.0) for name, code in LASER_CLASSES.items()}
    )
