"""Many least-latency paths of one instant, from one part of a graph to another that few nodes join.

A path from Starlink to a compute satellite runs over a satellite of Starlink that
holds a laser to one: a *crossing*, of which there are a few hundred.  With the
ways from each crossing to all nodes worked out beforehand, the best path is the
least of a few hundred sums, and is read off: exact, like the search of
``routing``, which is still used for ends in the same part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.routing import Array, Ends, Graph, Integers, Neighbours, walked


@dataclass(frozen=True, slots=True, eq=False)
class Crossings:
    """The ways from P ``nodes`` (P,) that alone join the parts of a graph.

    ``part`` (N,) tells in which part a node is, for a crossing one of its own; ``cost_s`` (N, P) what the way to
    a node costs, and ``before`` (P, N) which node comes before it.
    """

    nodes: Integers
    part: Integers
    cost_s: Array
    before: Neighbours

    def lie_between(self, first: Ends, last: Ends) -> bool:
        """Return whether all paths between some ends run over a crossing."""
        return set(self.part[first.nodes].tolist()).isdisjoint(self.part[last.nodes].tolist())

    def nodes_between(self, first: Ends, last: Ends) -> list[int]:
        """Return the nodes of the best path that runs over a crossing, none where there is none."""
        to_first, to_last = (self.cost_s[ends.nodes] + ends.cost_s[:, None] for ends in (first, last))
        whole_s = to_first.min(axis=0) + to_last.min(axis=0)
        best = int(whole_s.argmin())
        if not np.isfinite(whole_s[best]):
            return []
        middle, before = int(self.nodes[best]), self.before[best]
        begin, end = (int(ends.nodes[to[:, best].argmin()]) for ends, to in ((first, to_first), (last, to_last)))
        return [*walked(before, begin, middle)[::-1], middle, *walked(before, end, middle)]


def prepared(graph: Graph, crossings: Integers) -> Graph:
    """Return the graph for many paths, most of them from one part of it to another, which ``crossings`` (P,) join.

    Dijkstra's algorithm runs from each of them: some 5 ms and 12 bytes a node for each.
    """
    from scipy.sparse.csgraph import connected_components, dijkstra

    nodes = len(graph.r_km)
    crossing = np.zeros(nodes, dtype=bool)
    crossing[crossings] = True
    apart = graph.links.without(crossing)
    part = connected_components(apart.matrix(apart.cost_s), directed=False)[1][:nodes]
    matrix = graph.links.matrix(graph.links.cost_s)
    cost_s, before = dijkstra(matrix, indices=crossings, return_predecessors=True)
    ready = replace(graph, crossings=Crossings(crossings, part, np.ascontiguousarray(cost_s.T), before))
    ready.__dict__.update(links=graph.links, sky=graph.sky)
    return ready
