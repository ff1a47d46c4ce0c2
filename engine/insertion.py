"""What stopping at a destination takes: burns, braking in the air, and the propellant for them.

Plain two-body formulas at the place of the burn, which is taken to be instant.
"""

from __future__ import annotations

from math import exp

import numpy as np
from numpy.typing import NDArray

from engine.constants import MU_EARTH_KM3_S2, R_EARTH_KM, STANDARD_GRAVITY_M_S2

Array = NDArray[np.float64]

PASS_ALTITUDE_KM = 110.0  # our choice: where air brakes a satellite pass by pass without melting it


def circular_km_s(radius_km: Array) -> Array:
    """Return the speed of a circular orbit about the Earth."""
    return np.sqrt(MU_EARTH_KM3_S2 / np.asarray(radius_km))


def circularise_km_s(state: Array) -> Array:
    """Return the burn (N,) that makes circles of orbits at their perigees (6, N): the speed, less the circle's."""
    radius, speed = np.linalg.norm(state[:3], axis=0), np.linalg.norm(state[3:], axis=0)
    burn: Array = np.abs(speed - circular_km_s(radius))
    return burn


def raise_after_aerobraking_km_s(altitude_km: float, pass_altitude_km: float = PASS_ALTITUDE_KM) -> float:
    """Return the burn that lifts the perigee out of the air, once it has brought the apogee down to ``altitude_km``.

    The heat shield or the months of gentle passes that this takes are not reckoned.
    """
    high, low = R_EARTH_KM + altitude_km, R_EARTH_KM + min(pass_altitude_km, altitude_km)
    at_apogee = np.sqrt(2.0 * MU_EARTH_KM3_S2 * low / (high * (high + low)))
    return float(circular_km_s(np.array(high)) - at_apogee)


def mass_ratio(burn_km_s: float, isp_s: float) -> float:
    """Return mass before over mass after a burn (Tsiolkovsky): 2.43 for 3.05 km/s at 350 s."""
    return exp(1_000.0 * burn_km_s / (isp_s * STANDARD_GRAVITY_M_S2))


def c3_km2_s2(state: Array) -> Array:
    """Return twice the two-body energy (N,) of states (6, N) with respect to the Earth."""
    square = np.einsum("in,in->n", state[3:], state[3:])
    energy: Array = square - 2.0 * MU_EARTH_KM3_S2 / np.linalg.norm(state[:3], axis=0)
    return energy


def inclination_rad(state: Array) -> Array:
    """Return the inclination (N,) of the orbits of states (6, N) to the GCRS equator."""
    momentum = np.cross(state[:3], state[3:], axis=0)
    tilt: Array = np.arccos(np.clip(momentum[2] / np.linalg.norm(momentum, axis=0), -1.0, 1.0))
    return tilt
