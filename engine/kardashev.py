"""What the fleet adds up to on the largest scales."""

from __future__ import annotations

from math import log10

from engine.constants import SUN_LUMINOSITY_W

# Energy Institute 2025: 592 EJ of primary energy in 2024 (new physical-content method), cesgb.com
WORLD_PRIMARY_POWER_W = 18.76e12


def kardashev_index(power_w: float) -> float:
    """Return Sagan's interpolation K = (log10 P - 6) / 10, with P in W.

    Type I is 10^16 W, type II 10^26 W.  Sagan, *The Cosmic Connection* (1973).
    """
    return (log10(power_w) - 6.0) / 10.0


def solar_fraction(power_w: float) -> float:
    """Return ``power_w`` as a share of all the light of the Sun."""
    return power_w / SUN_LUMINOSITY_W
