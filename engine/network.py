"""The network at one instant: satellites as nodes, lasers as links.

Nodes are the satellites of the Starlink layer, then compute satellites: of some
shells, of all, or of none.  Everybody's traffic runs over Starlink; a compute
satellite passes on what is for its own shell.  So a route needs the Starlink
layer and the shells of its ends, and is exact on that graph, however large the
fleet is.

Left out: the ground stations of other operators, links to satellites that are
still rising, and lasers to the Moon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.constants import SECONDS_PER_DAY
from engine.fleet import ShellPhases, shell_phases
from engine.kept import remembered
from engine.link_classes import LinkClass
from engine.link_settings import LinkSettings, link_settings
from engine.links import in_sight, range_and_sight, range_km
from engine.mesh import AHEAD, EAST, EXPRESS_AHEAD, Members, Neighbours, members_of, neighbours_of, of_satellites
from engine.starlink import StarlinkLayer, starlink_of
from engine.uplinks import Uplinks, uplinks_at

if TYPE_CHECKING:
    from engine.world import Simulation

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]

STARLINK_COLUMNS = (
    LinkClass.STARLINK_IN_PLANE,
    LinkClass.STARLINK_IN_PLANE,
    LinkClass.STARLINK_ACROSS,
    LinkClass.STARLINK_ACROSS,
    LinkClass.STARLINK_BRIDGE,
)
COMPUTE_COLUMNS = (
    LinkClass.IN_PLANE,
    LinkClass.IN_PLANE,
    LinkClass.EXPRESS,
    LinkClass.EXPRESS,
    LinkClass.ACROSS,
    LinkClass.ACROSS,
)
_CHUNK = 1 << 14  # links at once: their places stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Links:
    """Each link once: columns (L,) of its two nodes, the lower one first, its class and its range in km.

    ``in_sight`` says whether it passes over the lowest altitude allowed at the network's instant, looked at link by
    link.  Those of Starlink stand first, then those from each compute satellite ahead, far ahead, and to the east.
    """

    first: Integers
    second: Integers
    link_class: Codes
    range_km: Array
    in_sight: Flags


@dataclass(frozen=True, eq=False)
class Network:
    """Nodes (N,) and their links at ``t_s``.

    Rows below ``starlink_count`` are the layer's satellites, the others those of
    ``members``, in order.  ``r_km`` (N, 3) GCRS; NaN for a satellite that is not
    there.  ``neighbours`` (N, K) int32, -1 where none, symmetric; ``link_class``
    (N, K) says what each is.
    """

    simulation: Simulation
    starlink: StarlinkLayer
    settings: LinkSettings
    t_s: float
    members: Members
    uplinks: Uplinks
    r_km: Array
    neighbours: Neighbours
    link_class: Codes

    @property
    def starlink_count(self) -> int:
        return self.starlink.count

    @cached_property
    def radius_km(self) -> Array:
        """(N,) distance of each node from the Earth's centre."""
        radius: Array = np.sqrt(np.einsum("ij,ij->i", self.r_km, self.r_km))
        return radius

    def node_of_satellite(self, k: int) -> int | None:
        """Return the node of compute satellite k, or None where it is not one of ``members``."""
        row = int(self.members.row_of(np.array([k]))[0])
        return self.starlink_count + row if row >= 0 else None

    def satellite_of_node(self, node: int) -> int | None:
        """Return the launch number of a compute satellite, None for one of the layer."""
        return int(self.members.k[node - self.starlink_count]) if node >= self.starlink_count else None

    def name(self, node: int) -> str:
        """Return what a node is called."""
        from engine.satellites import satellite_name

        k = self.satellite_of_node(node)
        return self.starlink.name(node, self.t_s) if k is None else satellite_name(self.simulation, k)

    def gate_positions_km(self) -> Array:
        """Return where all gates are, (G, 3) GCRS km, in the order of ``uplinks``; most are no nodes."""
        gates = of_satellites(self.simulation.constellation, self.uplinks.k)
        order = np.argsort(gates.k)
        rank = np.empty(len(order), dtype=np.int64)
        rank[np.argsort(self.uplinks.k)] = order  # ``uplinks.k`` is in the order of slots
        return gates.positions_km(_phases(self.simulation, self.t_s))[rank]

    def links(self) -> Links:
        """Return every link once, with its range and whether it is in sight: 0.4 s for a million satellites."""
        layer = self.starlink_count
        later = self.neighbours[:layer] > np.arange(layer, dtype=np.int32)[:, None]
        row, column = np.nonzero(later)  # links to compute satellites are among them
        firsts = [row]
        seconds = [self.neighbours[row, column].astype(np.int64)]
        classes = [self.link_class[row, column]]
        # A column and the one back hold the same links, so that one of the two is enough.
        for each in (AHEAD, EXPRESS_AHEAD, EAST) if len(self.neighbours) > layer else ():
            other = np.ascontiguousarray(self.neighbours[layer:, each])
            here = np.flatnonzero(other >= 0)
            there = other[here].astype(np.int64)
            here += layer
            firsts.append(np.minimum(here, there))
            seconds.append(np.maximum(here, there))
            classes.append(np.full(len(here), COMPUTE_COLUMNS[each], dtype=np.uint8))
        first, second = np.concatenate(firsts), np.concatenate(seconds)
        away_km, seen = np.empty(len(first)), np.empty(len(first), dtype=bool)
        for begin in range(0, len(first), _CHUNK):
            some = slice(begin, begin + _CHUNK)
            here_km, there_km = self.r_km.take(first[some], axis=0), self.r_km.take(second[some], axis=0)
            away_km[some], seen[some] = range_and_sight(here_km, there_km, self.settings.grazing_altitude_km)
        return Links(first, second, np.concatenate(classes), away_km, seen)


def network_at(
    simulation: Simulation,
    t_s: float,
    shells: Sequence[int] | None = (),
    settings: LinkSettings | None = None,
    *,
    lifted: bool = True,
) -> Network:
    """Return the network at ``t_s`` with the compute satellites of some shells, of all (None) or of none.

    Who works is looked up once a day, in which a satellite that fails keeps its links.  Where only the layer is
    asked about, ``lifted=False`` leaves the links from compute satellites out, which are most of the work.
    """
    settings = settings or link_settings(simulation.scenario)
    layer = starlink_of(simulation)
    if simulation.scenario.starlink == "own fleet":
        shells = ()
    joined = lasers_of_day(simulation, t_s, shells, settings)
    lifted = lifted and simulation.scenario.starlink != "own fleet"
    uplinks = uplinks_at(simulation, settings, t_s) if lifted else _NO_UPLINKS
    starlink_km = layer.positions_km(t_s)
    r_km = np.concatenate([starlink_km, joined.members.positions_km(_phases(simulation, t_s))])
    neighbours, link_class = _tables(layer.neighbours(t_s), joined, uplinks, settings)
    _drop_unseen(r_km, neighbours, layer.count, settings)
    return Network(simulation, layer, settings, t_s, joined.members, uplinks, r_km, neighbours, link_class)


_NO_UPLINKS = Uplinks(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))


def _phases(simulation: Simulation, t_s: float) -> ShellPhases:
    return shell_phases(simulation.constellation, t_s - simulation.scenario.start_s)


@dataclass(frozen=True, eq=False)
class DayOfLasers:
    """Compute satellites and their lasers among themselves, for a day."""

    members: Members
    neighbours: Neighbours


_days: WeakKeyDictionary[Simulation, dict[object, DayOfLasers]] = WeakKeyDictionary()
_large_days: WeakKeyDictionary[Simulation, dict[object, DayOfLasers]] = WeakKeyDictionary()
_MOST_DAYS = 6
_LARGE = 200_000  # slots


def day_of(simulation: Simulation, t_s: float) -> int:
    """Return the day of the scenario that an instant is in: for so long satellites of a shell keep their partners."""
    return int((t_s - simulation.scenario.start_s) // SECONDS_PER_DAY)


def lasers_of_day(
    simulation: Simulation, t_s: float, shells: Sequence[int] | None, settings: LinkSettings
) -> DayOfLasers:
    """Return the compute satellites of some shells, or of all, with their lasers among themselves.

    Worked out for the first instant of the day that ``t_s`` is in, two seconds for a million, and kept.
    """
    start_s = simulation.scenario.start_s
    day = day_of(simulation, t_s)
    of_shells = None if shells is None else tuple(sorted(set(shells)))

    def make() -> DayOfLasers:
        if of_shells == ():
            members = of_satellites(simulation.constellation, np.empty(0, np.int64))
        else:
            members = members_of(simulation, start_s + day * SECONDS_PER_DAY, of_shells)
        neighbours = neighbours_of(
            members,
            longest_km=settings.most_range_km,
            grazing_km=settings.grazing_altitude_km,
            express_km=settings.express_range_km,
        )
        return DayOfLasers(members, neighbours)

    # A day takes 100 MB a million satellites: of a whole fleet, or of shells with many, one is kept; of others six.
    large = of_shells is None or _slots(simulation, of_shells) > _LARGE
    table, most = (_large_days, 1) if large else (_days, _MOST_DAYS)
    return remembered(table.setdefault(simulation, {}), (day, of_shells, settings), make, most)


def _slots(simulation: Simulation, shells: Sequence[int]) -> int:
    edges = simulation.constellation.offset
    return sum(int(edges[shell + 1] - edges[shell]) for shell in shells)


def _tables(
    starlink: Neighbours, joined: DayOfLasers, uplinks: Uplinks, settings: LinkSettings
) -> tuple[Neighbours, Codes]:
    """Return neighbours and classes of all nodes; a satellite of the layer has a column for each terminal."""
    layer, compute = starlink.shape[0], len(joined.members.k)
    terminals = settings.terminals_for_compute if compute else 0
    columns = max(starlink.shape[1] + terminals, len(COMPUTE_COLUMNS) + 1 if compute else 0)
    neighbours = np.full((layer + compute, columns), -1, dtype=np.int32)
    link_class = np.full((layer + compute, columns), LinkClass.UPLINK, dtype=np.uint8)
    neighbours[:layer, : starlink.shape[1]] = starlink
    link_class[:layer, : starlink.shape[1]] = STARLINK_COLUMNS[: starlink.shape[1]]
    if not compute:
        return neighbours, link_class
    own = neighbours[layer:, : len(COMPUTE_COLUMNS)]
    np.copyto(own, joined.neighbours)
    np.add(own, layer, out=own, where=joined.neighbours >= 0)
    link_class[layer:, : len(COMPUTE_COLUMNS)] = COMPUTE_COLUMNS
    held = uplinks.joined
    row = joined.members.row_of(uplinks.k[held])
    here = row >= 0
    row, partner = row[here], uplinks.partner[held][here]
    neighbours[layer + row, len(COMPUTE_COLUMNS)] = partner
    by_partner = np.argsort(partner, kind="stable")
    row, partner = row[by_partner], partner[by_partner]
    begins = np.flatnonzero(np.r_[True, np.diff(partner) != 0]) if len(partner) else np.empty(0, np.int64)
    rank = np.arange(len(partner)) - np.repeat(begins, np.diff(np.r_[begins, len(partner)]))
    neighbours[partner, starlink.shape[1] + rank] = layer + row
    return neighbours, link_class


def _drop_unseen(r_km: Array, neighbours: Neighbours, layer: int, settings: LinkSettings) -> None:
    """Take out links of the layer that are out of sight or reach now; those within a shell always are in both."""
    later = neighbours[:layer] > np.arange(layer, dtype=np.int32)[:, None]  # each link once
    row, column = np.nonzero(later)
    other = neighbours[row, column]
    here, there = r_km.take(row, axis=0), r_km.take(other, axis=0)
    lost = ~in_sight(here, there, settings.grazing_altitude_km)
    lost |= ~(range_km(here, there) <= settings.most_range_km)  # so written, NaN is lost
    row, column, other = row[lost], column[lost], other[lost]
    neighbours[row, column] = -1
    back = neighbours[other] == row[:, None]
    end, column = np.nonzero(back)
    neighbours[other[end], column] = -1
