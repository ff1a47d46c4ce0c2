"""How a satellite rises: the climb of its mean motion, integrated numerically.

With x = age / T the mean motion goes n = n0 + (n1 - n0)(3 x^2 - 2 x^3), a choice of
this program; what follows from it is integrated here by scipy's ``quad``
(epsrel 1e-12) and by nothing else:

- ``angle_lag_rad`` at x: minus what the satellite turns further than one on
  station does, from x to 1 (integral of n - n1), so that it arrives in its slot;
- ``node_lag_deg`` at x: minus the integral from x to 1 of the difference of node rates,
  -3/2 n J2 (R/a)^2 cos i: the plane it is launched into minus its own, at x = 0.

``node_drift_deg`` is the sum of that drift over the climb, the negative of the lag at 0;
60 days from 350 km altitude.  IERS Conventions (2010) constants; the sun-synchronous
inclination is where -3/2 n J2 (R/a)^2 cos i is 360 degrees in a tropical year.
"""

from __future__ import annotations

from math import acos, cos, degrees, pi, radians, sqrt

from record import record
from scipy.integrate import quad

MU_KM3_S2, R_KM, J2 = 398_600.4418, 6_378.137, 1.082_635_9e-3
DAY_S = 86_400.0
SUN_RATE_RAD_S = 2.0 * pi / (365.24219 * DAY_S)


def mean_motion(a_km: float) -> float:
    return sqrt(MU_KM3_S2 / a_km**3)


def node_rate(a_km: float, inc_rad: float) -> float:
    return -1.5 * mean_motion(a_km) * J2 * (R_KM / a_km) ** 2 * cos(inc_rad)


def rise(altitude_km: float, inc_deg: float | None, insertion_km: float = 350.0, days: float = 60.0) -> dict:
    a0, a1, duration_s = R_KM + insertion_km, R_KM + altitude_km, days * DAY_S
    inc_rad = acos(SUN_RATE_RAD_S / node_rate(a1, 0.0)) if inc_deg is None else radians(inc_deg)
    n0, n1 = mean_motion(a0), mean_motion(a1)

    def n(x: float) -> float:
        return n0 + (n1 - n0) * (3.0 * x * x - 2.0 * x**3)

    def radius_km(x: float) -> float:
        return (MU_KM3_S2 / n(x) ** 2) ** (1.0 / 3.0)

    def remaining(rate, x: float) -> float:
        return duration_s * quad(rate, x, 1.0, epsabs=0.0, epsrel=1e-12)[0]

    shares = [0.0, 0.1, 0.37, 0.5, 0.81, 0.99]
    node_lag = [-remaining(lambda y: node_rate(radius_km(y), inc_rad) - node_rate(a1, inc_rad), x) for x in shares]
    return {
        "altitude_km": altitude_km,
        "inc_rad": inc_rad,
        "insertion_altitude_km": insertion_km,
        "duration_s": duration_s,
        "node_drift_deg": round(-degrees(node_lag[0]), 6),
        "x": shares,
        "radius_km": [round(radius_km(x), 9) for x in shares],
        "angle_lag_rad": [round(-remaining(lambda y: n(y) - n1, x), 9) for x in shares],
        "node_lag_rad": [round(lag, 12) for lag in node_lag],
    }


if __name__ == "__main__":
    record(
        __file__,
        about="Radius, angle lag and node lag of a rising satellite, by numerical integration",
        packages=("scipy",),
        rises=[rise(550.0, 30.0), rise(1_000.0, 30.0), rise(575.0, None), rise(2_000.0, 30.0, 250.0, 120.0)],
    )
