"""engine.growth against numerical integration (tests/authorities/growth.py)."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.growth import Ramp
from engine.timebase import from_year, year_of

RAMPS = json.loads((Path(__file__).parents[1] / "authorities/growth.json").read_text(encoding="utf-8"))["ramps"]


def ramp_of(row):
    return Ramp.through(
        start_s=from_year(row["start_year"]),
        half_s=from_year(row["half_year"]),
        start_rate_kg_per_year=row["start_rate_kg_per_year"],
        full_rate_kg_per_year=row["full_rate_kg_per_year"],
        satellite_mass_kg=row["satellite_mass_kg"],
    )


@pytest.mark.parametrize("row", RAMPS, ids=lambda row: f"{row['full_rate_kg_per_year']:g} kg a year")
def test_satellites_launched_is_the_integral_of_the_rate(row):
    ours = ramp_of(row).satellites_launched([from_year(year) for year in row["years"]])
    assert ours == pytest.approx(row["satellites"], rel=1e-9, abs=1e-3)


@pytest.mark.parametrize("row", RAMPS, ids=lambda row: f"{row['full_rate_kg_per_year']:g} kg a year")
def test_launch_times_are_when_the_integral_passes(row):
    ramp = ramp_of(row)
    # A minute, or the time in which a hundredth of a satellite is launched, whichever is more.
    seconds_per_satellite = row["satellite_mass_kg"] / row["full_rate_kg_per_year"] * 3.16e7
    for k, year in zip(row["k"], row["launch_years"], strict=True):
        t_s = float(ramp.launch_time_s(k))
        assert t_s == pytest.approx(from_year(year), abs=60.0 + 0.01 * seconds_per_satellite)


def test_rate_at_the_start_and_at_half():
    for row in RAMPS:
        ramp = ramp_of(row)
        assert ramp.rate_kg_per_year(ramp.start_s) == pytest.approx(row["start_rate_kg_per_year"])
        assert ramp.rate_kg_per_year(ramp.half_s) == pytest.approx(row["full_rate_kg_per_year"] / 2.0)
        assert ramp.rate_kg_per_year(ramp.start_s - 1.0) == 0.0


def test_the_claim_in_round_numbers():
    """Half a million satellites when half the rate is reached, sixteen million at the end of 2045."""
    ramp = ramp_of(RAMPS[0])
    for year, satellites in [(2030.0, 461_278), (2036.0, 5_998_412), (2045.0, 14_998_328), (2046.0, 15_998_328)]:
        assert float(ramp.satellites_launched(from_year(year))) == pytest.approx(satellites, abs=0.6)


@settings(max_examples=60, deadline=None)
@given(
    years_to_half=st.floats(0.5, 40.0),
    growth=st.floats(3.0, 1e6),
    per_year=st.floats(1e3, 1e8),
    share=st.floats(0.0, 1.0),
)
def test_launch_time_and_running_total_are_inverse(years_to_half, growth, per_year, share):
    start_s = from_year(2026.0)
    ramp = Ramp.through(
        start_s=start_s,
        half_s=from_year(2026.0 + years_to_half),
        start_rate_kg_per_year=per_year * 1e3 / growth,
        full_rate_kg_per_year=per_year * 1e3,
        satellite_mass_kg=1e3,
    )
    count = ramp.count_launched(from_year(2100.0))
    k = np.unique(np.array([0, share * (count - 1), count - 1]).astype(np.int64))
    t_s = ramp.launch_time_s(k)
    # a launch time is a float64 in seconds: half a microsecond of launches is what it cannot tell apart
    assert ramp.satellites_launched(t_s) == pytest.approx(k + 0.5, abs=1e-6 + 1e-12 * per_year + 1e-9 * count)
    assert (t_s > start_s).all() and (np.diff(t_s) > 0.0).all()
    assert [ramp.count_launched(instant + 0.01 * 3.16e7 / per_year) for instant in t_s] == (k + 1).tolist()
    assert year_of(from_year(2026.0 + years_to_half)) == pytest.approx(2026.0 + years_to_half)
