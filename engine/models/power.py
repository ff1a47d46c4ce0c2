"""Electric power of the fleet: rated, now, over an orbit, and at the end of its life; and what a battery takes.

A satellite's rated power is what it gives its load at 1 AU, new and well
pointed.  With a battery it keeps up a share of that in the dark.  The energy
comes from the array, which is built larger by what the darkest orbit takes, so
that the load in sunlight stays at the rated power and no orbit draws more than
its array makes.
"""

from __future__ import annotations

from engine.formula import Formula

_POWERED_NOW = "(sunlit_fraction + battery_ride_through_share * (1 - sunlit_fraction))"
_POWERED_ORBIT = "(orbit_sunlit_fraction + battery_ride_through_share * (1 - orbit_sunlit_fraction))"
_LOSSES = "(1 - attitude_loss_share) / sun_distance_au**2"
_LOSSES_WORDS = "(1 - pointing loss) / (distance to the Sun in AU)²"
_BATTERY = "losses of charging and discharging, and the battery's own ageing"

FORMULAS: tuple[Formula, ...] = (
    Formula(
        name="satellite_compute_power_w",
        title="Power for computers, one satellite",
        unit="W",
        symbol="P_sat,cpu",
        expression="satellite_power_w * compute_load_share * (1 - compute_overhead_share)",
        words="rated power of a satellite × share for compute × (1 - orbital overhead)",
    ),
    Formula(
        name="array_oversize",
        title="Array built larger, to recharge the battery",
        unit="1",
        symbol="x_arr",
        expression="1 + battery_ride_through_share * darkest_orbit_share / (1 - darkest_orbit_share)",
        words="1 + power kept up in eclipse × darkest orbit's dark share / its sunlit share; 1 without a battery",
        leaves_out="losses of charging and discharging; spare area against ageing",
    ),
    Formula(
        name="battery_charge_power_w",
        title="Array power that recharges the battery",
        unit="W",
        symbol="P_chg",
        expression="satellite_power_w * (array_oversize - 1)",
        words="rated power of a satellite × (how much larger the array is - 1)",
        leaves_out="losses of charging and discharging",
    ),
    Formula(
        name="battery_energy_kwh",
        title="Battery of one satellite",
        unit="kWh",
        symbol="E_bat",
        expression="satellite_power_w / 1000 * battery_ride_through_share * longest_eclipse_min / 60",
        words="rated power of a satellite × power kept up in eclipse × longest eclipse",
        leaves_out="losses of discharging, ageing of the battery; usable energy only",
    ),
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
        expression=f"power_rated_w * {_POWERED_NOW} * ageing_factor * {_LOSSES}",
        words=(
            "rated power × (in sunlight now + kept up by batteries × in the dark now) × kept with age × "
            + _LOSSES_WORDS
        ),
        leaves_out=_BATTERY,
    ),
    Formula(
        name="power_orbit_average_w",
        title="Power over an orbit",
        unit="W",
        symbol="P_orb",
        expression=f"power_rated_w * {_POWERED_ORBIT} * ageing_factor * {_LOSSES}",
        words=(
            "rated power × (share in sunlight over an orbit + kept up by batteries × share in the dark)"
            " × kept with age × " + _LOSSES_WORDS
        ),
        leaves_out=_BATTERY,
    ),
    Formula(
        name="end_of_life_share",
        title="Power kept at the end of life",
        unit="1",
        symbol="f_eol",
        expression="(1 - degradation_per_year)**upkeep_life_years",
        words="(1 - ageing a year)^life, the life that upkeep is reckoned with where nothing retires",
        leaves_out="radiation storms; ageing is steady",
    ),
    Formula(
        name="satellite_power_end_of_life_w",
        title="Power of one satellite at the end of its life",
        unit="W",
        symbol="P_sat,eol",
        expression="satellite_power_w * end_of_life_share * (1 - attitude_loss_share)",
        words="rated power of a satellite × kept at the end of life × (1 - pointing loss), in full sunlight at 1 AU",
    ),
    Formula(
        name="power_end_of_life_w",
        title="Power over an orbit, all at the end of life",
        unit="W",
        symbol="P_eol",
        expression=f"power_rated_w * {_POWERED_ORBIT} * end_of_life_share * {_LOSSES}",
        words=(
            "rated power × (share in sunlight over an orbit + kept up by batteries × share in the dark)"
            " × kept at the end of life × " + _LOSSES_WORDS
        ),
        leaves_out="satellites of those now at work that will have failed by then; " + _BATTERY,
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
        name="power_rated_total_w",
        title="Rated power of all satellites",
        unit="W",
        symbol="P_rated,all",
        expression="power_rated_w + moon_satellites_alive * moon_satellite_power_w",
        words="rated power + lunar-built satellites at work × their rated power",
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
