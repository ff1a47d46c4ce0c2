"""How J2 turns a near-circular orbit: numerical integration over ten days.

scipy's DOP853 (rtol 1e-12) integrates Newton plus J2 in Cartesian
coordinates; nothing of perturbation theory goes in.  The start is at the
ascending node with no radial velocity; its radius and speed are adjusted until
the mean radius equals ``a_km`` and the once-per-orbit swing of the radius is
gone, for this is the circle that a constellation designer means.  (J2 itself
makes the radius swing twice per orbit by some kilometres; that stays.)

From ten days sampled 200 times an orbit, over a whole number of orbits:

- ``node_deg_per_day``: straight line through the node of the osculating plane;
- ``arglat_deg_per_day``: straight line through the angle from that node to the
  satellite;
- ``worst_km``: how far the satellite ever is from the circle of radius a_km that
  turns at those two rates, which is what any circle with secular rates can reach.

Constants: IERS Conventions (2010).  The sun-synchronous rows take the
inclination (found by bisection on the integrated rate) at which the node turns
360 degrees in a tropical year of 365.24219 days.
"""

from __future__ import annotations

import numpy as np
from record import record
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, fsolve

MU_KM3_S2, R_KM, J2 = 398_600.4418, 6_378.137, 1.082_635_9e-3
SUN_SYNCHRONOUS_DEG_PER_DAY = 360.0 / 365.24219
DAY_S = 86_400.0
INCLINED = [(350, 30), (550, 30), (1000, 30), (2000, 30), (550, 53), (1200, 87.9), (800, 120)]  # km, degrees


def acceleration(_t: float, state: np.ndarray) -> np.ndarray:
    x, y, z = state[:3]
    r2 = x * x + y * y + z * z
    newton = -MU_KM3_S2 / r2**1.5
    bulge = 1.5 * J2 * R_KM**2 / r2
    tilt = 5.0 * z * z / r2
    return np.array(
        [
            *state[3:],
            newton * x * (1.0 + bulge * (1.0 - tilt)),
            newton * y * (1.0 + bulge * (1.0 - tilt)),
            newton * z * (1.0 + bulge * (3.0 - tilt)),
        ]
    )


def fly(radius_km: float, speed_km_s: float, inc_rad: float, duration_s: float, samples: int) -> tuple:
    """Return times, positions (3, n) and velocities (3, n) from the node of longitude 0."""
    times_s = np.linspace(0.0, duration_s, samples)
    start = [radius_km, 0.0, 0.0, 0.0, speed_km_s * np.cos(inc_rad), speed_km_s * np.sin(inc_rad)]
    flight = solve_ivp(acceleration, (0.0, duration_s), start, method="DOP853", rtol=1e-12, atol=1e-9, t_eval=times_s)
    return times_s, flight.y[:3], flight.y[3:]


def node_and_arglat(r: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    h = np.cross(r.T, v.T).T
    node = np.arctan2(h[0], -h[1])
    toward = np.array([np.cos(node), np.sin(node), 0.0 * node])
    across = np.cross((h / np.linalg.norm(h, axis=0)).T, toward.T).T
    return np.unwrap(node), np.unwrap(np.arctan2((r * across).sum(0), (r * toward).sum(0)))


def adjusted_start(a_km: float, inc_rad: float) -> tuple[float, float]:
    """Return radius and speed at the node: the mean radius is ``a_km`` and nothing swings once an orbit."""
    period_s = 2.0 * np.pi * np.sqrt(a_km**3 / MU_KM3_S2)

    def misses(scaled: np.ndarray) -> list[float]:
        speed_km_s = np.sqrt(MU_KM3_S2 / a_km) * (1.0 + scaled[1] / a_km)
        _, r, v = fly(a_km + scaled[0], speed_km_s, inc_rad, 4 * period_s, 801)
        _, arglat = node_and_arglat(r, v)
        radius = np.linalg.norm(r, axis=0) - a_km
        waves = np.array([np.ones_like(arglat), np.cos(arglat), np.sin(arglat), np.cos(2 * arglat), np.sin(2 * arglat)])
        mean, swing, *_ = np.linalg.lstsq(waves.T, radius, rcond=None)[0]
        return [mean, swing]

    offset_km, speed_offset = fsolve(misses, [0.0, 0.0], xtol=1e-11)
    return a_km + offset_km, np.sqrt(MU_KM3_S2 / a_km) * (1.0 + speed_offset / a_km)


def drift(a_km: float, inc_deg: float, days: float = 10.0) -> dict:
    inc_rad = np.radians(inc_deg)
    radius_km, speed_km_s = adjusted_start(a_km, inc_rad)
    period_s = 2.0 * np.pi * np.sqrt(a_km**3 / MU_KM3_S2)
    orbits = int(days * DAY_S / period_s)
    times_s, r, v = fly(radius_km, speed_km_s, inc_rad, orbits * period_s, orbits * 200 + 1)
    node, arglat = node_and_arglat(r, v)
    node_rate, node_0 = np.polyfit(times_s, node, 1)
    arglat_rate, arglat_0 = np.polyfit(times_s, arglat, 1)

    raan, u = node_0 + node_rate * times_s, arglat_0 + arglat_rate * times_s
    circle = a_km * np.array(
        [
            np.cos(raan) * np.cos(u) - np.sin(raan) * np.sin(u) * np.cos(inc_rad),
            np.sin(raan) * np.cos(u) + np.cos(raan) * np.sin(u) * np.cos(inc_rad),
            np.sin(u) * np.sin(inc_rad),
        ]
    )
    return {
        "a_km": round(a_km, 3),
        "inc_deg": round(inc_deg, 6),
        "node_deg_per_day": round(float(np.degrees(node_rate)) * DAY_S, 6),
        "arglat_deg_per_day": round(float(np.degrees(arglat_rate)) * DAY_S, 6),
        "mean_radius_error_km": round(float(np.linalg.norm(r, axis=0).mean() - a_km), 4),
        "worst_km": round(float(np.linalg.norm(r - circle, axis=0).max()), 2),
    }


def sun_synchronous(a_km: float) -> dict:
    """Return the drift at the inclination whose node keeps up with the Sun."""
    low_deg, high_deg = 96.0, 106.0
    inc_deg = brentq(
        lambda inc: drift(a_km, inc, days=2.0)["node_deg_per_day"] - SUN_SYNCHRONOUS_DEG_PER_DAY,
        low_deg,
        high_deg,
        xtol=1e-4,
    )
    return drift(a_km, round(inc_deg, 4))


if __name__ == "__main__":
    record(
        __file__,
        about="Node and argument-of-latitude rates of near-circular orbits under J2, from ten days of integration",
        packages=("scipy", "numpy"),
        inclined=[drift(R_KM + altitude_km, inc_deg) for altitude_km, inc_deg in INCLINED],
        sun_synchronous=[sun_synchronous(R_KM + altitude_km) for altitude_km in (500, 575, 1000, 2000)],
    )
