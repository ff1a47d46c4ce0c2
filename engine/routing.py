"""Least-latency paths over satellites that are joined by links.

Dijkstra's algorithm with a sense of direction (A*): light needs at least so long
from each node to the goal, round the Earth; a link costs what it takes, less what
it gains on that.  So only nodes are looked at from which the goal can still be
reached within a limit.  A path that costs no more than the limit is the best of
all; where there is none the limit is raised.  The answer is exact.

Costs are in seconds: light time along each link, and a fixed delay for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.links import range_km

if TYPE_CHECKING:
    from scipy.sparse import csr_array


Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Neighbours = NDArray[np.int32]

_SLACKS = (1.06, 1.12, 1.2, 1.35, 1.8, np.inf)  # limits tried one after the other, over the least that light needs
_ROUND_OFF = 1e-12  # s; a link of no cost would be none to the library


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes at ``r_km`` (N, 3) and their ``neighbours`` (N, K), -1 where none; symmetric.

    ``delay_s`` is added to the light time of each link.  ``down`` (N,) are out of
    service.  What is worked out of these is kept for the next path.
    """

    r_km: Array
    neighbours: Neighbours
    delay_s: float = 0.0
    down: Flags | None = None

    @cached_property
    def cost_s(self) -> Array:
        """(N, K) of each link; of no meaning where there is none."""
        apart = self.r_km[self.neighbours] - self.r_km[:, None, :]
        cost: Array = np.sqrt(np.einsum("ijk,ijk->ij", apart, apart)) / SPEED_OF_LIGHT_KM_S + self.delay_s
        return cost

    @cached_property
    def links(self) -> Links:
        """Those of nodes in service."""
        linked = self.neighbours >= 0
        count, to = linked.sum(axis=1), self.neighbours[linked].astype(np.int64)
        place_km = np.ascontiguousarray(self.r_km.T)
        apart_km, here_km = place_km.take(to, axis=1), np.repeat(place_km, count, axis=1)
        apart_km -= here_km
        squared = np.einsum("ij,ij->j", apart_km, apart_km)
        # Where each comes nearest to the Earth's centre, from its end here on.
        towards = np.einsum("ij,ij->j", here_km, apart_km)
        nearest = np.clip(-towards / np.maximum(squared, 1e-12), 0.0, 1.0)
        lowest2 = np.einsum("ij,ij->j", here_km, here_km) + nearest * (2.0 * towards + nearest * squared)
        every = Links(
            count,
            to,
            np.sqrt(squared) / SPEED_OF_LIGHT_KM_S + self.delay_s,
            float(np.sqrt(max(np.nanmin(lowest2, initial=np.inf), 0.0))) if len(to) else 0.0,
        )
        return every if self.down is None else every.without(self.down)

    @cached_property
    def sky(self) -> Sky:
        r_km = np.sqrt(np.einsum("ij,ij->i", self.r_km, self.r_km))
        least = self.links.least_radius_km
        over_km = np.maximum(r_km, max(least, 1.0))
        lift_km = np.sqrt(over_km**2 - least**2) - least * np.arccos(least / over_km)
        return Sky(np.ascontiguousarray((self.r_km / r_km[:, None]).T), lift_km / SPEED_OF_LIGHT_KM_S, least)

    def without(self, down: Flags) -> Graph:
        """Return this graph with more nodes out of service; what is worked out of it is kept."""
        other = replace(self, down=down if self.down is None else self.down | down)
        other.__dict__.update(links=self.links.without(down), sky=self.sky)
        return other


@dataclass(frozen=True, eq=False)
class Links:
    """Each link twice, sorted by the node it leaves: ``count`` (N,) of them a node, ``to`` (L,) and ``cost_s`` (L,).

    None comes nearer to the Earth's centre than ``least_radius_km``.
    """

    count: Integers
    to: Integers
    cost_s: Array
    least_radius_km: float

    def without(self, down: Flags) -> Links:
        """Return the links that join none of some nodes (N,)."""
        here = np.repeat(np.arange(len(self.count)), self.count)
        kept = ~(down[here] | down[self.to])
        count = np.bincount(here[kept], minlength=len(self.count))
        return Links(count, self.to[kept], self.cost_s[kept], self.least_radius_km)

    @cached_property
    def rows(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Where each node's links begin (N + 2,), and ``to`` (L,), as the library wants them."""
        begins = np.full(len(self.count) + 2, len(self.to), dtype=np.int32)
        begins[0] = 0
        np.cumsum(self.count[:-1], out=begins[1 : len(self.count)])
        return begins, self.to.astype(np.int32)

    def matrix(self, cost_s: Array, start: Integers) -> csr_array:
        """Return the library's matrix of links, and of one more node that leads to a start (S,), at costs (L + S,)."""
        from scipy.sparse import csr_array

        begins, to = self.rows
        begins = begins.copy()
        begins[-1] += len(start)
        return csr_array((cost_s, np.concatenate([to, start.astype(np.int32)]), begins), shape=(len(begins) - 1,) * 2)


@dataclass(frozen=True, slots=True, eq=False)
class Sky:
    """Where nodes are, as ``light_s`` wants it: ``direction`` (3, N), of length 1, and ``lift_s`` (N,).

    Links keep outside a sphere of ``least_radius_km``.
    """

    direction: Array
    lift_s: Array
    least_radius_km: float

    def light_s(self, place_km: Array) -> Array:
        """Return how much later light comes (N,) to each node than to others, from a place, round the Earth.

        It goes an arc of the sphere that links keep out of and a tangent up from it.  Two nodes in sight of each
        other differ by no more than light needs between them: this rises by 1 for each 1 of the way, at most.
        """
        angle: Array = (place_km / np.linalg.norm(place_km)) @ self.direction
        np.arccos(np.clip(angle, -1.0, 1.0, out=angle), out=angle)
        angle *= self.least_radius_km / SPEED_OF_LIGHT_KM_S
        angle += self.lift_s
        return angle


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Where paths may begin, or end: ``nodes`` (n,), and what each costs on top, ``cost_s`` (n,).

    ``r_km`` (3,) is a place beyond them that all lead to, none in less than light takes; None where there is none.
    """

    nodes: Integers
    cost_s: Array
    r_km: Array | None


@dataclass(frozen=True, slots=True)
class Path:
    """The nodes of a path, first to last, and its whole cost, that of the ends included."""

    nodes: tuple[int, ...]
    cost_s: float


def least_latency(graph: Graph, first: Ends, last: Ends) -> Path | None:
    """Return the path of least cost from any of ``first`` to any of ``last``, or None where there is none."""
    first, last = _up(graph, first), _up(graph, last)
    if not len(first.nodes) or not len(last.nodes):
        return None
    if last.r_km is None or (first.r_km is not None and len(first.nodes) > len(last.nodes)):
        nodes = _search(graph, last, first)[::-1]  # few to start from, and a place to go to
    else:
        nodes = _search(graph, first, last)
    return Path(tuple(nodes), _cost_s(graph, first, last, nodes)) if nodes else None


def _up(graph: Graph, ends: Ends) -> Ends:
    if graph.down is None:
        return ends
    up = ~graph.down[ends.nodes]
    return Ends(ends.nodes[up], ends.cost_s[up], ends.r_km)


def _search(graph: Graph, first: Ends, last: Ends) -> list[int]:
    """Return the nodes of the best path, none where there is none: A*."""
    from scipy.sparse.csgraph import dijkstra

    links, start = graph.links, len(graph.r_km)
    left_s = np.zeros(start) if last.r_km is None else graph.sky.light_s(last.r_km)
    left_s += (last.cost_s - left_s[last.nodes]).min()  # now it is no more than what is left, at any node
    first_s = first.cost_s + left_s[first.nodes]
    cost_s = np.empty(len(links.to) + len(first_s))
    along_s = cost_s[: len(links.to)]
    left_s.take(links.to, out=along_s, mode="clip")  # so called, the library writes where it is told
    along_s -= np.repeat(left_s, links.count)
    along_s += links.cost_s
    cost_s[len(links.to) :] = first_s
    np.maximum(cost_s, _ROUND_OFF, out=cost_s)
    matrix = links.matrix(cost_s, first.nodes)
    least_s, found_s = max(float(first_s.min()), _ROUND_OFF), np.inf
    for slack in _SLACKS:
        limit_s = min(least_s * slack, found_s + _ROUND_OFF)
        reached_s, before = dijkstra(matrix, indices=start, return_predecessors=True, limit=limit_s)
        whole_s = reached_s[last.nodes] - left_s[last.nodes] + last.cost_s
        end = int(whole_s.argmin())
        found_s = float(whole_s[end])
        if found_s <= limit_s:
            break
    if not np.isfinite(found_s):
        return []
    nodes, node = [], int(last.nodes[end])
    while node != start:
        nodes.append(node)
        node = int(before[node])
    return nodes[::-1]


def _cost_s(graph: Graph, first: Ends, last: Ends, nodes: list[int]) -> float:
    """Return what a path costs, added up leg by leg: free of the round-off of what links gain."""
    ends_s = first.cost_s[first.nodes == nodes[0]].min() + last.cost_s[last.nodes == nodes[-1]].min()
    legs_km = range_km(graph.r_km[nodes[:-1]], graph.r_km[nodes[1:]])
    return float(ends_s + legs_km.sum() / SPEED_OF_LIGHT_KM_S + graph.delay_s * len(legs_km))


def alternatives(graph: Graph, first: Ends, last: Ends, count: int, keep: Iterable[int] = ()) -> tuple[Path, ...]:
    """Return up to ``count`` paths, the best first, of which no two share a satellite, but for those in ``keep``."""
    kept = set(keep)
    down = np.zeros(len(graph.r_km), dtype=bool)
    found: list[Path] = []
    while len(found) < count:
        path = least_latency(graph.without(down), first, last)
        if path is None:
            break
        found.append(path)
        used = [node for node in path.nodes if node not in kept]
        if not used:
            break
        down[used] = True
    return tuple(found)
