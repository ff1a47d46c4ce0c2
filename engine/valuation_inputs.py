"""The inputs of the valuation: 17 distributions, what is held fixed, and what others published.

All of them, with their sources, are in ``assets/facts/valuation.toml``.  The
17 inputs are drawn independently of each other, which the real ones are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import inf, sqrt
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.facts import fact_table
from engine.quantities import Quantity

Array = NDArray[np.float64]

PARAMETERS = {
    "triangular": ("low", "mode", "high"),
    "uniform": ("low", "high"),
    "lognormal": ("median", "sigma"),
}


@dataclass(frozen=True, slots=True)
class Distribution:
    """How an input is spread.  ``parameters`` are in the order of ``PARAMETERS[kind]``, in the input's unit.

    A lognormal has its median and the standard deviation of ln x.
    """

    kind: str
    parameters: tuple[float, ...]

    def __post_init__(self) -> None:
        if self.kind not in PARAMETERS:
            raise ValueError(f"distribution {self.kind!r}: allowed are {', '.join(PARAMETERS)}")
        names, given = PARAMETERS[self.kind], self.parameters
        if len(given) != len(names):
            raise ValueError(f"{self.kind} takes {', '.join(names)}; given: {given}")
        if self.kind == "lognormal":
            fits = min(given) > 0.0
        else:
            fits = list(given) == sorted(given) and given[0] < given[-1]
        if not fits:
            raise ValueError(f"{self.kind} with {dict(zip(names, given, strict=True))}: {_ALLOWED[self.kind]}")

    @property
    def median(self) -> float:
        if self.kind == "lognormal":
            return self.parameters[0]
        if self.kind == "uniform":
            return (self.parameters[0] + self.parameters[1]) / 2.0
        low, mode, high = self.parameters
        if mode >= (low + high) / 2.0:
            return low + sqrt((high - low) * (mode - low) / 2.0)
        return high - sqrt((high - low) * (high - mode) / 2.0)

    @property
    def limits(self) -> tuple[float, float]:
        """Return the least and the greatest value there can be."""
        return (0.0, inf) if self.kind == "lognormal" else (self.parameters[0], self.parameters[-1])

    def draw(self, rng: np.random.Generator, count: int) -> Array:
        """Return (count,) values."""
        if self.kind == "lognormal":
            median, sigma = self.parameters
            return np.asarray(median * np.exp(sigma * rng.standard_normal(count)), dtype=np.float64)
        if self.kind == "uniform":
            low, high = self.parameters
            return rng.uniform(low, high, count)
        low, mode, high = self.parameters
        return rng.triangular(low, mode, high, count)

    def __str__(self) -> str:
        pairs = zip(PARAMETERS[self.kind], self.parameters, strict=True)
        return f"{self.kind}, " + ", ".join(f"{name} {value:g}" for name, value in pairs)


_ALLOWED = {
    "triangular": "low ≤ mode ≤ high and low < high is needed",
    "uniform": "low < high is needed",
    "lognormal": "a median and a sigma above 0 are needed",
}


@cache
def distributions() -> Mapping[str, Distribution]:
    """Return the 17 inputs' distributions, by name, in the order in which they are drawn."""
    return MappingProxyType(
        {
            name: Distribution(
                entry["distribution"], tuple(float(entry[key]) for key in PARAMETERS[entry["distribution"]])
            )
            for name, entry in fact_table("valuation")["inputs"].items()
        }
    )


@cache
def fixed() -> Mapping[str, float]:
    """Return what the model holds fixed, by name."""
    return MappingProxyType({name: float(entry["value"]) for name, entry in fact_table("valuation")["fixed"].items()})


def draw_inputs(seed: int, chunk: int, count: int) -> dict[str, Array]:
    """Return (count,) draws of each input for one chunk of runs.

    Each chunk has a random stream of its own, found from ``seed`` and its
    number alone, so it does not matter which chunks came before.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(chunk,)))
    return {name: distribution.draw(rng, count) for name, distribution in distributions().items()}


@cache
def input_quantities() -> Mapping[str, Quantity]:
    """Return the median of each input, what is held fixed, and what others published."""
    table = fact_table("valuation")
    made = {}
    for name, distribution in distributions().items():
        entry = table["inputs"][name]
        made[name] = _quantity(name, entry, distribution.median, f"median of its distribution: {distribution}",
                               f"{entry['source']}; spread: {entry['spread']}")  # fmt: skip
    for name, entry in table["fixed"].items():
        made[name] = _quantity(name, entry, float(entry["value"]), "held fixed in every run", entry["source"])
    for name, entry in table["published"].items():
        made[name] = _quantity(name, entry, float(entry["value"]), "as published", entry["source"])
    return MappingProxyType(made)


def _quantity(name: str, entry: Mapping[str, str], value: float, formula: str, source: str) -> Quantity:
    return Quantity(
        name=name,
        title=entry["title"],
        unit=entry["unit"],
        value=value,
        formula=formula,
        source=source,
        confidence=entry["confidence"],
        symbol=entry["symbol"],
        section="valuation",
    )
