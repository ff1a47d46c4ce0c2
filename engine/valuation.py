"""What SpaceX might be worth in 2030: a cash flywheel, run many times with inputs drawn by chance.

In the spirit of ARK Invest and Mach33's model of June 2025, whose inputs are
not public; ours are in ``assets/facts/valuation.toml``.  A run begins at the
end of 2025 with cash and with the bandwidth then in orbit, and turns once for
each year from 2026 to 2030:

1. All the cash may be spent.  Falcon 9 lifts what it lifts today, or what the
   cash pays for, launch and satellites; what is left goes to Starship.
2. Starship's fleet grows by so many ships a year of service.  A ship's
   turnaround, and what a launch costs, fall by a share for each doubling of
   1 + mass lifted so far / the mass at which learning begins.  It lifts what
   the fleet can fly or what the cash pays for, whichever is less.
3. A share of Starship's mass carries compute (none, in the case without), the
   rest carries bandwidth.  One part in a life of what is in orbit retires.
4. Bandwidth earns by the mean of the year's start and end.  Revenue per unit
   falls by a share for each doubling of bandwidth, and the total stops at a
   share of the world's spending on communications.  Compute earns by its mean
   power.
5. EBITDA is a margin on communications and other revenue, and what compute
   earns after running costs.  A share of it becomes cash for the next year.

The enterprise value in 2030 is that year's EBITDA times a multiple.

Left out: foresight (cash is spent as it comes, on launches while they are
dear, and on compute whether or not it pays); that the multiple counts chips
which wear out in five years as if they lasted (``compute_pays_share`` says in
how many runs they earn their cost back); competitors; chip supply, and any
limit to the demand for compute or fall of its price; Mars, Optimus, xAI; debt,
and new shares after the start; failures; that the inputs depend on each other;
all that comes after 2030.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.files import Cancelled
from engine.valuation_inputs import Array, draw_inputs, fixed

FIRST_YEAR, LAST_YEAR = 2026, 2030
DAYS_PER_YEAR = 365.25
MBPS_MONTHS_PER_GBPS_YEAR = 12_000.0
RUNS = 1_000_000
SEED = 2030
# Small enough that a chunk's working arrays stay in the processor's cache.
CHUNK = 20_000
BINS = 80


@dataclass(frozen=True, eq=False)
class Outcome:
    """The enterprise value in 2030 over all runs, USD, and how each input's rank goes with its rank (-1 to 1)."""

    p25_usd: float
    p50_usd: float
    p75_usd: float
    mean_usd: float
    counts: NDArray[np.int64]  # (BINS,): runs between two of the valuation's edges
    rank_correlation: Mapping[str, float]  # the strongest first


@dataclass(frozen=True, eq=False)
class Valuation:
    """Both cases from the same draws.  ``edges_usd`` (BINS + 1,) are evenly spaced in the logarithm."""

    runs: int
    seed: int
    without_compute: Outcome
    with_compute: Outcome
    edges_usd: Array
    difference_p25_usd: float  # with less without, run by run
    difference_p50_usd: float
    difference_p75_usd: float
    compute_adds_share: float  # of runs in which compute makes the value greater
    compute_pays_share: float  # of runs in which compute launched in 2030 earns back its cost within a life


@dataclass(frozen=True, eq=False)
class Worth:
    """What runs come to in 2030, each of the inputs' shape: value, bandwidth, and a launch of Starship."""

    value_usd: Array
    bandwidth_gbps: Array
    launch_usd_per_kg: Array


def run(runs: int = RUNS, seed: int = SEED, progress: Callable[[float], bool] | None = None) -> Valuation:
    """Return the valuation over ``runs`` draws, the same for the same seed on the same machine.

    ``progress`` is told the share done; if it returns False, ``Cancelled`` is raised.
    Raises ``ValueError`` if there are no runs or the seed is negative.
    """
    if runs < 1:
        raise ValueError(f"valuation: runs is {runs}; at least 1 is needed")
    if seed < 0:
        raise ValueError(f"valuation: seed is {seed}; it must not be negative")
    values = {False: np.empty(runs), True: np.empty(runs)}
    correlations: dict[bool, Mapping[str, float]] = {}
    paying = 0
    for chunk, start in enumerate(range(0, runs, CHUNK)):
        if progress is not None and not progress(start / runs):
            raise Cancelled
        stop = min(start + CHUNK, runs)
        inputs = draw_inputs(seed, chunk, stop - start)
        for with_compute, all_values in values.items():
            worth = turn(inputs, with_compute)
            all_values[start:stop] = worth.value_usd
            if chunk == 0:  # enough for a rank correlation: one in a hundred is off by more than 0.02
                correlations[with_compute] = rank_correlations(inputs, worth.value_usd)
            if with_compute:
                paying += int(np.count_nonzero(compute_pays(inputs, worth.launch_usd_per_kg)))
    return _summary(runs, seed, values[False], values[True], correlations, paying)


def turn(inputs: Mapping[str, Array], with_compute: bool) -> Worth:
    """Return what runs with these inputs come to after the five turns; see the top of this file."""
    x, const = inputs, fixed()
    launch_start, cash = x["v_launch_usd_per_kg"], x["v_starting_cash_usd"]
    bandwidth = np.full_like(cash, const["v_start_gbps"])
    power = np.zeros_like(cash)
    lifted = np.zeros_like(cash)  # kg, by Starship, up to now
    compute_share = x["v_compute_mass_share"] if with_compute else np.zeros_like(cash)
    turnaround_exponent = np.log2(1.0 - x["v_turnaround_learning_share"])
    launch_exponent = np.log2(1.0 - x["v_launch_learning_share"])
    price_exponent = np.log2(1.0 - x["v_price_fall_share"])
    build = (1.0 - compute_share) * x["v_satellite_usd_per_kg"]
    build += compute_share * x["v_compute_w_per_kg"] * x["v_compute_usd_per_w"]
    price = MBPS_MONTHS_PER_GBPS_YEAR * x["v_price_usd_per_mbps_month"]
    most_usd = const["v_communications_share"] * const["v_communications_usd_per_year"]
    kept = 1.0 - 1.0 / const["v_life_years"]

    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        falcon_cost = launch_start + x["v_satellite_usd_per_kg"]
        falcon = np.minimum(const["v_falcon_kg_per_year"], cash / falcon_cost)
        cash = cash - falcon * falcon_cost

        doublings = np.log2(1.0 + lifted / const["v_learning_start_kg"])
        turnaround = x["v_turnaround_days"] * np.exp2(turnaround_exponent * doublings)
        turnaround = np.maximum(turnaround, const["v_turnaround_least_days"])
        served = np.maximum(year + 1.0 - x["v_service_year"], 0.0)
        flights = const["v_ships_per_year"] * served * np.minimum(served, 1.0) * DAYS_PER_YEAR / turnaround
        starship_cost = launch_start * np.exp2(launch_exponent * doublings) + build
        starship = np.minimum(flights * x["v_payload_kg"], cash / starship_cost)
        cash = cash - starship * starship_cost
        lifted = lifted + starship

        bandwidth_before, power_before = bandwidth, power
        bandwidth = kept * bandwidth + falcon * const["v_falcon_gbps_per_kg"]
        bandwidth = bandwidth + starship * (1.0 - compute_share) * x["v_gbps_per_kg"]
        power = kept * power + starship * compute_share * x["v_compute_w_per_kg"]

        selling = 0.5 * (bandwidth_before + bandwidth)
        unit_price = price * np.exp2(price_exponent * np.log2(selling / const["v_start_gbps"]))
        sales = np.minimum(selling * unit_price, most_usd)
        ebitda = x["v_margin_share"] * (sales + const["v_other_usd_per_year"])
        ebitda += 0.5 * (power_before + power) * x["v_compute_usd_per_w_year"]
        cash = cash + const["v_reinvested_share"] * ebitda

    return Worth(x["v_multiple"] * ebitda, bandwidth, starship_cost - build)


def compute_pays(inputs: Mapping[str, Array], launch_usd_per_kg: Array) -> NDArray[np.bool_]:
    """Return in which runs a watt of compute earns, in its life, what building and launching it cost."""
    cost = inputs["v_compute_usd_per_w"] + launch_usd_per_kg / inputs["v_compute_w_per_kg"]
    pays: NDArray[np.bool_] = inputs["v_compute_usd_per_w_year"] * fixed()["v_life_years"] > cost
    return pays


def rank_correlations(inputs: Mapping[str, Array], values: Array) -> dict[str, float]:
    """Return Spearman's rank correlation of each input with ``values``, the strongest first."""
    if len(values) < 2:
        return dict.fromkeys(inputs, 0.0)
    ranks = _ranks(values)
    found = {name: float(np.corrcoef(_ranks(drawn), ranks)[0, 1]) for name, drawn in inputs.items()}
    return dict(sorted(found.items(), key=lambda item: -abs(item[1])))


def _ranks(values: Array) -> Array:
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks


def _summary(
    runs: int,
    seed: int,
    without: Array,
    with_compute: Array,
    correlations: Mapping[bool, Mapping[str, float]],
    paying: int,
) -> Valuation:
    # A little wider than the values, or rounding would leave the least or the greatest outside.
    least = 0.999 * min(without.min(), with_compute.min())
    most = 1.001 * max(without.max(), with_compute.max())
    edges = np.geomspace(least, most, BINS + 1)
    edges.flags.writeable = False
    difference = with_compute - without
    p25, p50, p75 = _percentiles(difference)
    return Valuation(
        runs=runs,
        seed=seed,
        without_compute=_outcome(without, edges, correlations[False]),
        with_compute=_outcome(with_compute, edges, correlations[True]),
        edges_usd=edges,
        difference_p25_usd=p25,
        difference_p50_usd=p50,
        difference_p75_usd=p75,
        compute_adds_share=float(np.count_nonzero(difference > 0.0)) / runs,
        compute_pays_share=paying / runs,
    )


def _outcome(values: Array, edges: Array, correlations: Mapping[str, float]) -> Outcome:
    p25, p50, p75 = _percentiles(values)
    counts = np.histogram(values, edges)[0].astype(np.int64)
    counts.flags.writeable = False
    return Outcome(p25, p50, p75, float(values.mean()), counts, correlations)


def _percentiles(values: Array) -> tuple[float, float, float]:
    p25, p50, p75 = np.percentile(values, (25.0, 50.0, 75.0))
    return float(p25), float(p50), float(p75)
