"""engine.kardashev, and megaton's FLOP/s and tokens, against collected tables (kardashev.csv, compute.csv)."""

import csv
from math import floor, log10
from pathlib import Path

import pytest

from engine.kardashev import WORLD_PRIMARY_POWER_W, kardashev_index, solar_fraction
from engine.scenario import load_scenario

AUTHORITIES = Path(__file__).parents[1] / "authorities"


def table(name):
    lines = (AUTHORITIES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def last_digit(text):
    """Return what one unit in the last written digit is worth: 0.01 for 7.27, 1e-16 for 2.6e-15."""
    mantissa, _, exponent = text.partition("e")
    return 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


@pytest.mark.parametrize("row", table("kardashev.csv"), ids=lambda row: row["added_power_w"])
def test_kardashev_rows(row):
    added_w = float(row["added_power_w"])
    index, share = row["kardashev_index"], row["solar_fraction"]
    assert kardashev_index(WORLD_PRIMARY_POWER_W + added_w) == pytest.approx(float(index), abs=0.51 * last_digit(index))
    assert solar_fraction(added_w or WORLD_PRIMARY_POWER_W) == pytest.approx(float(share), abs=0.51 * last_digit(share))


def test_types_of_civilisation():
    assert kardashev_index(1e16) == pytest.approx(1.0, abs=1e-12)
    assert kardashev_index(1e26) == pytest.approx(2.0, abs=1e-12)
    assert pytest.approx(533, abs=0.5) == 1e16 / WORLD_PRIMARY_POWER_W
    # a thousand years of 1,000 TW a year
    assert kardashev_index(1e18) == pytest.approx(1.2, abs=1e-12)


def test_what_100_gw_compute():
    """The shipped scenario's compute per watt and joules per token give the collected figures."""
    rows = {row["what"]: row for row in table("compute.csv")}
    scenario = load_scenario("megaton")
    gpus, flop_s, tokens, per_watt = (float(row["value"]) for row in rows.values())
    assert pytest.approx(gpus, rel=1e-3) == 1e11 / 2_100.0
    assert 1e11 * scenario.parameters["peak_flop_s_per_w"] == pytest.approx(flop_s, rel=0.01)
    assert 1e11 / scenario.parameters["energy_per_token_j"] == pytest.approx(tokens, rel=0.01)
    assert scenario.parameters["peak_flop_s_per_w"] == pytest.approx(per_watt, rel=1e-3)
    assert floor(log10(1e11 / scenario.parameters["energy_per_token_j"])) == 11
