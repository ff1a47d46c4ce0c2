"""How much of each laser link is used at one instant, in a form that is small and quickly asked.

A link is found by its two ends.  An end is a satellite of the Starlink layer, by its row, or the slot of a compute
satellite, beyond all rows.  Links that carry something are listed, with those of the layer and those up to it; any
other between two slots that were looked at carries nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.mesh import Members

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
# Ends and shares of links: (L,) nodes, (L,) nodes, (L,) shares.
LoadedLinks = tuple[NDArray[np.integer], NDArray[np.integer], NDArray[np.floating]]

_SHIFT = 32  # bits of a key for each end


@dataclass(frozen=True, slots=True, eq=False)
class LinkLoads:
    """Shares used at ``t_s``: what is asked of a link's busier way over what that way carries, so over 1 it is full.

    ``key`` (L,), rising, tells the ends of the links in ``share`` (L,); ``slot`` (N,), rising, are those looked at.
    16 MB for a million satellites.
    """

    t_s: float
    layer_count: int
    slot: NDArray[np.uint32]
    key: Integers
    share: Floats

    @classmethod
    def of(cls, t_s: float, layer_count: int, members: Members, loaded: Sequence[LoadedLinks]) -> LinkLoads:
        """Return the loads of links between nodes of a network; of a link that is there twice the last stands."""
        slot = members.address
        keys, shares = [], []
        for one, other, share in loaded:
            keys.append(_key(_end(one, layer_count, slot), _end(other, layer_count, slot)))
            shares.append(share.astype(np.float32))
        key, value = np.concatenate(keys), np.concatenate(shares)
        order = np.argsort(key, kind="stable")
        key, value = key[order], value[order]
        last = np.append(key[1:] != key[:-1], True) if len(key) else np.empty(0, dtype=bool)
        return cls(t_s, layer_count, slot.astype(np.uint32), key[last], value[last])

    def between(self, one: NDArray[np.integer], other: NDArray[np.integer]) -> Floats:
        """Return the shares (n,) used of links between ends (n,) and (n,), NaN where that is not known.

        An end is a row of the layer, or ``layer_count`` and the slot of a compute satellite.
        """
        shares = np.full(len(one), np.nan, dtype=np.float32)
        both = np.minimum(one, other) >= self.layer_count
        both[both] = self._looked_at(one[both]) & self._looked_at(other[both])
        shares[both] = 0.0
        if len(self.key):
            key = _key(one, other)
            at = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
            found = self.key[at] == key
            shares[found] = self.share[at[found]]
        return shares

    def _looked_at(self, end: NDArray[np.integer]) -> NDArray[np.bool_]:
        if not len(self.slot):
            return np.zeros(len(end), dtype=bool)
        slot = (end - self.layer_count).astype(np.uint32)  # of its own kind, or each search would copy it
        found: NDArray[np.bool_] = self.slot[np.minimum(np.searchsorted(self.slot, slot), len(self.slot) - 1)] == slot
        return found


def _end(node: NDArray[np.integer], layer_count: int, slot: Integers) -> Integers:
    """Return the ends that nodes of a network are: rows of the layer, then its members."""
    end = node.astype(np.int64)
    compute = end >= layer_count
    end[compute] = layer_count + slot[end[compute] - layer_count]
    return end


def _key(one: NDArray[np.integer], other: NDArray[np.integer]) -> Integers:
    key: Integers = (np.minimum(one, other).astype(np.int64) << _SHIFT) | np.maximum(one, other)
    return key
