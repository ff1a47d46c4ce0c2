"""The budget of a laser link against the cases of the facts (tests/authorities/link_budget.csv) and a budget in dB."""

from __future__ import annotations

import csv
from dataclasses import replace
from math import log10, pi, sqrt
from pathlib import Path

import numpy as np
import pytest

from engine.expression import evaluate
from engine.fields import Field
from engine.link_budget import LinkBudget, antenna_gain, budget_of, pointing_loss_db
from engine.link_settings import link_settings
from engine.links_fields import LINKS
from engine.models import links
from engine.scenario import ScenarioError, load_scenario, parse_scenario
from engine.world import open_simulation, world_at

CASES = [
    {name: float(value) for name, value in row.items()} | {"printed": row}
    for row in csv.DictReader(
        line
        for line in (Path(__file__).parents[1] / "authorities/link_budget.csv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
]
TABLE = LinkBudget(
    power_w=4.0, transmit_aperture_m=0.08, receive_aperture_m=0.08, wavelength_m=1.55e-6, optics_share=0.5,
    pointing_loss_db=3.0, photons_per_bit=100.0, ceiling_bit_s=1e15,
)  # fmt: skip
every_case = pytest.mark.parametrize("case", CASES, ids=[f"{case['range_km']:g} km" for case in CASES])


def half_a_digit(printed: str) -> float:
    """Return half a unit of the last digit that counts: 0.05 of "39.8", 5 of "820", 50 of "2.3e3"."""
    mantissa, _, power = printed.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    if not fraction and not power and whole.endswith("0"):
        return 0.5 * 10.0 ** (len(whole) - len(whole.rstrip("0")))
    return 0.5 * 10.0 ** (int(power or 0) - len(fraction))


def of(case) -> LinkBudget:
    return replace(
        TABLE, power_w=case["power_w"], transmit_aperture_m=case["transmit_m"], receive_aperture_m=case["receive_m"]
    )


@every_case
def test_the_cases_of_the_facts_to_their_last_digit(case) -> None:
    budget, range_km, printed = of(case), case["range_km"], case["printed"]
    found = {
        "received_dbm": 10.0 * log10(budget.received_w(range_km) * 1e3),
        "rate_gbps": budget.rate_bit_s(range_km) / 1e9,
        "beam_m": budget.beam_diameter_m(range_km),
    }
    for name, value in found.items():
        assert abs(value - case[name]) <= half_a_digit(printed[name]), name


@every_case
def test_a_budget_in_decibels_gives_the_same(case) -> None:
    """Every gain and loss by itself in dB, with constants typed here, as link engineers add them up."""
    budget, range_m = of(case), case["range_km"] * 1e3
    dbw = (
        10 * log10(case["power_w"])
        + 20 * log10(pi * case["transmit_m"] / 1550e-9)
        + 20 * log10(pi * case["receive_m"] / 1550e-9)
        - 20 * log10(4 * pi * range_m / 1550e-9)
        - 3.0
        + 10 * log10(0.5)
    )
    assert 10 * log10(budget.received_w(case["range_km"])) == pytest.approx(dbw, abs=1e-9)
    photons_s = 10 ** (dbw / 10) / (6.62607015e-34 * 299_792_458 / 1550e-9)
    assert budget.rate_bit_s(case["range_km"]) == pytest.approx(photons_s / 100, rel=1e-9)


def test_ten_times_nearer_is_a_hundred_times_the_light_until_the_ceiling() -> None:
    ranges_km = np.array([[500.0, 5_000.0], [50_000.0, 500_000.0]])
    light = TABLE.received_w(ranges_km)
    assert light.shape == (2, 2)
    np.testing.assert_allclose(light / light[0, 0], [[1.0, 1e-2], [1e-4, 1e-6]], rtol=1e-12)
    held = replace(TABLE, ceiling_bit_s=1e11)
    assert held.rate_bit_s(np.array([100.0, 1_000.0])).tolist() == [1e11, 1e11]
    edge_km = 1_000.0 * (TABLE.photon_rate_bit_s(1_000.0) / 1e11) ** 0.5
    assert held.photon_rate_bit_s(edge_km) == pytest.approx(1e11, rel=1e-12)
    assert held.rate_bit_s(edge_km * 1.01) < 1e11 == held.rate_bit_s(edge_km * 0.99)


def test_no_more_light_arrives_than_was_sent_however_near() -> None:
    near_km = np.array([0.0, 1e-3, 0.1, 1.0, TABLE.far_field_km])
    assert (TABLE.received_w(near_km) <= 4.0 * 0.5 * 10**-0.3 * (1 + 1e-12)).all()
    assert TABLE.received_w(0.0) == pytest.approx(4.0 * 0.5 * 10**-0.3)
    assert TABLE.far_field_km == pytest.approx(0.08 * 0.08 / 1.55e-6 / 1e3)


def test_light_time_and_doppler_of_a_link() -> None:
    """The Moon's 1,282 ms and 119 ms from geostationary height (facts); the shift from the relativistic formula."""
    assert TABLE.light_time_s(384_400.0) == pytest.approx(1.282, abs=5e-4)
    assert TABLE.light_time_s(35_786.0) == pytest.approx(0.1194, abs=5e-5)
    speed_km_s, c_km_s = 14.0, 299_792.458
    frequency_hz = c_km_s * 1e3 / 1.55e-6
    for sign in (1.0, -1.0):
        beta = sign * speed_km_s / c_km_s
        exact_hz = frequency_hz * (sqrt((1 - beta) / (1 + beta)) - 1.0)
        assert TABLE.doppler_hz(sign * speed_km_s) == pytest.approx(exact_hz, rel=3e-5)
    assert TABLE.doppler_hz(np.array([14.0])).shape == (1,)


def test_pointing_loss_is_that_of_a_gaussian_beam() -> None:
    """MathWorks' optical example: 1 microradian off; a beam of gain G loses 4.34 G theta^2 dB."""
    gain = antenna_gain(0.08, 1.55e-6)
    assert pointing_loss_db(gain, 0.0) == 0.0
    assert pointing_loss_db(gain, 1e-6) == pytest.approx(4.342_944_819 * gain * 1e-12, rel=1e-9)
    assert pointing_loss_db(gain, 1.0) == float("inf")


# -- of a scenario -----------------------------------------------------------------------------

WORLDS = {
    name: world_at(open_simulation(name), open_simulation(name).scenario.opens_at_s) for name in ("filing", "starlink")
}


@pytest.mark.parametrize("name", WORLDS)
def test_the_report_says_what_the_budget_of_many_links_gives(name: str) -> None:
    quantities, scenario = WORLDS[name].quantities, WORLDS[name].scenario
    budget = budget_of(scenario)
    ranges_km = {"1000_km": 1_000.0, "5000_km": 5_000.0, "express": 3_000.0, "starlink": 5_400.0}
    for which, range_km in ranges_km.items():
        assert quantities[f"link_received_{which}_w"].value == pytest.approx(budget.received_w(range_km), rel=1e-9)
        assert quantities[f"link_rate_{which}_bit_s"].value == pytest.approx(budget.rate_bit_s(range_km), rel=1e-9)
    assert quantities["link_beam_1000_km_m"].value == pytest.approx(budget.beam_diameter_m(1_000.0))
    assert quantities["link_photon_energy_j"].value == pytest.approx(1.28e-19, rel=2e-3)


def test_the_electronics_of_the_filing_carry_a_terabit_and_its_light_does_not() -> None:
    assert budget_of(load_scenario("filing")).ceiling_bit_s == 1e12
    assert budget_of(load_scenario("megaton")).ceiling_bit_s == 1e11
    assert 0.8e12 < WORLDS["filing"].quantities["link_rate_1000_km_bit_s"].value < 1e12


@pytest.mark.parametrize(("altitude_km", "limit_km"), [(480, 4_616), (550, 5_017), (700, 5_794), (1_000, 7_136)])
def test_the_longest_line_of_sight_is_that_of_the_facts(altitude_km: float, limit_km: float) -> None:
    given = {
        "earth_equatorial_radius_m": 6.378137e6, "link_grazing_altitude_km": 80.0, "mean_shell_altitude_km": altitude_km
    }  # fmt: skip
    formula = next(formula for formula in links.FORMULAS if formula.name == "link_horizon_km")
    assert evaluate(formula.expression, given) == pytest.approx(limit_km, abs=0.5)
    fixed = next(formula for formula in links.FORMULAS if formula.name == "link_horizon_550_km")
    assert evaluate(fixed.expression, given) == pytest.approx(5_017, abs=0.5)


def test_settings_are_what_a_scenario_states_in_the_units_of_the_network() -> None:
    text = load_text("megaton") + (
        '\n[links]\nstarlink = "own fleet"\naperture_m = 0.2\nfibre_us_per_km = 4.9\nfibre_path_factor = 1.5\n'
        "user_elevation_deg = 30\nterminals_for_compute = 3\n"
    )
    settings = link_settings(parse_scenario(text))
    assert settings.own_fleet
    assert settings.budget.transmit_aperture_m == settings.budget.receive_aperture_m == 0.2
    assert settings.fibre_s(1_000.0) == pytest.approx(7.35e-3)
    assert settings.user_elevation_rad == pytest.approx(pi / 6)
    assert settings.terminals_for_compute == 3 and isinstance(settings.terminals_for_compute, int)


def test_only_starlink_is_its_own_network() -> None:
    assert link_settings(load_scenario("starlink")).own_fleet
    assert not any(link_settings(load_scenario(name)).own_fleet for name in ("filing", "megaton", "moon", "sceptic"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('starlink = "theirs"', "links.starlink is 'theirs': it must be one of model, own fleet"),
        ("aperture_m = 0", "links.aperture_m is 0: it must be from 0.001 to 10"),
        ("terminals_for_compute = 2.5", "links.terminals_for_compute is 2.5: it must be a whole number from 1 to 64"),
        ("fibre_us_per_km = 3", "it must be from 3.4 to 20, as light in a vacuum takes 3.34"),
        ("laser_power = 4", "links.laser_power is not a known field"),
    ],
)
def test_a_wrong_field_is_refused_in_one_sentence(line: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(load_text("megaton") + f"\n[links]\n{line}\n")
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_every_field_says_what_is_taken_and_why() -> None:
    for name, field in LINKS.items():
        assert isinstance(field, Field) and not field.required
        if name != "starlink":
            assert field.parameter is not None and field.parameter.default is not None and field.parameter.source, name
            assert (
                field.problem(field.parameter.default if field.kind == "number" else int(field.parameter.default))
                is None
            )


def load_text(name: str) -> str:
    from engine.scenario import shipped_scenarios

    return shipped_scenarios()[name].read_text(encoding="utf-8")
