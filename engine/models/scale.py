"""The fleet against the Sun and the world."""

from __future__ import annotations

from engine.formula import Formula

FORMULAS: tuple[Formula, ...] = (
    Formula(
        name="kardashev_index",
        title="Kardashev index",
        unit="1",
        symbol="K",
        expression="(log10(world_primary_power_w + power_total_w) - 6) / 10",
        words="(log₁₀(world primary power + power of all satellites, in W) - 6) / 10",
        leaves_out="any growth of power use on the ground",
        source="Sagan's interpolation, The Cosmic Connection (1973)",
    ),
    Formula(
        name="solar_fraction",
        title="Share of the Sun",
        unit="1",
        symbol="f_☉",
        expression="power_total_w / sun_luminosity_w",
        words="power of all satellites / luminosity of the Sun",
    ),
)
