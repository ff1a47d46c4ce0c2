"""The lunar factory's formulas against a second calculation, collected tables, and the books that must balance."""

import csv
import json
from math import inf
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.constants import SECONDS_PER_JULIAN_YEAR
from engine.expression import evaluate
from engine.growth import Ramp
from engine.lunar_quantities import made_kg
from engine.models import growth, moon
from engine.moon_fields import MOON
from engine.scenario import load_scenario, parse_scenario, shipped_scenarios
from engine.timebase import from_year
from engine.world import simulate, world_at

AUTHORITIES = Path(__file__).parents[1] / "authorities"
SECOND = json.loads((AUTHORITIES / "lunar_factory.json").read_text(encoding="utf-8"))
EXPRESSIONS = {formula.name: formula.expression for formula in (*growth.FORMULAS, *moon.FORMULAS)}
DEFAULTS = {
    field.parameter.name: field.parameter.default
    for field in MOON.values()
    if field.parameter is not None and field.parameter.default is not None
}


def table(name):
    lines = (AUTHORITIES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


class Worked(dict):
    """Inputs; a formula's number is worked out when it is asked for."""

    def __missing__(self, name):
        self[name] = evaluate(EXPRESSIONS[name], self)
        return self[name]


def worked(**inputs):
    return Worked(DEFAULTS | {"solar_constant_w_per_m2": 1_361.6} | inputs)


# -- tables that were collected ---------------------------------------------------------------


@pytest.mark.parametrize("row", table("mass_driver.csv"), ids=lambda row: f"{row['speed_m_s']} m/s")
def test_lengths_energies_and_times_are_those_collected(row):
    speed = float(row["speed_m_s"]) / 1_000.0
    for column, shown in row.items():
        half_digit = 0.501 * 10.0 ** -len(shown.partition(".")[2])
        if column.startswith("km_at_"):
            g = float(column.removeprefix("km_at_").removesuffix("_g"))
            # the track that gives this speed at this load lies within what was written
            shortest, longest = float(shown) - half_digit, float(shown) + half_digit
            assert (
                worked(moon_track_acceleration_g=g, moon_track_length_km=shortest)["moon_muzzle_speed_most_km_s"]
                < speed
            )
            assert (
                worked(moon_track_acceleration_g=g, moon_track_length_km=longest)["moon_muzzle_speed_most_km_s"] > speed
            )
            assert worked(moon_shot_speed_km_s=speed, moon_track_length_km=shortest)["moon_shot_load_g"] > g
            assert worked(moon_shot_speed_km_s=speed, moon_track_length_km=longest)["moon_shot_load_g"] < g
    number = worked(moon_shot_speed_km_s=speed, moon_track_length_km=float(row["km_at_100_g"]))
    assert number["moon_energy_per_kg_j"] / 1e6 == pytest.approx(float(row["mj_per_kg"]), abs=0.00501)
    assert number["moon_energy_per_kg_j"] / 3.6e6 == pytest.approx(float(row["kwh_per_kg"]), abs=0.00501)
    assert number["moon_shot_time_s"] == pytest.approx(float(row["s_at_100_g"]), abs=0.06)


def of_rate(kg_per_year, **more):
    """A rate at 2.4 km/s without any propellant, in shots of a tonne."""
    given = {
        "moon_shot_speed_km_s": 2.4, "moon_insertion_km_s": 0.0, "moon_satellite_mass_kg": 1_000.0,
        "moon_launch_rate_kg_per_year": kg_per_year, "array_efficiency": 250.0 / 1_361.6,
        "moon_satellite_power_w": 100_000.0,
    }  # fmt: skip
    return worked(**given | more)


COLLECTED = {
    "kinetic W of 1 Mt a year at 2.4 km/s": lambda: of_rate(1e9)["moon_driver_kinetic_w"],
    "electric W of 1 Mt a year at 2.4 km/s and 60 %": lambda: of_rate(1e9)["moon_driver_electric_w"],
    "kinetic W of 600 kt a year at 2.4 km/s": lambda: of_rate(6e8)["moon_driver_kinetic_w"],
    "peak W of a tonne at 100 g and 2.4 km/s": lambda: of_rate(1e9, moon_track_length_km=2.9368)["moon_muzzle_peak_w"],
    "J of a shot of 3 t at 2.4 km/s": lambda: of_rate(1e9, moon_satellite_mass_kg=3e3)["moon_shot_kinetic_j"],
    "s between shots of 1 t at 1 Mt a year": lambda: of_rate(1e9)["moon_seconds_between_shots"],
    "s between shots of 3 t at 1 Mt a year": lambda: of_rate(1e9, moon_satellite_mass_kg=3e3)[
        "moon_seconds_between_shots"
    ],
    # what 5 Gt and 12.5 Gt a year are thrown for: 500 TW a year
    "kg a year for 500 TW a year at 100 W/kg": lambda: 5e12 * 500e12 / of_rate(5e12)["moon_power_added_w_per_year"],
    "kg a year for 500 TW a year at 40 W/kg": lambda: (
        12.5e12 * 500e12 / of_rate(12.5e12, moon_satellite_power_w=40e3)["moon_power_added_w_per_year"]
    ),
    "kinetic W of 500 TW a year at 100 W/kg and 2.4 km/s": lambda: of_rate(5e12)["moon_driver_kinetic_w"],
    "km2 of array a year for 500 TW a year at 250 W/m2": lambda: of_rate(5e12)["moon_array_added_km2_per_year"],
    "mass ratio of 0.515 km/s at 350 s": lambda: worked(moon_insertion_km_s=0.515)["moon_insertion_mass_ratio"],
    "mass ratio of 0.515 km/s at 1800 s": lambda: worked(moon_insertion_km_s=0.515, moon_insertion_isp_s=1_800.0)[
        "moon_insertion_mass_ratio"
    ],
    "mass ratio of 3.045 km/s at 350 s": lambda: worked(moon_insertion_km_s=3.045)["moon_insertion_mass_ratio"],
    "km/s from Earth orbit to the lunar surface": lambda: DEFAULTS["moon_lander_delta_v_km_s"],
    "kWh to smelt a kg": lambda: DEFAULTS["moon_smelting_kwh_per_kg"],
}


@pytest.mark.parametrize("row", table("lunar_factory.csv"), ids=lambda row: row["what"])
def test_what_a_megaton_and_500_terawatts_a_year_take(row):
    assert COLLECTED[row["what"]]() == pytest.approx(float(row["value"]), abs=0.51 * float(row["last_digit"]))


# -- a second calculation -----------------------------------------------------------------------


@pytest.mark.parametrize("row", SECOND["cases"], ids=["first machine", "full rate", "much propellant"])
def test_each_formula_comes_to_what_stepping_and_counting_give(row):
    case = row["given"]
    number = worked(
        moon_shot_speed_km_s=case["speed_km_s"],
        moon_track_length_km=case["length_km"],
        moon_driver_efficiency=case["efficiency"],
        moon_insertion_km_s=case["insertion_km_s"],
        moon_insertion_isp_s=case["isp_s"],
        moon_oxygen_propellant_share=case["oxygen"],
        moon_satellite_mass_kg=case["satellite_kg"],
        moon_launch_rate_kg_per_year=case["rate_kg_per_year"],
        moon_full_rate_kg_per_year=case["full_kg_per_year"],
        moon_time_constant_years=case["tau_years"],
        moon_made_share=case["share"],
        moon_smelting_kwh_per_kg=case["smelting_kwh"],
        moon_soil_oxygen_share=case["soil_oxygen"],
        moon_machine_years=case["machine_years"],
        moon_factory_sunlight_share=case["sunlight"],
        moon_factory_array_kg_per_m2=case["array_kg_m2"],
        moon_lander_isp_s=case["lander_isp_s"],
        moon_lander_cargo_share=case["cargo"],
        payload_kg_per_flight=case["payload_kg"],
        array_efficiency=case["array_efficiency"],
    )
    compared = {name: value for name, value in row.items() if name.startswith("moon_")}
    assert len(compared) > 20
    for name, value in compared.items():
        # burns are expelled in parts of a hundred-thousandth
        assert number[name] == pytest.approx(value, rel=1e-4), name
    # where growth bends, what its own growth takes is up to a tenth too much, as the card says
    exact = row["exact_production_kg_per_year"]
    assert 0.999 * exact < number["moon_production_kg_per_year"] < 1.11 * exact


@pytest.mark.parametrize("row", SECOND["totals"], ids=["as the scenario", "slow"])
def test_what_has_been_made_is_the_rate_times_the_share_summed(row):
    text = shipped_scenarios()["moon"].read_text(encoding="utf-8")
    year_s = SECONDS_PER_JULIAN_YEAR
    start_s = from_year(2030.0)
    ramp = Ramp(
        start_s=start_s, half_s=start_s + row["half_years"] * year_s, tau_s=row["tau_years"] * year_s,
        full_rate_kg_per_year=row["full_kg_per_year"], satellite_mass_kg=10_000.0,
    )  # fmt: skip
    there = parse_scenario(text).lunar
    assert there is not None

    def factory(all_made_on_moon_s):
        import dataclasses

        return dataclasses.replace(
            there, start_s=start_s, made_on_moon_share=row["share"], all_made_on_moon_s=all_made_on_moon_s
        )

    rising = factory(start_s + row["all_there_years"] * year_s)
    for year, made, launched in zip(row["years"], row["made_kg"], row["launched_kg"], strict=True):
        t_s = start_s + year * year_s
        assert made_kg(rising, ramp, t_s) == pytest.approx(made, rel=1e-6)
        assert made_kg(factory(inf), ramp, t_s) == pytest.approx(row["share"] * launched, rel=1e-9)


# -- the books balance --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def simulation():
    return simulate(load_scenario("moon"))


YEARS = st.floats(2030.0, 2100.9)


@settings(max_examples=40, deadline=None)
@given(YEARS)
def test_energy_and_mass_are_all_accounted_for(simulation, year):
    world = world_at(simulation, from_year(year))
    number = {name: quantity.value for name, quantity in world.quantities.items()}
    # energy: electric in, kinetic out, the rest is heat; and so for each shot
    assert number["moon_driver_electric_w"] == pytest.approx(
        number["moon_driver_kinetic_w"] + number["moon_driver_loss_w"], rel=1e-12
    )
    of_shots = number["moon_shot_electric_j"] * number["moon_shots_per_hour"] / 3_600.0
    assert number["moon_driver_electric_w"] == pytest.approx(of_shots, rel=1e-12)
    # what is thrown is made there, brought, or oxygen of the soil
    thrown = number["moon_made_kg_per_year"] + number["moon_brought_kg_per_year"] + number["moon_oxygen_kg_per_year"]
    assert number["moon_thrown_kg_per_year"] == pytest.approx(thrown, rel=1e-12)
    # what is dug becomes satellites, propellant, more factory, or is left over
    used = [number[f"moon_{use}_kg_per_year"] for use in ("made", "own_growth", "oxygen", "left_over")]
    assert number["moon_soil_kg_per_year"] == pytest.approx(sum(used), rel=1e-9)
    assert min(used) >= -1e-6 * number["moon_soil_kg_per_year"]
    # mass delivered and in flight is what was launched; each satellite's mass has come from one of the two bodies
    launched = number["moon_satellites_launched"] * number["moon_satellite_mass_kg"]
    assert number["moon_delivered_kg"] + number["moon_in_flight_kg"] == pytest.approx(launched)
    assert number["moon_made_total_kg"] + number["moon_brought_total_kg"] == pytest.approx(
        launched, abs=number["moon_satellite_mass_kg"]
    )
    assert number["moon_delivered_near_kg"] >= 0.0 and number["moon_delivered_deep_space_kg"] >= 0.0


@settings(max_examples=25, deadline=None)
@given(YEARS, st.sampled_from([0.0, 0.05]), st.sampled_from([None, 7.0]))
def test_lunar_satellites_are_in_flight_working_failed_or_retired(year, failing, life):
    text = shipped_scenarios()["moon"].read_text(encoding="utf-8")
    text = text.replace("free = true", f"free = true\nfailure_share_per_year = {failing}", 1)
    if life is not None:
        text = text.replace("[satellite]", f"[satellite]\nlife_years = {life}", 1)
    world = world_at(simulate(parse_scenario(text)), from_year(year))
    number = {name: quantity.value for name, quantity in world.quantities.items()}
    parts = [number[f"moon_satellites_{part}"] for part in ("in_flight", "alive", "failed", "retired")]
    assert sum(parts) == number["moon_satellites_launched"] and min(parts) >= 0


def test_the_share_that_is_taken_is_that_of_the_mass_budget(simulation):
    number = world_at(simulation, from_year(2090.0)).quantities
    assert DEFAULTS["moon_made_share_at_first"] == pytest.approx(number["moon_budget_share"].value, abs=0.005)
