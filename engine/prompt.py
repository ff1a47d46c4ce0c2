"""A prompt's time: there over satellites, read by a chip, answered a token at a time, and back; and by fibre instead.

Reading (prefill) takes 2 operations for each active parameter and token of the prompt, at the share of its peak that
a chip reaches; one chip reads it.  Then the answer comes at the speed that one reader has in the record of the model.
The record is the one that the scenario names in ``compute.model``.  Where it names none, or one that lacks a number, it
is gpt-oss-120B on B200, from which the scenarios' energy of a token is.

Left out: waiting for a free chip, attention over the prompt (small beside the parameters at some thousand tokens),
chips that share the reading, which makes it faster, and the ground between a data centre and its fibre.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.chips import ServedModel, chips, served_models
from engine.cities import City
from engine.formula import Formula, add_formulas
from engine.models.links import FORMULAS as LINK_FORMULAS
from engine.quantities import Quantity
from engine.route_quantities import route_quantities

if TYPE_CHECKING:
    from engine.route_parts import Route
    from engine.scenario import Scenario
    from engine.world import Simulation

DEFAULT_RECORD = "gpt-oss-120b-b200"
_NOT_COUNTED = "waiting for a free chip, queues, and the ground network behind a city's terminal"

FORMULAS = (
    *(formula for formula in LINK_FORMULAS if formula.name == "prompt_send_s"),
    Formula(
        name="prompt_there_s",
        title="The prompt's way there",
        unit="s",
        symbol="t_there",
        expression="route_one_way_s + prompt_send_s",
        words="one way over satellites + to send a prompt over a user's radio link",
        leaves_out=_NOT_COUNTED,
    ),
    Formula(
        name="prompt_prefill_s",
        title="To read the prompt",
        unit="s",
        symbol="t_read",
        expression="2 * prompt_active_parameters * prompt_tokens / (prompt_chip_flop_s * model_flop_utilisation)",
        words="2 × active parameters × tokens of a prompt / (peak of one chip × model FLOP utilisation)",
        leaves_out="attention over the prompt, chips that share the work, prompts that are kept from before",
        source="arithmetic: a multiplication and an addition for each parameter and token",
    ),
    Formula(
        name="prompt_token_s",
        title="To make one token",
        unit="s",
        symbol="t_tok",
        expression="1 / prompt_reader_tokens_per_s",
        words="1 / tokens a second for one reader",
    ),
    Formula(
        name="prompt_first_token_s",
        title="Until the first token is read",
        unit="s",
        symbol="t_first",
        expression="prompt_there_s + prompt_prefill_s + prompt_token_s + route_one_way_s",
        words="way there + to read the prompt + to make one token + one way back over satellites",
        leaves_out=_NOT_COUNTED,
    ),
    Formula(
        name="prompt_shown_tokens_per_s",
        title="Tokens a second that reach the reader",
        unit="tokens/s",
        symbol="r_shown",
        expression="min(prompt_reader_tokens_per_s, min(user_link_bit_s, starlink_downlink_bit_s) / bits_per_token)",
        words="tokens a second for one reader, at most what the user's radio link carries",
        leaves_out="others on the same satellite",
    ),
    Formula(
        name="prompt_answer_s",
        title="Until the whole answer is read",
        unit="s",
        symbol="t_all",
        expression="prompt_first_token_s + (answer_tokens - 1) / prompt_shown_tokens_per_s",
        words="until the first token is read + (tokens of an answer - 1) / tokens a second that reach the reader",
        leaves_out=_NOT_COUNTED,
    ),
    Formula(
        name="prompt_fibre_first_token_s",
        title="By fibre to a data centre: until the first token",
        unit="s",
        symbol="t_first,fib",
        expression="2 * route_fibre_s + prompt_prefill_s + prompt_token_s",
        words="2 × one way by fibre + to read the prompt + to make one token, on the same chip with the same model",
        leaves_out="the way to the fibre and off it, routers, waiting for a free chip: kinder to fibre than the truth",
    ),
    Formula(
        name="prompt_fibre_answer_s",
        title="By fibre to a data centre: until the whole answer",
        unit="s",
        symbol="t_all,fib",
        expression="prompt_fibre_first_token_s + (answer_tokens - 1) / prompt_reader_tokens_per_s",
        words="until the first token by fibre + (tokens of an answer - 1) / tokens a second for one reader",
        leaves_out="the way to the fibre and off it, routers, waiting for a free chip: kinder to fibre than the truth",
    ),
    Formula(
        name="prompt_later_than_fibre_s",
        title="First token later than by fibre",
        unit="s",
        symbol="Δt_first",
        expression="prompt_first_token_s - prompt_fibre_first_token_s",
        words="until the first token over satellites - by fibre; below 0 satellites are sooner",
    ),
)


def record_of(scenario: Scenario) -> tuple[ServedModel, str]:
    """Return the record of the model that answers, and why it is that one."""
    named, usual = scenario.served_model, served_models()[DEFAULT_RECORD]
    if not named:
        return usual, f"{usual.title}, as the scenario names no compute.model"
    record = served_models()[named]
    if _reads(record) and record.tokens_per_s_per_user is not None:
        return record, f"{record.title}, which the scenario names in compute.model"
    lacking = "speed for one reader" if _reads(record) else "number of active parameters"
    return usual, f"{usual.title}, as no {lacking} is public for {record.title}, named in compute.model"


def _reads(record: ServedModel) -> bool:
    return record.active_parameters is not None and chips()[record.chip].fp8_flop_s is not None


def prompt_quantities(route: Route, simulation: Simulation) -> Mapping[str, Quantity]:
    """Return what a prompt takes by name, section "links"; what it follows from is in ``route_quantities``.

    Raises ``ValueError`` where the route leads to a city, which answers no prompts.
    """
    if isinstance(route.goal, City):
        raise ValueError(f"the route leads to {route.goal.name}: a prompt goes to a compute satellite")
    made = dict(route_quantities(route, simulation))
    before = set(made)
    for quantity in _of_record(*record_of(simulation.scenario)):
        made[quantity.name] = quantity
    add_formulas(made, "links", FORMULAS)
    return MappingProxyType({name: quantity for name, quantity in made.items() if name not in before})


def _of_record(record: ServedModel, why: str) -> tuple[Quantity, ...]:
    chip = chips()[record.chip]
    assert record.active_parameters is not None and record.tokens_per_s_per_user is not None
    assert chip.fp8_flop_s is not None
    return (
        Quantity(
            name="prompt_active_parameters",
            title="Parameters that work on a token",
            unit="1",
            value=record.active_parameters,
            formula=f"of {why}",
            source=record.active_parameters_source,
            confidence=record.active_parameters_confidence,
            symbol="n_act",
            section="links",
        ),
        Quantity(
            name="prompt_chip_flop_s",
            title=f"Peak of one {chip.title}, dense FP8",
            unit="FLOP/s",
            value=chip.fp8_flop_s,
            formula=f"the chip of {why}; in FP4 a model may be read up to twice as fast",
            source=chip.source,
            confidence=chip.confidence,
            symbol="C_chip",
            section="links",
            link=chip.link,
        ),
        Quantity(
            name="prompt_reader_tokens_per_s",
            title=f"Tokens a second for one reader of {record.title}",
            unit="tokens/s",
            value=record.tokens_per_s_per_user,
            formula=f"of {why}: {record.throughput}",
            source=record.source,
            confidence=record.confidence,
            symbol="r_user",
            section="links",
            link=record.link,
        ),
    )
