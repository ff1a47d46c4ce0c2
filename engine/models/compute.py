"""From watts to FLOP/s and tokens."""

from __future__ import annotations

from engine.formula import Formula

FORMULAS: tuple[Formula, ...] = (
    Formula(
        name="compute_power_w",
        title="Power that reaches computers",
        unit="W",
        symbol="P_cpu",
        expression="power_total_w * compute_load_share * (1 - compute_overhead_share)",
        words="power of all satellites × share for compute × (1 - orbital overhead)",
    ),
    Formula(
        name="compute_flop_s",
        title="AI compute now",
        unit="FLOP/s",
        symbol="C",
        expression="compute_power_w * peak_flop_s_per_w",
        words="power that reaches computers × compute per watt: peak, not achieved",
        leaves_out="how much of the peak a model reaches, which comes next",
    ),
    Formula(
        name="tokens_per_s",
        title="Tokens per second",
        unit="tokens/s",
        symbol="T",
        expression="compute_power_w / energy_per_token_j",
        words="power that reaches computers / energy per token, if all of it served that model",
        leaves_out="demand, the way down",
    ),
)
