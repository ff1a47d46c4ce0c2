"""Money: a watt of computers in orbit beside a watt of them on the ground, over their lives.

Capital is spread over its life by the capital recovery factor r / (1 - (1 + r)^-L); what it costs a year is divided
by what it delivers in a mean year of that life.  Computers cost the same on both sides, and idle as they may on both.
"""

from __future__ import annotations

from engine.formula import Formula

HOURS_A_YEAR = "8766"  # Julian years, as everywhere here

_NOT_IN_ORBIT = (
    "learning in building satellites, development, insurance, tax, ground stations and network, radiation shielding,"
    " disposal; that early output is worth more than late"
)


def _recovery(name: str, title: str, symbol: str, rate: str, life: str, of: str) -> Formula:
    return Formula(
        name=name,
        title=title,
        unit="1/year",
        symbol=symbol,
        expression=f"{rate} / (1 - (1 + {rate})**-({life}))",
        words=f"cost of capital / (1 - (1 + cost of capital)^-life), {of}: the share of the price to be paid each year",
        leaves_out="scrap value, tax, inflation",
    )


FORMULAS: tuple[Formula, ...] = (
    # -- launch --
    Formula(
        name="learning_mass_kg",
        title="Mass launched, ever",
        unit="kg",
        symbol="M_ever",
        expression="launch_learning_mass_kg + satellites_launched * satellite_mass_kg",
        words="mass launched before the start + satellites launched × mass of a satellite",
        leaves_out="what others launch meanwhile; launches from the Moon, which teach another trade",
    ),
    Formula(
        name="launch_usd_per_kg",
        title="Launch price now",
        unit="USD/kg",
        symbol="k_L",
        expression=(
            "max(min(launch_floor_usd_per_kg, launch_start_usd_per_kg), launch_start_usd_per_kg"
            " * (learning_mass_kg / launch_learning_mass_kg)**log2(1 - launch_learning_share))"
        ),
        words=(
            "Wright's law: price at the start × (mass launched, ever / mass launched before the start)"
            "^log₂(1 - learning a doubling), but not below the least price"
        ),
        leaves_out="price set above cost, new rockets that break the curve, and the price of fuel",
    ),
    Formula(
        name="launch_usd_per_w",
        title="Launch per watt of satellite",
        unit="USD/W",
        symbol="k_Lw",
        expression="launch_usd_per_kg * satellite_mass_kg / satellite_power_w",
        words="launch price × mass of a satellite / rated power of a satellite",
    ),
    # -- how much of what is bought is delivered --
    Formula(
        name="cost_compute_share",
        title="Share of satellite power for computers",
        unit="1",
        symbol="f_cpu",
        expression=(
            "compute_load_share * (1 - compute_overhead_share) if compute_load_share > 0"
            " else 1 - compute_overhead_share"
        ),
        words=(
            "share of power for compute × (1 - orbital overhead);"
            " where satellites carry no computers, as if all their power were for them"
        ),
    ),
    Formula(
        name="yearly_keep_share",
        title="Output kept from one year to the next",
        unit="1",
        symbol="q",
        expression="(1 - degradation_per_year) * (1 - failure_share_per_year)",
        words="(1 - ageing a year) × (1 - failures a year)",
        leaves_out="repair: a satellite that fails delivers no more, and its computers are lost with it",
    ),
    Formula(
        name="life_output_share",
        title="Mean output over a satellite's life",
        unit="1",
        symbol="f_life",
        expression=(
            "(1 - yearly_keep_share**satellite_pay_years) / (-satellite_pay_years * ln(yearly_keep_share))"
            " if yearly_keep_share < 0.999999999 else 1"
        ),
        words="mean of (output kept from one year to the next)^age over the life for its cost, 1 where all is kept",
    ),
    Formula(
        name="delivered_share",
        title="Delivered over a life, of rated",
        unit="1",
        symbol="f_del",
        expression=(
            "(year_sunlight_share + max(0, 1 - year_sunlight_share) * battery_ride_through_share)"
            " * (1 - attitude_loss_share) * life_output_share"
        ),
        words=(
            "(sunlight over a year + darkness × power kept up in eclipse) × (1 - pointing loss)"
            " × mean output over a satellite's life"
        ),
        leaves_out="what a battery and the array to charge it add to the price; months spent rising, downtime",
    ),
    # -- capital --
    Formula(
        name="space_usd_per_w",
        title="Satellite and launch per watt of compute",
        unit="USD/W",
        symbol="K_sp",
        expression="(satellite_usd_per_w + launch_usd_per_w) / cost_compute_share",
        words="(satellite without computers + launch, per watt) / share of satellite power for computers",
    ),
    Formula(
        name="orbit_usd_per_w",
        title="To build a watt of compute in orbit",
        unit="USD/W",
        symbol="K_orb",
        expression="space_usd_per_w + chips_usd_per_w",
        words="satellite and launch per watt of compute + computers per watt",
        leaves_out=_NOT_IN_ORBIT,
    ),
    Formula(
        name="ground_usd_per_w",
        title="To build a watt of compute on the ground",
        unit="USD/W",
        symbol="K_gnd",
        expression="ground_facility_usd_per_w + chips_usd_per_w",
        words="data centre + computers, per watt of computers (so the data centre is not multiplied by its PUE)",
        leaves_out="power plant and grid, which the price of electricity pays for; waiting for a connection",
    ),
    _recovery(
        "orbit_satellite_recovery", "Paid a year, of satellite and launch", "c_sat",
        "orbit_discount_share", "satellite_pay_years", "in orbit, over the life of a satellite",
    ),
    _recovery(
        "orbit_chips_recovery", "Paid a year, of computers in orbit", "c_chip,o",
        "orbit_discount_share", "min(chip_life_years, satellite_pay_years)",
        "in orbit, over the shorter of the lives of computers and satellite, as nobody changes them there",
    ),
    _recovery(
        "ground_facility_recovery", "Paid a year, of a data centre", "c_fac",
        "ground_discount_share", "ground_facility_life_years", "on the ground, over the life of a data centre",
    ),
    _recovery(
        "ground_chips_recovery", "Paid a year, of computers on the ground", "c_chip,g",
        "ground_discount_share", "chip_life_years", "on the ground, over the life of computers",
    ),
    # -- a year of it --
    Formula(
        name="orbit_power_usd_per_w_year",
        title="A year of a watt in orbit, no computers",
        unit="USD/(W year)",
        symbol="Y_sp",
        expression=(
            "space_usd_per_w * orbit_satellite_recovery"
            " + (1 - upkeep_free) * operations_share_per_year * satellite_usd_per_w / cost_compute_share"
        ),
        words=(
            "satellite and launch × paid a year + operations a year × satellite without computers or launch"
            " (none where upkeep is free, as claimed)"
        ),
        leaves_out=_NOT_IN_ORBIT,
    ),
    Formula(
        name="orbit_usd_per_w_year",
        title="A year of a watt of compute in orbit",
        unit="USD/(W year)",
        symbol="Y_orb",
        expression="orbit_power_usd_per_w_year + chips_usd_per_w * orbit_chips_recovery",
        words="a year of a watt in orbit + computers per watt × paid a year",
        leaves_out=_NOT_IN_ORBIT,
    ),
    Formula(
        name="ground_power_usd_per_w_year",
        title="A year of a watt on the ground, no computers",
        unit="USD/(W year)",
        symbol="Y_fac",
        expression=(
            "ground_facility_usd_per_w * (ground_facility_recovery + operations_share_per_year)"
            f" + ground_usd_per_mwh * ground_pue * {HOURS_A_YEAR} / 1e6"
        ),
        words=(
            "data centre × (paid a year + the same share for operations as in orbit)"
            " + price of electricity × PUE × 8,766 h / 10⁶"
        ),
        leaves_out=(
            "repair of computers, tax; where the power of a GPU is given all-in it holds a PUE already,"
            " which makes the ground a little dearer here than it is"
        ),
    ),
    Formula(
        name="ground_usd_per_w_year",
        title="A year of a watt of compute on the ground",
        unit="USD/(W year)",
        symbol="Y_gnd",
        expression="ground_power_usd_per_w_year + chips_usd_per_w * ground_chips_recovery",
        words="a year of a watt on the ground + computers per watt × paid a year",
        leaves_out="repair of computers, tax; idle hours, on either side",
    ),
    # -- what is sold --
    Formula(
        name="orbit_usd_per_mwh",
        title="Power in orbit, levelised",
        unit="USD/MWh",
        symbol="e_orb",
        expression=f"orbit_power_usd_per_w_year * 1e6 / ({HOURS_A_YEAR} * delivered_share)",
        words="a year of a watt in orbit, no computers × 10⁶ / (8,766 h × delivered share)",
        leaves_out="computers",
    ),
    Formula(
        name="ground_power_usd_per_mwh",
        title="Power at a ground computer, levelised",
        unit="USD/MWh",
        symbol="e_gnd",
        expression=f"ground_power_usd_per_w_year * 1e6 / {HOURS_A_YEAR}",
        words="a year of a watt on the ground, no computers × 10⁶ / 8,766 h: with the data centre round it",
        leaves_out="computers",
    ),
    Formula(
        name="orbit_usd_per_gpu_hour",
        title="A GPU-hour in orbit",
        unit="USD/GPU-hour",
        symbol="h_orb",
        expression=f"orbit_usd_per_w_year * gpu_power_w / ({HOURS_A_YEAR} * delivered_share)",
        words="a year of a watt of compute in orbit × power per GPU / (8,766 h × delivered share)",
        leaves_out=_NOT_IN_ORBIT,
    ),
    Formula(
        name="ground_usd_per_gpu_hour",
        title="A GPU-hour on the ground",
        unit="USD/GPU-hour",
        symbol="h_gnd",
        expression=f"ground_usd_per_w_year * gpu_power_w / {HOURS_A_YEAR}",
        words="a year of a watt of compute on the ground × power per GPU / 8,766 h",
        leaves_out="idle hours",
    ),
    Formula(
        name="orbit_usd_per_mtoken",
        title="A million tokens in orbit",
        unit="USD/million tokens",
        symbol="k_tok,o",
        expression=f"orbit_usd_per_w_year / ({HOURS_A_YEAR} * 3600 * delivered_share) * energy_per_token_j * 1e6",
        words="a year of a watt of compute in orbit / (seconds of a year × delivered share) × energy per token × 10⁶",
        leaves_out=_NOT_IN_ORBIT,
    ),
    Formula(
        name="ground_usd_per_mtoken",
        title="A million tokens on the ground",
        unit="USD/million tokens",
        symbol="k_tok,g",
        expression=f"ground_usd_per_w_year / ({HOURS_A_YEAR} * 3600) * energy_per_token_j * 1e6",
        words="a year of a watt of compute on the ground / seconds of a year × energy per token × 10⁶",
        leaves_out="idle hours",
    ),
    Formula(
        name="orbit_over_ground",
        title="Cost in orbit over that on the ground",
        unit="1",
        symbol="k_o/g",
        expression="orbit_usd_per_mtoken / ground_usd_per_mtoken",
        words="a million tokens in orbit / a million tokens on the ground; below 1, orbit is cheaper",
    ),
)  # fmt: skip
