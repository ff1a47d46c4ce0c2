"""engine.fleet.Rise against numerical integration (tests/authorities/rising.py), and how it arrives."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.constants import R_EARTH_KM
from engine.constellation import Constellation, Shell
from engine.fleet import Rise, shell_phases, states_of

RISES = json.loads((Path(__file__).parents[1] / "authorities/rising.json").read_text(encoding="utf-8"))["rises"]
METRE = 1e-3


def rise_of(row):
    shell = Shell(
        group="one", altitude_km=row["altitude_km"], a_km=R_EARTH_KM + row["altitude_km"],
        inclination_rad=row["inc_rad"], planes=3, slots_per_plane=7,
    )  # fmt: skip
    constellation = Constellation((shell,), 2)
    return constellation, Rise.of(constellation, R_EARTH_KM + row["insertion_altitude_km"], row["duration_s"])


def name(row):
    return f"{row['altitude_km']:.0f} km"


@pytest.mark.parametrize("row", RISES, ids=name)
def test_radius_and_lags_are_the_integrals(row):
    _, rise = rise_of(row)
    x = np.array(row["x"])
    radius_km, angle_lag_rad, node_lag_rad = rise.at(np.zeros(x.size, dtype=np.int64), x)
    assert radius_km == pytest.approx(row["radius_km"], abs=5.0 * METRE)
    assert angle_lag_rad == pytest.approx(row["angle_lag_rad"], abs=1e-8)
    assert node_lag_rad == pytest.approx(row["node_lag_rad"], abs=2e-6)  # 13 m


def test_node_drift_in_round_numbers():
    """60 days from 350 km: what a planner would look up."""
    for row, degrees in zip(RISES, [-21.0, -58.0, 3.6], strict=False):
        _, rise = rise_of(row)
        lag_rad = rise.at(np.zeros(1, dtype=np.int64), np.zeros(1))[2][0]
        assert -np.degrees(lag_rad) == pytest.approx(degrees, abs=0.5 if abs(degrees) > 5 else 0.05)


def state(constellation, rise, k, launched_s, t_s):
    return states_of(constellation, rise, shell_phases(constellation, t_s), np.array([k]), np.array([t_s - launched_s]))


@pytest.mark.parametrize("row", RISES, ids=name)
def test_velocity_is_the_rate_of_position(row):
    """Central differences over 2 s, all the way up and beyond."""
    constellation, rise = rise_of(row)
    for share in (0.0003, 0.05, 0.31, 0.66, 0.95, 0.9997, 1.2):
        t_s = 1.0e6 + share * row["duration_s"]
        before, after = (state(constellation, rise, 5, 1.0e6, t_s + step)[0] for step in (-1.0, 1.0))
        velocity = state(constellation, rise, 5, 1.0e6, t_s)[1]
        # the central difference is good to 2 mm/s; the tables, read linearly, to a few cm/s
        assert np.abs((after - before) / 2.0 - velocity).max() < 0.05 * METRE


@pytest.mark.parametrize("row", RISES, ids=name)
def test_arrives_with_no_jump_in_place_or_rate(row):
    """A second before and after arrival: on one smooth path, and from then on in the slot."""
    constellation, rise = rise_of(row)
    arrival_s = 1.0e6 + row["duration_s"]
    before, at, after = (state(constellation, rise, 11, 1.0e6, arrival_s + step) for step in (-1.0, 0.0, 1.0))
    assert np.abs(at[0] - (before[0] + after[0]) / 2.0).max() < 10.0 * METRE  # half of 8 m/s2 over one second
    assert np.linalg.norm((after[0] - at[0]) - (at[0] - before[0])) == pytest.approx(
        398_600.44 / (R_EARTH_KM + row["altitude_km"]) ** 2, rel=0.01
    )
    assert np.abs(after[1] - before[1]).max() < 0.02
    settled = states_of(constellation, rise, shell_phases(constellation, arrival_s), np.array([11]), np.array([9.0e9]))
    assert np.array_equal(at[0], settled[0]) and np.allclose(at[1], settled[1], atol=1e-12)
