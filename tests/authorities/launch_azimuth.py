"""On which azimuth a rocket must leave for an inclination: a search, with vectors, and no formula for the azimuth.

A rocket at latitude phi leaves on a ground azimuth and ends with the inertial speed V: its own velocity over the
ground, found by Brent's method, plus the ground's, omega x r.  The inclination is that of r x v.  A second search
finds the azimuth, northward and southward, that gives the wanted one; the Earth is a sphere of 6371 km that turns
once in 86,164.0905 s.  Latitudes are those of four pads.
"""

from __future__ import annotations

import numpy as np
from record import record
from scipy.optimize import brentq

SPEED_KM_S = 7.697
OMEGA = np.array([0.0, 0.0, 2.0 * np.pi / 86_164.0905])
ASKED = [  # latitude, inclinations, degrees
    (25.997, [30.0, 33.0, 53.0]),
    (28.608, [28.7, 30.0, 43.0, 51.6]),
    (34.581, [53.2, 70.0, 97.6, 104.9]),
    (-2.3, [5.0, 63.4]),
]


def inclination_deg(latitude_deg: float, ground_deg: float) -> tuple[float, float]:
    """Return the inclination and the inertial azimuth, degrees."""
    phi, azimuth = np.radians([latitude_deg, ground_deg])
    r_km = 6_371.0 * np.array([np.cos(phi), 0.0, np.sin(phi)])
    east, north = np.array([0.0, 1.0, 0.0]), np.array([-np.sin(phi), 0.0, np.cos(phi)])
    ahead = np.sin(azimuth) * east + np.cos(azimuth) * north
    ground = np.cross(OMEGA, r_km)
    own = brentq(lambda u: np.linalg.norm(u * ahead + ground) - SPEED_KM_S, 1.0, 20.0, xtol=1e-13)
    v_km_s = own * ahead + ground
    h = np.cross(r_km, v_km_s)
    inertial = np.degrees(np.arctan2(v_km_s @ east, v_km_s @ north)) % 360.0
    return float(np.degrees(np.arccos(h[2] / np.linalg.norm(h)))), float(inertial)


def azimuth_deg(latitude_deg: float, wanted_deg: float, ascending: bool) -> tuple[float, float]:
    # Northward ones lie round north from west to east, where the inclination falls from 180 - phi to phi.
    lowest = abs(latitude_deg)
    edges = []
    for inertial in (-90.0, 90.0) if ascending else (270.0, 90.0):
        phi = np.radians(latitude_deg)
        east = SPEED_KM_S * np.sin(np.radians(inertial)) - OMEGA[2] * 6_371.0 * np.cos(phi)
        edges.append(np.degrees(np.arctan2(east, SPEED_KM_S * np.cos(np.radians(inertial)))))
    edges = [edges[0], edges[1]] if ascending else [edges[0] % 360.0, edges[1]]
    assert lowest < wanted_deg < 180.0 - lowest
    ground = brentq(lambda a: inclination_deg(latitude_deg, a)[0] - wanted_deg, *edges, xtol=1e-12)
    return ground % 360.0, inclination_deg(latitude_deg, ground)[1]


def row(latitude_deg: float, wanted_deg: float, ascending: bool) -> dict:
    ground, inertial = azimuth_deg(latitude_deg, wanted_deg, ascending)
    return {
        "latitude_deg": latitude_deg,
        "inclination_deg": wanted_deg,
        "ascending": ascending,
        "ground_azimuth_deg": round(ground, 7),
        "inertial_azimuth_deg": round(inertial, 7),
    }


if __name__ == "__main__":
    record(
        __file__,
        about="Launch azimuths for an inclination, by search over r x v; degrees",
        packages=("scipy", "numpy"),
        speed_km_s=SPEED_KM_S,
        azimuths=[row(lat, i, up) for lat, wanted in ASKED for i in wanted for up in (True, False)],
    )
