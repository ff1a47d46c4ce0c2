"""Arrays on their way to the GPU."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def float32(array: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return a float32 copy that nobody can change: part of a frame."""
    out = np.array(array, dtype=np.float32, order="C")
    out.flags.writeable = False
    return out
