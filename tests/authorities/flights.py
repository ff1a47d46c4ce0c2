"""Flights between Moon and Earth by another integrator: Gauss-Legendre collocation of order 20.

Implicit and symplectic, where the program's is explicit: nothing of the method
is shared.  Positions of Moon and Sun come from jplephem at every stage (DE440,
the cut that the program ships).  The forces are written afresh: Earth as a
point mass with J2 about the GCRS z axis, Moon and Sun as point masses, seen
from the Earth's centre with the indirect terms.

The starts are the three reference shots of ``shots.json`` (their states at the
muzzle) and two of our own: a slow one that stays by the Moon and one that
comes past the Earth at 500 km, where J2 matters, and leaves again.

A step lasts at most a share of the time in which the nearest body is passed;
with half that share nothing moves by more than a centimetre (``half_step_km``).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from jplephem.spk import SPK
from record import record

HERE = Path(__file__).parent
FILE = HERE.parents[1] / "assets/de440_sun_earth_moon_2020_2100.bsp"
J2000_JD, DAY = 2_451_545.0, 86_400.0
MU_EARTH, MU_MOON, MU_SUN = 398_600.4418, 4_902.800118, 132_712_440_041.3
RE_KM, J2 = 6_378.137, 1.0826359e-3
STAGES = 10

spk = SPK.open(str(FILE))


def bodies_km(t_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return Moon and Sun, (3, M), from the Earth's centre; time in two parts, so that no microsecond is lost."""
    whole, rest = J2000_JD + t_s // DAY, t_s % DAY / DAY
    earth = spk[3, 399].compute(whole, rest)
    return spk[3, 301].compute(whole, rest) - earth, spk[0, 10].compute(whole, rest) - (
        spk[0, 3].compute(whole, rest) + earth
    )


def acceleration(place: np.ndarray, moon: np.ndarray, sun: np.ndarray) -> np.ndarray:
    x, y, z = place
    r2 = x * x + y * y + z * z
    r = np.sqrt(r2)
    k = 1.5 * J2 * (RE_KM / r) ** 2
    earth = (
        -MU_EARTH
        / r**3
        * np.array(
            [x * (1 + k * (1 - 5 * z * z / r2)), y * (1 + k * (1 - 5 * z * z / r2)), z * (1 + k * (3 - 5 * z * z / r2))]
        )
    )
    for body, mu in ((moon, MU_MOON), (sun, MU_SUN)):
        off = body - place
        earth += mu * (off / np.linalg.norm(off, axis=0) ** 3 - body / np.linalg.norm(body, axis=0) ** 3)
    return earth


def gauss() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the collocation method's nodes, weights and matrix on 0 to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(STAGES)
    nodes, weights = 0.5 * (nodes + 1.0), 0.5 * weights
    powers = np.arange(1, STAGES + 1)
    matrix = (nodes[:, None] ** powers / powers) @ np.linalg.inv(nodes[:, None] ** (powers - 1))
    return nodes, weights, matrix


C, B, A = gauss()


def flight(start_s: float, state: np.ndarray, ends_s: list[float], share: float) -> list[np.ndarray]:
    """Return the states at ``ends_s`` after the start; a step is ``share`` of distance over speed at a body."""
    after, place, speed, states = 0.0, state[:3].copy(), state[3:].copy(), []
    for end in ends_s:
        while after < end:
            moon = bodies_km(np.array([start_s + after]))[0][:, 0]
            moon_speed = (moon - bodies_km(np.array([start_s + after - 60.0]))[0][:, 0]) / 60.0
            near = min(
                np.linalg.norm(place) / np.linalg.norm(speed),
                np.linalg.norm(place - moon) / max(np.linalg.norm(speed - moon_speed), 0.3),
            )
            step = min(share * near, end - after)
            moons, suns = bodies_km(start_s + after + C * step)
            pull = np.repeat(acceleration(place[:, None], moons[:, :1], suns[:, :1]), STAGES, axis=1)
            for _ in range(60):
                places = place[:, None] + step * C * speed[:, None] + step * step * (pull @ A.T) @ A.T
                better = acceleration(places, moons, suns)
                moved = np.abs(better - pull).max() / np.abs(better).max()
                pull = better
                if moved < 1e-15:
                    break
            place = place + step * speed + step * step * (pull @ A.T) @ B
            speed = speed + step * pull @ B
            after += step
        after = end
        states.append(np.concatenate([place, speed]))
    return states


def starts() -> list[tuple[str, float, list[float]]]:
    shots = json.loads((HERE / "shots.json").read_text(encoding="utf-8"))["shots"]
    epochs = {"2045-05-09T03:00:00Z": 1_431_183_669.184, "2038-03-05T06:00:00Z": 1_204_653_669.184}
    rows = [(shot["name"], epochs[shot["utc"]], shot["state0_gcrs"]) for shot in shots]
    first = np.array(shots[0]["state0_gcrs"])
    moon = bodies_km(np.array([rows[0][1] - 30.0, rows[0][1], rows[0][1] + 30.0]))[0].T
    moon = np.concatenate([moon[1], (moon[2] - moon[0]) / 60.0])
    slow = moon + (first - moon) * np.array([1, 1, 1, 0.93, 0.93, 0.93])
    past = np.array([-60_000.0, 9_000.0, 4_000.0, 3.30, 0.55, 0.21])
    return [*rows, ("slow by the Moon", rows[0][1], slow.tolist()), ("past the Earth", rows[1][1], past.tolist())]


if __name__ == "__main__":
    ends_s = [DAY * day for day in (0.25, 1.0, 2.0, 3.0, 4.0, 5.0)]
    rows = []
    for name, start_s, state in starts():
        full, half = (flight(start_s, np.array(state), ends_s, share) for share in (0.2, 0.1))
        rows.append(
            {
                "name": name,
                "start_s": start_s,
                "state": state,
                "states": [[end, *np.round(there, 12).tolist()] for end, there in zip(ends_s, half, strict=True)],
                "half_step_km": max(float(np.linalg.norm((a - b)[:3])) for a, b in zip(full, half, strict=True)),
                "nearest_km": min(float(np.linalg.norm(there[:3])) for there in half),
            }
        )
        print(name, rows[-1]["half_step_km"])
    record(
        __file__,
        about="Flights from a state at start_s (s of TT since J2000.0): [s after it, x, y, z, vx, vy, vz], GCRS, km",
        packages=("jplephem", "numpy"),
        rows=rows,
    )
