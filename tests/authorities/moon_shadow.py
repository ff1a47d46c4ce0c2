"""How much of the Sun the Moon leaves to a satellite, by casting rays: written to moon_shadow.json.

The Sun and the Moon stand as in a solar eclipse (distances of the Astronomical
Almanac's mean orbits, radii of IAU 2015), the satellites where the shadow falls.
From each, 40,000 rays go to points spread evenly over the Sun's disc; the Moon
hides those that pass its centre nearer than its radius.  Good to 0.3 %.

Nothing of the program is imported.
"""

from __future__ import annotations

import numpy as np
from record import record

SUN_KM, MOON_KM = 149_597_870.7, 384_400.0
R_SUN_KM, R_MOON_KM = 695_700.0, 1_737.4
RAYS = 40_000


def share_left(satellite_km: np.ndarray, sun_km: np.ndarray, moon_km: np.ndarray) -> float:
    to_sun, to_moon = sun_km - satellite_km, moon_km - satellite_km
    ahead = to_sun / np.linalg.norm(to_sun)
    side = np.cross(ahead, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    up = np.cross(side, ahead)
    number = np.arange(RAYS) + 0.5
    radius = R_SUN_KM * np.sqrt(number / RAYS)  # Vogel's spiral: equal areas
    turn = number * np.pi * (3.0 - np.sqrt(5.0))
    at = to_sun + (radius * np.cos(turn))[:, None] * side + (radius * np.sin(turn))[:, None] * up
    direction = at / np.linalg.norm(at, axis=1, keepdims=True)
    miss_km = np.linalg.norm(np.cross(direction, to_moon), axis=1)
    return float((miss_km > R_MOON_KM).mean())


def cases() -> list[dict[str, object]]:
    rng = np.random.default_rng(2045)
    made = []
    for distance_km in (363_300.0, MOON_KM, 405_500.0):  # perigee, mean, apogee: total, and annular
        sun_km = np.array([0.6, -0.75, 0.28])
        sun_km *= SUN_KM / np.linalg.norm(sun_km)
        moon_km = sun_km / SUN_KM * distance_km
        for _ in range(40):
            satellite_km = rng.normal(size=3)
            satellite_km *= rng.uniform(6_900.0, 8_400.0) / np.linalg.norm(satellite_km)
            share = share_left(satellite_km, sun_km, moon_km)
            made.append(
                {
                    "satellite_km": satellite_km.tolist(),
                    "sun_km": sun_km.tolist(),
                    "moon_km": moon_km.tolist(),
                    "share": share,
                }
            )
        made.append(
            {
                "satellite_km": [0.0, 0.0, 0.0],
                "sun_km": sun_km.tolist(),
                "moon_km": moon_km.tolist(),
                "share": share_left(np.zeros(3), sun_km, moon_km),
            }
        )
    return made


if __name__ == "__main__":
    record(
        __file__,
        about="Fraction of the Sun's disc that the Moon leaves, by counting 40,000 rays; geocentric km",
        packages=("numpy",),
        rows=cases(),
    )
