"""A satellite thrown to deep space, followed for three years by the integrator of ``flights.py``.

Gauss-Legendre collocation of order 20 under Earth with J2, Moon and Sun, from
the muzzle of the reference shot ``deep_space_west`` (2.7 km/s westward from
60 W).  Places are from the Sun (DE440), ICRF axes.  After 100 days also the
osculating semi-major axis (vis-viva) and eccentricity (the length of
v x (r x v) / mu - r / |r|), as textbooks have them.
"""

from __future__ import annotations

import numpy as np
from flights import DAY, MU_SUN, bodies_km, flight, starts
from record import record

AFTER_DAYS = (20.0, 100.0, 200.0, 365.0, 1_095.0)


def sun_state(t_s: float) -> np.ndarray:
    before, at, after = bodies_km(np.array([t_s - 300.0, t_s, t_s + 300.0]))[1].T
    return np.concatenate([at, (after - before) / 600.0])


if __name__ == "__main__":
    start_s, state = next((start_s, state) for name, start_s, state in starts() if name == "deep_space_west")
    states = flight(start_s, np.array(state), [DAY * days for days in AFTER_DAYS], 0.1)
    rows = []
    for days, there in zip(AFTER_DAYS, states, strict=True):
        r, v = np.split(there - sun_state(start_s + days * DAY), 2)
        distance = float(np.linalg.norm(r))
        rows.append(
            {
                "after_days": days,
                "r_km": np.round(r, 3).tolist(),
                "a_km": 1.0 / (2.0 / distance - float(v @ v) / MU_SUN),
                "eccentricity": float(np.linalg.norm(np.cross(v, np.cross(r, v)) / MU_SUN - r / distance)),
                "from_earth_km": float(np.linalg.norm(there[:3])),
            }
        )
    record(
        __file__,
        about="A flight from the Moon to deep space: km from the Sun, ICRF axes, and osculating elements",
        packages=("jplephem", "numpy"),
        start_s=start_s,
        speed_km_s=2.7,
        rows=rows,
    )
