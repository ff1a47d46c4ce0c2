"""engine.orbits against numerical integration with J2 (tests/authorities/j2_drift.py)."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.constants import SECONDS_PER_DAY, TROPICAL_YEAR_DAYS
from engine.orbits import (
    argument_of_latitude_rate_rad_s,
    node_rate_rad_s,
    sun_synchronous_inclination_rad,
)

AUTHORITY = json.loads((Path(__file__).parents[1] / "authorities/j2_drift.json").read_text(encoding="utf-8"))
ROWS = AUTHORITY["inclined"] + AUTHORITY["sun_synchronous"]


def name(row):
    return f"{row['a_km'] - 6378.137:.0f} km at {row['inc_deg']:g}"


def degrees_per_day(rate_rad_s):
    return float(np.degrees(rate_rad_s)) * SECONDS_PER_DAY


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_node_drifts_as_integrated(row):
    ours = degrees_per_day(node_rate_rad_s(row["a_km"], np.radians(row["inc_deg"])))
    assert abs(ours - row["node_deg_per_day"]) < 0.01


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_angle_from_the_node_runs_as_integrated(row):
    """What is left is second order in J2: 0.05 degree a day is 6 km a day along the orbit at 550 km."""
    ours = degrees_per_day(argument_of_latitude_rate_rad_s(row["a_km"], np.radians(row["inc_deg"])))
    assert abs(ours - row["arglat_deg_per_day"]) < 0.05


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_circle_with_secular_rates_is_the_right_model(row):
    """The integrated satellite never leaves the best such circle by 5 km in ten days: the waves we leave out."""
    assert row["worst_km"] < 5.0


@pytest.mark.parametrize("row", AUTHORITY["sun_synchronous"], ids=name)
def test_sun_synchronous_inclination(row):
    """0.03 degree of inclination is 0.0035 degree a day of node."""
    assert np.degrees(sun_synchronous_inclination_rad(row["a_km"])) == pytest.approx(row["inc_deg"], abs=0.03)


@pytest.mark.parametrize("altitude_km", [350.0, 500.0, 575.0, 1000.0, 2000.0, 5000.0])
def test_sun_synchronous_node_turns_once_a_tropical_year(altitude_km):
    a_km = 6378.137 + altitude_km
    rate = degrees_per_day(node_rate_rad_s(a_km, sun_synchronous_inclination_rad(a_km)))
    assert rate * TROPICAL_YEAR_DAYS == pytest.approx(360.0, abs=1e-9)


def test_no_sun_synchronous_orbit_too_high():
    with pytest.raises(ValueError, match="no sun-synchronous orbit"):
        sun_synchronous_inclination_rad(12_500.0)
    assert sun_synchronous_inclination_rad(12_350.0) > np.radians(170.0)
