"""Squares of two triangles each: their corners, and which of them make the triangles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CORNERS = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], np.float32)  # of a square, as a strip of triangles
ENDS = np.array([[0, -1], [0, 1], [1, -1], [1, 1]], np.float32)  # of a piece of a line: which end, and which side of it
CORNERS.flags.writeable = ENDS.flags.writeable = False
TRIANGLES = (0, 1, 2, 2, 1, 3)


def quad_indices(count: int) -> NDArray[np.uint32]:
    """Return the triangles' vertices (6 * count,) of squares whose corners follow one another."""
    first = 4 * np.arange(count, dtype=np.uint32)[:, None]
    return np.ascontiguousarray((first + np.array(TRIANGLES, np.uint32)).reshape(-1))
