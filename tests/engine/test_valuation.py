"""The valuation against a second calculation, closed forms, and what must hold of any flywheel."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from engine.facts import facts
from engine.formula import recomputed
from engine.quantities import CONFIDENCE_MEANING
from engine.scenario import load_scenario
from engine.timeline import Cancelled
from engine.valuation import CHUNK, compute_pays, rank_correlations, run, turn
from engine.valuation_inputs import Distribution, distributions, draw_inputs, fixed
from engine.valuation_quantities import valuation_quantities
from engine.world import simulate, world_at

AUTHORITY = json.loads((Path(__file__).parents[1] / "authorities/valuation.json").read_text(encoding="utf-8"))
ROWS = AUTHORITY["runs"]
SMALL = run(runs=CHUNK + 5_000, seed=7)


def arrays(rows):
    return {name: np.array([row["draw"][name] for row in rows]) for name in distributions()}


@pytest.mark.parametrize(("with_compute", "key"), [(False, "without"), (True, "with")])
def test_the_flywheel_is_that_of_the_second_calculation(with_compute, key) -> None:
    worth = turn(arrays(ROWS), with_compute)
    assert worth.value_usd == pytest.approx([row[key]["value_usd"] for row in ROWS], rel=1e-10)
    assert worth.bandwidth_gbps == pytest.approx([row[key]["bandwidth_gbps"] for row in ROWS], rel=1e-10)


def test_the_second_calculation_was_asked_where_each_limit_holds() -> None:
    limits = Counter("".join(row[key]["limits"] for row in ROWS for key in ("without", "with")))
    assert min(limits["f"], limits["c"], limits["-"]) > 20
    most = fixed()["v_communications_share"] * fixed()["v_communications_usd_per_year"]
    draws = [(row["draw"], row["without"]["value_usd"]) for row in ROWS]
    sales = [
        value / draw["v_multiple"] / draw["v_margin_share"] - fixed()["v_other_usd_per_year"] for draw, value in draws
    ]
    assert max(sales) == pytest.approx(most)  # one of the rows meets the greatest sales there can be


def test_the_seventeen_inputs_are_spread_as_written_down_beside_the_sources() -> None:
    assert len(distributions()) == 17
    stated = {row["name"]: Distribution(row["kind"], tuple(row["numbers"])) for row in AUTHORITY["ranges"]}
    assert dict(distributions()) == stated


def law(distribution: Distribution):
    p = distribution.parameters
    if distribution.kind == "triangular":
        return stats.triang(c=(p[1] - p[0]) / (p[2] - p[0]), loc=p[0], scale=p[2] - p[0])
    if distribution.kind == "uniform":
        return stats.uniform(p[0], p[1] - p[0])
    return stats.lognorm(s=p[1], scale=p[0])


@pytest.mark.parametrize("name", distributions())
def test_draws_follow_their_law(name) -> None:
    drawn = np.concatenate([draw_inputs(seed=11, chunk=chunk, count=50_000)[name] for chunk in range(4)])
    expected = law(distributions()[name])
    # 2.23 / √n is what one honest sample in ten thousand exceeds; an end moved by 2 % of the spread gives twice that.
    assert stats.kstest(drawn, expected.cdf).statistic < 2.23 / math.sqrt(len(drawn))
    assert distributions()[name].median == pytest.approx(expected.median(), rel=1e-12)
    low, high = distributions()[name].limits
    assert low <= drawn.min() and drawn.max() <= high


def test_inputs_do_not_depend_on_each_other() -> None:
    table = np.corrcoef(list(draw_inputs(seed=3, chunk=0, count=50_000).values()))
    assert np.abs(table - np.eye(17)).max() < 0.02  # four standard deviations of chance are 0.018


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    again, other = run(runs=SMALL.runs, seed=7), run(runs=SMALL.runs, seed=8)
    for case in ("without_compute", "with_compute"):
        ours, theirs = getattr(SMALL, case), getattr(again, case)
        assert ours.counts.tobytes() == theirs.counts.tobytes()
        assert (ours.p25_usd, ours.p50_usd, ours.p75_usd) == (theirs.p25_usd, theirs.p50_usd, theirs.p75_usd)
        assert ours.mean_usd == theirs.mean_usd and ours.rank_correlation == theirs.rank_correlation
        assert ours.p50_usd != getattr(other, case).p50_usd
    assert SMALL.edges_usd.tobytes() == again.edges_usd.tobytes()


def test_a_chunk_does_not_depend_on_those_before_it() -> None:
    forward = [draw_inputs(5, chunk, 100)["v_multiple"] for chunk in (0, 1, 2)]
    backward = [draw_inputs(5, chunk, 100)["v_multiple"] for chunk in (2, 1, 0)][::-1]
    assert np.array_equal(forward, backward)
    assert len(np.unique(forward)) == 300


def test_the_summary_is_that_of_all_runs() -> None:
    chunks = [draw_inputs(7, 0, CHUNK), draw_inputs(7, 1, 5_000)]
    without, with_compute = (
        np.concatenate([turn(chunk, flag).value_usd for chunk in chunks]) for flag in (False, True)
    )
    for outcome, values in ((SMALL.without_compute, without), (SMALL.with_compute, with_compute)):
        ordered = np.sort(values)
        for share, ours in ((0.25, outcome.p25_usd), (0.5, outcome.p50_usd), (0.75, outcome.p75_usd)):
            at = int(share * len(ordered))
            assert ordered[at - 1] <= ours <= ordered[at]
        assert outcome.mean_usd == pytest.approx(math.fsum(values) / len(values))
        assert outcome.counts.sum() == SMALL.runs
        middle = SMALL.edges_usd[40]
        assert outcome.counts[:40].sum() == np.count_nonzero(values < middle)
    assert SMALL.compute_adds_share == np.mean(with_compute > without)
    # Paired: the median of the differences, which is not the difference of the medians.
    assert SMALL.difference_p50_usd == pytest.approx(np.median(with_compute - without))


def test_rank_correlation_is_spearmans() -> None:
    inputs = draw_inputs(2, 0, 5_000)
    values = turn(inputs, True).value_usd
    ours = rank_correlations(inputs, values)
    for name, drawn in inputs.items():
        assert ours[name] == pytest.approx(stats.spearmanr(drawn, values).statistic, abs=1e-9)
    sizes = [abs(rank) for rank in ours.values()]
    assert sizes == sorted(sizes, reverse=True)
    # What only compute has cannot move the case without it.
    unmoved = SMALL.without_compute.rank_correlation
    assert max(abs(unmoved[name]) for name in unmoved if name.startswith("v_compute_")) < 0.03


def test_compute_with_no_share_of_the_mass_changes_nothing() -> None:
    inputs = draw_inputs(1, 0, 2_000) | {"v_compute_mass_share": np.zeros(2_000)}
    assert np.array_equal(turn(inputs, True).value_usd, turn(inputs, False).value_usd)


MORE_IS_NOT_LESS = (
    "v_starting_cash_usd", "v_launch_learning_share", "v_gbps_per_kg", "v_price_usd_per_mbps_month",
    "v_margin_share", "v_multiple",
)  # fmt: skip
LESS_IS_NOT_LESS = ("v_launch_usd_per_kg", "v_satellite_usd_per_kg", "v_price_fall_share")


@settings(max_examples=40, deadline=None)
@given(chunk=st.integers(0, 10_000), name=st.sampled_from(MORE_IS_NOT_LESS + LESS_IS_NOT_LESS), by=st.floats(0.0, 0.3))
def test_more_money_for_the_flywheel_never_lowers_the_value(chunk, name, by) -> None:
    """Cash, margin, prices and costs, without compute.

    It does not hold of compute, more of which may not pay, nor of the fleet:
    one that can fly sooner spends on launches while they are dear.
    """
    inputs = draw_inputs(4, chunk, 200)
    change = by if name in MORE_IS_NOT_LESS else -by
    before, after = turn(inputs, False).value_usd, turn(inputs | {name: inputs[name] * (1.0 + change)}, False).value_usd
    assert (after >= before * (1.0 - 1e-12)).all()


def test_a_hand_calculation_of_a_firm_that_cannot_launch() -> None:
    """With a launch beyond all means bandwidth halves and more: 600 Tbps × 0.8 a year."""
    inputs = {name: np.array([distribution.median]) for name, distribution in distributions().items()}
    inputs |= {"v_launch_usd_per_kg": np.array([1e15]), "v_price_fall_share": np.array([0.0])}
    worth = turn(inputs, True)
    assert worth.bandwidth_gbps == pytest.approx([600e3 * 0.8**5], rel=1e-3)
    selling = 600e3 * (0.8**4 + 0.8**5) / 2.0
    ebitda = inputs["v_margin_share"] * (selling * 1_000.0 * 12.0 * inputs["v_price_usd_per_mbps_month"] + 6e9)
    assert worth.value_usd == pytest.approx(ebitda * inputs["v_multiple"], rel=1e-3)


def test_compute_pays_when_a_life_of_earnings_exceeds_what_it_cost() -> None:
    inputs = {
        "v_compute_usd_per_w": np.array([40.0, 40.0]),
        "v_compute_w_per_kg": np.array([100.0, 100.0]),
        "v_compute_usd_per_w_year": np.array([9.0, 9.0]),
    }
    # 5 years × 9 = 45 a watt, against 40 and 1 or 10 of launch
    assert compute_pays(inputs, np.array([100.0, 1_000.0])).tolist() == [True, False]


def test_progress_is_told_and_can_stop_the_work() -> None:
    told: list[float] = []
    run(runs=3 * CHUNK, seed=1, progress=lambda share: told.append(share) is None)
    assert told == pytest.approx([0.0, 1 / 3, 2 / 3])
    asked: list[float] = []
    with pytest.raises(Cancelled):
        run(runs=3 * CHUNK, seed=1, progress=lambda share: asked.append(share) is not None)
    assert asked == [0.0]


def test_bad_input_is_answered_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="runs is 0; at least 1"):
        run(runs=0)
    with pytest.raises(ValueError, match="seed is -1"):
        run(runs=1, seed=-1)
    for kind, numbers in [("normal", (0.0, 1.0)), ("uniform", (1.0,)), ("uniform", (2.0, 1.0)),
                          ("triangular", (1.0, 4.0, 3.0)), ("lognormal", (0.0, 1.0))]:  # fmt: skip
        with pytest.raises(ValueError, match=kind):
            Distribution(kind, numbers)


def test_one_run_is_a_valuation_too() -> None:
    one = run(runs=1, seed=1)
    assert one.without_compute.counts.sum() == 1
    assert one.without_compute.p25_usd == one.without_compute.p75_usd > 0.0
    assert set(one.without_compute.rank_correlation.values()) == {0.0}


def test_each_quantity_says_where_it_comes_from() -> None:
    quantities = valuation_quantities(SMALL)
    scenario = load_scenario("megaton")
    world = world_at(simulate(scenario), scenario.end_s).quantities
    assert not set(quantities) & set(world)
    assert not {quantity.symbol for quantity in quantities.values()} & {quantity.symbol for quantity in world.values()}
    assert len({quantity.symbol for quantity in quantities.values()}) == len(quantities)
    for name, quantity in quantities.items():
        assert name == quantity.name and quantity.title and quantity.unit and quantity.formula and quantity.source
        assert quantity.section == "valuation" and quantity.confidence in CONFIDENCE_MEANING
        assert math.isfinite(quantity.value) and set(quantity.inputs) <= set(quantities)
        if quantity.expression:
            assert recomputed(quantity, quantities) == quantity.value
        if quantity.source.startswith("our choice"):
            assert quantity.confidence == "assumption", name
    assert set(facts()).isdisjoint(quantities)


def test_the_published_figures_stand_beside_ours_as_claims() -> None:
    quantities = valuation_quantities(SMALL)
    published = [quantities[f"ev_2030_published_{key}_usd"] for key in ("p25", "p50", "p75")]
    assert [quantity.value for quantity in published] == [1.7e12, 2.5e12, 3.1e12]
    assert {quantity.confidence for quantity in published} == {"claim"}
    assert "not public" in quantities["ev_2030_p50_usd"].leaves_out
    assert quantities["ev_2030_p50_usd"].value == SMALL.without_compute.p50_usd
    assert quantities["ev_2030_compute_p50_usd"].value == SMALL.with_compute.p50_usd


def test_every_input_and_every_fixed_number_is_used(monkeypatch) -> None:
    """Moving any of them moves the value, or the table lists what the model does not need."""
    rows = arrays(ROWS)
    before = turn(rows, True).value_usd
    for name in distributions():
        moved = rows | {name: rows[name] + 0.5 if name == "v_service_year" else rows[name] * 0.9}
        assert not np.array_equal(turn(moved, True).value_usd, before), name
    for name, value in fixed().items():
        changed = {**fixed(), name: value * 1.1}
        monkeypatch.setattr("engine.valuation.fixed", lambda changed=changed: changed)
        assert not np.array_equal(turn(rows, True).value_usd, before), name
