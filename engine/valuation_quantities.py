"""The valuation as quantities: each with its inputs, and the published figures beside it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.formula import Formula, add_formulas
from engine.quantities import Quantity
from engine.valuation import Outcome, Valuation
from engine.valuation_inputs import distributions, fixed, input_quantities

NOT_THE_SAME = (
    "ARK and Mach33's 17 inputs and their ranges are not public, so these are others: a difference says which inputs"
    " were taken, not who is right. Theirs is of June 2025 and has no orbital compute; ours knows that Starship was not"
    " yet in orbit in September 2026, and counts neither Mars nor Optimus."
)
LEAVES_OUT = (
    "Inputs are drawn as if none depended on another. No competitors, limit of chips or of demand for compute, debt,"
    " failures, Mars, Optimus or xAI; a multiple of EBITDA counts chips as if they did not wear out."
)
FORMULA = (
    "EBITDA of 2030 × multiple, over {runs:,} runs (seed {seed}); in each, the cash of a year buys launches and"
    " satellites, these bring bandwidth{compute}, these bring the cash of the next year, from 2026 to 2030"
)
PERCENTILES = {"p25": "one run in four is lower", "p50": "half the runs are lower", "p75": "one run in four is higher"}
SUBSCRIPTS = {"p25": "₂₅", "p50": "₅₀", "p75": "₇₅"}

COMPARED = (
    Formula(
        name="ev_2030_over_published",
        title="Value in 2030 over ARK and Mach33's",
        unit="1",
        symbol="EV₅₀/EV₅₀,ARK",
        expression="ev_2030_p50_usd / ev_2030_published_p50_usd",
        words="half the runs are lower / their base case",
        leaves_out=NOT_THE_SAME,
    ),
)


def valuation_quantities(valuation: Valuation) -> Mapping[str, Quantity]:
    """Return what the valuation took and gave, and what was published, by name; all in the section "valuation"."""
    made = dict(input_quantities())
    names = (*distributions(), *fixed())
    without_names = tuple(name for name in names if not name.startswith("v_compute_"))
    for quantity in (
        *_values(valuation, valuation.without_compute, "ev_2030", "without orbital compute", "", without_names),
        *_values(valuation, valuation.with_compute, "ev_2030_compute", "with orbital compute", "ᶜ", names),
        *_difference(valuation, names),
    ):
        made[quantity.name] = quantity
    add_formulas(made, "valuation", COMPARED)
    return MappingProxyType(made)


def _values(
    valuation: Valuation, outcome: Outcome, stem: str, case: str, mark: str, inputs: tuple[str, ...]
) -> list[Quantity]:
    formula = FORMULA.format(runs=valuation.runs, seed=valuation.seed, compute=" and compute" if mark else "")
    return [
        Quantity(
            name=f"{stem}_{key}_usd",
            title=f"Value in 2030 {case}: {words}",
            unit="USD",
            value=getattr(outcome, f"{key}_usd"),
            formula=formula,
            inputs=inputs,
            leaves_out=f"{LEAVES_OUT} {NOT_THE_SAME}",
            symbol=f"EV{SUBSCRIPTS[key]}{mark}",
            section="valuation",
        )
        for key, words in PERCENTILES.items()
    ]


def _difference(valuation: Valuation, inputs: tuple[str, ...]) -> list[Quantity]:
    paired = "value with orbital compute - value without, from the same draws"
    differences = [
        Quantity(
            name=f"ev_2030_difference_{key}_usd",
            title=f"What orbital compute adds by 2030: {words}",
            unit="USD",
            value=getattr(valuation, f"difference_{key}_usd"),
            formula=paired,
            inputs=inputs,
            leaves_out=LEAVES_OUT + " Compute takes its share of mass whether or not it pays.",
            symbol=f"ΔEV{SUBSCRIPTS[key]}",
            section="valuation",
        )
        for key, words in PERCENTILES.items()
    ]
    return [
        *differences,
        Quantity(
            name="ev_2030_compute_adds_share",
            title="Runs in which orbital compute adds value by 2030",
            unit="1",
            value=valuation.compute_adds_share,
            formula=f"runs with {paired} > 0, / all runs",
            inputs=inputs,
            leaves_out=LEAVES_OUT,
            symbol="EV_f₊",
            section="valuation",
        ),
        Quantity(
            name="ev_2030_compute_pays_share",
            title="Runs in which compute launched in 2030 earns back its cost",
            unit="1",
            value=valuation.compute_pays_share,
            formula="runs in which what a watt earns a year × life > cost to build it + cost to launch it, / all runs",
            inputs=inputs,
            leaves_out="interest, and any fall in the price of compute: either makes it less",
            symbol="EV_f_pays",
            section="valuation",
        ),
    ]
