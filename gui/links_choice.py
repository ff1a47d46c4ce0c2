"""Which laser links are drawn: those round the selection, and an even sample of all others.

Who is joined to whom holds for a day within a shell, for five minutes between
Starlink's shells and for a minute from compute satellites to Starlink.  So a
choice serves for a minute; from one frame to the next only the places of the
links' ends are worked out.

Each class of links has its share of what may be drawn, or the millions of short
ones would leave none of the others.  Of each class some chains of links are
taken, evenly from all planes of all shells.

Left out: of more satellites than ``MOST_MEMBERS`` only every so many shells are
looked at, and how many links there are is then an estimate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.fleet import shell_phases
from engine.link_classes import LinkClass
from engine.link_settings import link_settings
from engine.links import in_sight, range_km
from engine.mesh import Members, Neighbours, of_satellites
from engine.network import COMPUTE_COLUMNS, STARLINK_COLUMNS, DayOfLasers, lasers_of_day
from engine.starlink import starlink_of
from engine.uplinks import uplinks_at
from gui.fleet_frame import stride_for

if TYPE_CHECKING:
    from engine.link_settings import LinkSettings
    from engine.starlink import StarlinkLayer
    from engine.world import Simulation, World

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint8]

RENEWED_S = 60.0  # as the links up to Starlink
MOST_MEMBERS = 1_500_000  # compute satellites whose links are looked at
_TOGETHER = 12  # satellites that follow one another in the order of slots
_GOLDEN = 0.618_033_988_749_895
_HOPS = 2  # from the selected satellite
# What part of the links drawn is of each class, where there are enough.
_SHARES = {
    LinkClass.STARLINK_IN_PLANE: 0.28,
    LinkClass.STARLINK_ACROSS: 0.28,
    LinkClass.STARLINK_BRIDGE: 0.04,
    LinkClass.IN_PLANE: 0.10,
    LinkClass.EXPRESS: 0.10,
    LinkClass.ACROSS: 0.08,
    LinkClass.UPLINK: 0.12,
}


@dataclass(frozen=True, slots=True, eq=False)
class ChosenLinks:
    """Links (n,) between nodes: ``starlink`` (s,), rows of the layer, then compute satellites ``members``.

    ``first`` and ``second`` (n,) count nodes in that order.  ``range_km`` (n,) is
    that of ``t_s``, nan where an end is not there.  ``near`` (n,) are those round
    the selection.  ``total`` is how many links there are, ``about`` if estimated.
    """

    t_s: float
    starlink: Integers
    members: Members
    first: Integers
    second: Integers
    link_class: Codes
    range_km: Array
    near: Flags
    total: int
    about: bool

    def places_km(self, world: World, starlink_km: Array) -> Array:
        """Return where the nodes are, (m, 3) GCRS km, from where the whole layer is; nan for who is not there."""
        return np.concatenate([starlink_km[self.starlink], self.members.positions_km(world.fleet.phases)])


def chosen_links(world: World, limit: int, selected: int | None = None) -> ChosenLinks:
    """Return the links to draw in the minute of ``world``: some seconds once a day, 0.1 to 0.4 s once a minute."""
    t_s = (minute_of(world.t_s) + 0.5) * RENEWED_S
    key = (t_s, limit, selected)
    last = _last.get(world.simulation)
    if last is None or last[0] != key:
        last = _last[world.simulation] = key, _choose(world, t_s, limit, selected)
    return last[1]


def minute_of(t_s: float) -> int:
    """Return the minute in which a choice serves."""
    return int(np.floor(t_s / RENEWED_S))


_last: WeakKeyDictionary[Simulation, tuple[object, ChosenLinks]] = WeakKeyDictionary()


def _choose(world: World, t_s: float, limit: int, selected: int | None) -> ChosenLinks:
    """Nodes are counted as the layer's rows, and after them compute satellites by launch number."""
    simulation, fleet = world.simulation, world.fleet
    settings, layer = link_settings(simulation.scenario), starlink_of(simulation)
    first, second, link_class = _once(layer.neighbours(t_s), STARLINK_COLUMNS)
    pieces, root, unseen = [(first, second, link_class, first)], selected, 0
    if simulation.scenario.starlink == "own fleet":
        if selected is not None:
            root = int(simulation.constellation.address(np.array([selected]))[0])
    else:
        every = stride_for(fleet.on_station, MOST_MEMBERS)
        shells = None if every == 1 else _shells(world, every, selected)
        day = lasers_of_day(simulation, world.t_s, shells, settings)
        held = uplinks_at(simulation, settings, t_s)
        joined = held.joined
        if every == 1:  # who came today has no links yet
            joined = joined[np.isin(held.k[joined], day.members.k)]
        up = np.full(len(joined), LinkClass.UPLINK, np.uint8)
        uplinks = held.partner[joined], layer.count + held.k[joined], up, _TOGETHER * np.arange(len(joined))
        first, second, link_class, rank = _compute_links(day)
        if every > 1:
            unseen = int(len(first) * (fleet.on_station / max(len(day.members.k), 1) - 1.0))
        pieces += [(first + layer.count, second + layer.count, link_class, rank), uplinks]
        root = None if selected is None else layer.count + selected
    first, second, link_class, rank = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    near = np.zeros(len(first), dtype=bool) if root is None else _near(root, first, second)
    drawn = np.flatnonzero(_sample(link_class, rank, limit) | near)
    return _with_nodes(
        world, layer, t_s, first[drawn], second[drawn], link_class[drawn], near[drawn], len(first), unseen, settings
    )


def _with_nodes(
    world: World,
    layer: StarlinkLayer,
    t_s: float,
    first: Integers,
    second: Integers,
    link_class: Codes,
    near: Flags,
    known: int,
    unseen: int,
    settings: LinkSettings,
) -> ChosenLinks:
    """Return the choice of links between these nodes, but for those out of sight or reach at ``t_s``."""
    simulation = world.simulation
    of_layer = np.unique(np.concatenate([first[first < layer.count], second[second < layer.count]]))
    k = np.unique(np.concatenate([first[first >= layer.count], second[second >= layer.count]])) - layer.count
    members = of_satellites(simulation.constellation, k)
    row = np.empty(len(k), dtype=np.int64)
    row[np.searchsorted(k, members.k)] = np.arange(len(k))  # members are in the order of slots

    def node(end: Integers) -> Integers:
        compute = end >= layer.count
        found = np.searchsorted(of_layer, end)
        found[compute] = len(of_layer) + row[np.searchsorted(k, end[compute] - layer.count)]
        return found

    first, second = node(first), node(second)
    phases = shell_phases(simulation.constellation, t_s - simulation.scenario.start_s)
    r_km = np.concatenate([layer.positions_km(t_s)[of_layer], members.positions_km(phases)])
    apart_km = range_km(r_km[first], r_km[second])
    kept = in_sight(r_km[first], r_km[second], settings.grazing_altitude_km) & (apart_km <= settings.most_range_km)
    return ChosenLinks(
        t_s=t_s,
        starlink=of_layer,
        members=members,
        first=first[kept],
        second=second[kept],
        link_class=link_class[kept],
        range_km=apart_km[kept],
        near=near[kept],
        total=known + unseen,
        about=unseen > 0,
    )


@lru_cache(maxsize=1)
def _compute_links(day: DayOfLasers) -> tuple[Integers, Integers, Codes, Integers]:
    """Return the links among compute satellites, by launch number, and where each stands in the order of slots."""
    first, second, link_class = _once(day.neighbours, COMPUTE_COLUMNS)
    return day.members.k[first], day.members.k[second], link_class, first


def _once(neighbours: Neighbours, classes: Sequence[int]) -> tuple[Integers, Integers, Codes]:
    """Return each link of a table of neighbours (N, K) once, its column saying its class."""
    first, column = np.nonzero(neighbours > np.arange(len(neighbours), dtype=np.int32)[:, None])
    return first, neighbours[first, column].astype(np.int64), np.array(classes, dtype=np.uint8)[column]


def _shells(world: World, every: int, selected: int | None) -> list[int]:
    """Return every so many shells, and that of the selected satellite."""
    constellation = world.simulation.constellation
    shells = list(range(0, len(constellation.shells), every))
    if selected is not None:
        shells.append(int(constellation.place(constellation.address(np.array([selected]))).shell[0]))
    return shells


def _near(root: int, first: Integers, second: Integers) -> Flags:
    """Return which links (n,) are reached within two hops of a node."""
    reached = np.zeros(int(max(first.max(initial=0), second.max(initial=0), root)) + 1, dtype=bool)
    reached[root] = True
    near = np.zeros(len(first), dtype=bool)
    for _ in range(_HOPS):
        near = reached[first] | reached[second]
        reached[first[near]] = reached[second[near]] = True
    return near


def _sample(link_class: Codes, rank: Integers, limit: int) -> Flags:
    """Return which links (n,) are of an even sample of about ``limit``: all, where there are no more.

    What is taken together are the links of satellites that follow one another in planes and slots, so that chains
    and ladders are seen, and not single threads.  Samples nest: with fewer, some chains go, and none moves.
    """
    counts = {each: int(np.count_nonzero(link_class == each)) for each in _SHARES}
    shares = np.ones(max(_SHARES) + 1)
    # Classes with fewest links to spare first: what they leave is for the others.
    left, parts = float(limit), 1.0
    for each in sorted(_SHARES, key=lambda one: counts[one] / _SHARES[one]):
        room = left * _SHARES[each] / parts
        shares[each] = room / max(counts[each], 1)
        left -= min(room, float(counts[each]))
        parts -= _SHARES[each]
    # By the golden section any share of the chains is spread evenly, and a larger share holds a smaller one.
    drawn: Flags = np.modf((rank // _TOGETHER) * _GOLDEN)[0] < shares[link_class]
    return drawn
