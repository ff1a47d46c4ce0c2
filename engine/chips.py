"""Records of AI chips and of models served on them: from watts to chips, FLOP/s and tokens.

The records are ``assets/facts/chips.toml`` and ``models.toml``; throughputs are
dense peaks, powers are all-in utility powers on the ground, for one chip.  A
scenario may name one of each in ``compute.chip`` and ``compute.model``; what it
does not state itself then comes from the record, with the record's source.

Left out: what the orbit adds to a chip's power, which nobody has published, and
chips that share one job over slow links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from types import MappingProxyType
from typing import Any, NamedTuple

from engine.facts import fact_table
from engine.quantities import CONFIDENCE_MEANING

PRECISIONS = ("bf16", "fp8", "fp4")
BASELINE = "h100-sxm"  # what an H100 equivalent is measured by, in dense FP8


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One accelerator: dense peak FLOP/s, W and kg of one chip; None where nothing is published."""

    name: str
    title: str
    bf16_flop_s: float | None = None
    fp8_flop_s: float | None = None
    fp4_flop_s: float | None = None
    tdp_w: float | None = None
    all_in_w: float | None = None
    mass_kg: float | None = None
    note: str = ""
    source: str
    confidence: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedModel:
    """One model on one chip: J a token, all in, and the throughput from which that follows.

    ``tokens_per_s_per_user`` is how fast one reader is answered; ``active_parameters``, with a source of its own, is
    how many weights work on a token.  None where nothing is published.
    """

    name: str
    title: str
    chip: str
    throughput: str
    tokens_per_s_per_mw: float | None = None
    tokens_per_s_per_chip: float | None = None
    energy_per_token_j: float
    tokens_per_s_per_user: float | None = None
    active_parameters: float | None = None
    active_parameters_source: str = ""
    active_parameters_confidence: str = ""
    source: str
    confidence: str
    link: str = ""


class Taken(NamedTuple):
    """What a named record gives to a field that the scenario leaves out."""

    value: float
    formula: str
    source: str
    confidence: str


@cache
def chips() -> Mapping[str, Chip]:
    """Return every chip by its name in scenario files."""
    return MappingProxyType({name: Chip(name=name, **entry) for name, entry in fact_table("chips").items()})


@cache
def served_models() -> Mapping[str, ServedModel]:
    """Return every model record by its name in scenario files."""
    return MappingProxyType({name: served_model(name, entry) for name, entry in fact_table("models").items()})


def served_model(name: str, entry: Mapping[str, Any]) -> ServedModel:
    """Return a record of ``models.toml``.  Raises ``ValueError`` with one sentence where a number cannot be."""
    where = f"models.toml: {name}"
    for field in ("tokens_per_s_per_user", "active_parameters"):
        value = entry.get(field)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < inf):
            raise ValueError(f"{where}.{field} is {value!r}: it must be a number greater than 0")
    confidence = entry.get("active_parameters_confidence", "")
    if "active_parameters" in entry and not (
        entry.get("active_parameters_source") and confidence in CONFIDENCE_MEANING
    ):
        raise ValueError(
            f"{where}.active_parameters has the source {entry.get('active_parameters_source', '')!r} and the confidence"
            f" {confidence!r}: it must have a source, and a confidence of {', '.join(CONFIDENCE_MEANING)}"
        )
    return ServedModel(name=name, **entry)


def chips_run_by(power_w: float, chip: Chip) -> float:
    """Return how many chips, all in, ``power_w`` runs; a real number."""
    return power_w / _published(chip.all_in_w, chip, "all-in power")


def peak_flop_s(power_w: float, chip: Chip, precision: str = "fp8") -> float:
    """Return the dense peak FLOP/s of the chips that ``power_w`` runs, in one of ``PRECISIONS``."""
    if precision not in PRECISIONS:
        raise ValueError(f"there is no precision {precision!r}: give one of {', '.join(PRECISIONS)}")
    per_chip: float | None = getattr(chip, f"{precision}_flop_s")
    return chips_run_by(power_w, chip) * _published(per_chip, chip, f"{precision.upper()} throughput")


def h100_equivalents(flop_s: float) -> float:
    """Return how many H100 have the same dense FP8 peak as ``flop_s``."""
    baseline = chips()[BASELINE]
    return flop_s / _published(baseline.fp8_flop_s, baseline, "FP8 throughput")


def tokens_per_s(power_w: float, model: ServedModel) -> float:
    """Return tokens a second if all of ``power_w`` serves ``model``."""
    return power_w / model.energy_per_token_j


def _published(value: float | None, chip: Chip, what: str) -> float:
    if value is None:
        raise ValueError(f"no {what} is published for {chip.title}")
    return value


# -- for scenarios that name a record ---------------------------------------------------------


def record_problems(compute: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the records that a scenario's [compute] names, a sentence each."""
    problems = []
    chip_name, model_name = compute.get("chip"), compute.get("model")
    if isinstance(chip_name, str):
        if chip_name not in chips():
            problems.append(_no_such("compute.chip", chip_name, chips()))
        elif chips()[chip_name].all_in_w is None and "peak_flop_s_per_w" not in compute:
            whole = (name for name, chip in chips().items() if chip.all_in_w is not None)
            problems.append(
                f"compute.chip is {chip_name!r}, for which no all-in power is published:"
                f" give compute.peak_flop_s_per_w as well, or one of {', '.join(whole)}"
            )
    if isinstance(model_name, str) and model_name not in served_models():
        problems.append(_no_such("compute.model", model_name, served_models()))
    return problems


def _no_such(field: str, given: str, allowed: Iterable[str]) -> str:
    shown = repr(given) if len(given) <= 60 else repr(given[:57] + "...")
    return f"{field} is {shown}: it must be one of {', '.join(allowed)}"


def taken_from_records(compute: Mapping[str, Any]) -> dict[str, Taken]:
    """Return what the named records give, by field, for the fields that [compute] does not state."""
    taken: dict[str, Taken] = {}
    if "chip" in compute:
        chip = chips()[compute["chip"]]
        if chip.all_in_w is not None:
            words = f"all-in power of one {chip.title}, which the scenario names in compute.chip"
            taken["compute.gpu_power_w"] = Taken(chip.all_in_w, words, chip.source, chip.confidence)
            if chip.fp8_flop_s is not None:
                words = (
                    f"{chip.fp8_flop_s / 1e12:,.0f} dense FP8 TFLOP/s / {chip.all_in_w:,.0f} W all-in:"
                    f" {chip.title}, which the scenario names in compute.chip"
                )
                taken["compute.peak_flop_s_per_w"] = Taken(
                    chip.fp8_flop_s / chip.all_in_w, words, chip.source, chip.confidence
                )
    if "model" in compute:
        model = served_models()[compute["model"]]
        words = f"{model.title} ({model.throughput}), which the scenario names in compute.model"
        taken["compute.energy_per_token_j"] = Taken(model.energy_per_token_j, words, model.source, model.confidence)
    return {field: record for field, record in taken.items() if field.removeprefix("compute.") not in compute}
