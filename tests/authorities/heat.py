"""What a plate sees of the Earth, what it sheds, and what the satellite weighs: by adding up.

The Earth's part of a plate's view is summed over the ground that the plate can
see: cos(angle at the plate) cos(angle at the ground) / (pi distance^2) dA
(Incropera & DeWitt, *Fundamentals of Heat and Mass Transfer*, the definition of
the view factor), by scipy's ``quad``; no closed form goes in.  The sphere has
the equatorial radius, 6378.137 km.

What it sheds: Planck's law summed over wavelength (``quad``) from 0.1 micrometre
to 10 mm, times pi and the emissivity, on both sides; what it takes in is the
ground's infrared (237 W/m2) and the sunlight that it sends back (0.30 of
1,361.6 W/m2), each times how much of the view it fills.

A satellite's mass is the whole into which its parts and the bus's share of that
whole just fit: Brent's method on that condition, with no formula for the whole.
"""

from __future__ import annotations

from math import cos, exp, pi, sin, sqrt

from record import record
from scipy.constants import Boltzmann, Planck, speed_of_light
from scipy.integrate import quad
from scipy.optimize import brentq

R_EARTH_KM = 6_378.137
EARTH_INFRARED, ALBEDO, SUNLIGHT = 237.0, 0.30, 1_361.6


def view_of_earth(altitude_km: float) -> float:
    """Return the share of a nadir-facing plate's view that the ground fills."""
    a_km = R_EARTH_KM + altitude_km

    def ring(angle: float) -> float:  # at the Earth's centre, from the point below the plate
        distance_km = sqrt(a_km**2 + R_EARTH_KM**2 - 2.0 * a_km * R_EARTH_KM * cos(angle))
        at_plate = (a_km - R_EARTH_KM * cos(angle)) / distance_km
        at_ground = (a_km * cos(angle) - R_EARTH_KM) / distance_km
        return at_plate * at_ground / (pi * distance_km**2) * 2.0 * pi * R_EARTH_KM**2 * sin(angle)

    def rise(angle: float) -> float:
        return a_km * cos(angle) - R_EARTH_KM

    horizon = brentq(rise, 0.0, pi / 2.0)
    return float(quad(ring, 0.0, horizon, epsabs=0.0, epsrel=1e-12, limit=400)[0])


def emitted(kelvin: float, emissivity: float) -> float:
    """Return W/m2 from one side of a grey plate."""

    def spectral(x: float) -> float:  # x = h c / (wavelength k T)
        return x**3 / (exp(x) - 1.0)

    scale = 2.0 * (Boltzmann * kelvin) ** 4 / (Planck**3 * speed_of_light**2)
    longest, shortest = (Planck * speed_of_light / (metres * Boltzmann * kelvin) for metres in (1e-2, 1e-7))
    total = sum(
        quad(spectral, a, b, epsabs=0.0, epsrel=1e-12)[0]
        for a, b in ((longest, 3.0), (3.0, 15.0), (15.0, min(shortest, 200.0)))
    )
    return pi * emissivity * scale * total


PLATES = [  # altitude km, temperature K, emissivity, how squarely it sees the Earth, solar absorptance
    (550.0, 340.0, 0.90, 0.5, 0.20),
    (1_250.0, 340.0, 0.90, 0.5, 0.20),
    (500.0, 300.0, 0.85, 0.3, 0.10),
    (2_000.0, 360.0, 0.92, 1.0, 0.35),
    (35_786.0, 280.0, 0.80, 0.7, 0.20),
]
SATELLITES = [  # W, computers' W, array W/kg, radiator m2 and kg/m2, battery kWh and Wh/kg, computers kg/kW, bus share
    (100_000.0, 100_000.0, 110.0, 86.0, 2.75, 0.0, 150.0, 5.5, 0.20),
    (150_000.0, 120_000.0, 75.0, 110.0, 5.0, 70.0, 150.0, 10.0, 0.35),
    (27_000.0, 20_000.0, 120.0, 30.0, 3.6, 9.45, 200.0, 6.0, 0.0),
]


def plate_row(plate: tuple) -> dict:
    altitude_km, kelvin, emissivity, facing, absorptance = plate
    view = view_of_earth(altitude_km)
    seen = 2.0 * facing * view
    out = 2.0 * emitted(kelvin, emissivity)
    return {
        "altitude_km": altitude_km,
        "kelvin": kelvin,
        "emissivity": emissivity,
        "facing": facing,
        "absorptance": absorptance,
        "view": round(view, 9),
        "out_w_per_m2": round(out, 4),
        "net_w_per_m2": round(out - seen * (emissivity * EARTH_INFRARED + absorptance * ALBEDO * SUNLIGHT), 4),
    }


def satellite_row(satellite: tuple) -> dict:
    power, computers, array, area, areal, battery, per_kg, per_kw, bus = satellite
    parts = [power / array, area * areal, battery * 1_000.0 / per_kg, computers / 1_000.0 * per_kw]

    def left(whole_kg: float) -> float:
        return whole_kg - bus * whole_kg - sum(parts)

    whole_kg = brentq(left, 0.0, 1e6, xtol=1e-9)
    return {
        "given": list(satellite),
        "parts_kg": [round(part, 6) for part in parts],
        "whole_kg": round(whole_kg, 6),
        "w_per_kg": round(power / whole_kg, 6),
    }


if __name__ == "__main__":
    record(
        __file__,
        about="A plate's view of the Earth, what it sheds, and masses of satellites, by numerical integration",
        packages=("scipy",),
        plates=[plate_row(plate) for plate in PLATES],
        satellites=[satellite_row(satellite) for satellite in SATELLITES],
    )
