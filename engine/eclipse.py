"""The longest eclipse that a scenario's shells will see, which is what a battery must be built for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.constants import AU_KM, SECONDS_PER_DAY, TWO_PI
from engine.constellation import Shell
from engine.ephemeris import load_ephemeris
from engine.fields import LAST_UTC
from engine.orbits import SUN_MEAN_RATE_RAD_S, mean_motion_rad_s
from engine.quantities import Quantity
from engine.scenario import Scenario
from engine.shadow import sunlit_share_of_orbits
from engine.timebase import parse_utc

Array = NDArray[np.float64]

WEEKS = 53


class LongestEclipse(NamedTuple):
    """The longest of all shells in minutes, and the largest dark share of an orbit (not always the same shell's)."""

    minutes: float
    dark_share: float


def longest_eclipse(shells: tuple[Shell, ...], start_s: float) -> LongestEclipse:
    """Return the longest eclipse on any of the shells' circles over a year and more.

    Planes drift past the Sun, so that sooner or later it stands in each of them: then the dark arc is
    2 asin(R / a), of a circle that takes 2 pi / n.  Sun-synchronous planes keep their distance from the Sun: for
    them it is the week of the first year at which it stands nearest to the plane.  Leaves out: the Moon's shadow,
    the Sun's own motion within an orbit.
    """
    a_km = np.array([shell.a_km for shell in shells])
    days = _sun_directions(start_s)
    sine = np.array([0.0 if shell.raan0_rad is None else _least_sin_beta(shell, start_s, *days) for shell in shells])
    dark = 1.0 - sunlit_share_of_orbits(a_km, sine, AU_KM)
    minutes = dark * TWO_PI / mean_motion_rad_s(a_km) / 60.0
    return LongestEclipse(float(minutes.max()), float(dark.max()))


def _sun_directions(start_s: float) -> tuple[Array, Array]:
    """Return instants (WEEKS,), a week apart, and the Sun's directions (WEEKS, 3) then."""
    # The ephemeris ends with the last instant a scenario may have.
    first_s = min(start_s, parse_utc(LAST_UTC) - WEEKS * 7.0 * SECONDS_PER_DAY)
    t_s: Array = first_s + np.arange(WEEKS, dtype=np.float64) * 7.0 * SECONDS_PER_DAY
    suns_km = np.array([load_ephemeris().sun_gcrs_km(t) for t in t_s.tolist()], dtype=np.float64)
    directions: Array = suns_km / np.linalg.norm(suns_km, axis=1)[:, None]
    return t_s, directions


def _least_sin_beta(shell: Shell, start_s: float, t_s: Array, suns: Array) -> float:
    """Return the least sine of the Sun's angle to any of a sun-synchronous shell's planes."""
    raan_rad = np.asarray(shell.raan0_rad) + SUN_MEAN_RATE_RAD_S * (t_s - start_s)[:, None]
    tilt = np.sin(shell.inclination_rad) * (suns[:, :1] * np.sin(raan_rad) - suns[:, 1:2] * np.cos(raan_rad))
    sine = tilt + np.cos(shell.inclination_rad) * suns[:, 2:]
    crossed = (sine.min(axis=0) < 0.0) & (sine.max(axis=0) > 0.0)  # it stood in the plane between two weeks
    return 0.0 if crossed.any() else float(np.abs(sine).min())


def shell_eclipses(scenario: Scenario) -> tuple[Quantity, ...]:
    """Return what power and heat need of the shells, whenever it is; the mean altitude is weighted by places."""
    slots = [shell.slots for shell in scenario.shells]
    altitude_km = float(np.average([shell.altitude_km for shell in scenario.shells], weights=slots))
    longest = longest_eclipse(scenario.shells, scenario.start_s)
    source = scenario.source("shells")

    def of_shells(
        section: str, name: str, title: str, unit: str, symbol: str, value: float, words: str, left_out: str = ""
    ) -> Quantity:
        return Quantity(
            name=name, title=title, unit=unit, symbol=symbol, value=value, formula=words, leaves_out=left_out,
            inputs=("slots",), section=section, source=source.text, confidence=source.confidence,
        )  # fmt: skip

    left_out = "the Moon's shadow, the atmosphere, the Earth's flattening; orbits on the way up"
    return (
        of_shells("power", "longest_eclipse_min", "Longest eclipse", "min", "t_ecl", longest.minutes,
                  "longest over all shells of the dark arc, 2 asin(Earth's radius / orbit's radius) with the Sun in the"
                  " plane, × period / 2π; sun-synchronous planes with the Sun as near to them as it comes in a year",
                  left_out),
        of_shells("power", "darkest_orbit_share", "Darkest orbit, share in the dark", "1", "f_dark", longest.dark_share,
                  "largest over all shells of the dark arc / 2π, as for the longest eclipse", left_out),
        of_shells("heat", "mean_shell_altitude_km", "Mean altitude of the shells", "km", "h_mean", altitude_km,
                  "mean of the shells' altitudes, weighted by their places"),
    )  # fmt: skip
