"""What a battery and its array must do, by flying an orbit step by step.

A satellite goes round a circle (Kepler's third law) in 200,000 steps with the
Sun in its plane; it is dark where a line to the Sun meets a cylinder as wide as
the Earth (6378.137 km).  In the light its load takes the rated power, in the
dark a share of it from the battery.  Counted: minutes in the dark, energy out of
the battery, and the array's power over the rated power with which the battery is
as full after a round as before (bisection on the energy that is left over).
"""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
from record import record

R_EARTH_KM, MU_KM3_S2 = 6_378.137, 398_600.4418
STEPS = 200_000
CASES = [  # altitude km, rated W, share kept up in the dark
    (500.0, 120_000.0, 1.0),
    (550.0, 100_000.0, 0.5),
    (1_000.0, 150_000.0, 0.2),
    (2_000.0, 27_000.0, 1.0),
]


def flown(altitude_km: float, rated_w: float, share: float) -> dict:
    a_km = R_EARTH_KM + altitude_km
    step_s = 2.0 * pi * sqrt(a_km**3 / MU_KM3_S2) / STEPS
    angle = 2.0 * pi * (np.arange(STEPS) + 0.5) / STEPS
    toward_km, aside_km = a_km * np.cos(angle), a_km * np.sin(angle)
    dark = (toward_km < 0.0) & (np.abs(aside_km) < R_EARTH_KM)
    load_w = np.where(dark, share * rated_w, rated_w)

    def left_over_j(array_w: float) -> float:
        return float((np.where(dark, 0.0, array_w) - load_w).sum() * step_s)

    low, high = rated_w, 10.0 * rated_w
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if left_over_j(middle) < 0.0 else (low, middle)
    return {
        "altitude_km": altitude_km,
        "rated_w": rated_w,
        "share": share,
        "dark_min": round(float(dark.sum()) * step_s / 60.0, 4),
        "battery_kwh": round(float(load_w[dark].sum()) * step_s / 3.6e6, 5),
        "array_over_rated": round(high / rated_w, 6),
        "load_over_rated": round(float(load_w.mean()) / rated_w, 6),
    }


if __name__ == "__main__":
    record(
        __file__,
        about="Minutes in the dark, battery and array of a satellite that is flown round its orbit step by step",
        packages=("numpy",),
        rows=[flown(*case) for case in CASES],
    )
