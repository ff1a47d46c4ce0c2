"""What changes smoothly from launch to launch, as a short table that the GPU reads.

The launches of a range are cut into ``NODES`` steps of as many each; within a
step a quantity is a square in the number of launches since the node, so that
float32 loses nothing however large the quantity or the number.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NODES = 64


class LaunchNodes(NamedTuple):
    """Node 0 is the launch ``first`` strides in, the others ``step`` further each."""

    first: int
    step: int

    @classmethod
    def over(cls, first: int, stop: int) -> LaunchNodes:
        """Return the nodes of the launches from ``first`` up to ``stop``, in strides."""
        return cls(first, max(-(-(stop - first) // NODES), 1))

    def halves(self) -> Array:
        """Return the places of the nodes, of the points halfway between, and of the end, (2 NODES + 1,) in strides."""
        return np.arange(2 * NODES + 1) * (0.5 * self.step) + self.first

    def squares(self, values: Array) -> tuple[Array, Array, Array]:
        """Return of ``values`` at ``halves``: those at the nodes, the linear and the square coefficient, (NODES,)."""
        here, half, after = values[:-1:2], values[1::2], values[2::2]
        return (
            here,
            (4.0 * half - 3.0 * here - after) / self.step,
            2.0 * (here - 2.0 * half + after) / (self.step * self.step),
        )
