"""The report: every quantity of a world by section, as text, JSON, CSV or Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.quantities import SECTIONS, Quantity, format_quantity
from engine.timebase import format_utc
from engine.world import World

FORMATS = ("text", "json", "csv", "markdown")
CSV_COLUMNS = (
    "section", "name", "title", "value", "unit", "formula", "expression", "inputs", "source", "confidence", "link",
    "leaves_out",
)  # fmt: skip
# Of other sections, for those who read this one by itself.
_ALSO = {"moon": ("moon_track_length_km", "moon_satellites_in_flight")}
NOT_WORKED_OUT = (
    "The valuation and the totals of the network take a few seconds: --section valuation, --section links or"
    " --section all works them out."
)

Progress = Callable[[float], bool]
BySection = Mapping[str, list[Quantity]]


def quantities_of(world: World) -> dict[str, Quantity]:
    """Return the quantities of the instant, and those of the scenario as a whole, by name."""
    from engine.crossover import crossover_quantities

    return {**world.quantities, **crossover_quantities(world.simulation)}


def valuation_names() -> frozenset[str]:
    """Return the names that the valuation adds, from so few runs that it takes no time."""
    from engine.valuation import run
    from engine.valuation_quantities import valuation_quantities

    return frozenset(valuation_quantities(run(runs=100)))


def with_valuation(quantities: Mapping[str, Quantity], progress: Progress | None = None) -> dict[str, Quantity]:
    """Return the quantities with those of a valuation of a million runs, which takes some seconds."""
    from engine.valuation import run
    from engine.valuation_quantities import valuation_quantities

    return {**quantities, **valuation_quantities(run(progress=progress))}


def with_network(
    quantities: Mapping[str, Quantity], world: World, progress: Progress | None = None
) -> dict[str, Quantity]:
    """Return the quantities with the totals of the network, which take some seconds for a million satellites."""
    from engine.network_totals import network_totals

    return {**quantities, **network_totals(world, progress).quantities}


def report(world: World, section: str | None, file_format: str, progress: Progress | None = None) -> str:
    """Return one section, ``all``, or with None all but what takes seconds, as one of ``FORMATS``.

    That is the valuation, and of the links the totals of the network.
    """
    known = quantities_of(world)
    if section in ("links", "all"):
        known = with_network(known, world, progress)
    if section in ("valuation", "all"):
        known = with_valuation(known, progress)
    wanted = [name for name in SECTIONS if section in (None, "all", name)]
    if section is None:
        wanted.remove("valuation")
    chosen = {name: [quantity for quantity in known.values() if quantity.section == name] for name in wanted}
    chosen = {name: quantities for name, quantities in chosen.items() if quantities or name == section}
    if file_format == "json":
        return _json(world, chosen, known)
    if file_format == "csv":
        return _csv(chosen)
    if section in _ALSO and chosen[section]:
        chosen[section] = [*(known[name] for name in _ALSO[section]), *chosen[section]]
    head = f"{world.scenario.title} ({world.scenario.name}) at {format_utc(world.t_s)}"
    body = _markdown(head, chosen) if file_format == "markdown" else _text(head, chosen)
    return body + (f"\n{NOT_WORKED_OUT}\n" if section is None else "")


def _json(world: World, chosen: BySection, known: Mapping[str, Quantity]) -> str:
    """Return ``{"scenario", "at_utc", "quantities": {name: {value, unit, formula, inputs, ...}}}``."""

    def entry(quantity: Quantity) -> dict[str, Any]:
        return {
            "title": quantity.title,
            "symbol": quantity.symbol,
            "section": quantity.section,
            "value": quantity.value,
            "unit": quantity.unit,
            "formula": quantity.formula,
            "expression": quantity.expression,
            "inputs": {name: known[name].value for name in quantity.inputs},
            "source": quantity.source,
            "confidence": quantity.confidence,
            "link": quantity.link,
            "leaves_out": quantity.leaves_out,
        }

    content = {
        "scenario": world.scenario.name,
        "at_utc": format_utc(world.t_s),
        "quantities": {quantity.name: entry(quantity) for section in chosen.values() for quantity in section},
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _csv(chosen: BySection) -> str:
    """Return a line a quantity, its inputs' names with spaces between; values to the last digit."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for section, quantities in chosen.items():
        for q in quantities:
            writer.writerow([
                section, q.name, q.title, q.value, q.unit, q.formula, q.expression, " ".join(q.inputs), q.source,
                q.confidence, q.link, q.leaves_out,
            ])  # fmt: skip
    return buffer.getvalue()


def _text(head: str, chosen: BySection) -> str:
    """Return the sections, one quantity a line with confidence and name."""
    shown = [quantity for quantities in chosen.values() for quantity in quantities]
    title_width = min(60, max((len(quantity.title) for quantity in shown), default=0))
    value_width = max((len(format_quantity(quantity)) for quantity in shown), default=0)
    lines = [head]
    for section, quantities in chosen.items():
        lines += ["", SECTIONS[section], ""]
        lines += [
            f"  {q.title:<{title_width}}  {format_quantity(q):>{value_width}}   {q.confidence:<10}  {q.name}"
            for q in quantities
        ] or ["  none"]
    return "\n".join(lines) + "\n"


def _markdown(head: str, chosen: BySection) -> str:
    """Return a table a section."""
    lines = [f"# {_escaped(head)}"]
    for section, quantities in chosen.items():
        lines += ["", f"## {SECTIONS[section]}", ""]
        lines += [_row(("Quantity", "Value", "How", "Source", "Confidence", "Name")), _row(["---"] * 6)]
        for q in quantities:
            source = f"[{_escaped(q.source)}](<{q.link}>)" if q.link else _escaped(q.source)
            cells = (_escaped(q.title), _escaped(format_quantity(q)), _escaped(q.formula), source)
            lines.append(_row((*cells, q.confidence, f"`{q.name}`")))
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|~"} | {"\n": " "})


def _escaped(text: str) -> str:
    """Return the text with what Markdown would take for its own marks."""
    return text.translate(_MARKS)
