"""What a prompt takes, against a calculation by hand (tests/authorities/prompt.py)."""

import json
import re
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from engine.chips import served_model, served_models
from engine.cities import find_city
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.facts import fact_table
from engine.formula import recomputed
from engine.link_classes import LinkClass
from engine.prompt import DEFAULT_RECORD, PromptTimes, prompt_quantities, prompt_times, record_of
from engine.quantities import CONFIDENCE_MEANING
from engine.route import network_for, route
from engine.route_parts import NEAREST, Fibre, Goal, Hop, Route
from engine.route_quantities import route_quantities
from engine.scenario import load_scenario, parse_scenario, shipped_scenarios
from engine.world import Simulation, simulate, world_at

AUTHORITY = json.loads((Path(__file__).parents[1] / "authorities/prompt.json").read_text(encoding="utf-8"))
MEGATON = shipped_scenarios()["megaton"].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def claim() -> Simulation:
    return simulate(load_scenario("megaton"))


def with_model(name: str) -> str:
    return MEGATON.replace("[compute]", f'[compute]\nmodel = "{name}"', 1)


def hop(link_class: LinkClass, away_km: float, wait_s: float) -> Hop:
    nowhere = np.zeros(3)
    return Hop(
        link_class=link_class, start="here", end="there", start_km=nowhere, end_km=nowhere, start_node=None,
        end_node=1, range_km=away_km, light_s=away_km / SPEED_OF_LIGHT_KM_S, wait_s=wait_s, rate_bit_s=1e9,
    )  # fmt: skip


def two_legs(goal: Goal = NEAREST) -> Route:
    hops = (hop(LinkClass.USER, 800.0, 0.005), hop(LinkClass.UPLINK, 3_000.0, 1e-5))
    fibre = Fibre(to="the data centre", great_circle_km=500.0, latency_s=0.0025)
    return Route(t_s=0.0, start=find_city("Quito"), goal=goal, hops=hops, fibre=fibre)


@pytest.mark.parametrize("row", AUTHORITY["rows"], ids=lambda row: f"{row['record']}-{row['prompt_tokens']}")
def test_every_part_is_the_one_worked_out_by_hand(row) -> None:
    text = with_model(row["record"]) + (
        f"\n[links]\nprompt_tokens = {row['prompt_tokens']}\nanswer_tokens = {row['answer_tokens']}\n"
    )
    times = prompt_times(two_legs(), simulate(parse_scenario(text)))
    assert times.record.name == row["record"] and "which the scenario names" in times.why
    for name, value in row.items():
        if name.endswith("_ms"):
            assert getattr(times, name) == pytest.approx(value, rel=1e-9), name
    assert times.tokens_per_s == times.record.tokens_per_s_per_user
    assert sum(times.legs_ms) + times.send_ms == pytest.approx(times.there_ms, abs=1e-6)
    assert times.fibre_to == "the data centre"


def test_a_thin_radio_link_slows_the_reader_and_not_the_fibre(claim: Simulation) -> None:
    """320 bit/s carry 10 tokens of 32 bits a second."""
    thin = simulate(parse_scenario(MEGATON + "\n[links]\nuser_link_bit_s = 320\n"))
    times, usual = prompt_times(two_legs(), thin), prompt_times(two_legs(), claim)
    assert times.tokens_per_s == 10.0 and usual.tokens_per_s == 90.0
    assert times.answer_ms - times.first_token_ms == pytest.approx(49_900.0)
    assert times.fibre_answer_ms == usual.fibre_answer_ms
    assert times.send_ms == pytest.approx(100_000.0)


def test_each_number_of_a_real_route_follows_from_what_is_beside_it(claim: Simulation) -> None:
    t_s = claim.scenario.opens_at_s
    found = route(network_for(claim, t_s, NEAREST), find_city("Nairobi"), NEAREST)
    assert isinstance(found, Route)
    made = prompt_quantities(found, claim)
    known = {**world_at(claim, t_s).quantities, **route_quantities(found, claim), **made}
    symbols = {quantity.symbol: name for name, quantity in known.items() if name not in made}
    for name, quantity in made.items():
        assert quantity.name == name and quantity.section == "links" and quantity.symbol
        assert quantity.confidence in CONFIDENCE_MEANING and quantity.source and quantity.formula
        assert symbols.setdefault(quantity.symbol, name) == name
        assert set(quantity.inputs) <= set(known)
        if quantity.expression:
            assert recomputed(quantity, known) == quantity.value
    times = prompt_times(found, claim)
    assert times.back_ms == pytest.approx(1e3 * found.latency_s, abs=1e-3)  # a microsecond
    assert len(times.legs_ms) == len(found.hops)
    assert {field.name for field in fields(PromptTimes)} >= {"legs_ms", "prefill_ms", "token_ms", "back_ms"}


def test_a_city_answers_no_prompts(claim: Simulation) -> None:
    with pytest.raises(ValueError, match=r"^the route leads to Quito: a prompt goes to a compute satellite$"):
        prompt_quantities(two_legs(goal=find_city("Quito")), claim)


# -- which record -----------------------------------------------------------------------------


def test_the_record_is_the_named_one_or_the_usual_and_it_is_said_which() -> None:
    assert record_of(load_scenario("megaton")) == (
        served_models()[DEFAULT_RECORD], "gpt-oss-120B on B200, FP4, as the scenario names no compute.model",
    )  # fmt: skip
    record, why = record_of(parse_scenario(with_model("deepseek-r1-b200")))
    assert record.name == "deepseek-r1-b200" and why.endswith("which the scenario names in compute.model")
    record, why = record_of(parse_scenario(with_model("deepseek-v4-pro-gb300")))
    assert record.name == DEFAULT_RECORD and "no number of active parameters is public for DeepSeek-V4-Pro" in why
    record, why = record_of(parse_scenario(with_model("deepseek-r1-gb200-slow-users")))
    assert record.name == DEFAULT_RECORD and "no speed for one reader is public" in why


def test_the_speed_for_one_reader_is_the_one_that_the_throughput_states() -> None:
    for model in served_models().values():
        stated = re.search(r"([\d.]+) tokens/s a user", model.throughput)
        assert model.tokens_per_s_per_user == (float(stated[1]) if stated else None), model.name
        assert (model.active_parameters is None) == (model.active_parameters_source == ""), model.name
        if model.active_parameters is not None:
            billions = re.search(r": ([\d.]+) of [\d.]+ billion", model.active_parameters_source)
            assert billions and model.active_parameters == float(billions[1]) * 1e9
            assert model.active_parameters_confidence == "U"  # until somebody has looked


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"tokens_per_s_per_user": 0}, "tokens_per_s_per_user is 0: it must be a number greater than 0"),
        ({"tokens_per_s_per_user": "90"}, "tokens_per_s_per_user is '90': it must be a number greater than 0"),
        ({"active_parameters": True}, "active_parameters is True: it must be a number greater than 0"),
        ({"active_parameters": float("inf")}, "active_parameters is inf: it must be a number greater than 0"),
        (
            {"active_parameters_source": ""},
            "active_parameters has the source '' and the confidence 'U': it must have a",
        ),
        ({"active_parameters_confidence": "sure"}, "active_parameters has the source .* and the confidence 'sure'"),
    ],
)
def test_a_record_that_cannot_be_is_told_in_a_sentence(changed, sentence) -> None:
    entry = dict(fact_table("models")[DEFAULT_RECORD])
    assert served_model("x", entry) == replace(served_models()[DEFAULT_RECORD], name="x")
    with pytest.raises(ValueError, match=f"^models.toml: x.{sentence}"):
        served_model("x", entry | changed)
