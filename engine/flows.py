"""Shortest-path trees over the Starlink layer, and what flows along them.

A tree a city: from each satellite the way of least latency down to it.  What enters at satellites is added up along
each tree, all satellites of all trees at a time: in k rounds each satellite has what comes from up to 2^k links away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.routing import Ends, Graph

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """``before`` (T, N): the next satellite on the way down to each of T cities.

    N stands for the city itself, -1 for no way.  ``cost_s`` (T, N) is the latency of that way.
    """

    before: Integers
    cost_s: Array

    @property
    def reached(self) -> NDArray[np.bool_]:
        """(T, N) whether there is a way."""
        return self.before >= 0


def trees_to(graph: Graph, cities: list[Ends]) -> Trees:
    """Return the trees of least latency to each of T cities; ``cities`` are the satellites in the sky of each."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    count = len(graph.r_km)
    linked = graph.neighbours >= 0
    row_ends = np.cumsum(linked.sum(axis=1))
    # A city is one more node, which leads to the satellites in its sky, and to which nothing leads.
    more_ends = row_ends[-1] + np.cumsum([len(city.nodes) for city in cities])
    matrix = csr_array(
        (
            np.concatenate([graph.cost_s[linked], *(city.cost_s for city in cities)]),
            np.concatenate([graph.neighbours[linked], *(city.nodes for city in cities)]).astype(np.int32),
            np.concatenate([[0], row_ends, more_ends]).astype(np.int32),
        ),
        shape=(count + len(cities),) * 2,
    )
    cost_s, before = dijkstra(matrix, indices=count + np.arange(len(cities)), return_predecessors=True)
    before = before[:, :count].astype(np.int64)
    return Trees(np.where(before < 0, -1, np.minimum(before, count)), cost_s[:, :count])


def gathered(trees: Trees, entering: Array) -> Array:
    """Return (T, N) what passes each satellite on its way down, where ``entering`` (N,) enters at each satellite.

    What enters where there is no way does not pass.
    """
    count = trees.before.shape[1]
    total = np.where(trees.reached, entering, 0.0)
    # All trees as one forest; the last node, its own successor, takes in what has arrived.
    end = trees.before.size
    inside = trees.before + count * np.arange(len(trees.before))[:, None]
    ahead = np.append(np.where((trees.before >= 0) & (trees.before < count), inside, end).ravel(), end)
    flow = np.append(total.ravel(), 0.0)
    while (ahead[:-1] != end).any():
        flow += np.bincount(ahead, weights=flow, minlength=end + 1)
        flow[end] = 0.0
        ahead = ahead[ahead]
    return flow[:-1].reshape(total.shape)


def on_links(trees: Trees, passing: Array, weights: Array, first: Integers, second: Integers) -> tuple[Array, Array]:
    """Return what flows over links (L,), from ``first`` to ``second`` and back, where tree t counts ``weights[t]``."""
    count = trees.before.shape[1]
    low, high = np.minimum(first, second), np.maximum(first, second)
    keys = low * count + high
    order = np.argsort(keys)
    tree, node = np.nonzero((trees.before >= 0) & (trees.before < count) & (passing > 0.0))
    after = trees.before[tree, node]
    at = order[np.searchsorted(keys[order], np.minimum(node, after) * count + np.maximum(node, after))]
    amount = passing[tree, node] * weights[tree]
    onward = node == first[at]
    there: Array = np.bincount(at[onward], weights=amount[onward], minlength=len(keys)).astype(np.float64)
    back: Array = np.bincount(at[~onward], weights=amount[~onward], minlength=len(keys)).astype(np.float64)
    return there, back
