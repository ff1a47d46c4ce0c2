"""What a prompt takes, against a calculation by hand (tests/authorities/prompt.py)."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.chips import served_model, served_models
from engine.cities import find_city
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.facts import fact_table
from engine.formula import recomputed
from engine.link_classes import LinkClass
from engine.prompt import DEFAULT_RECORD, prompt_quantities, record_of
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


def known(route: Route, simulation: Simulation) -> dict[str, float]:
    made = {**route_quantities(route, simulation), **prompt_quantities(route, simulation)}
    return {name: quantity.value for name, quantity in made.items()}


@pytest.mark.parametrize("row", AUTHORITY["rows"], ids=lambda row: f"{row['record']}-{row['prompt_tokens']}")
def test_every_part_is_the_one_worked_out_by_hand(row) -> None:
    text = with_model(row["record"]) + (
        f"\n[links]\nprompt_tokens = {row['prompt_tokens']}\nanswer_tokens = {row['answer_tokens']}\n"
    )
    simulation, way = simulate(parse_scenario(text)), two_legs()
    record, why = record_of(simulation.scenario)
    assert record.name == row["record"] and "which the scenario names" in why
    times = known(way, simulation)
    for name, value in row.items():
        if name.endswith("_ms"):
            of = "route_one_way" if name == "back_ms" else f"prompt_{name.removesuffix('_ms')}"
            assert 1e3 * times[f"{of}_s"] == pytest.approx(value, rel=1e-9), name
    assert times["prompt_shown_tokens_per_s"] == record.tokens_per_s_per_user
    assert way.latency_s + times["prompt_send_s"] == pytest.approx(times["prompt_there_s"], abs=1e-9)


def test_a_thin_radio_link_slows_the_reader_and_not_the_fibre(claim: Simulation) -> None:
    """320 bit/s carry 10 tokens of 32 bits a second."""
    thin = simulate(parse_scenario(MEGATON + "\n[links]\nuser_link_bit_s = 320\n"))
    times, usual = known(two_legs(), thin), known(two_legs(), claim)
    assert times["prompt_shown_tokens_per_s"] == 10.0 and usual["prompt_shown_tokens_per_s"] == 90.0
    assert times["prompt_answer_s"] - times["prompt_first_token_s"] == pytest.approx(49.9)
    assert times["prompt_fibre_answer_s"] == usual["prompt_fibre_answer_s"]
    assert times["prompt_send_s"] == pytest.approx(100.0)


def test_each_number_of_a_real_route_follows_from_what_is_beside_it(claim: Simulation) -> None:
    t_s = claim.scenario.opens_at_s
    found = route(network_for(claim, t_s, NEAREST), find_city("Nairobi"), NEAREST)
    assert isinstance(found, Route)
    made = prompt_quantities(found, claim)
    beside = {**world_at(claim, t_s).quantities, **route_quantities(found, claim), **made}
    symbols = {quantity.symbol: name for name, quantity in beside.items() if name not in made}
    for name, quantity in made.items():
        assert quantity.name == name and quantity.section == "links" and quantity.symbol
        assert quantity.confidence in CONFIDENCE_MEANING and quantity.source and quantity.formula
        assert symbols.setdefault(quantity.symbol, name) == name
        assert set(quantity.inputs) <= set(beside)
        if quantity.expression:
            assert recomputed(quantity, beside) == quantity.value


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
