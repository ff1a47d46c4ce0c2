"""Everyday comparisons: what a number is beside one that people know, each from a fact with its source."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from engine.quantities import Quantity

# Unit of the number; the facts whose product it is held beside; what that is called in a sentence.
_BASES = {
    "W": (("world_electricity_w",), "world electricity"),
    "W/year": (("world_electricity_w",), "world electricity, each year"),
    "kg/year": (("world_mass_to_orbit_kg_per_year",), "today's mass to orbit"),
    "kg": (("tracked_mass_in_orbit_kg",), "all that is tracked in orbit today"),
    "FLOP/s": (("world_ai_compute_h100e", "h100_fp8_flop_s"), "all AI chips of early 2026"),
}
_ONE_SATELLITE = ("satellite_", "moon_satellite_", "gpu_", "payload_", "battery_", "array_", "radiator_", "bus_")


def comparison(quantity: Quantity, quantities: Mapping[str, Quantity]) -> str:
    """Return such as ``2.5 % of world electricity``, or nothing where no comparison helps."""
    basis, words = _BASES.get(quantity.unit, ((), ""))
    if not basis or quantity.name in basis or quantity.name.startswith(_ONE_SATELLITE):
        return ""
    ratio = quantity.value / prod(quantities[name].value for name in basis)
    if ratio < 1e-5:
        return ""
    if ratio < 1.0:
        return f"{_two_digits(100.0 * ratio)} % of {words}"
    return f"{_two_digits(ratio)} times {words}"


def _two_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 10.0 else f"{value:.2g}"
