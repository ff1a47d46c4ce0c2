"""Live power of the whole fleet, without visiting every satellite.

The satellites of one plane are spread evenly along it, so the plane's sunlit
share times its count is its live power.  That costs one arccosine per *plane*;
below ``SUM_BELOW`` satellites, where evenness is a poor guess, each is looked at.

Left out here: ageing and attitude losses; the Moon's shadow is in ``moon_shadow.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.constants import AU_KM
from engine.constellation import Constellation, Integers
from engine.fleet import FleetBlock, ShellPhases
from engine.shadow import OrbitShade, sunlit_fraction

Array = NDArray[np.float64]
Floats = NDArray[np.float32]
Share = TypeVar("Share", float, Array)

SUM_BELOW = 100_000


@dataclass(frozen=True)
class Planes:
    """What is constant about every plane, as columns (planes,).

    In float32, which knows beta to 0.1 arcsecond, and halves the time.
    """

    shell: Integers
    cos_inclination: Floats
    node_sine: Floats  # sin i sin raan0
    node_cosine: Floats  # sin i cos raan0
    share: Array  # of all slots
    shade: OrbitShade

    @classmethod
    def of(cls, constellation: Constellation) -> Planes:
        shell = constellation.plane_shell
        sin_i = np.sin(constellation.inclination_rad)[shell]
        return cls(
            shell,
            np.cos(constellation.inclination_rad)[shell].astype(np.float32),
            (sin_i * np.sin(constellation.raan0_rad)).astype(np.float32),
            (sin_i * np.cos(constellation.raan0_rad)).astype(np.float32),
            constellation.slots_per_plane[shell] / constellation.slots,
            OrbitShade.of(constellation.a_km[shell]).astype(np.float32),
        )

    def sin_beta(self, phases: ShellPhases, sun_direction: Array) -> Floats:
        """Return the sine of the Sun's angle to each plane, (planes,).

        ``sun_direction`` is a unit vector (3,) in the GCRS.
        """
        # Turning the Sun back by each shell's drift is cheaper than turning the planes.
        cos_d, sin_d = np.cos(phases.drift_rad), np.sin(phases.drift_rad)
        x, y, z = sun_direction.tolist()
        turned_x = (x * cos_d + y * sin_d).astype(np.float32)[self.shell]
        turned_y = (y * cos_d - x * sin_d).astype(np.float32)[self.shell]
        sine: Floats = turned_x * self.node_sine - turned_y * self.node_cosine + np.float32(z) * self.cos_inclination
        return sine

    def sunlit_shares(self, phases: ShellPhases, sun_gcrs_km: Array) -> Floats:
        """Return the share of each plane's circle that is sunlit, (planes,)."""
        distance_km = float(np.linalg.norm(sun_gcrs_km))
        return self.shade.sunlit_share(self.sin_beta(phases, sun_gcrs_km / distance_km), distance_km)


def sunlight_factor(sun_gcrs_km: Array) -> float:
    """Return sunlight relative to that at 1 AU, (1 AU / r)^2, with the Earth's distance for all."""
    return float((AU_KM / np.linalg.norm(sun_gcrs_km)) ** 2)


def powered_share(sunlit: Share, ride_through_share: float) -> Share:
    """Return the share of its rated power that a fleet keeps up: what is not ``sunlit`` runs on batteries."""
    return sunlit + ride_through_share * (1.0 - sunlit)


def mean_sunlit_fraction(planes: Planes, phases: ShellPhases, sun_gcrs_km: Array) -> float:
    """Return the sunlit share of a fleet that fills all planes evenly."""
    return float(planes.sunlit_shares(phases, sun_gcrs_km) @ planes.share)


def counted_sunlit_fraction(block: FleetBlock, phases: ShellPhases, sun_gcrs_km: Array, first: int, stop: int) -> float:
    """Return the mean sunlit fraction of the satellites first <= k < stop of ``block``, one by one."""
    chosen = (block.k >= first) & (block.k < stop)
    if not chosen.any():
        return 0.0
    return float(sunlit_fraction(block.positions_km(phases).T[chosen], sun_gcrs_km).mean())
