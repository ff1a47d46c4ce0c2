"""Sunlit shares of a year against a published table (tests/authorities/sunlit_table.csv), within half a point."""

import csv
from pathlib import Path

import numpy as np
import pytest

from engine.constants import AU_KM, R_EARTH_KM, TWO_PI
from engine.ephemeris import load_ephemeris
from engine.orbits import argument_of_latitude_rate_rad_s, mean_motion_rad_s, sun_synchronous_inclination_rad
from engine.shadow import sunlit_share_of_orbits
from engine.timebase import parse_utc

_LINES = (Path(__file__).parents[1] / "authorities/sunlit_table.csv").read_text(encoding="utf-8").splitlines()
ROWS = list(csv.DictReader(line for line in _LINES if not line.startswith("#")))
POINT = 0.01


def name(row):
    return f"{row['altitude_km']} km"


@pytest.fixture(scope="module")
def sun_directions():
    """(366, 3), one a day through 2027."""
    start_s = parse_utc("2027-01-01")
    suns = np.array([load_ephemeris().sun_gcrs_km(start_s + day * 86_400.0) for day in range(366)])
    return suns / np.linalg.norm(suns, axis=1)[:, None]


def sin_beta(sun_directions, raan_rad, inclination_rad):
    normal = np.stack(
        [
            np.sin(inclination_rad) * np.sin(raan_rad),
            -np.sin(inclination_rad) * np.cos(raan_rad),
            np.full_like(raan_rad, np.cos(inclination_rad)),
        ],
        axis=-1,
    )
    return (normal * sun_directions).sum(axis=-1)


def orbit(row):
    a_km = R_EARTH_KM + float(row["altitude_km"])
    return a_km, float(TWO_PI / mean_motion_rad_s(a_km) / 60.0)


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_dawn_dusk_year(row, sun_directions):
    """A node that keeps step with the mean Sun, 90 degrees ahead of it; the true Sun moves to and fro about that."""
    a_km, period_min = orbit(row)
    mean_sun_rad = np.radians(280.466 + 0.9856474 * (parse_utc("2027-01-01") / 86_400.0 + np.arange(366)))
    beta = sin_beta(sun_directions, mean_sun_rad + np.pi / 2.0, sun_synchronous_inclination_rad(a_km))
    share = sunlit_share_of_orbits(np.full(366, a_km), beta, AU_KM)
    assert share.mean() == pytest.approx(float(row["dawn_dusk_sunlit_percent"]) * POINT, abs=0.5 * POINT)
    assert (1.0 - share.min()) * period_min == pytest.approx(float(row["dawn_dusk_longest_eclipse_min"]), abs=0.5)


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_thirty_degree_shells(row, sun_directions):
    """All nodes, all seasons."""
    a_km, period_min = orbit(row)
    raan_rad = np.broadcast_to(TWO_PI * np.arange(180) / 180.0, (366, 180))
    beta = sin_beta(sun_directions[:, None, :], raan_rad, np.radians(30.0))
    dark = 1.0 - sunlit_share_of_orbits(np.full(beta.size, a_km), beta.ravel(), AU_KM)
    assert dark.mean() == pytest.approx(float(row["inclined_30_mean_eclipse_percent"]) * POINT, abs=0.5 * POINT)
    assert dark.max() * period_min == pytest.approx(float(row["inclined_30_longest_eclipse_min"]), abs=0.2)


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_period_and_sun_synchronous_inclination(row):
    a_km, _ = orbit(row)
    turning_min = float(TWO_PI / argument_of_latitude_rate_rad_s(a_km, np.radians(97.5)) / 60.0)
    assert turning_min == pytest.approx(float(row["period_min"]), abs=0.15)
    assert np.degrees(sun_synchronous_inclination_rad(a_km)) == pytest.approx(float(row["sso_inc_deg"]), abs=0.03)
