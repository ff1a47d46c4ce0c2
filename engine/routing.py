"""Least-latency paths over satellites that are joined by links.

Most of the graph cannot lie on a good path.  A path through a node costs at
least the way round the Earth from one end to it and on to the other, at the
speed of light.  Dijkstra's algorithm runs on the nodes for which that is within
a limit; a path that costs no more than the limit is then the best of all, since
any better one would lie among these nodes.  Where there is none the limit is
raised.  So the answer is exact, at a fraction of the price.

Costs are in seconds: light time along each link, and a fixed delay for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.links import way_round_km

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Neighbours = NDArray[np.int32]

LEAST_RADIUS_KM = 6_356.0  # no link passes below it, radio to the ground included: the polar radius
_SLACK, _SLACK_S = 1.2, 0.3e-3  # the first limit, over the least that light needs
_WIDER = 1.3
_ROUND_OFF = 1e-12  # s; a link of no cost would be none to the library


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes at ``r_km`` (N, 3) and their ``neighbours`` (N, K), -1 where none; symmetric.

    ``delay_s`` is added to the light time of each link.  ``down`` (N,) are out of
    service.
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

    def without(self, down: Flags) -> Graph:
        """Return this graph with more nodes out of service; what is worked out of it is kept."""
        other = replace(self, down=down if self.down is None else self.down | down)
        other.__dict__["cost_s"] = self.cost_s
        return other


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
    if not len(first.nodes) or not len(last.nodes):
        return None
    onward_s = _least_from(graph, last)
    least_s = _least_from(graph, first) + onward_s
    if graph.down is not None:
        least_s = np.where(graph.down, np.inf, least_s)
    reached = least_s[np.isfinite(least_s)]
    if not len(reached):
        return None
    most_s = float(reached.max())
    limit_s = max(float(reached.min()) * _SLACK, _shared_s(first, last, graph.down)) + _SLACK_S
    while True:
        if limit_s >= most_s:  # all nodes are in: whatever the path costs
            return _search(graph, first, last, np.flatnonzero(np.isfinite(least_s)), onward_s, np.inf)
        path = _search(graph, first, last, np.flatnonzero(least_s <= limit_s), onward_s, limit_s)
        if path is not None:
            return path
        limit_s *= _WIDER


def _shared_s(first: Ends, last: Ends, down: Flags | None) -> float:
    """Return what a path of one satellite costs, 0 where no one serves both ends."""
    _, begins, ends = np.intersect1d(first.nodes, last.nodes, assume_unique=True, return_indices=True)
    if down is not None:
        up = ~down[first.nodes[begins]]
        begins, ends = begins[up], ends[up]
    return float((first.cost_s[begins] + last.cost_s[ends]).min()) if len(begins) else 0.0


def _least_from(graph: Graph, ends: Ends) -> Array:
    """Return what light needs at least (N,) between the place beyond the ends and each node; NaN for one not there."""
    if ends.r_km is None:
        return np.full(len(graph.r_km), float(ends.cost_s.min()))
    return way_round_km(graph.r_km, ends.r_km, LEAST_RADIUS_KM) / SPEED_OF_LIGHT_KM_S


def _search(graph: Graph, first: Ends, last: Ends, inside: Integers, onward_s: Array, limit_s: float) -> Path | None:
    """Return the best path among some nodes that costs no more than a limit.

    With ``onward_s`` (N,), the least that is left from each node, every link costs what it takes, less what it
    gains: so Dijkstra's algorithm looks at those nodes alone from which the goal can still be reached in the limit (A*).
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    count = len(inside)
    local = np.full(len(graph.r_km) + 1, -1, dtype=np.int32)  # the last is for -1, none
    local[inside] = np.arange(count, dtype=np.int32)
    # Two more nodes: the goal, which every last node leads to, and the start, which leads to every first one.
    goal, start = count, count + 1
    begins, ends = local[first.nodes], local[last.nodes]
    begin_in, end_in = begins >= 0, ends >= 0
    columns = graph.neighbours.shape[1]
    to = np.full((count, columns + 1), -1, dtype=np.int32)
    to[:, :columns] = local[graph.neighbours[inside]]
    to[ends[end_in], columns] = goal
    left_s = np.append(onward_s[inside], 0.0)  # the goal's
    cost_s = np.empty((count, columns + 1))
    cost_s[:, :columns] = graph.cost_s[inside]
    cost_s[ends[end_in], columns] = last.cost_s[end_in]
    cost_s += left_s[to] - left_s[:count, None]
    linked = to >= 0
    row_ends = np.cumsum(linked.sum(axis=1, dtype=np.int32), dtype=np.int32)
    total = int(row_ends[-1]) if count else 0
    starting = int(begin_in.sum())
    matrix = csr_array(
        (
            np.maximum(np.concatenate([cost_s[linked], first.cost_s[begin_in] + left_s[begins[begin_in]]]), _ROUND_OFF),
            np.concatenate([to[linked], begins[begin_in]]),
            np.concatenate([[0], row_ends, [total, total + starting]]).astype(np.int32),
        ),
        shape=(count + 2, count + 2),
    )
    distance_s, before = dijkstra(matrix, indices=start, return_predecessors=True, limit=limit_s)
    if not np.isfinite(distance_s[goal]):
        return None
    nodes: list[int] = []
    node = int(before[goal])
    while node != start:
        nodes.append(int(inside[node]))
        node = int(before[node])
    nodes.reverse()
    return Path(tuple(nodes), _cost_s(graph, first, last, nodes))


def _cost_s(graph: Graph, first: Ends, last: Ends, nodes: list[int]) -> float:
    """Return what a path costs, added up leg by leg: free of the round-off of what links gain."""
    cost_s = float(first.cost_s[first.nodes == nodes[0]].min() + last.cost_s[last.nodes == nodes[-1]].min())
    for here, there in pairwise(nodes):
        cost_s += float(graph.cost_s[here, graph.neighbours[here] == there].min())
    return cost_s


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
