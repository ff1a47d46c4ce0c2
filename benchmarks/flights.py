"""A thousand flights from the Moon, all at once and one by one with scipy; one shot solved, and a table of them."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi, radians

import numpy as np
from numpy.typing import NDArray

from benchmarks.rows import Row, interleaved
from engine.constants import SECONDS_PER_DAY
from engine.ephemeris import load_ephemeris
from engine.forces import Cislunar
from engine.mass_driver import Track, muzzle_state_gcrs
from engine.targeting import solve, solve_many
from engine.timebase import from_year
from engine.trajectory import TOLERANCE, fly, tolerances
from engine.world import Simulation

FLIGHTS = 1_000
ALONE = 25  # flights that scipy is timed with: a thousand would take it minutes, each the same
DAYS = 4.0
TRACK = Track(
    latitude_rad=0.0, longitude_rad=radians(-60.0), azimuth_rad=pi / 2.0, elevation_rad=0.0,
    length_km=5.0, acceleration_m_s2=981.0,
)  # fmt: skip


def measure(_: Simulation) -> Iterator[Row]:
    from scipy.integrate import solve_ivp

    ephemeris = load_ephemeris()
    start_s = from_year(2045.0) + 0.5 * SECONDS_PER_DAY * np.arange(FLIGHTS)
    states = muzzle_state_gcrs(TRACK, start_s, np.linspace(2.40, 2.50, FLIGHTS), ephemeris)
    forces = Cislunar(ephemeris, float(start_s[0]), float(start_s[-1]) + DAYS * SECONDS_PER_DAY)

    def together() -> NDArray[np.float64]:
        return fly(states, start_s, ephemeris=ephemeris, days=DAYS, stop=(), events=(), dense=False).state

    def alone(number: int) -> NDArray[np.float64]:
        def rates(t_s: float, state: NDArray[np.float64]) -> NDArray[np.float64]:
            now = np.array([start_s[number] + t_s])
            return forces.rates(forces.sources(now), state[:, None])[:, 0]

        solved = solve_ivp(
            rates, (0.0, DAYS * SECONDS_PER_DAY), states[:, number], method="DOP853",
            rtol=TOLERANCE, atol=tolerances(TOLERANCE),
        )  # fmt: skip
        last: NDArray[np.float64] = solved.y[:, -1]
        return last

    chosen = np.linspace(0, FLIGHTS - 1, ALONE).astype(int)
    apart_km = max(float(np.linalg.norm((together()[:, k] - alone(k))[:3])) for k in chosen[::6])
    seconds = interleaved(3, ours=together, scipy=lambda: [alone(k) for k in chosen])
    scipy_s = seconds["scipy"] * FLIGHTS / ALONE
    ratio = scipy_s / seconds["ours"]
    yield Row(
        what=f"{FLIGHTS:,} flights of {DAYS:.0f} days", value=seconds["ours"], unit="s", bar="20 x as fast as peer",
        met=ratio >= 20.0, peer="scipy DOP853 one by one", peer_value=scipy_s, ratio=ratio,
        note=f"same forces and tolerances, {apart_km * 1e6:.0f} mm apart at most; scipy timed on {ALONE} of them",
    )  # fmt: skip

    for destination in ("high_earth_orbit", "earth_orbit"):
        day_s = iter(start_s[7:].tolist())

        def one(where: str = destination, days_s: Iterator[float] = day_s) -> object:
            return solve(TRACK, next(days_s), where, ephemeris=ephemeris)

        seconds = interleaved(15, ours=one)
        yield Row(
            what=f"one shot solved, {destination}", value=1e3 * seconds["ours"], unit="ms", bar="under 300 ms",
            met=seconds["ours"] < 0.3, note="median of 15 days",
        )  # fmt: skip
    seconds = interleaved(1, ours=lambda: solve_many(TRACK, start_s, "high_earth_orbit", ephemeris=ephemeris))
    yield Row(
        what=f"{FLIGHTS:,} launches solved at once", value=FLIGHTS / seconds["ours"], unit="a second",
        bar="500 a second", met=FLIGHTS / seconds["ours"] >= 500.0,
    )  # fmt: skip
