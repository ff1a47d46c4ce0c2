"""engine.mccalip against what the calculator itself answers (tests/authorities/mccalip.csv), to the printed digits."""

import csv
import math
from pathlib import Path

import pytest

from engine.formula import recomputed
from engine.mccalip import FORMULAS, Calculator, calculate, for_scenario, mccalip_quantities
from engine.quantities import CONFIDENCE_MEANING, SECTIONS
from engine.scenario import load_scenario
from engine.world import simulate, world_at

_LINES = (Path(__file__).parents[1] / "authorities/mccalip.csv").read_text(encoding="utf-8").splitlines()
ROWS = list(csv.DictReader(line for line in _LINES if not line.startswith("#")))
INPUTS = ("target_w", "launch_usd_per_kg", "satellite_usd_per_w", "w_per_kg", "satellite_w", "nre_usd")


def calculator(row):
    return Calculator(**{name: float(row[name]) for name in INPUTS if row[name]})


def half_a_digit(text):
    return 0.5 * 10.0 ** -len(text.partition(".")[2])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_rows(row):
    ours = calculate(calculator(row))
    for name in ("orbit_usd_per_w", "orbit_usd_per_mwh", "launches", "breakeven_usd_per_kg"):
        assert ours[name] == pytest.approx(float(row[name]), abs=half_a_digit(row[name])), name
    assert ours["ground_usd_per_w"] == pytest.approx(15.85, abs=0.005)
    assert ours["ground_usd_per_mwh"] == pytest.approx(426.0, abs=0.5)


def test_what_the_defaults_also_give():
    ours = calculate()
    assert ours["mass_kg"] == pytest.approx(29_390e3, abs=500.0)
    assert ours["satellites"] == 39_731
    assert ours["array_area_m2"] == pytest.approx(4.61e6, abs=0.005e6)
    assert ours["panel_temperature_k"] - 273.15 == pytest.approx(62.6, abs=0.05)
    # the contradiction that is named beside its area: 22 % of the sunlight on it, against what is launched
    assert ours["array_area_m2"] * 1361.0 * 0.22 == pytest.approx(1.38e9, abs=0.005e9)
    assert ours["initial_power_w"] == pytest.approx(1.07e9, abs=0.005e9)


def test_every_quantity_is_complete_and_can_be_recomputed():
    quantities = mccalip_quantities()
    assert len({quantity.symbol for quantity in quantities.values()}) == len(quantities)
    for name, quantity in quantities.items():
        assert name == quantity.name and name.startswith("mccalip_") and quantity.symbol.endswith("ᴹ")
        assert quantity.title and quantity.unit and quantity.formula and quantity.source
        assert quantity.section in SECTIONS and quantity.confidence in CONFIDENCE_MEANING
        assert set(quantity.inputs) <= set(quantities)
        if quantity.expression:
            assert recomputed(quantity, quantities) == quantity.value


def test_its_flaws_are_named():
    said = " ".join(formula.leaves_out for formula in FORMULAS)
    for flaw in ("17 %", "1.38 GW", "GPUs", "radiator", "shielding", "disposal", "cost of capital", "31.2"):
        assert flaw in said


def test_a_scenario_fills_the_calculator():
    scenario = load_scenario("megaton")
    world = world_at(simulate(scenario), scenario.start_s)  # nothing launched yet: it must answer all the same
    given = for_scenario(world)
    assert (given.w_per_kg, given.satellite_w) == (100.0, 100_000.0)
    assert given.launch_usd_per_kg == world.quantities["launch_usd_per_kg"].value
    assert 0.6 < given.sun_fraction < 1.0 and given.years == 5 and given.target_w == 1e9
    assert all(math.isfinite(value) for value in calculate(given).values())
    changed = mccalip_quantities(given)["mccalip_w_per_kg"]
    assert changed.confidence == "assumption" and "36.5" in changed.formula


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sun_fraction": 0.0}, "sun_fraction is 0.0: it must be a number from 0.001 to 1"),
        ({"w_per_kg": math.nan}, "w_per_kg is nan"),
        ({"years": 2.5}, "years is 2.5: the calculator counts whole years"),
        ({"years": 0}, "years is 0: it must be a number from 1 to 200"),
    ],
)
def test_bad_input_is_told_in_a_sentence(wrong, words):
    with pytest.raises(ValueError, match=words):
        Calculator(**wrong)
