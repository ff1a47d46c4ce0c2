"""Stocks and flows: how many satellites there are, what takes them up, and what it takes to keep them."""

from __future__ import annotations

from engine.formula import Formula

FORMULAS: tuple[Formula, ...] = (
    # -- what there is ---------------------------------------------------------------------------
    Formula(
        name="satellites_alive",
        title="Satellites on station",
        unit="1",
        symbol="N",
        expression="satellites_launched - satellites_rising - satellites_retired - satellites_failed",
        words="launched - rising - retired - failed",
    ),
    Formula(
        name="satellites_total",
        title="Satellites at work, of both sources",
        unit="1",
        symbol="N_all",
        expression="satellites_alive + moon_satellites_alive",
        words="satellites on station + lunar-built satellites at work",
    ),
    Formula(
        name="launch_rate_total_kg_per_year",
        title="Mass launched a year, from Earth and Moon",
        unit="kg/year",
        symbol="dM_all/dt",
        expression="launch_rate_kg_per_year + moon_launch_rate_kg_per_year",
        words="mass launched a year from the Earth + from the Moon",
    ),
    Formula(
        name="mass_on_orbit_kg",
        title="Mass in orbit",
        unit="kg",
        symbol="M",
        expression=(
            "(satellites_alive + satellites_failed + satellites_rising) * satellite_mass_kg"
            " + (moon_satellites_alive + moon_satellites_failed + moon_satellites_in_flight) * moon_satellite_mass_kg"
        ),
        words="(on station + failed + rising) × mass of a satellite, and the same of lunar-built ones, their way too",
        leaves_out="retired satellites, stages, debris",
    ),
    Formula(
        name="slots_used_share",
        title="Places that are taken",
        unit="1",
        symbol="f_slot",
        expression="(satellites_alive + satellites_failed + satellites_rising) / slots",
        words="(on station + failed + rising) / places in the shells",
        leaves_out="lunar-built satellites, which go elsewhere",
    ),
    # -- what goes up ----------------------------------------------------------------------------
    Formula(
        name="satellites_per_flight",
        title="Satellites on a flight",
        unit="1",
        symbol="n_flight",
        expression="max(floor(payload_kg_per_flight / satellite_mass_kg), 1)",
        words="payload of a flight / mass of a satellite, rounded down, and at least 1",
        leaves_out="room under the fairing, and the dispenser's mass",
    ),
    Formula(
        name="flights_per_satellite",
        title="Flights for a satellite",
        unit="1",
        symbol="q_flight",
        expression=(
            "ceil(satellite_mass_kg / payload_kg_per_flight) if satellite_mass_kg > payload_kg_per_flight"
            " else 1 / satellites_per_flight"
        ),
        words=(
            "1 / satellites on a flight; a satellite heavier than the payload takes mass / payload flights, rounded up"
        ),
        leaves_out="flights that carry propellant",
    ),
    Formula(
        name="flights_per_year",
        title="Flights a year",
        unit="1/year",
        symbol="F",
        expression="launch_rate_kg_per_year / satellite_mass_kg * flights_per_satellite",
        words="mass launched a year / mass of a satellite × flights for a satellite",
        leaves_out="failed flights, flights that carry propellant",
    ),
    Formula(
        name="flights_per_day",
        title="Flights a day",
        unit="1/day",
        symbol="F_day",
        expression="flights_per_year / 365.25",
        words="flights a year / 365.25",
    ),
    Formula(
        name="minutes_between_flights",
        title="Time between flights (0: none fly)",
        unit="min",
        symbol="Δt_F",
        expression="525960 / flights_per_year if flights_per_year > 0 else 0",
        words="525,960 minutes in a Julian year / flights a year",
    ),
    Formula(
        name="power_added_w_per_year",
        title="Rated power launched a year, now",
        unit="W/year",
        symbol="dP/dt",
        expression="launch_rate_kg_per_year / satellite_mass_kg * satellite_power_w",
        words="mass launched a year / mass of a satellite × rated power of a satellite",
        leaves_out="what is launched from the Moon",
    ),
    Formula(
        name="moon_shots_per_year",
        title="Shots a year from the Moon",
        unit="1/year",
        symbol="F☾",
        expression="moon_launch_rate_kg_per_year / max(moon_satellite_mass_kg, 1)",
        words="mass launched a year from the Moon / mass of a lunar-built satellite: one satellite a shot",
        leaves_out="shots that fail, and satellites that go up in pieces",
    ),
    Formula(
        name="moon_seconds_between_shots",
        title="Time between shots from the Moon (0: none)",
        unit="s",
        symbol="Δt☾",
        expression="31557600 / moon_shots_per_year if moon_shots_per_year > 0 else 0",
        words="31,557,600 seconds in a Julian year / shots a year",
    ),
    Formula(
        name="moon_power_added_w_per_year",
        title="Rated power launched a year from the Moon, now",
        unit="W/year",
        symbol="dP☾/dt",
        expression="moon_shots_per_year * moon_satellite_power_w",
        words="shots a year × rated power of a lunar-built satellite",
    ),
    # -- what is lost ----------------------------------------------------------------------------
    Formula(
        name="failure_rate_per_year",
        title="Rate of failure",
        unit="1/year",
        symbol="λ",
        expression="ln(1 / (1 - failure_share_per_year))",
        words="ln(1 / (1 - failures a year)): a year leaves one minus the stated share",
        leaves_out="early failures and wear-out: the rate is constant",
    ),
    Formula(
        name="failures_per_year",
        title="Satellites that fail in a year, at this rate",
        unit="1/year",
        symbol="Ṅ_fail",
        expression="satellites_alive * failure_rate_per_year",
        words="satellites on station × rate of failure",
        leaves_out="rising and lunar-built satellites that fail",
    ),
    Formula(
        name="retirements_per_year",
        title="Satellites retired a year, now",
        unit="1/year",
        symbol="Ṅ_ret",
        expression="retired_kg_per_year / satellite_mass_kg",
        words="mass retired a year / mass of a satellite",
        leaves_out="lunar-built satellites",
    ),
    Formula(
        name="reentry_kg_per_year",
        title="Mass that re-enters a year, now",
        unit="kg/year",
        symbol="dM_re/dt",
        expression="retired_kg_per_year",
        words="mass retired a year: all of it comes down, at once",
        leaves_out=(
            "graveyard orbits, which the operator asked for above 600 km; decay that takes years; stages;"
            " lunar-built satellites, which are too far out to re-enter"
        ),
    ),
    # -- what it takes to keep what there is ---------------------------------------------------------
    Formula(
        name="upkeep_life_years",
        title="Life that upkeep is reckoned with",
        unit="years",
        symbol="L_up",
        expression="satellite_life_years if satellite_life_years > 0 else reference_life_years",
        words="the design life; where nothing retires, the life to reckon upkeep with",
    ),
    Formula(
        name="upkeep_working_years",
        title="Years that a satellite works, on average",
        unit="years",
        symbol="L_work",
        expression=(
            "(1 - exp(-failure_rate_per_year * upkeep_life_years)) / failure_rate_per_year"
            " if failure_rate_per_year > 0 else upkeep_life_years"
        ),
        words="(1 - exp(-rate of failure × life)) / rate of failure: the life, cut short by failures",
    ),
    Formula(
        name="upkeep_replacements_per_year",
        title="Replacements a year that upkeep takes",
        unit="1/year",
        symbol="Ṅ_up",
        expression="satellites_alive / upkeep_working_years",
        words="satellites on station / years that a satellite works, on average",
        leaves_out="a fleet whose ages are not yet even needs fewer at first; lunar-built satellites",
    ),
    Formula(
        name="upkeep_kg_per_year",
        title="Mass a year that upkeep takes",
        unit="kg/year",
        symbol="dM_up/dt",
        expression="upkeep_replacements_per_year * satellite_mass_kg",
        words="replacements a year × mass of a satellite",
        leaves_out="lunar-built satellites",
    ),
    Formula(
        name="upkeep_flights_per_year",
        title="Flights a year that upkeep takes",
        unit="1/year",
        symbol="F_up",
        expression="upkeep_replacements_per_year * flights_per_satellite",
        words="replacements a year × flights for a satellite",
    ),
    Formula(
        name="upkeep_launch_share",
        title="Upkeep, of the mass launched a year",
        unit="1",
        symbol="f_up",
        expression="upkeep_kg_per_year / launch_rate_kg_per_year if launch_rate_kg_per_year > 0 else 0",
        words="mass a year that upkeep takes / mass launched a year; above 100 % the fleet cannot be kept",
    ),
    Formula(
        name="moon_upkeep_replacements_per_year",
        title="Lunar-built replacements a year that upkeep takes",
        unit="1/year",
        symbol="Ṅ_up☾",
        expression="moon_satellites_alive / upkeep_working_years",
        words="lunar-built satellites at work / years that a satellite works, on average",
    ),
    Formula(
        name="moon_upkeep_kg_per_year",
        title="Mass a year from the Moon that upkeep takes",
        unit="kg/year",
        symbol="dM_up☾/dt",
        expression="moon_upkeep_replacements_per_year * moon_satellite_mass_kg",
        words="lunar-built replacements a year × mass of a lunar-built satellite",
    ),
    Formula(
        name="upkeep_charged_replacements_per_year",
        title="Replacements a year that the scenario charges",
        unit="1/year",
        symbol="Ṅ_paid",
        expression="upkeep_replacements_per_year * (1 - upkeep_free)",
        words="replacements a year that upkeep takes; none where the scenario says that upkeep is free",
    ),
    Formula(
        name="upkeep_charged_kg_per_year",
        title="Mass a year of upkeep that the scenario charges",
        unit="kg/year",
        symbol="dM_paid/dt",
        expression="upkeep_kg_per_year * (1 - upkeep_free)",
        words="mass a year that upkeep takes; none where the scenario says that upkeep is free",
    ),
    Formula(
        name="upkeep_charged_flights_per_year",
        title="Flights a year of upkeep that the scenario charges",
        unit="1/year",
        symbol="F_paid",
        expression="upkeep_flights_per_year * (1 - upkeep_free)",
        words="flights a year that upkeep takes; none where the scenario says that upkeep is free",
    ),
    Formula(
        name="fleet_held_satellites",
        title="Satellites that this launch rate can keep at work",
        unit="1",
        symbol="N_held",
        expression="launch_rate_kg_per_year / satellite_mass_kg * upkeep_working_years",
        words="mass launched a year / mass of a satellite × years that a satellite works, on average",
        leaves_out="the time to rise",
    ),
    Formula(
        name="fleet_held_w",
        title="Rated power that this launch rate can keep at work",
        unit="W",
        symbol="P_held",
        expression="fleet_held_satellites * satellite_power_w",
        words="satellites that this launch rate can keep at work × rated power of a satellite",
    ),
)
