"""engine.chips and engine.models.compute against collected tables (chips.csv, tokens.csv, consequences.csv)."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.chips import (
    PRECISIONS,
    chips,
    chips_run_by,
    h100_equivalents,
    peak_flop_s,
    served_models,
    tokens_per_s,
)
from engine.expression import evaluate
from engine.models import compute
from engine.quantities import CONFIDENCE_MEANING
from engine.scenario import ScenarioError, parse_scenario, shipped_scenarios
from engine.totals import scenario_quantities

AUTHORITIES = Path(__file__).parents[1] / "authorities"
MEGATON = shipped_scenarios()["megaton"].read_text(encoding="utf-8")
FLOP_LINE, TOKEN_LINE = (
    next(line for line in MEGATON.splitlines() if line.startswith(name))
    for name in ("peak_flop_s_per_w", "energy_per_token_j")
)


def table(name):
    lines = (AUTHORITIES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def last_digit(text):
    """Return what one unit in the last written digit is worth: 0.01 for 1.14."""
    return 10.0 ** -len(text.partition(".")[2])


# -- the records ------------------------------------------------------------------------------


@pytest.mark.parametrize("row", table("chips.csv"), ids=lambda row: row["chip"])
def test_chips_as_collected(row):
    chip = chips()[row["chip"]]
    for field, column, scale in (
        ("bf16_flop_s", "bf16_tflop_s", 1e12),
        ("fp8_flop_s", "fp8_tflop_s", 1e12),
        ("fp4_flop_s", "fp4_tflop_s", 1e12),
        ("tdp_w", "tdp_w", 1.0),
        ("all_in_w", "all_in_kw", 1e3),
    ):
        ours = getattr(chip, field)
        assert ours == (None if row[column] == "-" else pytest.approx(float(row[column]) * scale, rel=1e-9)), field
    assert chip.confidence == row["confidence"]
    if row["fp8_tflop_s_per_w"] != "-":
        ratio = row["fp8_tflop_s_per_w"]
        assert peak_flop_s(1.0, chip) / 1e12 == pytest.approx(float(ratio), abs=0.51 * last_digit(ratio))


def test_no_chip_is_missing_and_all_have_a_source():
    assert [row["chip"] for row in table("chips.csv")] == list(chips())
    assert [row["model"] for row in table("tokens.csv")] == list(served_models())
    for record in (*chips().values(), *served_models().values()):
        assert record.source and record.title and record.confidence in CONFIDENCE_MEANING
        assert record.link == "" or record.link.startswith("https://")


def test_mass_of_a_gpu_in_its_rack():
    """A GB300 NVL72 rack: 72 chips, 1.36 t (facts, section 6a)."""
    assert chips()["gb300-nvl72"].mass_kg == pytest.approx(1_360 / 72, abs=0.05)


@pytest.mark.parametrize("row", table("tokens.csv"), ids=lambda row: row["model"])
def test_energy_per_token_follows_from_the_throughput(row):
    model = served_models()[row["model"]]
    assert model.energy_per_token_j == float(row["joule_per_token"])
    by_hand = float(row["of_w"]) / float(row["throughput_tokens_s"])
    assert model.energy_per_token_j == pytest.approx(by_hand, abs=0.51 * last_digit(row["joule_per_token"]))
    assert model.confidence == row["confidence"]
    # what the record itself holds is the same throughput, on a chip that there is
    if model.tokens_per_s_per_mw is not None:
        assert (model.tokens_per_s_per_mw, 1e6) == (float(row["throughput_tokens_s"]), float(row["of_w"]))
    else:
        assert model.tokens_per_s_per_chip == float(row["throughput_tokens_s"])
        assert chips()[model.chip].all_in_w == float(row["of_w"])


def test_from_watts_to_chips_and_tokens():
    gb300, oss = chips()["gb300-nvl72"], served_models()["gpt-oss-120b-b200"]
    assert chips_run_by(100e9, gb300) == pytest.approx(47.6e6, abs=0.05e6)
    assert peak_flop_s(100e9, gb300) == pytest.approx(2.4e23, abs=0.05e23)
    assert h100_equivalents(peak_flop_s(100e9, gb300)) == pytest.approx(120e6, abs=1e6)
    assert h100_equivalents(peak_flop_s(1_730.0, chips()["h100-sxm"])) == pytest.approx(1.0)
    assert tokens_per_s(100e9, oss) == pytest.approx(2.8e11, abs=0.05e11)
    # a rack of 72: 1.1 EFLOP/s in dense FP4 (facts, section 6a)
    assert peak_flop_s(72 * 2_100.0, gb300, "fp4") == pytest.approx(1.1e18, abs=0.05e18)


@given(st.sampled_from(sorted(chips())), st.sampled_from(PRECISIONS), st.floats(1.0, 1e15))
def test_flop_s_grow_with_power_or_a_sentence_says_what_is_not_published(name, precision, power_w):
    chip = chips()[name]
    if chip.all_in_w is None or getattr(chip, f"{precision}_flop_s") is None:
        with pytest.raises(ValueError, match="is published for"):
            peak_flop_s(power_w, chip, precision)
        return
    peak = peak_flop_s(power_w, chip, precision)
    assert peak > 0.0
    assert peak_flop_s(2.0 * power_w, chip, precision) == pytest.approx(2.0 * peak)


def test_an_unknown_precision_is_told_the_known_ones():
    with pytest.raises(ValueError, match=r"no precision 'fp2': give one of bf16, fp8, fp4"):
        peak_flop_s(1.0, chips()["h100-sxm"], "fp2")


# -- the formulas -----------------------------------------------------------------------------


def worked_out(**given_values):
    values = {
        "power_total_w": 100e9, "compute_load_share": 1.0, "compute_overhead_share": 0.0,
        "peak_flop_s_per_w": 5_000e12 / 2_100.0, "model_flop_utilisation": 0.4, "gpu_power_w": 2_100.0,
        "h100_fp8_flop_s": 1_979e12, "world_ai_compute_h100e": 15e6, "energy_per_token_j": 0.36, "bits_per_token": 32.0,
        "satellites_alive": 100e9 / 120e3, "moon_satellites_alive": 0.0,
    } | given_values  # fmt: skip
    for formula in compute.FORMULAS:
        values[formula.name] = evaluate(formula.expression, values)
    return values


@pytest.mark.parametrize("row", table("consequences.csv"), ids=lambda row: row["quantity"])
def test_what_100_gw_come_to(row):
    got = worked_out()[row["quantity"]]
    assert got == pytest.approx(float(row["value"]), abs=0.51 * float(row["last_digit"]))


def test_overhead_and_load_come_off_before_anything_is_computed():
    whole, part = worked_out(), worked_out(compute_load_share=0.8, compute_overhead_share=0.25)
    for name in ("compute_power_w", "compute_flop_s", "gpus", "tokens_per_s", "gpu_hours_per_year", "downlink_bit_s"):
        assert part[name] == pytest.approx(0.6 * whole[name])


def test_utilisation_and_hours():
    got = worked_out()
    assert got["compute_flop_s_at_mfu"] == pytest.approx(0.95e23, abs=0.01e23)  # 0.4 of 2.38e23
    assert got["gpu_hours_per_year"] == pytest.approx(47.6e6 * 365.25 * 24, rel=1e-3)


def test_an_empty_fleet_sends_nothing_down():
    got = worked_out(power_total_w=0.0, satellites_alive=0.0)
    assert got["downlink_per_satellite_bit_s"] == got["gpus"] == got["tokens_per_s"] == 0.0


# -- a scenario that names records ------------------------------------------------------------


def named(*lines, flop=False, token=False):
    """Return the claim with lines put into [compute], and its own numbers there left in only where asked for."""
    text = MEGATON if flop else MEGATON.replace(FLOP_LINE + "\n", "", 1)
    text = text if token else text.replace(TOKEN_LINE + "\n", "", 1)
    # the claim's own sources for the two fields would otherwise stand
    text = "\n".join(line for line in text.splitlines() if not line.startswith('"compute.'))
    return text.replace("[compute]", "\n".join(["[compute]", *lines]), 1)


def test_named_records_give_the_numbers_their_source_and_confidence():
    quantities = scenario_quantities(parse_scenario(named('chip = "b200-sxm"', 'model = "deepseek-v4-pro-gb300"')))
    flop, token, gpu = (quantities[name] for name in ("peak_flop_s_per_w", "energy_per_token_j", "gpu_power_w"))
    assert flop.value == pytest.approx(2.07e12, abs=0.005e12)
    assert (token.value, gpu.value) == (0.34, 2_170.0)
    assert (flop.confidence, token.confidence, gpu.confidence) == ("A", "B", "A")
    assert flop.source == gpu.source == chips()["b200-sxm"].source
    assert token.source == served_models()["deepseek-v4-pro-gb300"].source
    assert "4,500 dense FP8 TFLOP/s / 2,170 W" in flop.formula and "compute.chip" in flop.formula


def test_a_number_in_the_file_goes_before_the_record():
    scenario = parse_scenario(named('chip = "h100-sxm"', flop=True, token=True))
    quantity = scenario_quantities(scenario)["peak_flop_s_per_w"]
    assert quantity.value == 2.381e12
    assert quantity.formula == "given by the scenario, field compute.peak_flop_s_per_w"
    assert scenario.parameters["gpu_power_w"] == 1_730.0
    own = parse_scenario(named('chip = "h100-sxm"', "gpu_power_w = 1_500", token=True))
    assert own.parameters["gpu_power_w"] == 1_500.0
    assert own.parameters["peak_flop_s_per_w"] == pytest.approx(1.14e12, abs=0.005e12)


def test_the_source_that_a_file_gives_goes_before_the_record_s():
    text = named('chip = "h100-sxm"', token=True).replace(
        "[sources]", '[sources]\n"compute.peak_flop_s_per_w" = { text = "my own", confidence = "U" }', 1
    )
    quantity = scenario_quantities(parse_scenario(text))["peak_flop_s_per_w"]
    assert (quantity.source, quantity.confidence) == ("my own", "U")


@pytest.mark.parametrize(
    ("lines", "keep", "sentences"),
    [
        ([], {}, [
            "compute.peak_flop_s_per_w is missing (Peak FLOP/s per watt of compute power):"
            " give compute.chip or compute.peak_flop_s_per_w",
            "compute.energy_per_token_j is missing (Energy per token, J):"
            " give compute.model or compute.energy_per_token_j",
        ]),
        (['chip = "abacus"'], {"token": True}, [
            "compute.chip is 'abacus': it must be one of"
            " h100-sxm, b200-sxm, gb200-nvl72, gb300-nvl72, mi355x, rubin, tpu-v7",
        ]),
        (['model = "parrot"'], {"flop": True}, [
            "compute.model is 'parrot': it must be one of " + ", ".join(served_models()),
        ]),
        (['chip = "rubin"'], {"token": True}, [
            "compute.chip is 'rubin', for which no all-in power is published: give compute.peak_flop_s_per_w as well,"
            " or one of h100-sxm, b200-sxm, gb200-nvl72, gb300-nvl72, mi355x",
        ]),
        (["chip = 300"], {"token": True}, ["compute.chip is 300: it must be a text in quotes"]),
        (['chip = "rubin"', 'model = "h100-sxm"'], {"flop": True}, [
            "compute.model is 'h100-sxm': it must be one of " + ", ".join(served_models()),
        ]),
    ],
    ids=["neither", "unknown chip", "unknown model", "no power", "not a text", "chip as model"],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_in_a_sentence(lines, keep, sentences):
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(named(*lines, **keep))
    assert str(caught.value).splitlines() == [f"scenario: {sentence}" for sentence in sentences]


def test_a_chip_without_power_will_do_where_the_number_is_given():
    scenario = parse_scenario(named('chip = "rubin"', flop=True, token=True))
    assert scenario.parameters["gpu_power_w"] == 2_100.0  # what is taken where no record says
