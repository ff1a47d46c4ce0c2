"""Places on WGS84: their positions, the ways between them, and how high satellites stand there.

- ``places``: ITRS positions, km, of geodetic places (astropy's EarthLocation);
- ``ways``: lengths of geodesics, km, by Karney's algorithm (geographiclib), good to nanometres; the first is the
  worked example of its documentation, Wellington to Salamanca, 19,959,679.267 m;
- ``skies``: altitude of points near the Earth over places, degrees, geometric, by astropy's ITRS to AltAz.
"""

from __future__ import annotations

import numpy as np
from astropy import units
from astropy.coordinates import ITRS, AltAz, EarthLocation
from astropy.time import Time
from astropy.utils import iers
from geographiclib.geodesic import Geodesic
from record import record

iers.conf.auto_download = False
WHEN = Time("2026-03-20T06:00:00", scale="utc")
EARTH_KM = 6_378.137
WELLINGTON_SALAMANCA = (-41.32, 174.81, 40.96, -5.50)


def random_places(generator: np.random.Generator, count: int) -> np.ndarray:
    latitude = np.degrees(np.arcsin(generator.uniform(-1.0, 1.0, count)))
    return np.round(np.column_stack([latitude, generator.uniform(-180.0, 180.0, count)]), 4)


def places(generator: np.random.Generator) -> list[dict]:
    given = np.vstack([[[0.0, 0.0], [90.0, 0.0], [-90.0, 45.0], [45.0, 180.0]], random_places(generator, 16)])
    answers = []
    for latitude, longitude in given.tolist():
        there = EarthLocation.from_geodetic(longitude * units.deg, latitude * units.deg, 0.0 * units.m, "WGS84")
        position = [round(float(part.to_value("km")), 9) for part in there.geocentric]
        answers.append({"latitude_deg": latitude, "longitude_deg": longitude, "itrs_km": position})
    return answers


def ways(generator: np.random.Generator) -> list[dict]:
    pairs = [WELLINGTON_SALAMANCA, (0.0, 0.0, 0.0, 90.0), (0.0, 10.0, 90.0, 10.0), (10.0, 20.0, 10.001, 20.001)]
    pairs += [(*a, *b) for a, b in zip(*(random_places(generator, 200).tolist() for _ in range(2)), strict=True)]
    return [{"from_to_deg": list(pair), "km": round(Geodesic.WGS84.Inverse(*pair)["s12"] / 1e3, 6)} for pair in pairs]


def skies(generator: np.random.Generator) -> list[dict]:
    answers = []
    for latitude, longitude in random_places(generator, 12).tolist():
        there = EarthLocation.from_geodetic(longitude * units.deg, latitude * units.deg, 0.0 * units.m, "WGS84")
        here_km = np.array([float(part.to_value("km")) for part in there.geocentric])
        near = here_km / np.linalg.norm(here_km) + 0.25 * generator.normal(size=(8, 3))
        points_km = (
            near / np.linalg.norm(near, axis=1)[:, None] * (EARTH_KM + generator.uniform(300.0, 2_000.0, (8, 1)))
        )
        points_km = np.round(points_km, 6)
        seen = ITRS(*(points_km.T - here_km[:, None]) * units.km, obstime=WHEN, location=there).transform_to(
            AltAz(obstime=WHEN, location=there, pressure=0.0 * units.hPa)
        )
        answers.append(
            {
                "latitude_deg": latitude,
                "longitude_deg": longitude,
                "points_km": points_km.tolist(),
                "altitude_deg": np.round(seen.alt.to_value("deg"), 9).tolist(),
            }
        )
    return answers


if __name__ == "__main__":
    generator = np.random.default_rng(20_261_123)
    record(
        __file__,
        about="places on WGS84, geodesics between them, and altitudes of points over them",
        packages=("astropy", "geographiclib"),
        places=places(generator),
        ways=ways(generator),
        skies=skies(generator),
    )
