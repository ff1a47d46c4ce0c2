"""Risk figures against what their sources conclude themselves (risk.csv, radiation.csv), and against plain vectors."""

import csv
from itertools import pairwise
from math import cos, pi, radians, sin, sqrt
from pathlib import Path

import numpy as np
import pytest

from engine.expression import evaluate
from engine.facts import facts
from engine.models import growth, risk
from engine.radiation import dose_krad_per_year
from engine.scenario import load_scenario, shipped_scenarios
from engine.shell_risk import has_opposite_planes, ring_crossing_speed_km_s, shell_risks

AUTHORITIES = Path(__file__).parents[1] / "authorities"


def table(name):
    lines = (AUTHORITIES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


ROWS = {row["what"]: row for row in table("risk.csv")}
DOSES = table("radiation.csv")


def worked(name, **given):
    """Return a formula of growth or risk, worked out from the facts and what is given."""
    values = {fact: quantity.value for fact, quantity in facts().items()} | given
    for formula in (*growth.FORMULAS, *risk.FORMULAS):
        try:
            values.setdefault(formula.name, evaluate(formula.expression, values))
        except KeyError:  # what this case does not give
            continue
        if formula.name == name:
            return values[name]
    raise AssertionError(f"{name} cannot be worked out from {sorted(given)}")


MILLION_AI1 = {
    "satellites_alive": 1e6,
    "satellite_life_years": 5.0,
    "reference_life_years": 5.0,
    "failure_share_per_year": 0.0,
    "satellite_mass_kg": 3000.0,
    "sun_synchronous_share": 0.5,
    "retired_kg_per_year": 6e8,  # a steady fleet retires what it replaces
}
OURS = {
    "re-entry of a million AI1 in t a year": lambda: worked("upkeep_kg_per_year", **MILLION_AI1) / 1000.0,
    "natural meteoric mass that is 15 times under that": lambda: worked("reentry_meteoric_least_ratio", **MILLION_AI1),
    "natural meteoric mass that is 40 times under that": lambda: worked("reentry_meteoric_most_ratio", **MILLION_AI1),
    "alumina in kg from a satellite of 250 kg": lambda: worked("alumina_kg_per_year", retired_kg_per_year=250.0),
    "visible of 500000 unmitigated": lambda: worked("bright_satellites_unmitigated", **MILLION_AI1),
    "visible of 500000 mitigated": lambda: worked("bright_satellites_mitigated", **MILLION_AI1),
    "times the stars for a million": lambda: worked("bright_boley_ratio", **MILLION_AI1),
    "years to 2 krad at 1000 km and 30 degrees": lambda: worked(
        "radiation_years_to_limit", radiation_dose_krad_per_year=dose_krad_per_year(1000.0, 30.0)
    ),
}
RANGES = {  # rows that hold for each of several cases
    "crossing of rings in km/s at 565 to 1002 km": [ring_crossing_speed_km_s(h) for h in (565.0, 744.0, 1002.0)],
    "years to 2 krad at 700 km": [2.0 / dose_krad_per_year(700.0, i) for i in (30.0, 98.19)],
}


@pytest.mark.parametrize("what", ROWS)
def test_what_the_sources_conclude(what):
    # the ends as written: half a unit of their last digit belongs to them
    least, most = float(ROWS[what]["least"]), float(ROWS[what]["most"])
    for value in RANGES.get(what) or [OURS[what]()]:
        assert least - 0.05 * (what in RANGES) <= value <= most + 0.05 * (what in RANGES)


def test_every_row_is_held():
    assert set(OURS) | set(RANGES) == set(ROWS)


@pytest.mark.parametrize("row", DOSES, ids=lambda row: row["altitude_km"])
def test_doses_of_the_table(row):
    altitude_km = float(row["altitude_km"])
    # 97.40 is 97.4017...: a hundredth of a degree of inclination is nothing here
    synchronous = dose_krad_per_year(altitude_km, float(row["sun_synchronous_deg"]))
    assert synchronous == pytest.approx(float(row["sun_synchronous_krad"]), rel=1e-3)
    assert dose_krad_per_year(altitude_km, 30.0) == pytest.approx(float(row["inclined_30_krad"]), rel=1e-9)
    assert dose_krad_per_year(altitude_km, 150.0) == pytest.approx(float(row["inclined_30_krad"]), rel=1e-9)


@pytest.mark.parametrize(("low", "high"), list(pairwise(DOSES)), ids=lambda row: row["altitude_km"])
def test_doses_between_the_rows_are_geometric_means(low, high):
    between_km = 0.5 * (float(low["altitude_km"]) + float(high["altitude_km"]))
    by_hand = sqrt(float(low["inclined_30_krad"]) * float(high["inclined_30_krad"]))
    assert dose_krad_per_year(between_km, 30.0) == pytest.approx(by_hand, rel=1e-9)


def test_off_the_table_its_end_is_held_and_between_inclinations_nothing_leaves_the_range():
    assert dose_krad_per_year(350.0, 30.0) == dose_krad_per_year(500.0, 30.0)
    assert dose_krad_per_year(100_000.0, 30.0) == dose_krad_per_year(2000.0, 30.0)
    doses = [dose_krad_per_year(1000.0, i) for i in (5.0, 30.0, 53.0, 70.0, 90.0)]
    assert doses[0] == doses[1] > doses[2] > doses[3] > doses[4]
    assert doses[4] == pytest.approx(dose_krad_per_year(1000.0, 99.48), rel=1e-3)  # poles are poles


def test_rings_cross_as_fast_as_two_vectors_say():
    """Two circles with nodes 180 degrees apart, stepped round: where they meet, the difference of the velocities."""

    def state(a_km, inclination, node, u):
        place = np.array([
            cos(node) * cos(u) - sin(node) * sin(u) * cos(inclination),
            sin(node) * cos(u) + cos(node) * sin(u) * cos(inclination),
            sin(u) * sin(inclination),
        ])  # fmt: skip
        ahead = np.array([
            -cos(node) * sin(u) - sin(node) * cos(u) * cos(inclination),
            -sin(node) * sin(u) + cos(node) * cos(u) * cos(inclination),
            cos(u) * sin(inclination),
        ])  # fmt: skip
        return a_km * place, sqrt(398_600.44 / a_km) * ahead

    for altitude_km, inclination_deg in ((500.0, 97.40), (700.0, 98.19), (1000.0, 99.48), (2000.0, 104.89)):
        a_km = 6378.137 + altitude_km
        steps = np.linspace(0.0, 2.0 * pi, 721)
        dawn = [state(a_km, radians(inclination_deg), 0.3, u) for u in steps]
        dusk = [state(a_km, radians(inclination_deg), 0.3 + pi, u) for u in steps]
        speeds = [
            np.linalg.norm(v - w) for x, v in dawn for y, w in dusk if np.abs(x - y).max() < 1e-6 * a_km
        ]  # where they meet
        assert len(speeds) >= 2
        assert ring_crossing_speed_km_s(altitude_km) == pytest.approx(max(speeds), rel=1e-4)


def test_shells_with_and_without_rings():
    filing, starlink = load_scenario("filing"), load_scenario("starlink")
    assert [has_opposite_planes(shell) for shell in filing.shells] == [
        shell.raan0_rad is not None for shell in filing.shells
    ]
    risks = {quantity.name: quantity for quantity in shell_risks(starlink)}
    assert risks["ring_crossing_speed_km_s"].value == 0.0 == risks["ring_altitude_km"].value
    assert "no shell" in risks["ring_crossing_speed_km_s"].formula


@pytest.mark.parametrize("name", shipped_scenarios())
def test_doses_of_a_scenario_lie_between_its_shells(name):
    scenario = load_scenario(name)
    risks = {quantity.name: quantity.value for quantity in shell_risks(scenario)}
    doses = [dose_krad_per_year(s.altitude_km, np.degrees(s.inclination_rad)) for s in scenario.shells]
    by_hand = sum(d * s.slots for d, s in zip(doses, scenario.shells, strict=True)) / scenario.slots
    assert risks["radiation_dose_krad_per_year"] == pytest.approx(by_hand, rel=1e-9)
    assert risks["radiation_dose_worst_krad_per_year"] == max(doses) >= by_hand
    assert 0.0 <= risks["sun_synchronous_share"] <= 1.0


def test_area_in_the_way():
    """A million AI1: 600 m² of array and 110 m² of radiator each, 800 m² as filed."""
    fleet = {"satellites_alive": 9e5, "satellites_failed": 6e4, "satellites_rising": 4e4}
    assert worked("debris_area_m2", array_area_m2=600.0, radiator_area_m2=110.0, **fleet) == pytest.approx(7.1e8)
    assert worked("debris_area_as_filed_m2", **fleet) == pytest.approx(8e8)
    assert worked("tracked_objects_ratio", **fleet) == pytest.approx(1e6 / 44_870)


def test_manoeuvres_of_a_fleet_of_starlinks_size():
    assert worked("manoeuvres_per_year", satellites_alive=9_555.0) == pytest.approx(2 * 144_404)


def test_dose_over_a_life():
    given = {"radiation_dose_krad_per_year": 0.5, "reference_life_years": 5.0}
    assert worked("radiation_life_dose_krad", satellite_life_years=8.0, **given) == pytest.approx(4.0)
    assert worked("radiation_life_dose_krad", satellite_life_years=0.0, **given) == pytest.approx(2.5)
    assert worked("radiation_years_to_limit", **given) == pytest.approx(4.0)
