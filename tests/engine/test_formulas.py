"""The registry of numbers: each can be recomputed by hand from what is shown beside it."""

from __future__ import annotations

import math

import pytest

from engine.expression import evaluate, in_symbols, inputs_of
from engine.formula import recomputed
from engine.models import MODELS
from engine.quantities import CONFIDENCE_MEANING, SECTIONS
from engine.scenario import load_scenario, shipped_scenarios
from engine.world import simulate, world_at

WORLDS = {
    (name, share): world_at(simulation, scenario.start_s + share * (scenario.end_s - scenario.start_s))
    for name in shipped_scenarios()
    for scenario in [load_scenario(name)]
    for simulation in [simulate(scenario)]
    for share in (0.0, 0.3, 1.0)
}


@pytest.mark.parametrize("key", WORLDS, ids=lambda key: f"{key[0]}-{key[1]}")
def test_every_quantity_is_complete_and_can_be_recomputed(key) -> None:
    quantities = WORLDS[key].quantities
    for name, quantity in quantities.items():
        assert name == quantity.name and quantity.title and quantity.unit and quantity.formula, name
        assert quantity.source and quantity.confidence in CONFIDENCE_MEANING and quantity.symbol, name
        assert quantity.section in SECTIONS and math.isfinite(quantity.value), name
        assert set(quantity.inputs) <= set(quantities), name
        assert quantity.link == "" or quantity.link.startswith("https://"), name
        if quantity.expression:
            assert recomputed(quantity, quantities) == quantity.value, name
            assert set(quantity.inputs) == set(inputs_of(quantity.expression))


def test_every_formula_has_its_own_name_and_symbol() -> None:
    formulas = [formula.name for section in MODELS.values() for formula in section]
    assert len(formulas) == len(set(formulas))
    symbols: dict[str, str] = {}
    for world in WORLDS.values():  # a scenario with a lunar factory has more of them
        for name, quantity in world.quantities.items():
            assert symbols.setdefault(quantity.symbol, name) == name, f"{name}: {quantity.symbol}"


def test_no_chain_of_inputs_runs_in_a_circle() -> None:
    for world in WORLDS.values():
        done: set[str] = set()

        def visit(name: str, above: tuple[str, ...], quantities=world.quantities, done=done) -> None:
            assert name not in above, " -> ".join((*above, name))
            if name not in done:
                for needed in quantities[name].inputs:
                    visit(needed, (*above, name))
                done.add(name)

        for name in world.quantities:
            visit(name, ())


def test_an_expression_is_shown_as_people_write_it() -> None:
    text = "(a + b) * c**2 / (d - e) / log10(f) - g**-0.5"
    assert inputs_of(text) == ("a", "b", "c", "d", "e", "f", "g")
    assert in_symbols(text, str.upper) == "(A + B) × C² / (D − E) / log₁₀(F) − G⁻⁰·⁵"
    assert in_symbols("a - (b - c)", str) == "a − (b − c)"
    assert in_symbols("a / (b * c)", str) == "a / (b × c)"
    assert in_symbols("(a * b)**3", str) == "(a × b)³"


def test_an_expression_can_do_arithmetic_and_nothing_else() -> None:
    assert evaluate("max(a, 0) * ln(b)", {"a": 2.0, "b": math.e}) == 2.0
    for wrong in ("__import__('os')", "a.real", "[a]", "a if b else (lambda: c)()", "'a' * 3"):
        with pytest.raises((ValueError, KeyError)):
            evaluate(wrong, {"a": 1.0, "b": 1.0, "c": 1.0})
