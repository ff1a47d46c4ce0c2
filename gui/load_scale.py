"""The colours of loads: how much of a laser link is used, from blue below 1 % to red where it is full.

Even in the logarithm, for most links are all but empty.  The fuller, the lighter: so the order is seen without telling
red from green, and busy links shine in a picture where light adds up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gui.scene.colours import LINKS, Colour

# Share used -> colour; between them even steps of the logarithm.
STOPS: tuple[tuple[float, Colour], ...] = (
    (0.01, (0.14, 0.32, 0.80)),
    (0.05, (0.09, 0.55, 0.40)),
    (0.25, (0.64, 0.58, 0.08)),
    (1.00, (1.00, 0.46, 0.34)),
)
ABOVE: Colour = (1.00, 0.62, 1.00)  # it is asked for more than it carries
UNKNOWN: Colour = (0.17, 0.18, 0.21)
STEPS = 32


def _steps() -> list[Colour]:
    logs = np.log10([share for share, _ in STOPS])
    at = np.linspace(logs[0], logs[-1], STEPS)
    channels = [np.interp(at, logs, [colour[i] for _, colour in STOPS]) for i in range(3)]
    return [(float(r), float(g), float(b)) for r, g, b in zip(*channels, strict=True)]


# What a thread may look like: a colour for each class, then those of loads.
PALETTE: tuple[Colour, ...] = (*(LINKS[each] for each in sorted(LINKS)), *_steps(), ABOVE, UNKNOWN)
_FIRST = len(LINKS)
# How much of each is seen from afar, where threads are faint: few links are busy among thousands that are not.
STRENGTH: tuple[float, ...] = (*[1.0] * _FIRST, *np.geomspace(0.6, 5.0, STEPS).tolist(), 7.0, 0.5)


def load_tints(share: ArrayLike) -> NDArray[np.uint8]:
    """Return which colours of ``PALETTE`` shares (n,) have, NaN for unknown."""
    used = np.asarray(share, dtype=np.float64)
    low, high = np.log10(STOPS[0][0]), np.log10(STOPS[-1][0])
    place = (np.log10(np.clip(used, STOPS[0][0], STOPS[-1][0])) - low) / (high - low)
    step = np.rint((STEPS - 1) * np.nan_to_num(place))
    step[used > STOPS[-1][0]] = STEPS
    step[np.isnan(used)] = STEPS + 1
    return (_FIRST + step).astype(np.uint8)
