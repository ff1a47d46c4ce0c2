"""Which satellites of a real constellation are linked by laser, inferred from where they are and how they move.

Nobody publishes who is linked to whom.  Each satellite has four terminals here:
ahead and behind in its plane, east and west to planes beside it.  One that finds no
partner so may hold a bridge to a part of the constellation that would be cut off
otherwise: a shell of another inclination, satellites that are still rising.

For a circular orbit the place a quarter turn later is v |r| / |v|.  Place and that
together are a point in six dimensions, and the distance of two such points stays the
same as long as both go round equally fast: its square is twice the mean square of the
range over a turn.  So neighbours there stay neighbours for many turns, which those in
space do not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.links import in_sight, range_km

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Neighbours = NDArray[np.int32]

AHEAD, BEHIND, EAST, WEST, BRIDGE = range(5)
TERMINALS = 4
# Our choices: a study of the snapshot of 2026-08-22 is in the tests.
LONGEST_KM = 2_500.0
_APART_KM = 1.0  # nearer ones are one thing with two numbers, or docked
_SHORTEST_KM = 60.0  # nearer ones ahead are launch trains, and satellites that share a slot
_SAME_PLANE = np.cos(np.radians(2.0))
_SAME_HEIGHT_KM = 25.0  # in ten minutes heights that differ so drift 25 km apart
_MOST_PAIRS = 8_000_000  # ten times those of Starlink: 0.5 GB while they are looked at
_SAMPLE = 500  # satellites, from which the pairs are estimated
_LARGE_SHARE = 0.02  # of all satellites: a part that must not stay apart
_GIVERS = 8
_BRIDGES_TRIED = 64  # nearest satellites with a free terminal


def laser_mesh(r_km: Array, v_km_s: Array, later_km: Array) -> Neighbours:
    """Return partners (N, 5): ahead, behind, east, west, bridge; -1 where none, at most four in a row.

    States (N, 3) are GCRS at the first instant that the mesh is for, ``later_km`` the places at the last; rows of NaN
    have no partner.  It is symmetric: j is in row i where i is in row j.
    """
    here = np.flatnonzero(np.isfinite(r_km).all(axis=1) & np.isfinite(later_km).all(axis=1))
    mesh = np.full((len(r_km), BRIDGE + 1), -1, dtype=np.int32)
    if len(here) < 2:
        return mesh
    r, v, later = r_km[here], v_km_s[here], later_km[here]
    found = np.full((len(here), BRIDGE + 1), -1, dtype=np.int64)
    _link_planes(r, v, later, found)
    _link_parts(r, later, found)
    mesh[here] = np.where(found >= 0, here[found], -1)
    return mesh


def _link_planes(r: Array, v: Array, later: Array, found: Integers) -> None:
    """Fill the first four columns."""
    from scipy.spatial import cKDTree

    radius = np.sqrt(np.einsum("ij,ij->i", r, r))
    quarter = v * (radius / np.sqrt(np.einsum("ij,ij->i", v, v)))[:, None]
    normal = np.cross(r, quarter)
    normal /= np.sqrt(np.einsum("ij,ij->i", normal, normal))[:, None]
    tree = cKDTree(np.concatenate([r, quarter], axis=1))
    first, second = _pairs(tree)
    near = np.abs(radius[first] - radius[second]) < _SAME_HEIGHT_KM
    first, second = first[near], second[near]
    same_plane = np.einsum("ij,ij->i", normal[first], normal[second]) > _SAME_PLANE

    one, other = first[same_plane], second[same_plane]
    range_ = range_km(r[one], r[other])
    one, other, range_ = _kept((range_ >= _SHORTEST_KM) & (range_ <= LONGEST_KM), one, other, range_)
    backwards = np.einsum("ij,ij->i", r[other] - r[one], quarter[one]) < 0.0
    ends = np.where(backwards, other, one), np.where(backwards, one, other)
    _match(*ends, range_, AHEAD, BEHIND, found, (r, later))

    one, other = first[~same_plane], second[~same_plane]
    longest = _longest_of_a_turn(r[other] - r[one], quarter[other] - quarter[one])
    one, other, longest = _kept(longest <= LONGEST_KM, one, other, longest)
    # The node of a plane to the east lies to the east: the pole's part of the product of the normals says so.
    westwards = normal[one, 0] * normal[other, 1] - normal[one, 1] * normal[other, 0] < 0.0
    ends = np.where(westwards, other, one), np.where(westwards, one, other)
    _match(*ends, longest, EAST, WEST, found, (r, later))


def _pairs(tree: Any) -> tuple[Integers, Integers]:
    """Return the pairs of points that may be linked, each once; fewer where thousands of satellites lie together."""
    # In one plane the distance in six dimensions is the range times the root of two.
    sample = tree.data[:: max(tree.n // _SAMPLE, 1)]
    for reach_km in LONGEST_KM * np.sqrt(2.0) * 0.7 ** np.arange(12):
        near = np.mean(tree.query_ball_point(sample, reach_km, return_length=True))
        if near * tree.n <= 2 * _MOST_PAIRS:
            first, second = tree.query_pairs(reach_km, output_type="ndarray").astype(np.int64).T
            return first, second
    return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)


def _longest_of_a_turn(apart: Array, quarter_apart: Array) -> Array:
    """Return the longest range (N,) over a turn of two circular orbits, from what they are apart."""
    now2 = np.einsum("ij,ij->i", apart, apart)
    later2 = np.einsum("ij,ij->i", quarter_apart, quarter_apart)
    mixed = np.einsum("ij,ij->i", apart, quarter_apart)
    longest: Array = np.sqrt(0.5 * (now2 + later2) + np.sqrt((0.5 * (now2 - later2)) ** 2 + mixed**2))
    return longest


def _holds(r: Array, later: Array, one: Integers, other: Integers) -> NDArray[np.bool_]:
    """Return whether links are short enough, and in sight, at both ends of the time they are for."""
    good = np.ones(len(one), dtype=np.bool_)
    for place in (r, later):
        range_ = range_km(place[one], place[other])
        good &= (range_ >= _APART_KM) & (range_ <= LONGEST_KM) & in_sight(place[one], place[other])
    return good


def _kept(good: NDArray[np.bool_], one: Integers, other: Integers, cost: Array) -> tuple[Integers, Integers, Array]:
    return one[good], other[good], cost[good]


def _match(
    one: Integers,
    other: Integers,
    cost: Array,
    column: int,
    other_column: int,
    found: Integers,
    places: tuple[Array, Array],
    *,
    limited: bool = False,
) -> None:
    """Join pairs that hold, cheapest first, while both ends are free; many at once, as if it were one by one.

    A pair that is the cheapest left at both of its ends is joined if it holds at both ``places``, and dropped if not,
    until none is left: so only few pairs are looked at for that.  ``limited``: a satellite whose terminals are all in
    use is not free either.
    """
    order = np.argsort(cost, kind="stable")
    one, other = one[order], other[order]
    count = len(found)
    while len(one):
        free, free_other = found[one, column] < 0, found[other, other_column] < 0
        if limited:
            full = (found >= 0).sum(axis=1) >= TERMINALS
            free, free_other = free & ~full[one], free_other & ~full[other]
        left = free & free_other
        one, other = one[left], other[left]
        rank = np.arange(len(one))
        best, best_other = np.full(count, len(one)), np.full(count, len(one))
        np.minimum.at(best, one, rank)
        np.minimum.at(best_other, other, rank)
        if column == other_column:  # one terminal serves both ways
            best = best_other = np.minimum(best, best_other)
        chosen = (best[one] == rank) & (best_other[other] == rank)
        here, there = one[chosen], other[chosen]
        holds = _holds(*places, here, there)
        here, there = here[holds], there[holds]
        found[here, column], found[there, other_column] = there, here
        one, other = one[~chosen], other[~chosen]


def _link_parts(r: Array, later: Array, found: Integers) -> None:
    """Fill the last column: bridges between parts that nothing else joins, where a terminal is free.

    Where large parts stay apart since all their terminals are in use, one satellite in eight gives up its link to the
    west for a bridge, if it finds one.
    """
    _bridge(r, later, found)
    part = parts(found)
    size = np.bincount(part)
    large = size >= max(_LARGE_SHARE * len(r), 2)
    if np.count_nonzero(large) < 2:
        return
    givers = np.flatnonzero(large[part] & (found[:, WEST] >= 0) & (found[:, BRIDGE] < 0))[::_GIVERS]
    given = found[givers, WEST]
    found[givers, WEST] = found[given, EAST] = -1
    _bridge(r, later, found)
    full = (found >= 0).sum(axis=1) >= TERMINALS
    back = (found[givers, BRIDGE] < 0) & ~full[givers] & ~full[given]
    found[givers[back], WEST], found[given[back], EAST] = given[back], givers[back]


def _bridge(r: Array, later: Array, found: Integers) -> None:
    from scipy.spatial import cKDTree

    part = parts(found)
    free = np.flatnonzero((found[:, BRIDGE] < 0) & ((found >= 0).sum(axis=1) < TERMINALS))
    if len(free) < 2:
        return
    middle = 0.5 * (r[free] + later[free])
    count = min(_BRIDGES_TRIED + 1, len(free))
    _, nearest = cKDTree(middle).query(middle, k=count, distance_upper_bound=LONGEST_KM)
    row, column = np.nonzero(nearest < len(free))
    one, other = free[row], free[nearest[row, column]]
    apart = part[one] != part[other]
    one, other = one[apart], other[apart]
    longest = np.maximum(range_km(r[one], r[other]), range_km(later[one], later[other]))
    _match(*_kept(longest <= LONGEST_KM, one, other, longest), BRIDGE, BRIDGE, found, (r, later), limited=True)


def parts(neighbours: NDArray[np.integer]) -> Integers:
    """Return which connected part each satellite is of (N,), numbered from 0, from partners (N, K), -1 where none."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    row, column = np.nonzero(neighbours >= 0)
    ends = (row, neighbours[row, column])
    links = coo_array((np.ones(len(row), dtype=np.int8), ends), shape=(len(neighbours), len(neighbours)))
    _, part = connected_components(links, directed=False)
    return np.asarray(part, dtype=np.int64)
