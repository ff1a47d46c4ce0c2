"""The sceptic's list: whole, tied to numbers that exist, and long enough for each scenario."""

import math
import re

import pytest

from engine.facts import fact_table
from engine.objections import names_in, objections
from engine.quantities import CONFIDENCE_MEANING, format_quantity
from engine.scenario import parse_scenario, shipped_scenarios
from engine.world import open_simulation, simulate, world_at

ENTRIES = fact_table("objections")
OPENED = {name: open_simulation(name) for name in shipped_scenarios()}
OPENING = {name: world_at(simulation, simulation.scenario.opens_at_s) for name, simulation in OPENED.items()}
END = {name: world_at(simulation, simulation.scenario.end_s) for name, simulation in OPENED.items()}


@pytest.mark.parametrize("key", ENTRIES)
def test_an_objection_is_whole(key):
    entry = ENTRIES[key]
    for field in ("title", "claim", "critic", "source", "what_would_change_it"):
        assert entry[field].strip() == entry[field] != "", field
    assert entry["what_would_change_it"].endswith(".") and entry["what_would_change_it"].count(". ") == 0
    assert entry["confidence"] in CONFIDENCE_MEANING
    assert entry.get("link", "https://").startswith("https://")
    assert entry["ours"] and isinstance(entry["weight"], int)
    assert ("critic_value" in entry) == ("critic_unit" in entry)
    known = "title weight pro claim ours critic critic_value critic_unit source confidence link applies"
    assert set(entry) <= {*known.split(), "what_would_change_it"}


@pytest.mark.parametrize("name", OPENED)
def test_every_quantity_named_exists(name):
    quantities = OPENING[name].quantities
    for key, entry in ENTRIES.items():
        assert names_in(entry) <= set(quantities), key


@pytest.mark.parametrize("key", ENTRIES)
def test_the_critics_number_stands_in_his_words(key):
    """A value beside the text is one of the numbers of the text, so that the two cannot part."""
    entry = ENTRIES[key]
    if "critic_value" in entry and key not in WRITTEN_OUT:
        numbers = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", entry["critic"])]
        assert entry["critic_value"] in numbers


# "less than a fifth", "of five years", "a million tonnes"
WRITTEN_OUT = {"energy_is_not_the_cost", "never_retired", "no_grid_queue", "lunar_mass"}


@pytest.mark.parametrize("worlds", [OPENING, END], ids=["opening", "end"])
@pytest.mark.parametrize("name", OPENED)
def test_each_scenario_has_at_least_three(name, worlds):
    found = objections(worlds[name])
    assert sum(not objection.pro for objection in found) >= 3
    assert len({objection.key for objection in found}) == len(found)
    for objection in found:
        for text in (objection.title, objection.claim, objection.ours, objection.critic, objection.source):
            assert text and "{" not in text and "nan" not in text.split()
        assert objection.ours.count("\n") == len(objection.names) - 1


def test_they_come_by_weight_and_the_case_in_favour_last():
    found = objections(OPENING["megaton"])
    against = [objection.weight for objection in found if not objection.pro]
    assert against == sorted(against, reverse=True) and against
    assert [objection.pro for objection in found] == sorted(objection.pro for objection in found)
    assert any(objection.pro for objection in found)


def test_our_number_is_the_worlds():
    world = OPENING["megaton"]
    first = next(objection for objection in objections(world) if objection.key == "specific_power")
    assert first.claim == "100 kW from a satellite of 1 t"
    quantity = world.quantities[first.names[0]]
    assert first.ours.splitlines()[0] == f"{quantity.title}: {format_quantity(quantity)}"
    assert first.critic_value == 50.0
    training = next(objection for objection in objections(world) if objection.key == "training")
    assert not math.isnan(training.critic_value)


@pytest.mark.parametrize(
    ("key", "listed", "absent"),
    [
        ("specific_power", {"megaton", "moon"}, {"filing", "sceptic"}),  # AI1 as filed has 40 W/kg
        ("lunar_mass", {"moon"}, {"megaton", "filing", "starlink"}),
        ("never_retired", {"megaton"}, {"filing", "sceptic", "starlink"}),
        ("ring_crossings", {"megaton", "filing"}, {"starlink"}),
        ("cost", set(), {"starlink"}),  # it carries no computers
    ],
)
def test_only_what_applies_is_listed(key, listed, absent):
    having = {name for name, world in OPENING.items() if key in {objection.key for objection in objections(world)}}
    assert listed <= having and not having & absent


def test_the_claim_of_no_upkeep_is_a_switch():
    text = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
    assert "free = true" in text
    for free, listed in (("true", True), ("false", False)):
        scenario = parse_scenario(text.replace("free = true", f"free = {free}"))
        world = world_at(simulate(scenario), scenario.opens_at_s)
        assert ("no_maintenance" in {objection.key for objection in objections(world)}) is listed
