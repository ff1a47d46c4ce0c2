"""Orbits round the Sun alone, by heyoka's Taylor integrator at full precision.

Twenty states drawn at random, bound to the Sun, of every tilt below 160
degrees and eccentricities up to 0.95, and where they are after 30, 300 and 730
days.  The eccentricity is that of the textbook: the length of v x (r x v) / mu
- r / |r|.  The Sun's gravity is DE440's, 132712440041.3 km3/s2.
"""

from __future__ import annotations

import heyoka as hy
import numpy as np
from record import record

MU_KM3_S2 = 132_712_440_041.3
AFTER_DAYS = (30.0, 300.0, 730.0)


def flights() -> list[dict]:
    random = np.random.default_rng(4)
    integrator = hy.taylor_adaptive(hy.model.fixed_centres(1.0, [MU_KM3_S2], [[0.0, 0.0, 0.0]]), [0.0] * 6)
    rows: list[dict] = []
    while len(rows) < 20:
        r, v = random.normal(size=3) * 1.2e8, random.normal(size=3) * 15.0
        momentum = np.cross(r, v)
        eccentricity = float(np.linalg.norm(np.cross(v, momentum) / MU_KM3_S2 - r / np.linalg.norm(r)))
        axis = in_ecliptic(momentum)
        if eccentricity > 0.95 or axis[2] < np.cos(np.radians(160.0)):
            continue
        integrator.time = 0.0
        integrator.state[:] = np.concatenate([r, v])
        places = []
        for days in AFTER_DAYS:
            integrator.propagate_until(days * 86_400.0)
            places.append(np.round(integrator.state[:3], 4).tolist())
        rows.append({"start": [*r.tolist(), *v.tolist()], "eccentricity": eccentricity, "places": places})
    return rows


def in_ecliptic(vector: np.ndarray) -> np.ndarray:
    """Return the unit vector in the axes of the ecliptic of J2000 (obliquity 84381.406 arcseconds)."""
    tilt = np.radians(84_381.406 / 3_600.0)
    x, y, z = vector / np.linalg.norm(vector)
    return np.array([x, np.cos(tilt) * y + np.sin(tilt) * z, np.cos(tilt) * z - np.sin(tilt) * y])


if __name__ == "__main__":
    record(
        __file__,
        about="States (km, km/s, ICRF axes, Sun's centre) that fly under the Sun alone, and where they come to",
        packages=("heyoka",),
        after_days=list(AFTER_DAYS),
        flights=flights(),
    )
