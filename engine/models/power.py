"""Electric power of the fleet: rated, now, and over an orbit."""

from __future__ import annotations

from engine.formula import Formula

FORMULAS: tuple[Formula, ...] = (
    Formula(
        name="power_rated_w",
        title="Rated power",
        unit="W",
        symbol="P_rated",
        expression="satellites_alive * satellite_power_w",
        words="satellites on station × rated power of a satellite",
        leaves_out="Only satellites on station count as capacity; rising ones do not.",
    ),
    Formula(
        name="power_live_w",
        title="Power now",
        unit="W",
        symbol="P",
        expression="power_rated_w * sunlit_fraction * ageing_factor * (1 - attitude_loss_share) / sun_distance_au**2",
        words="rated power × in sunlight now × kept with age × (1 - pointing loss) / (distance to the Sun in AU)²",
        leaves_out="batteries: in the dark a satellite does nothing",
    ),
    Formula(
        name="power_orbit_average_w",
        title="Power over an orbit",
        unit="W",
        symbol="P_orb",
        expression=(
            "power_rated_w * orbit_sunlit_fraction * ageing_factor * (1 - attitude_loss_share) / sun_distance_au**2"
        ),
        words=(
            "rated power × share in sunlight over an orbit × kept with age × (1 - pointing loss)"
            " / (distance to the Sun in AU)²"
        ),
        leaves_out="batteries",
    ),
    Formula(
        name="moon_power_w",
        title="Power of lunar-built satellites",
        unit="W",
        symbol="P☾",
        expression=(
            "moon_satellites_alive * moon_satellite_power_w * moon_ageing_factor"
            " * (1 - attitude_loss_share) / sun_distance_au**2"
        ),
        words=(
            "lunar-built satellites at work × their rated power × kept with age × (1 - pointing loss)"
            " / (distance to the Sun in AU)²"
        ),
        leaves_out="eclipses: so far out they are seldom dark; the way out",
    ),
    Formula(
        name="power_total_w",
        title="Power of all satellites, now",
        unit="W",
        symbol="P_all",
        expression="power_live_w + moon_power_w",
        words="power now + power of lunar-built satellites",
    ),
)
