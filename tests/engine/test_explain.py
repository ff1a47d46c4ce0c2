"""What a reader with a calculator needs: each number follows from what is printed beside it."""

from __future__ import annotations

import json
import math
import re

import pytest

from engine.explain import in_symbols, tree, tree_text, unknown_quantity, with_numbers
from engine.expression import FUNCTIONS, evaluate, inputs_of
from engine.expression import in_symbols as written
from engine.quantities import Quantity
from engine.report import quantities_of
from engine.scenario import shipped_scenarios
from engine.world import open_simulation, world_at

SHARES = (0.0, 0.45, 1.0)
QUANTITIES = {
    (name, share): quantities_of(
        world_at(simulation, scenario.start_s + share * (scenario.end_s - scenario.start_s)),
    )
    for name in shipped_scenarios()
    for simulation in [open_simulation(name)]
    for scenario in [simulation.scenario]
    for share in SHARES
}
every_world = pytest.mark.parametrize("key", QUANTITIES, ids=lambda key: f"{key[0]}-{key[1]}")

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹·⁄", "-0123456789./")
SIGNS = {
    "×": "*", "−": "-", "≥": ">=", "≤": "<=", " = ": " == ", ", else ": " else ", "^": "**", "log₁₀": "log10",
    "log₂": "log2", "√": "sqrt", "π": "pi", "round up": "ceil", "round down": "floor",
}  # fmt: skip


def read_back(text: str) -> float:
    """Return what a formula comes to as it is printed, by Python's rules, which are those of school."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: "e" + found[1].translate(RAISED), text)
    text = re.sub(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹·⁄]+", lambda found: f"**({found[0].translate(RAISED)})", text)
    for sign, python in SIGNS.items():
        text = text.replace(sign, python)
    return float(eval(text, {"__builtins__": {}, **FUNCTIONS}))


def without_units(text: str, units: set[str]) -> str:
    for unit in sorted(units, key=len, reverse=True):
        text = re.sub(rf"(?<=[\d⁰¹²³⁴⁵⁶⁷⁸⁹]) {re.escape(unit)}(?![\w²³/(])", "", text)
    return text


def nodes_of(node: dict) -> list[dict]:
    return [node, *(below for given in node.get("inputs", ()) for below in nodes_of(given))]


@every_world
def test_each_number_follows_from_the_inputs_printed_under_it(key) -> None:
    quantities = QUANTITIES[key]
    needed = {name for quantity in quantities.values() for name in quantity.inputs}
    explained = set()
    for top in [name for name in quantities if name not in needed]:
        for node in nodes_of(json.loads(json.dumps(tree(top, quantities), allow_nan=False))):
            if "explained_above" in node or node["name"] in explained:
                continue
            explained.add(node["name"])
            assert node["value"] == quantities[node["name"]].value
            assert node["source"] and node["confidence_means"] and node["formula"] and node["shown"], node["name"]
            if node["expression"]:
                given = {below["name"]: below["value"] for below in node["inputs"]}
                assert evaluate(node["expression"], given) == node["value"], node["name"]
            elif not node["inputs"]:  # a source, and nothing behind it
                assert node["in_symbols"] == node["with_numbers"] == ""
    assert explained == set(quantities)


@every_world
def test_the_printed_numbers_come_to_the_printed_result(key) -> None:
    """Read as a person reads them: units left away, powers of ten and brackets as they stand."""
    for quantity in QUANTITIES[key].values():
        if not quantity.expression:
            continue
        units = {QUANTITIES[key][name].unit for name in quantity.inputs} - {"1"} | {quantity.unit}
        text = without_units(with_numbers(quantity, QUANTITIES[key]), units)
        shown, result = text.rsplit(" = ", 1)
        assert read_back(shown) == pytest.approx(quantity.value, rel=6e-6), f"{quantity.name}: {text}"
        assert read_back(result) == pytest.approx(quantity.value, rel=6e-6), f"{quantity.name}: {text}"


@every_world
def test_a_formula_in_symbols_says_what_was_worked_out(key) -> None:
    """The exact values put in for the symbols, worked out by the brackets and signs that are printed."""
    for quantity in QUANTITIES[key].values():
        if quantity.expression:
            values = {name: QUANTITIES[key][name].value for name in inputs_of(quantity.expression)}
            shown = written(quantity.expression, lambda name, values=values: f"({values[name]!r})")
            assert read_back(shown) == pytest.approx(quantity.value, rel=1e-9), f"{quantity.name}: {shown}"


def test_every_symbol_of_a_formula_is_that_of_an_input() -> None:
    quantities = next(iter(QUANTITIES.values()))
    assert in_symbols(quantities["power_rated_w"], quantities) == "P_rated = N × P_sat"
    for quantity in quantities.values():
        if quantity.expression:
            text = in_symbols(quantity, quantities)
            assert all(quantities[name].symbol in text for name in quantity.inputs), text


def made(name: str, value: float, unit: str = "1", expression: str = "") -> Quantity:
    inputs = inputs_of(expression) if expression else ()
    return Quantity(
        name=name, title=name.title(), unit=unit, value=value, formula="words", symbol=name, expression=expression,
        inputs=inputs,
    )  # fmt: skip


def test_numbers_that_nearly_cancel_get_the_digits_they_need() -> None:
    quantities = {q.name: q for q in (made("a", 1.0000001234), made("b", 1.0), made("c", 1.234e-7, expression="a - b"))}
    assert with_numbers(quantities["c"], quantities) == "1.0000001234 − 1 = 1.234 × 10⁻⁷"


def test_a_unit_with_a_stroke_is_kept_together() -> None:
    quantities = {
        q.name: q
        for q in (
            made("w", 500.0, "W"), made("e", 0.25, "J/token"), made("t", 2000.0, "tokens/s", "w / e"),
            made("same", 0.25, "J/token", "e"),
        )
    }  # fmt: skip
    assert with_numbers(quantities["t"], quantities) == "500 W / (0.25 J/token) = 2,000 tokens/s"
    assert with_numbers(quantities["same"], quantities) == "0.25 J/token = 0.25 J/token"


def test_what_was_explained_is_not_explained_again() -> None:
    quantities = {
        q.name: q for q in (made("a", 2.0), made("b", 4.0, expression="a * a"), made("c", 6.0, expression="b + a"))
    }
    assert tree_text("c", quantities).count("source ") == 3
    lines = tree_text("c", quantities).splitlines()
    assert [line for line in lines if "[a, a]" in line] == [
        "        A = 2  [a, a]",
        "    A = 2  [a, a]: explained above",
    ]


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    names = next(iter(QUANTITIES.values()))
    assert "power_live_w" in str(unknown_quantity("powr_live_w", names, "QUANTITY"))
    assert "power_live_w" in str(unknown_quantity("Power live W", names, "QUANTITY"))
    assert "kardashev" in str(unknown_quantity("kardashev", names, "QUANTITY"))
    assert "report" in str(unknown_quantity("xyzzy", names, "QUANTITY"))
    assert all(math.isfinite(quantity.value) for quantity in names.values())
