"""engine.stock, and the flows of engine.models.growth, against sums over launches, closed forms, collected figures."""

import csv
import json
from math import exp, inf, log, log1p
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.constants import SECONDS_PER_JULIAN_YEAR
from engine.expression import evaluate
from engine.growth import Ramp
from engine.models import growth
from engine.scenario import ScenarioError, load_scenario, parse_scenario, shipped_scenarios
from engine.stock import stock_at
from engine.timebase import from_year, parse_utc, year_of
from engine.world import simulate, world_at

AUTHORITIES = Path(__file__).parents[1] / "authorities"
FLEETS = json.loads((AUTHORITIES / "stock.json").read_text(encoding="utf-8"))["fleets"]
MEGATON = shipped_scenarios()["megaton"].read_text(encoding="utf-8").replace("free = true", "free = false", 1)
MOON = """
[moon]
start_utc = "2028-01-01"
half_rate_utc = "2035-01-01"
start_rate_kg_per_year = 1.0e6
full_rate_kg_per_year = 5.0e9
satellite_mass_kg = 10_000
satellite_power_w = 1_000_000
"""


def table(name):
    lines = (AUTHORITIES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def ramp_of(row):
    return Ramp.through(
        start_s=from_year(row["start_year"]),
        half_s=from_year(row["half_year"]),
        start_rate_kg_per_year=row["start_rate_kg_per_year"],
        full_rate_kg_per_year=row["full_rate_kg_per_year"],
        satellite_mass_kg=row["satellite_mass_kg"],
    )


def failures_per_s(share_per_year):
    return -log1p(-share_per_year) / SECONDS_PER_JULIAN_YEAR


def stock_of_row(row, year):
    return stock_at(
        ramp_of(row),
        from_year(year),
        life_s=inf if row["life_years"] is None else row["life_years"] * SECONDS_PER_JULIAN_YEAR,
        rise_s=row["rise_days"] * 86_400.0,
        failures_per_s=failures_per_s(row["failure_share_per_year"]),
        degradation_per_year=row["degradation_per_year"],
    )


@pytest.mark.parametrize("row", FLEETS, ids=lambda row: f"{row['life_years']} years, {row['failure_share_per_year']}")
def test_stocks_are_the_sums_over_launches(row):
    for expected in row["stocks"]:
        ours = stock_of_row(row, expected["year"])
        # whole satellites: each end of a span rounds by half of one
        slack = 1.01 + 1e-6 * ours.launched
        for part in ("rising", "working", "failed", "retired"):
            assert getattr(ours, part) == pytest.approx(expected[part], abs=slack), (part, expected["year"])
        assert ours.ageing == pytest.approx(expected["ageing"], abs=1e-6 + 1.0 / expected["working"])


@pytest.mark.parametrize("row", [row for row in FLEETS if row["life_years"]], ids=lambda row: f"{row['life_years']}")
def test_with_a_life_the_logistic_less_itself_a_life_ago_is_in_orbit(row):
    """N(t) - N(t - life), from the integral of the logistic written out here."""
    half, tau = row["half_year"], (row["half_year"] - row["start_year"])
    tau /= log(row["full_rate_kg_per_year"] / row["start_rate_kg_per_year"] - 1.0)

    def launched(year):
        if year <= row["start_year"]:
            return 0.0
        grown = log1p(exp((year - half) / tau)) - log1p(exp((row["start_year"] - half) / tau))
        return row["full_rate_kg_per_year"] / row["satellite_mass_kg"] * tau * grown

    for year in (row["start_year"] + 1.0, half, half + 3.0, half + 15.0):
        ours = stock_of_row(row, year)
        in_orbit = launched(year) - launched(year - row["life_years"])
        assert ours.rising + ours.working + ours.failed == pytest.approx(in_orbit, abs=1.01 + 1e-9 * ours.launched)


@settings(max_examples=200, deadline=None)
@given(
    years_to_half=st.floats(0.1, 40.0),
    growth_factor=st.floats(2.1, 1e6),
    per_year=st.floats(1e-3, 1e9),
    now=st.floats(-1.0, 75.0),
    life=st.one_of(st.none(), st.floats(0.5, 200.0)),
    rise_days=st.one_of(st.just(0.0), st.floats(0.1, 180.0)),
    failing=st.floats(0.0, 0.9),
    fading=st.floats(0.0, 0.5),
)
def test_satellites_are_conserved(years_to_half, growth_factor, per_year, now, life, rise_days, failing, fading):
    """Launched = working + rising + failed + retired, none of them negative."""
    ramp = Ramp.through(
        start_s=from_year(2026.0),
        half_s=from_year(2026.0 + years_to_half),
        start_rate_kg_per_year=per_year * 1e3 / growth_factor,
        full_rate_kg_per_year=per_year * 1e3,
        satellite_mass_kg=1e3,
    )
    stock = stock_at(
        ramp,
        from_year(2026.0 + now),
        life_s=inf if life is None else life * SECONDS_PER_JULIAN_YEAR,
        rise_s=rise_days * 86_400.0,
        failures_per_s=failures_per_s(failing),
        degradation_per_year=fading,
    )
    parts = (stock.rising, stock.working, stock.failed, stock.retired)
    assert stock.launched == sum(parts) and min(parts) >= 0
    assert 0.0 < stock.ageing <= 1.0
    if life is None:
        assert stock.retired == 0
    if failing == 0.0:
        assert stock.failed == 0
    if now <= 0.0:
        assert stock.launched == 0


# -- in a world -------------------------------------------------------------------------------


def changed(**tables):
    """Return the claim with a lunar source, and lines added to its tables."""
    text = MEGATON
    for name, line in tables.items():
        assert text.count(f"[{name}]") <= 1
        text = text.replace(f"[{name}]", f"[{name}]\n{line}", 1) if f"[{name}]" in text else f"{text}\n[{name}]\n{line}"
    return text + MOON


@pytest.fixture(scope="module")
def simulations():
    life = {"satellite": "life_years = 5"}
    texts = {
        "claim": changed(),
        "deep": changed() + 'deep_space_from_utc = "2036-01-01"\ndestination = "earth_orbit"\n',
        "free": changed(upkeep="failure_share_per_year = 0.05").replace("free = false", "free = true", 1),
        "life": changed(**life, upkeep="failure_share_per_year = 0.09", power="degradation_per_year = 0.025"),
    }
    return {name: simulate(parse_scenario(text)) for name, text in texts.items()}


def numbers(simulation, year):
    return {name: quantity.value for name, quantity in world_at(simulation, from_year(year)).quantities.items()}


@settings(max_examples=25, deadline=None)
@given(name=st.sampled_from(["claim", "deep", "free", "life"]), year=st.floats(2026.01, 2045.9))
def test_a_world_conserves_the_satellites_of_both_sources(simulations, name, year):
    world = world_at(simulations[name], from_year(year))
    number = {key: quantity.value for key, quantity in world.quantities.items()}
    earth = [number[f"satellites_{part}"] for part in ("alive", "rising", "failed", "retired")]
    moon = [number[f"moon_satellites_{part}"] for part in ("alive", "in_flight", "failed", "retired")]
    assert sum(earth) == number["satellites_launched"] and min(earth) >= 0
    assert sum(moon) == number["moon_satellites_launched"] and min(moon) >= 0
    assert earth[0] == world.stock.working
    assert moon[1] == world.lunar_stock.rising
    slots = world.scenario.slots
    assert number["slots_used_share"] == pytest.approx((sum(earth) - number["satellites_retired"]) / slots)
    assert number["slots_used_share"] <= 1.0


@settings(max_examples=25, deadline=None)
@given(year=st.floats(2028.1, 2045.9))
def test_in_flight_is_what_was_thrown_within_the_time_of_flight(simulations, year):
    """7.1 days to a high Earth orbit: the mass rate times that, within a shot at either end and the rate's growth."""
    number = numbers(simulations["claim"], year)
    thrown = number["moon_launch_rate_kg_per_year"] / 10_000.0 * 7.1 / 365.25
    assert number["moon_satellites_in_flight"] == pytest.approx(thrown, rel=0.02, abs=1.01)


def test_at_the_switch_to_deep_space_nothing_is_lost_and_nothing_turns_back(simulations):
    """From 4.5 to 5.2 days on the way, day by day through the switch; what comes to deep space left after it."""
    switch = year_of(parse_utc("2036-01-01"))
    days = [numbers(simulations["deep"], switch + day / 365.25) for day in range(-10, 20)]
    arrived = [day["moon_satellites_launched"] - day["moon_satellites_in_flight"] for day in days]
    assert arrived == sorted(arrived)
    deep = [day["moon_satellites_in_deep_space"] for day in days]
    assert deep == sorted(deep) and max(deep[:10]) == 0
    launched_since = days[-1]["moon_satellites_launched"] - days[10]["moon_satellites_launched"]
    assert deep[-1] == pytest.approx(launched_since - days[-1]["moon_satellites_in_flight"], abs=1.01)
    for day in days:
        near, far = day["moon_delivered_near_kg"], day["moon_delivered_deep_space_kg"]
        assert near + far == pytest.approx(day["moon_delivered_kg"]) and min(near, far) >= 0.0


def test_retired_mass_is_what_went_up_a_life_ago(simulations):
    then, now, claim = (
        numbers(simulations[name], year) for name, year in (("life", 2031.0), ("life", 2036.0), ("claim", 2036.0))
    )
    assert now["retired_kg_per_year"] == pytest.approx(then["launch_rate_kg_per_year"], rel=1e-9)
    assert now["moon_retired_kg_per_year"] == pytest.approx(then["moon_launch_rate_kg_per_year"], rel=1e-9)
    assert now["reentry_kg_per_year"] == now["retired_kg_per_year"]
    assert claim["retired_kg_per_year"] == claim["moon_retired_kg_per_year"] == claim["retirements_per_year"] == 0.0
    # and the stock of the retired grows at that rate
    later = numbers(simulations["life"], 2036.01)
    grown = (later["satellites_retired"] - now["satellites_retired"]) / 0.01
    assert now["retirements_per_year"] == pytest.approx(grown, rel=0.02)


def test_in_the_end_the_fleet_is_what_the_rate_can_keep(simulations):
    """Long after the ramp, upkeep takes all that is launched, save what replaces satellites lost as they rise."""
    number = numbers(simulations["life"], 2045.9)
    rising_share = 60.0 / 365.25 / number["upkeep_working_years"]
    on_station = number["fleet_held_satellites"] * (1.0 - rising_share)
    assert number["satellites_alive"] == pytest.approx(on_station, rel=0.005)
    assert number["upkeep_launch_share"] == pytest.approx(1.0 - rising_share, rel=0.005)


def test_upkeep_is_shown_where_it_is_free_and_charged_where_it_is_not(simulations):
    free, claim = (numbers(simulations[name], 2036.0) for name in ("free", "claim"))
    for what in ("replacements_per_year", "kg_per_year", "flights_per_year"):
        assert free[f"upkeep_{what}"] > 0.0
        assert free[f"upkeep_charged_{what}"] == 0.0
        assert claim[f"upkeep_charged_{what}"] == claim[f"upkeep_{what}"] > 0.0


# -- the arithmetic of flows, from collected figures ------------------------------------------


def worked_out(**given_values):
    """Return the growth section's numbers from chosen inputs, 0 for the others."""
    inputs = {
        "satellites_launched": 0.0, "satellites_rising": 0.0, "satellites_retired": 0.0, "satellites_failed": 0.0,
        "satellite_mass_kg": 1_000.0, "satellite_power_w": 100_000.0, "slots": 1e7, "payload_kg_per_flight": 100_000.0,
        "launch_rate_kg_per_year": 0.0, "moon_launch_rate_kg_per_year": 0.0, "moon_satellite_mass_kg": 0.0,
        "moon_satellite_power_w": 0.0, "moon_satellites_alive": 0.0, "moon_satellites_failed": 0.0,
        "moon_satellites_in_flight": 0.0,
        "failure_share_per_year": 0.0, "retired_kg_per_year": 0.0, "satellite_life_years": 0.0,
        "reference_life_years": 5.0, "upkeep_free": 0.0,
    }  # fmt: skip
    assert set(given_values) <= set(inputs)
    values = inputs | given_values
    for formula in growth.FORMULAS:
        values[formula.name] = evaluate(formula.expression, values)
    return values


@pytest.mark.parametrize("row", table("cadence.csv"), ids=lambda row: f"{row['payload_kg']} kg")
def test_cadence_for_a_megaton_a_year(row):
    got = worked_out(launch_rate_kg_per_year=1e9, payload_kg_per_flight=float(row["payload_kg"]))
    assert got["flights_per_year"] == pytest.approx(float(row["flights_per_year"]), abs=0.5)
    if row["flights_per_day"]:
        assert got["flights_per_day"] == pytest.approx(float(row["flights_per_day"]), abs=0.5)
    if row["minutes_between_flights"]:
        assert got["minutes_between_flights"] == pytest.approx(float(row["minutes_between_flights"]), abs=0.5)


def test_shots_from_the_moon():
    """1 Mt a year: a 1 t shot every 31.6 s, or one of 3 t every 95 s (facts, section 4b)."""
    for mass_kg, seconds in ((1_000.0, 31.6), (3_000.0, 95.0)):
        got = worked_out(moon_launch_rate_kg_per_year=1e9, moon_satellite_mass_kg=mass_kg)
        assert got["moon_seconds_between_shots"] == pytest.approx(seconds, abs=0.5 if mass_kg > 1_000 else 0.05)


def test_satellites_that_do_not_divide_the_payload_and_those_too_heavy_for_it():
    got = worked_out(satellite_mass_kg=3_000.0, launch_rate_kg_per_year=3e6)
    assert got["satellites_per_flight"] == 33.0  # 99 t of 100
    assert got["flights_per_year"] == pytest.approx(1_000 / 33)
    got = worked_out(satellite_mass_kg=250_000.0, launch_rate_kg_per_year=250e6)
    assert got["satellites_per_flight"] == 1.0
    assert got["flights_per_year"] == pytest.approx(3_000.0)


def test_nothing_flies_without_a_rate():
    got = worked_out()
    for name in ("flights_per_year", "minutes_between_flights", "moon_shots_per_year", "moon_seconds_between_shots"):
        assert got[name] == 0.0
    assert got["upkeep_launch_share"] == got["fleet_held_w"] == 0.0


def test_a_million_satellites_that_live_five_years():
    """200,000 replacements a year at a million satellites; 600,000 t a year at 3 t (facts, section 9)."""
    for life, reference in ((5.0, 50.0), (0.0, 5.0)):
        got = worked_out(
            satellites_launched=1e6,
            satellite_mass_kg=3_000.0,
            satellite_life_years=life,
            reference_life_years=reference,
        )
        assert got["upkeep_replacements_per_year"] == pytest.approx(200_000)
        assert got["upkeep_kg_per_year"] == pytest.approx(600e6)
        assert got["upkeep_flights_per_year"] == pytest.approx(200_000 / 33)


def test_steady_state_of_100_gw_a_year():
    """100 GW a year and five years keep 500 GW (facts, section 10)."""
    got = worked_out(launch_rate_kg_per_year=1e9)
    assert got["power_added_w_per_year"] == pytest.approx(100e9)
    assert got["fleet_held_w"] == pytest.approx(500e9)


@given(st.floats(0.001, 0.9), st.floats(0.5, 100.0))
def test_a_satellite_works_the_mean_of_its_survival(failing, life):
    """The mean of min(life, time to failure), summed year slice by year slice."""
    got = worked_out(failure_share_per_year=failing, satellite_life_years=life)
    step = life / 2_000
    summed = sum((1.0 - failing) ** (step * (i + 0.5)) for i in range(2_000)) * step
    assert got["upkeep_working_years"] == pytest.approx(summed, rel=1e-3)
    assert 0.0 < got["upkeep_working_years"] < life


# -- scenarios that contradict themselves -----------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('half_rate_utc = "2035-01-01"', 'half_rate_utc = "2027-06-01"',
         "moon.half_rate_utc is '2027-06-01': it must be after moon.start_utc, '2028-01-01'"),
        ("start_rate_kg_per_year = 1.0e6", "start_rate_kg_per_year = 4.0e9",
         "moon.start_rate_kg_per_year is 4000000000.0: it must be at most 0.49 of full_rate_kg_per_year, 5000000000.0"),
        ('start_utc = "2028-01-01"', 'start_utc = "2025-01-01"',
         "moon.start_utc is '2025-01-01': it must not be before start_utc, '2026-01-01T00:00:00Z'"),
        ("[ramp]", "[ramp]\nmost_satellites = 1_000_000",
         "the ramp has 15,998,328 satellites in orbit at once, ramp.most_satellites allows 1,000,000"),
    ],
)  # fmt: skip
def test_two_numbers_that_clash_are_both_named(old, new, sentence):
    text = changed()
    assert text.count(old) == 1
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text.replace(old, new))
    assert sentence in str(caught.value) and str(caught.value).count("\n") == 0


def test_a_cap_that_the_ramp_keeps_to_is_no_fault():
    assert load_scenario("megaton").slots > 16_000_000
    parse_scenario(MEGATON.replace("[ramp]", "[ramp]\nmost_satellites = 16_000_000", 1))
