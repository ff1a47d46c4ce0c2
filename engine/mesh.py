"""Lasers within a constellation: who is joined to whom, for as long as nobody comes or goes.

Satellites of a shell turn at one rate, so neighbours stay neighbours.  Each
satellite has up to six partners of its own shell: the next ahead and behind in
its plane, one ahead and one behind at an *express* distance, and the nearest in
the plane to the east and in the plane to the west.  A partner across is chosen
to stay in range all the way round: two circles of one shell come nearest and
farthest in closed form.

Shells need not be full: neighbours are the next that are there.

Left out: the weeks in which a satellite climbs, when it has no links; planes
that are re-phased as satellites come; and pointing limits of terminals.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import R_EARTH_KM, TWO_PI
from engine.constellation import Constellation, Place
from engine.fleet import FleetBlock, ShellPhases, plane_axes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.world import Simulation

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Neighbours = NDArray[np.int32]

AHEAD, BEHIND, EXPRESS_AHEAD, EXPRESS_BEHIND, EAST, WEST = range(6)
COLUMNS = 6


@dataclass(frozen=True, eq=False)
class Members:
    """Satellites that have links: ``k`` (N,) and their slots ``address`` (N,), rising, so that planes follow planes."""

    constellation: Constellation
    k: Integers
    address: Integers

    @cached_property
    def place(self) -> Place:
        return self.constellation.place(self.address)

    @cached_property
    def plane(self) -> Integers:
        """(N,) the number of each one's plane among all planes, rising."""
        return self.constellation.plane_offset[self.place.shell] + self.place.plane

    def row_of(self, k: Integers) -> Integers:
        """Return the rows of satellites k (n,), -1 where one is no member."""
        if not len(self.k):
            return np.full(len(k), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._sorted_k, k), len(self.k) - 1)
        return np.where(self._sorted_k[at] == k, self._by_k[at], -1)

    @cached_property
    def _by_k(self) -> Integers:
        return np.argsort(self.k)

    @cached_property
    def _sorted_k(self) -> Integers:
        return self.k[self._by_k]

    @cached_property
    def _block(self) -> FleetBlock:
        return FleetBlock.of_addresses(self.constellation, self.k, self.address)

    def positions_km(self, phases: ShellPhases) -> Array:
        """Return where they are, (N, 3) GCRS km."""
        return np.ascontiguousarray(self._block.positions_km(phases).T)

    def velocities_km_s(self, phases: ShellPhases) -> Array:
        """Return how they move, (N, 3) GCRS km/s: along the circle, and with its node."""
        quarter_on = ShellPhases(phases.phase_rad + 0.25 * TWO_PI, phases.drift_rad)
        shell = self.place.shell
        motion = self._block.positions_km(quarter_on) * self.constellation.argument_of_latitude_rate_rad_s[shell]
        x_km, y_km, _ = self._block.positions_km(phases)
        node_rate = self.constellation.node_rate_rad_s[shell]
        motion[0] -= node_rate * y_km
        motion[1] += node_rate * x_km
        return np.ascontiguousarray(motion.T)


def members_of(simulation: Simulation, t_s: float, shells: Sequence[int] | None = None) -> Members:
    """Return the satellites on station that work at ``t_s``, of some shells or of all.

    A few shells take milliseconds; all of a million satellites 0.4 s.
    """
    from engine.satellites import failure_time_s
    from engine.world import fleet_state

    constellation, fleet = simulation.constellation, fleet_state(simulation, t_s)
    if shells is None:
        k = np.arange(fleet.retired, fleet.on_station_end)
    else:
        # Each slot of the shells holds at most one: the generation that is neither retired nor still rising.
        edges = constellation.offset
        address = np.concatenate([np.arange(edges[shell], edges[shell + 1]) for shell in sorted(set(shells))])
        first = constellation.satellite_of_address(address)
        k = first + np.maximum(-(-(fleet.retired - first) // constellation.slots), 0) * constellation.slots
        k = k[k < fleet.on_station_end]
    if simulation.scenario.failures_per_s > 0.0:
        k = k[failure_time_s(simulation, k) > t_s]
    return of_satellites(constellation, k)


def of_satellites(constellation: Constellation, k: Integers) -> Members:
    """Return satellites k (N,), no two in one slot, as members."""
    address = constellation.address(k)
    order = np.argsort(address)
    return Members(constellation, k[order], address[order])


def all_slots(constellation: Constellation) -> Members:
    """Return a constellation with every slot filled by its first satellite."""
    address = np.arange(constellation.slots)
    return Members(constellation, constellation.satellite_of_address(address), address)


def neighbours_of(
    members: Members, *, longest_km: float, grazing_km: float, express_km: float | None = None
) -> Neighbours:
    """Return each member's partners (N, 6), rows of members, -1 where none; j is in row i if and only if i is in row j.

    ``longest_km`` is what a terminal reaches; no link passes below ``grazing_km``.
    """
    found = np.full((len(members.k), COLUMNS), -1, dtype=np.int32)
    if len(members.k) == 0:
        return found
    a_km = members.constellation.a_km
    in_sight_km = 2.0 * np.sqrt(np.maximum(a_km**2 - (R_EARTH_KM + grazing_km) ** 2, 0.0))
    limit_km = np.minimum(in_sight_km, longest_km)[members.place.shell]
    _link_in_planes(members, found, limit_km, express_km)
    _link_across(members, found, limit_km)
    return found


def _link_in_planes(members: Members, found: Neighbours, limit_km: Array, express_km: float | None) -> None:
    constellation, place = members.constellation, members.place
    _, begin, of_plane, count = np.unique(members.plane, return_index=True, return_inverse=True, return_counts=True)
    begin, count = begin[of_plane], count[of_plane]
    row = np.arange(len(begin))
    a_km, slots = constellation.a_km[place.shell], constellation.slots_per_plane[place.shell]

    def join(step: Integers, out: int, back: int) -> None:
        # Beyond half way round it is the same pair seen from the other side.
        other = begin + (row - begin + step) % count
        angle = TWO_PI * ((place.slot[other] - place.slot) % slots) / slots
        chord_km = 2.0 * a_km * np.abs(np.sin(0.5 * angle))
        joined = (step > 0) & (other != row) & (chord_km <= limit_km) & (2 * step <= count)
        joined &= (2 * step < count) | (row < other)
        found[row[joined], out] = other[joined]
        found[other[joined], back] = row[joined]

    join(np.where(count >= 2, 1, 0), AHEAD, BEHIND)
    if express_km is not None:
        step = np.floor(express_km * count / (TWO_PI * a_km)).astype(np.int64)
        step = np.minimum(step, (count - 1) // 2)
        join(np.where(step >= 2, step, 0), EXPRESS_AHEAD, EXPRESS_BEHIND)


def _link_across(members: Members, found: Neighbours, limit_km: Array) -> None:
    """Join each to the nearest in the next plane of its shell, where each is the other's nearest."""
    constellation, plane = members.constellation, members.plane
    east_of = _next_planes(constellation)
    row = np.arange(len(plane))
    angle_rad = constellation.argument_of_latitude0_rad(members.place)
    pairs = _PlanePairs.of(constellation, east_of)
    east = east_of[plane]
    partner = _nearest_in_plane(members, angle_rad + pairs.shift_rad[plane], east)
    # And back: the nearest in the plane to the west of each that was chosen, by the same rule.
    chosen = np.flatnonzero(partner >= 0)
    there = partner[chosen]
    back = _nearest_in_plane(members, angle_rad[there] - pairs.shift_rad[plane[chosen]], plane[chosen])
    mutual = chosen[back == chosen]
    there = partner[mutual]
    farthest_km = pairs.farthest_km(plane[mutual], angle_rad[there] - angle_rad[mutual])
    kept = farthest_km <= limit_km[mutual]
    found[row[mutual[kept]], EAST] = there[kept]
    found[there[kept], WEST] = mutual[kept]


def _next_planes(constellation: Constellation) -> Integers:
    """Return the plane to the east of each plane (planes,), -1 where its shell has no other, by the nodes."""
    east = np.full(len(constellation.plane_shell), -1, dtype=np.int64)
    for first, end in pairwise(constellation.plane_offset.tolist()):
        if end - first < 2:
            continue
        order = first + np.argsort(constellation.raan0_rad[first:end], kind="stable")
        east[order] = np.roll(order, -1)
        if end - first == 2:  # the other is to the east and to the west: one pair
            east[order[1]] = -1
    return east


@dataclass(frozen=True, eq=False)
class _PlanePairs:
    """How each plane (planes,) lies to the next one: the shift at which both move abreast, and scalar products."""

    shift_rad: Array
    a_km: Array
    products: Array  # (4, planes): P1 P2, Q1 Q2, P1 Q2, Q1 P2, of the axes to the node and a quarter turn on

    @classmethod
    def of(cls, constellation: Constellation, east_of: Integers) -> _PlanePairs:
        shell = constellation.plane_shell
        gap = constellation.raan0_rad[east_of] - constellation.raan0_rad
        gap = np.remainder(gap + np.pi, TWO_PI) - np.pi
        # Abreast means as far from the middle between the nodes, seen along the equator's great circle triangle.
        shift = -2.0 * np.arctan(np.tan(0.5 * gap) * np.cos(constellation.inclination_rad[shell]))
        to_node, onward = plane_axes(constellation)
        other_node, other_onward = to_node[east_of], onward[east_of]
        products = np.stack(
            [
                np.einsum("ij,ij->i", first, second)
                for first, second in (
                    (to_node, other_node),
                    (onward, other_onward),
                    (to_node, other_onward),
                    (onward, other_node),
                )
            ]
        )
        return cls(shift, constellation.a_km[shell], products)

    def farthest_km(self, plane: Integers, lead_rad: Array) -> Array:
        """Return the longest range in an orbit of pairs (N,), the one to the east ``lead_rad`` ahead in its plane.

        With both at one rate the cosine of the angle between them is a constant and one wave of twice the
        angle from the node, so its least value is the constant less the wave's height.
        """
        pp, qq, pq, qp = self.products[:, plane]
        c, s = np.cos(lead_rad), np.sin(lead_rad)
        first, second = pp * c + pq * s, qq * c - qp * s  # P1 P2' and Q1 Q2', turned by the lead
        mixed = 0.5 * ((pq * c - pp * s) + (qp * c + qq * s))
        least = 0.5 * (first + second) - np.hypot(0.5 * (first - second), mixed)
        farthest: Array = self.a_km[plane] * np.sqrt(np.maximum(2.0 - 2.0 * least, 0.0))
        return farthest


def _nearest_in_plane(members: Members, angle_rad: Array, plane: Integers) -> Integers:
    """Return the member of each ``plane`` (N,) that is nearest to an angle from the node (N,); -1 where it has none."""
    constellation = members.constellation
    shell = constellation.plane_shell[plane]
    slots = constellation.slots_per_plane[shell]
    within = plane - constellation.plane_offset[shell]
    # Where slot 0 of that plane is; then how many slots on from it the angle lies.
    zero = constellation.argument_of_latitude0_rad(Place(shell, within, np.zeros_like(within)))
    slot = np.remainder((angle_rad - zero) / TWO_PI, 1.0) * slots
    first_slot = constellation.offset[shell] + within * slots
    begin = np.searchsorted(members.address, first_slot)
    count = np.searchsorted(members.address, first_slot + slots) - begin
    after = np.searchsorted(members.address, first_slot + slot) - begin
    safe = np.maximum(count, 1)
    best, least = np.full(len(plane), -1, dtype=np.int64), np.full(len(plane), np.inf)
    for step in (-1, 0):
        row = np.minimum(begin + (after + step) % safe, len(members.address) - 1)
        away = np.abs(np.remainder(members.place.slot[row] - slot + 0.5 * slots, slots) - 0.5 * slots)
        nearer = (away < least) & (count > 0) & (plane >= 0)
        best[nearer], least[nearer] = row[nearer], away[nearer]
    return best
