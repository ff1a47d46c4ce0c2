"""The route of a prompt: a polyline from city to city over satellites, with its pulse, and what was knocked out.

The polyline is that of one instant, in GCRS: whoever makes it makes it anew as
the clock goes on.  Legs are straight, as light goes; at the compressed scale
they are drawn in short pieces, so that they bend as the space does.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RADIO, LASER = "radio", "laser"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnRoute:
    """A route as it is drawn, GCRS km.

    ``points_km`` (n, 3) are city, satellites, city; ``arrive_s`` (n,) is how long
    after it left a prompt is at each, waiting included; ``kinds`` (n - 1) is
    "radio" or "laser" for each leg.  ``names`` (n) are written at the points, ""
    for none, with the milliseconds at the last.  ``alternatives`` are further
    polylines (m, 3), drawn faint; ``knocked_out_km`` (m, 3) is marked with crosses.
    ``least_elevation_rad`` opens the cone of sky that is drawn over both ends.
    """

    points_km: Array
    arrive_s: Array
    kinds: tuple[str, ...]
    names: tuple[str, ...] = ()
    alternatives: tuple[Array, ...] = ()
    knocked_out_km: Array = field(default_factory=lambda: np.empty((0, 3)))
    least_elevation_rad: float = 0.436_332_312_998_582_4  # 25 degrees, as users' dishes

    def __post_init__(self) -> None:
        points = len(self.points_km)
        if points < 2 or len(self.arrive_s) != points or len(self.kinds) != points - 1:
            raise ValueError(
                f"a drawn route of {points} points has {len(self.arrive_s)} times and {len(self.kinds)} legs:"
                " give at least two points, a time for each and a leg between each two"
            )
        if self.names and len(self.names) != points:
            raise ValueError(f"a drawn route of {points} points has {len(self.names)} names: give one for each or none")

    @property
    def takes_s(self) -> float:
        """From the first point to the last."""
        return float(self.arrive_s[-1])
