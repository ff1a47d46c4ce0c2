"""Heat and mass of one satellite: radiator, array, and whether the budget closes.

The radiator is a flat plate that sheds heat on both sides and stands edge-on to
the Sun.  It takes in the Earth's infrared and the sunlight that the Earth sends
back.  All electric power becomes heat that the radiator must shed; what the
array's cells do not turn into power the array sheds itself.
"""

from __future__ import annotations

from engine.formula import Formula

_PARTS = "(array_mass_kg + radiator_mass_kg + battery_mass_kg + compute_mass_kg)"

FORMULAS: tuple[Formula, ...] = (
    # -- the radiator
    Formula(
        name="earth_view_factor",
        title="How much of its view the Earth fills, for a plate that faces it",
        unit="1",
        symbol="F_⊕",
        expression="(earth_equatorial_radius_m / (earth_equatorial_radius_m + 1000 * mean_shell_altitude_km))**2",
        words="(radius of the Earth / radius of the orbit at the shells' mean altitude)²",
        leaves_out="how it differs from shell to shell",
    ),
    Formula(
        name="radiator_emission_w_per_m2",
        title="Radiator: heat sent out",
        unit="W/m²",
        symbol="q_out",
        expression="2 * radiator_emissivity * stefan_boltzmann_w_per_m2_k4 * radiator_temperature_k**4",
        words="2 sides × emissivity × Stefan-Boltzmann constant × temperature⁴",
        leaves_out="the 3 K of deep space; how much colder fins are than the coolant",
    ),
    Formula(
        name="radiator_infrared_w_per_m2",
        title="Radiator: infrared taken in from the Earth",
        unit="W/m²",
        symbol="q_IR",
        expression=(
            "2 * radiator_earth_facing_share * earth_view_factor * radiator_emissivity * earth_infrared_w_per_m2"
        ),
        words="2 sides × how squarely they see the Earth × its part of the view × emissivity × infrared of the Earth",
        leaves_out="warm and cold regions of the Earth",
    ),
    Formula(
        name="radiator_albedo_w_per_m2",
        title="Radiator: sunlight taken in from the Earth",
        unit="W/m²",
        symbol="q_alb",
        expression=(
            "2 * radiator_earth_facing_share * earth_view_factor * radiator_solar_absorptance"
            " * earth_albedo_share * solar_constant_w_per_m2"
        ),
        words=(
            "2 sides × how squarely they see the Earth × its part of the view × sunlight that the radiator takes in"
            " × sunlight that the Earth sends back × sunlight at 1 AU"
        ),
        leaves_out="that only the day side sends sunlight: this is the most, where the Sun stands overhead",
    ),
    Formula(
        name="radiator_net_w_per_m2",
        title="Radiator: heat shed, net",
        unit="W/m²",
        symbol="q_net",
        expression="radiator_emission_w_per_m2 - radiator_infrared_w_per_m2 - radiator_albedo_w_per_m2",
        words="heat sent out - infrared taken in - sunlight taken in, per m² of plate",
        leaves_out="sunlight on the edges, heat from the array and the body",
    ),
    Formula(
        name="radiator_area_m2",
        title="Radiator of one satellite",
        unit="m²",
        symbol="A_rad",
        expression="satellite_power_w / max(radiator_net_w_per_m2, 0.001)",
        words="rated power of a satellite / net heat shed per m²; where next to nothing is shed, 0.001 W/m² is taken",
        leaves_out="spare loops; light and radio that leave the satellite",
    ),
    Formula(
        name="radiator_iss_ratio",
        title="Heat per radiator area, times what the ISS sheds",
        unit="1",
        symbol="x_ISS",
        expression="radiator_net_w_per_m2 / iss_radiator_w_per_m2",
        words="net heat shed per m² / what the radiators of the ISS shed in practice",
        leaves_out="how warm the radiators of the ISS run, and what they take in from the Earth",
    ),
    Formula(
        name="fleet_radiator_area_m2",
        title="Area of all radiators",
        unit="m²",
        symbol="A_rad,all",
        expression="satellites_alive * radiator_area_m2",
        words="satellites on station × radiator of one satellite; both sides of a plate counted once",
        leaves_out="failed, rising and retired satellites; lunar-built ones",
    ),
    # -- the array
    Formula(
        name="array_area_m2",
        title="Array of one satellite",
        unit="m²",
        symbol="A_arr",
        expression="satellite_power_w * array_oversize / (solar_constant_w_per_m2 * array_efficiency)",
        words=(
            "rated power of a satellite × array built larger to recharge the battery"
            " / (sunlight at 1 AU × efficiency of the array), new and well pointed"
        ),
        leaves_out="gaps between cells, spare area against ageing",
    ),
    # -- the mass budget
    Formula(
        name="array_mass_kg",
        title="Mass of the array",
        unit="kg",
        symbol="m_arr",
        expression="satellite_power_w * array_oversize / array_w_per_kg",
        words="rated power of a satellite × array built larger to recharge the battery / array power per mass",
        leaves_out="spare area against ageing",
    ),
    Formula(
        name="radiator_mass_kg",
        title="Mass of the radiator",
        unit="kg",
        symbol="m_rad",
        expression="radiator_area_m2 * radiator_kg_per_m2",
        words="radiator of one satellite × radiator mass per area",
        leaves_out="pumps, coolant and pipes where the mass per area does not hold them",
    ),
    Formula(
        name="battery_mass_kg",
        title="Mass of the battery",
        unit="kg",
        symbol="m_bat",
        expression="battery_energy_kwh * 1000 / battery_usable_wh_per_kg",
        words="battery of one satellite / usable battery energy per mass",
        leaves_out="spare capacity against ageing",
    ),
    Formula(
        name="compute_mass_kg",
        title="Mass of the computers",
        unit="kg",
        symbol="m_cpu",
        expression="satellite_compute_power_w / 1000 * compute_kg_per_kw",
        words="power for computers × computer mass per power",
        leaves_out="shielding against radiation",
    ),
    Formula(
        name="satellite_mass_needed_kg",
        title="Mass that a satellite needs",
        unit="kg",
        symbol="m_need",
        expression=f"{_PARTS} / (1 - bus_share)",
        words="(array + radiator + battery + computers) / (1 - share of mass for the bus)",
        leaves_out="margins; fuel beyond the bus's share",
    ),
    Formula(
        name="bus_mass_kg",
        title="Mass of the bus",
        unit="kg",
        symbol="m_bus",
        expression="satellite_mass_needed_kg * bus_share",
        words="mass that a satellite needs × share of mass for the bus: structure, propulsion, avionics, links",
    ),
    Formula(
        name="mass_margin_kg",
        title="Mass to spare",
        unit="kg",
        symbol="Δm",
        expression="satellite_mass_kg - satellite_mass_needed_kg",
        words="mass of a satellite - mass that it needs; below 0 the budget does not close",
    ),
    Formula(
        name="mass_budget_closes",
        title="Mass budget closes (1: yes)",
        unit="1",
        symbol="b_mass",
        expression="1 if satellite_mass_needed_kg <= satellite_mass_kg else 0",
        words="1 where the mass that a satellite needs is no more than its mass, else 0",
    ),
    Formula(
        name="specific_power_w_per_kg",
        title="Power per mass, as supposed",
        unit="W/kg",
        symbol="w_sat",
        expression="satellite_power_w / satellite_mass_kg",
        words="rated power of a satellite / mass of a satellite",
    ),
    Formula(
        name="specific_power_closing_w_per_kg",
        title="Power per mass at which the budget closes",
        unit="W/kg",
        symbol="w_close",
        expression="satellite_power_w / satellite_mass_needed_kg",
        words="rated power of a satellite / mass that it needs",
    ),
)
