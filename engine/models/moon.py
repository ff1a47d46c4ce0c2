"""The lunar factory and its mass driver: speeds, energy, what is made there, what is brought, and what that takes.

Speeds, times and burns of the flights are observed (``engine/lunar_quantities.py``);
here is the arithmetic on them.  A scenario without a factory has none of this.
"""

from __future__ import annotations

from engine.formula import Formula

_G0 = "9.80665"  # m/s², standard gravity: 3rd CGPM (1901)
_YEAR_S = "31557600"
_ROCKET = "Tsiolkovsky's equation"

FORMULAS: tuple[Formula, ...] = (
    # -- one shot ------------------------------------------------------------------------------------
    Formula(
        name="moon_muzzle_speed_most_km_s",
        title="Most muzzle speed of the track",
        unit="km/s",
        symbol="v_max☾",
        expression=f"sqrt(2 * moon_track_acceleration_g * {_G0} * moon_track_length_km * 1000) / 1000",
        words="√(2 × acceleration × length of the track)",
        leaves_out="the length in which the empty bucket is braked",
    ),
    Formula(
        name="moon_shot_load_g",
        title="Load on a satellite in the track",
        unit="g",
        symbol="n☾",
        expression=f"(moon_shot_speed_km_s * 1000)**2 / (2 * moon_track_length_km * 1000) / {_G0}",
        words="muzzle speed² / (2 × length of the track), as a shot uses the whole length",
    ),
    Formula(
        name="moon_shot_time_s",
        title="Time in the track",
        unit="s",
        symbol="t_trk☾",
        expression="2 * moon_track_length_km / moon_shot_speed_km_s",
        words="2 × length of the track / muzzle speed",
    ),
    Formula(
        name="moon_energy_per_kg_j",
        title="Kinetic energy of a kg at the muzzle",
        unit="J/kg",
        symbol="e_kin☾",
        expression="(moon_shot_speed_km_s * 1000)**2 / 2",
        words="muzzle speed² / 2",
        leaves_out="the bucket, which is braked and whose energy is supposed to be won back",
    ),
    Formula(
        name="moon_insertion_mass_ratio",
        title="Mass thrown over mass that arrives",
        unit="1",
        symbol="μ☾",
        expression=f"exp(moon_insertion_km_s * 1000 / (moon_insertion_isp_s * {_G0}))",
        words="exp(insertion burn / (specific impulse × standard gravity))",
        leaves_out="corrections on the way, tanks and engines",
        source=_ROCKET,
    ),
    Formula(
        name="moon_shot_mass_kg",
        title="Mass of a shot",
        unit="kg",
        symbol="m_shot☾",
        expression="moon_satellite_mass_kg * moon_insertion_mass_ratio",
        words="mass of a lunar-built satellite × mass thrown over mass that arrives: one satellite with its propellant",
    ),
    Formula(
        name="moon_shot_kinetic_j",
        title="Kinetic energy of a shot",
        unit="J",
        symbol="E_kin☾",
        expression="moon_shot_mass_kg * moon_energy_per_kg_j",
        words="mass of a shot × kinetic energy of a kg",
    ),
    Formula(
        name="moon_shot_electric_j",
        title="Electric energy of a shot",
        unit="J",
        symbol="E_el☾",
        expression="moon_shot_kinetic_j / moon_driver_efficiency",
        words="kinetic energy of a shot / efficiency of the mass driver",
    ),
    Formula(
        name="moon_muzzle_peak_w",
        title="Mechanical power at the muzzle",
        unit="W",
        symbol="P_peak☾",
        expression=f"moon_shot_mass_kg * moon_shot_load_g * {_G0} * moon_shot_speed_km_s * 1000",
        words="mass of a shot × acceleration × muzzle speed: the most, at the end of the track",
        leaves_out="losses; stores in the track feed it, not the array",
    ),
    # -- all shots -----------------------------------------------------------------------------------
    Formula(
        name="moon_shots_per_hour",
        title="Shots an hour",
        unit="1/hour",
        symbol="F_h☾",
        expression="moon_shots_per_year / 8766",
        words="shots a year / 8,766 hours in a Julian year",
    ),
    Formula(
        name="moon_shots_per_second",
        title="Shots a second",
        unit="1/second",
        symbol="F_s☾",
        expression="moon_shots_per_hour / 3600",
        words="shots an hour / 3,600 seconds",
    ),
    Formula(
        name="moon_next_shot_number",
        title="Number of the next shot",
        unit="1",
        symbol="n_next☾",
        expression="moon_satellites_launched + 1",
        words="lunar-built satellites launched + 1, as each shot is one satellite",
    ),
    Formula(
        name="moon_tracks_needed",
        title="Tracks that are needed",
        unit="1",
        symbol="n_trk☾",
        expression=f"ceil(moon_shots_per_year * moon_shot_time_s / {_YEAR_S})",
        words="shots a second × time in the track, rounded up: one shot at a time in each",
        leaves_out="the time to load, and to charge the stores",
    ),
    Formula(
        name="moon_thrown_kg_per_year",
        title="Mass thrown a year, with propellant",
        unit="kg/year",
        symbol="dM_thr☾/dt",
        expression="moon_launch_rate_kg_per_year * moon_insertion_mass_ratio",
        words="mass of satellites launched a year from the Moon × mass thrown over mass that arrives",
    ),
    Formula(
        name="moon_driver_kinetic_w",
        title="Mean kinetic power of the shots",
        unit="W",
        symbol="P_kin☾",
        expression=f"moon_thrown_kg_per_year / {_YEAR_S} * moon_energy_per_kg_j",
        words="mass thrown a second × kinetic energy of a kg",
    ),
    Formula(
        name="moon_driver_electric_w",
        title="Mean electric power of the mass driver",
        unit="W",
        symbol="P_drv☾",
        expression="moon_driver_kinetic_w / moon_driver_efficiency",
        words="mean kinetic power / efficiency of the mass driver",
    ),
    Formula(
        name="moon_driver_loss_w",
        title="Losses of the mass driver",
        unit="W",
        symbol="P_loss☾",
        expression="moon_driver_electric_w * (1 - moon_driver_efficiency)",
        words="mean electric power × (1 - efficiency): heat that the track must shed",
    ),
    # -- what is made there, and what is brought --------------------------------------------------------
    Formula(
        name="moon_propellant_kg_per_year",
        title="Propellant for insertion a year",
        unit="kg/year",
        symbol="dM_prop☾/dt",
        expression="moon_thrown_kg_per_year - moon_launch_rate_kg_per_year",
        words="mass thrown a year - mass of satellites launched a year from the Moon",
    ),
    Formula(
        name="moon_oxygen_kg_per_year",
        title="Lunar oxygen in that propellant",
        unit="kg/year",
        symbol="dM_O☾/dt",
        expression="moon_propellant_kg_per_year * moon_oxygen_propellant_share",
        words="propellant a year × oxygen in the propellant",
    ),
    Formula(
        name="moon_made_kg_per_year",
        title="Of satellites, made on the Moon a year",
        unit="kg/year",
        symbol="dM_made☾/dt",
        expression="moon_launch_rate_kg_per_year * moon_made_share",
        words="mass of satellites launched a year from the Moon × share made on the Moon now",
    ),
    Formula(
        name="moon_brought_kg_per_year",
        title="Brought from the Earth to the Moon a year",
        unit="kg/year",
        symbol="dM_imp☾/dt",
        expression=(
            "moon_launch_rate_kg_per_year * (1 - moon_made_share)"
            " + moon_propellant_kg_per_year * (1 - moon_oxygen_propellant_share)"
        ),
        words="the rest of the satellites' mass, and the propellant that is no oxygen",
        leaves_out="the first factory, crews, spare parts",
    ),
    Formula(
        name="moon_budget_share",
        title="All but computers, by the mass budget",
        unit="1",
        symbol="f_bud☾",
        expression="1 - compute_mass_kg / satellite_mass_needed_kg",
        words="1 - mass of the computers / mass that a satellite needs, to hold the share made on the Moon against",
        leaves_out="that lunar-built satellites may be built otherwise",
    ),
    Formula(
        name="moon_lander_mass_ratio",
        title="Mass in Earth orbit over mass that lands",
        unit="1",
        symbol="μ_land☾",
        expression=f"exp(moon_lander_delta_v_km_s * 1000 / (moon_lander_isp_s * {_G0}))",
        words="exp(speed change to the lunar surface / (specific impulse × standard gravity))",
        leaves_out="stages that are dropped on the way, boil-off",
        source=_ROCKET,
    ),
    Formula(
        name="moon_supply_kg_per_year",
        title="Mass to Earth orbit for that a year",
        unit="kg/year",
        symbol="dM_sup☾/dt",
        expression="moon_brought_kg_per_year / moon_lander_cargo_share * moon_lander_mass_ratio",
        words="brought a year / cargo of what lands × mass in Earth orbit over mass that lands",
    ),
    Formula(
        name="moon_supply_flights_per_year",
        title="Flights a year for the Moon's supply",
        unit="1/year",
        symbol="F_sup☾",
        expression="moon_supply_kg_per_year / payload_kg_per_flight",
        words="mass to Earth orbit for the supply / payload of a flight: cargo, landers and propellant",
        leaves_out="failed flights",
    ),
    Formula(
        name="flights_total_per_day",
        title="Flights a day, with those for the Moon",
        unit="1/day",
        symbol="F_all",
        expression="flights_per_day + moon_supply_flights_per_year / 365.25",
        words="flights a day with satellites + flights a year for the Moon's supply / 365.25",
    ),
    # -- how the factory grows by what it makes --------------------------------------------------------
    Formula(
        name="moon_doubling_years",
        title="Early doubling time of lunar launches",
        unit="years",
        symbol="T₂☾",
        expression="moon_time_constant_years * ln(2)",
        words="time constant of the lunar ramp × ln 2, long before half its full rate",
    ),
    Formula(
        name="moon_growth_per_year",
        title="Growth of lunar launches, now",
        unit="1/year",
        symbol="g☾",
        expression=(
            "(1 - moon_launch_rate_kg_per_year / moon_full_rate_kg_per_year) / moon_time_constant_years"
            " if moon_launch_rate_kg_per_year > 0 else 0"
        ),
        words="(1 - mass launched a year / its full rate) / time constant: the logistic's own rate of growth",
    ),
    Formula(
        name="moon_array_w_per_m2",
        title="Mean power of a m² of the factory's array",
        unit="W/m²",
        symbol="w_fac☾",
        expression="solar_constant_w_per_m2 * array_efficiency * moon_factory_sunlight_share",
        words="sunlight at 1 AU × efficiency of the array × sunlight on the factory",
        leaves_out="storage for the night, dust, the Moon's distance from the Sun",
    ),
    Formula(
        name="moon_smelter_array_years",
        title="The smelter's array is its own output of",
        unit="years",
        symbol="T_arr☾",
        expression=(
            f"moon_smelting_kwh_per_kg * 3600000 / {_YEAR_S} / moon_array_w_per_m2 * moon_factory_array_kg_per_m2"
        ),
        words=(
            "power to smelt a kg a year / mean power of a m² × mass of a m²: mass of array over mass smelted a year"
        ),
    ),
    Formula(
        name="moon_fastest_doubling_years",
        title="Doubling time if all went into growth",
        unit="years",
        symbol="T_min☾",
        expression="(moon_machine_years + moon_smelter_array_years) * ln(2)",
        words="(years in which machines make their own mass + output that the array is) × ln 2",
        leaves_out="the mass driver's own track and array",
    ),
    Formula(
        name="moon_self_growth_share",
        title="Of what is made, what its own growth takes",
        unit="1",
        symbol="f_self☾",
        expression="moon_growth_per_year * (moon_machine_years + moon_smelter_array_years)",
        words=(
            "growth × (years in which machines make their own mass + output that the array is);"
            " at 100 % and above the factory cannot grow so fast by itself"
        ),
        leaves_out="the mass driver's own track and array",
    ),
    Formula(
        name="moon_production_kg_per_year",
        title="Made on the Moon a year, with its own growth",
        unit="kg/year",
        symbol="dM_fac☾/dt",
        expression=(
            "moon_made_kg_per_year / (1 - moon_self_growth_share) if moon_self_growth_share < 1"
            " else moon_made_kg_per_year"
        ),
        words="made for satellites a year / (1 - what its own growth takes); no growth where that is 100 % or more",
        leaves_out="that growth bends: up to 10 % too much about half the full rate; that the share made there rises",
    ),
    Formula(
        name="moon_own_growth_kg_per_year",
        title="Machines and arrays for its own growth a year",
        unit="kg/year",
        symbol="dM_own☾/dt",
        expression="moon_production_kg_per_year - moon_made_kg_per_year",
        words="made on the Moon a year - made for satellites a year",
    ),
    Formula(
        name="moon_machines_kg",
        title="Machines of the factory",
        unit="kg",
        symbol="M_mach☾",
        expression="moon_production_kg_per_year * moon_machine_years",
        words="made on the Moon a year × years in which machines make their own mass",
    ),
    Formula(
        name="moon_soil_kg_per_year",
        title="Soil dug a year",
        unit="kg/year",
        symbol="dM_soil☾/dt",
        expression=(
            "max(moon_production_kg_per_year / (1 - moon_soil_oxygen_share),"
            " moon_oxygen_kg_per_year / moon_soil_oxygen_share)"
        ),
        words="made a year / (1 - oxygen in the soil), or what the propellant's oxygen takes where that is more",
        leaves_out="what cannot be used: all that is not oxygen is taken to be metals and silicon",
    ),
    Formula(
        name="moon_left_over_kg_per_year",
        title="Left over of the soil a year, mostly oxygen",
        unit="kg/year",
        symbol="dM_left☾/dt",
        expression="moon_soil_kg_per_year - moon_production_kg_per_year - moon_oxygen_kg_per_year",
        words="soil dug - made - oxygen in the propellant",
    ),
    # -- the power of all that ---------------------------------------------------------------------
    Formula(
        name="moon_smelting_w",
        title="Power to smelt",
        unit="W",
        symbol="P_smelt☾",
        expression=f"moon_production_kg_per_year * moon_smelting_kwh_per_kg * 3600000 / {_YEAR_S}",
        words="made on the Moon a year × energy to smelt a kg / seconds in a year",
        leaves_out="refining to cells and all that follows the smelter",
    ),
    Formula(
        name="moon_factory_w",
        title="Power of factory and mass driver",
        unit="W",
        symbol="P_fac☾",
        expression="moon_smelting_w + moon_driver_electric_w",
        words="power to smelt + mean electric power of the mass driver",
    ),
    Formula(
        name="moon_driver_power_share",
        title="Of that, the mass driver",
        unit="1",
        symbol="f_drv☾",
        expression="moon_driver_electric_w / moon_factory_w if moon_factory_w > 0 else 0",
        words="mean electric power of the mass driver / power of factory and mass driver",
    ),
    Formula(
        name="moon_factory_array_m2",
        title="Array of the factory",
        unit="m²",
        symbol="A_fac☾",
        expression="moon_factory_w / moon_array_w_per_m2",
        words="power of factory and mass driver / mean power of a m²",
    ),
    Formula(
        name="moon_factory_array_kg",
        title="Mass of the factory's array",
        unit="kg",
        symbol="M_arr☾",
        expression="moon_factory_array_m2 * moon_factory_array_kg_per_m2",
        words="array of the factory × mass of a m²",
    ),
    Formula(
        name="moon_array_added_km2_per_year",
        title="Arrays of lunar-built satellites a year",
        unit="km²/year",
        symbol="dA☾/dt",
        expression="moon_power_added_w_per_year / (solar_constant_w_per_m2 * array_efficiency) / 1000000",
        words="rated power launched a year from the Moon / (sunlight at 1 AU × efficiency of the array)",
    ),
    # -- what has come of it ---------------------------------------------------------------------------
    Formula(
        name="moon_in_flight_kg",
        title="Satellites on their way, mass",
        unit="kg",
        symbol="M_fly☾",
        expression="moon_satellites_in_flight * moon_satellite_mass_kg",
        words="lunar-built satellites on their way × mass of a lunar-built satellite",
        leaves_out="their propellant",
    ),
    Formula(
        name="moon_delivered_kg",
        title="Delivered from the Moon",
        unit="kg",
        symbol="M_del☾",
        expression="(moon_satellites_launched - moon_satellites_in_flight) * moon_satellite_mass_kg",
        words="(lunar-built satellites launched - on their way) × mass of a lunar-built satellite",
    ),
    Formula(
        name="moon_delivered_deep_space_kg",
        title="Of that, to deep space",
        unit="kg",
        symbol="M_ds☾",
        expression="moon_satellites_in_deep_space * moon_satellite_mass_kg",
        words="lunar-built satellites that came to deep space × mass of a lunar-built satellite",
    ),
    Formula(
        name="moon_delivered_near_kg",
        title="Of that, to Earth orbits and L2",
        unit="kg",
        symbol="M_near☾",
        expression="moon_delivered_kg - moon_delivered_deep_space_kg",
        words="delivered from the Moon - delivered to deep space",
    ),
    Formula(
        name="earth_launched_total_kg",
        title="Satellites launched from the Earth, mass",
        unit="kg",
        symbol="M_up",
        expression="satellites_launched * satellite_mass_kg",
        words="satellites launched × mass of a satellite",
        leaves_out="what is brought to the Moon",
    ),
    Formula(
        name="moon_brought_total_kg",
        title="Of lunar-built satellites, brought from the Earth",
        unit="kg",
        symbol="M_imp☾",
        expression="max(moon_satellites_launched * moon_satellite_mass_kg - moon_made_total_kg, 0)",
        words="lunar-built satellites launched × mass of one - made on the Moon so far",
        leaves_out="propellant, landers",
    ),
)  # fmt: skip
