"""engine.models.scale against what its sources say themselves (scale.csv, kardashev.csv)."""

import csv
from math import log10, pi
from pathlib import Path

import pytest

from engine.expression import evaluate
from engine.facts import facts
from engine.models import scale

AUTHORITIES = Path(__file__).parents[1] / "authorities"
EFFICIENCY = 250.0 / 1361.6  # AI1: 250 W/m² of array, in full sunlight


def table(name):
    lines = (AUTHORITIES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


ROWS = {row["what"]: row for row in table("scale.csv")}


def worked(name, **given):
    """Return a formula of the section, worked out from the facts and what is given."""
    values = {fact: quantity.value for fact, quantity in facts().items()} | given
    for formula in scale.FORMULAS:
        try:
            values.setdefault(formula.name, evaluate(formula.expression, values))
        except KeyError:  # what this case does not give
            continue
        if formula.name == name:
            return values[name]
    raise AssertionError(f"{name} cannot be worked out from {sorted(given)}")


def arrays_m2(power_w):
    none = {"moon_satellites_alive": 0.0, "moon_satellite_power_w": 0.0}
    return worked("fleet_array_area_m2", power_rated_w=power_w, array_efficiency=EFFICIENCY, **none)


def chips(name, power_w):
    return worked(
        name,
        power_added_w_per_year=power_w,
        compute_load_share=1.0,
        compute_overhead_share=0.0,
        peak_flop_s_per_w=5e15 / 2100.0,  # GB300: dense FP8 over all-in power
    )


OURS = {
    "type I over today's power": lambda given: 1.0 / worked("type_one_share", power_total_w=given),
    "world electricity TWh of 2024 (8784 h) in TW": lambda given: facts()["world_electricity_w"].value / 1e12,
    # the 17 % that 2025 added to the 415 TWh of 2024, which the fact is made from
    "data centres TWh of 2025 (8760 h) in GW": lambda given: facts()["data_centre_power_2024_w"].value * 1.17 / 1e9,
    "a megaton over the world's mass to orbit": lambda given: worked(
        "launch_supply_ratio", power_total_w=0.0, launch_rate_kg_per_year=given
    ),
    "H100 equivalents of 100 GW of GB300 in millions": lambda given: chips("h100e_added_per_year", given) / 1e6,
    "AI1's array in m2 at 150 kW": arrays_m2,
    "array in millions of km2 for 500 TW": lambda given: arrays_m2(given) / 1e12,
    "Starlink V2 mini's array in m2 at 27 kW": arrays_m2,
    "TSMC's output in % for a terawatt of chips": lambda given: 100.0 * chips("tsmc_output_ratio", given),
}


@pytest.mark.parametrize("what", ROWS)
def test_what_the_sources_say(what):
    row = ROWS[what]
    assert OURS[what](float(row["given"])) == pytest.approx(float(row["value"]), abs=float(row["abs_tolerance"]))


def test_every_row_is_held():
    assert set(OURS) == set(ROWS)


@pytest.mark.parametrize(
    ("fact", "twh", "hours"),
    [
        ("world_electricity_w", 30_900, 8_784),
        ("data_centre_power_2024_w", 415, 8_784),
        ("data_centre_power_2030_w", 945, 8_760),
        ("us_electricity_power_w", 4_400, 8_760),
    ],
)
def test_energy_of_a_year_as_mean_power(fact, twh, hours):
    assert facts()[fact].value == pytest.approx(twh * 1e12 / hours, rel=1e-3)


@pytest.mark.parametrize("row", table("kardashev.csv"), ids=lambda row: row["added_power_w"])
def test_kardashev_rows_from_the_shown_formulas(row):
    """The same table that holds the plain function holds the formulas that are shown."""
    added_w = float(row["added_power_w"])
    places = len(row["kardashev_index"].partition(".")[2])
    index = worked("kardashev_index", power_total_w=added_w)
    assert index == pytest.approx(float(row["kardashev_index"]), abs=0.51 * 10.0**-places)
    gained = worked("kardashev_gain", power_total_w=added_w)
    assert gained == pytest.approx((log10(18.76e12 + added_w) - log10(18.76e12)) / 10.0, abs=1e-12)
    if added_w:
        assert worked("solar_fraction", power_total_w=added_w) == pytest.approx(float(row["solar_fraction"]), rel=0.05)


def test_shares_are_power_over_power():
    """A fleet of a terawatt, by hand."""
    for name, by_hand in {
        "world_electricity_share": 1 / 3.52,
        "world_primary_share": 1 / 18.76,
        "us_electricity_ratio": 8_760 / 4_400,
        "data_centres_2024_ratio": 8_784 / 415,
        "data_centres_2030_ratio": 8_760 / 945,
    }.items():
        assert worked(name, power_total_w=1e12) == pytest.approx(by_hand, rel=1e-3), name


def test_arrays_beside_the_disc_of_the_earth():
    covering_w = 250.0 * pi * 6_378_137.0**2  # an array as large as the disc that the Sun sees
    none = {"moon_satellites_alive": 0.0, "moon_satellite_power_w": 0.0}
    share = worked("array_earth_disc_share", power_rated_w=covering_w, array_efficiency=EFFICIENCY, **none)
    assert share == pytest.approx(1.0, rel=1e-9)
    lunar = worked(
        "fleet_array_area_m2",
        power_rated_w=0.0,
        array_efficiency=EFFICIENCY,
        moon_satellites_alive=10.0,
        moon_satellite_power_w=15_000.0,
    )
    assert lunar == pytest.approx(arrays_m2(1.5e5), rel=1e-12)


def test_no_computers_take_no_chips():
    assert (
        worked(
            "chip_power_added_ratio",
            power_added_w_per_year=1e11,
            compute_load_share=0.0,
            compute_overhead_share=0.0,
        )
        == 0.0
    )
    assert chips("chip_power_added_ratio", 1e11) == pytest.approx(10.0)  # ten times the 10 GW of January 2026
