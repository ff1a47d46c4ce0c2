"""engine.frames.gcrs_to_itrs and engine.timebase against skyfield and astropy (tests/authorities/earth_rotation.py)."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.frames import gcrs_to_itrs
from engine.timebase import format_utc, parse_utc

ROWS = json.loads((Path(__file__).parents[1] / "authorities/earth_rotation.json").read_text(encoding="utf-8"))["rows"]
ARCSECOND = np.radians(1.0 / 3600.0)
SIDEREAL_ARCSECONDS_PER_S = 15.041


def angle_between_rad(a, b):
    """The angle of the rotation from a to b; the norm form keeps its digits for small angles."""
    return 2.0 * np.arcsin(np.linalg.norm(np.asarray(a) - np.asarray(b)) / np.sqrt(8.0))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["utc"])
def test_utc_becomes_terrestrial_time(row):
    assert parse_utc(row["utc"]) == pytest.approx(row["t_s"], abs=1e-5)
    assert format_utc(row["t_s"]) == row["utc"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["utc"])
def test_same_assumption_same_rotation(row):
    """With UT1 = UTC on both sides only the nutation series differ (2000B here, 2000A there): milliarcseconds."""
    assert angle_between_rad(gcrs_to_itrs(row["t_s"]), row["skyfield_ut1_is_utc"]) < 0.05 * ARCSECOND


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["utc"])
@pytest.mark.parametrize("authority", ["skyfield", "astropy"])
def test_the_real_earth_is_off_by_ut1_and_polar_motion(row, authority):
    """15 arcseconds a second of UT1 - UTC, and half an arcsecond of polar motion, which we leave out."""
    allowed = abs(row["ut1_minus_utc_s"]) * SIDEREAL_ARCSECONDS_PER_S + 0.7
    assert abs(row["ut1_minus_utc_s"]) < 0.9
    assert angle_between_rad(gcrs_to_itrs(row["t_s"]), row[authority]) < allowed * ARCSECOND
