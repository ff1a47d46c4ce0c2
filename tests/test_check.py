"""``heliograph check``: every shipped scenario is good; a bad one hears of all its faults, each with what clashes."""

import re

import pytest

from engine.check import check
from engine.scenario import ScenarioError, parse_scenario, shipped_scenarios
from engine.warnings_of import warnings_of
from engine.world import simulate, world_at
from gui.main import main

MEGATON = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
MOON = shipped_scenarios()["moon"].read_text(encoding="utf-8")


def put(text, **fields):
    """Return a scenario's text with keys set: ``table__key`` in [table], ``key`` at the top."""
    for name, value in fields.items():
        table, _, key = name.rpartition("__")
        head = f"[{table}]\n" if table else ""
        start = text.find(head) + len(head)
        if table and head not in text:
            text = text.replace("[[shells]]", f"{head}{key} = {value}\n\n[[shells]]", 1)
            continue
        end = text.find("\n[", start)
        body, found = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text[start:end])
        text = text[:start] + (body if found else f"{key} = {value}\n{text[start:end]}") + text[end:]
    return text


def problems_of(text):
    with pytest.raises(ScenarioError) as error:
        parse_scenario(text)
    return str(error.value).splitlines()


def warnings_in(text):
    scenario = parse_scenario(text)
    return warnings_of(world_at(simulate(scenario), scenario.opens_at_s))


def test_every_shipped_scenario_is_good(capsys):
    names = list(shipped_scenarios())
    assert main(["check", *names]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert [line.split(":")[0] for line in captured.out.splitlines() if ": good." in line] == names


# Each clash, and the two numbers that its sentence must hold.
CLASHES = {
    "a life of zero": ({"satellite__life_years": 0}, "satellite.life_years is 0", "from 0.5"),
    "a life spent rising": (
        {"satellite__life_years": 0.5, "rising__duration_days": 300}, "life_years is 0.5", "rising.duration_days, 300",
    ),
    # 15,998,328 by 2046 (worked out apart from the program), then 5,113 days at a million a Julian year
    "more satellites than slots": ({"end_utc": '"2060-01-01"'}, "29,996,959 satellites", "16,670,400 slots"),
    "more satellites than allowed": (
        {"ramp__most_satellites": 1_000_000}, "15,998,328 satellites", "most_satellites allows 1,000,000",
    ),
    "an end before the start": ({"end_utc": '"2025-06-01"'}, "end_utc is '2025-06-01'", "2026-01-01T00:00:00Z"),
    "a ramp that ends before it starts": (
        {"ramp__half_rate_utc": '"2025-01-01"'}, "half_rate_utc is '2025-01-01'", "after start_utc, '2026-01-01",
    ),
    "a ramp that falls": ({"ramp__full_rate_kg_per_year": 1e6}, "2500000.0", "full_rate_kg_per_year, 1000000.0"),
    "an opening outside": ({"opens_at_utc": '"2050-01-01"'}, "'2050-01-01'", "end_utc, '2046-01-01"),
    "an order that repeats": ({"pattern__slot_multiplier": 600}, "is 600", "16,670,400 slots"),
}  # fmt: skip


@pytest.mark.parametrize("clash", CLASHES)
def test_what_cannot_be_simulated_is_one_sentence_with_both_numbers(clash):
    fields, first, second = CLASHES[clash]
    (said,) = problems_of(put(MEGATON, **fields))
    assert first in said
    assert second in said


def test_a_lunar_ramp_is_held_to_the_same(capsys):
    (said,) = problems_of(put(MOON, moon__half_rate_utc='"2050-01-01"'))
    assert "moon.half_rate_utc is '2050-01-01': it must be after moon.start_utc, '2054-09-01T00:00:00Z'" in said
    (said,) = problems_of(put(MOON, moon__start_utc='"2020-06-01"'))
    assert "'2020-06-01': it must not be before start_utc, '2026-01-01T00:00:00Z'" in said


def test_faults_of_every_kind_are_told_at_once():
    text = put(
        MEGATON,
        satellite__life_years=0,
        rising__insertion_altitude_km='"low"',
        ramp__half_rate_utc='"2020-06-01"',
        pattern__slot_multiplier=2,
        opens_at_utc='"2099-01-01"',
        power__degradation_per_year=7,
    )
    said = problems_of(text)
    named = ("life_years", "insertion_altitude_km", "half_rate_utc", "slot_multiplier", "opens_at", "degradation")
    assert len(said) == len(named)
    assert all(sum(name in line for line in said) == 1 for name in named)


# Each oddity, and the two numbers that its sentence must hold.
ODDITIES = {
    "payload smaller than a satellite": (
        MEGATON, {"launch__payload_kg_per_flight": 300}, "is 300:", "1,000 kg takes 4 flights",
    ),
    "free upkeep with a life": (MEGATON, {"satellite__life_years": 5}, "upkeep.free is true", "life_years is 5:"),
    "free upkeep with failures": (
        MEGATON, {"upkeep__failure_share_per_year": 0.09}, "upkeep.free is true", "failure_share_per_year is 0.09",
    ),
    "free upkeep with operations": (
        MEGATON, {"upkeep__operations_share_per_year": 0.02}, "upkeep.free is true", "share_per_year is 0.02",
    ),
    # Stefan-Boltzmann: 2 sides × 0.9 × 5.670374e-8 × 210⁴ = 198.502 W/m²
    "a radiator too cold": (MEGATON, {"heat__radiator_temperature_k": 210}, "is 210: ", "sends out 199 W/m²"),
    "a ramp that comes too late": (
        MEGATON, {"ramp__half_rate_utc": '"2050-01-01"'}, "half_rate_utc is 2050-01-01", "end_utc is 2046-01-01",
    ),
    "a Moon that comes too late": (
        MOON, {"end_utc": '"2050-01-01"', "opens_at_utc": '"2040-01-01"'},
        "moon.start_utc is 2054-09-01", "end_utc is 2050-01-01",
    ),
    "a Moon that comes late": (
        MOON, {"end_utc": '"2080-01-01"', "opens_at_utc": '"2070-01-01"'},
        "moon.half_rate_utc is 2085-01-01", "end_utc is 2080-01-01",
    ),
    "insertion above the shells": (
        MEGATON, {"rising__insertion_altitude_km": 800}, "insertion_altitude_km is 800", "at 500 km",
    ),
    "a source of nothing": (
        MEGATON + '"satellite.mas_kg" = { text = "x", confidence = "A" }\n', {}, 'sources."satellite.mas_kg"', "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("oddity", ODDITIES)
def test_what_may_be_wanted_is_a_warning_with_both_numbers(oddity):
    text, fields, first, second = ODDITIES[oddity]
    before = {line.split(":")[0] for line in warnings_in(text)} if fields else set()
    (said,) = [
        line
        for line in warnings_in(put(text, **fields))
        if line.split(":")[0] not in before and "milestone" not in line and "mass budget" not in line
    ]
    assert first in said
    assert second in said


def test_a_budget_that_does_not_close_names_both_specific_powers():
    (said,) = warnings_in(MEGATON)
    stated, closing = (float(number) for number in re.findall(r"([\d.]+) W/kg", said))
    assert stated == 100.0
    assert closing < stated
    # As light as the parts allow: 1 t at a little less than the power that closes.
    assert warnings_in(put(MEGATON, satellite__power_w=int(0.99 * closing * 1_000))) == ()


def test_a_milestone_outside_the_years_is_told():
    early = put(MEGATON, end_utc='"2035-01-01"')
    assert any("2036-01-01" in line and "to 2035-01-01" in line for line in warnings_in(early))


def test_good_and_bad_files_in_one_call(tmp_path, capsys):
    bad = tmp_path / "bad.toml"
    bad.write_text(put(MEGATON, satellite__life_years=0, opens_at_utc='"2099-01-01"'), encoding="utf-8")
    assert main(["check", "filing", str(bad), "nowhere", "megaton"]) == 2
    captured = capsys.readouterr()
    assert captured.out.startswith("filing: good.")
    assert "megaton: good." in captured.out and "megaton: warning: the mass budget" in captured.out
    assert captured.err.count("bad.toml: ") == 2
    assert "there is no scenario 'nowhere'" in captured.err
    assert captured.err.count("\n") == 3


def test_warnings_leave_a_scenario_good():
    text, problems = check(["megaton"])
    assert problems == ()
    assert text.count("\n") == 2
