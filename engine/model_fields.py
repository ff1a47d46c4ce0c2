"""The parameters of the models that a scenario may set, and what is taken, with its source, where it does not."""

from __future__ import annotations

from engine.fields import Field, Parameter
from engine.fields import taken_number as _number
from engine.links_fields import LINKS
from engine.moon_fields import MOON

_NONE_STATED = "the scenario states none"
_OURS = "our choice"

COMPUTE = {
    "load_share": _number(
        "Share of a satellite's power that feeds AI compute", 0, 1,
        "compute_load_share", "Share of power for compute", "1", "f_load", 1.0, _NONE_STATED + ", so all of it",
    ),
    "overhead_share": _number(
        "Share of compute power lost to conversion, pumps and links", 0, 0.9,
        "compute_overhead_share", "Orbital overhead", "1", "o", 0.0,
        "no orbital overhead is published, so none is added",
    ),
    "model_flop_utilisation": _number(
        "Share of the peak that a model reaches", 0.001, 1,
        "model_flop_utilisation", "Model FLOP utilisation", "1", "MFU", 0.40,
        "Llama 3 405B reached about 40 % of BF16 peak on 16,384 H100; 30 to 50 % is typical (greaterwrong.com)", "B",
    ),
    "gpu_power_w": _number(
        "Power of one GPU with all that serves it, W", 1, 1e6,
        "gpu_power_w", "Power per GPU, all in", "W", "P_gpu", 2_100.0,
        "GB300 NVL72, all-in utility power per GPU (InferenceX, 3 April 2026)", "A",
    ),
}  # fmt: skip

MODEL_TABLES: dict[str, dict[str, Field]] = {
    "power": {
        "degradation_per_year": _number(
            "Share of array power lost each year", 0, 0.5,
            "degradation_per_year", "Ageing of the arrays a year", "1/year", "d", 0.0, _NONE_STATED,
        ),
        "attitude_loss_share": _number(
            "Share of array power lost to pointing", 0, 0.9,
            "attitude_loss_share", "Pointing loss", "1", "f_att", 0.0, _NONE_STATED,
        ),
    },
    "battery": {
        "ride_through_share": _number(
            "Share of rated power kept up through an eclipse", 0, 1,
            "battery_ride_through_share", "Power kept up in eclipse", "1", "f_bat", 0.0, "no battery is stated",
        ),
        "usable_wh_per_kg": _number(
            "Usable energy of the battery, Wh per kg", 10, 2_000,
            "battery_usable_wh_per_kg", "Usable battery energy", "Wh/kg", "w_bat", 150.0,
            "100 to 200 Wh/kg usable, the middle (McDonald, Orbital-Datacenters; Szyma, literature report)", "B",
        ),
    },
    "heat": {
        "radiator_temperature_k": _number(
            "Mean temperature of the radiator's surface, K", 200, 600,
            "radiator_temperature_k", "Radiator temperature", "K", "T_rad", 340.0,
            "67 to 69 °C follows from AI1's stated 110 m² for 150 kW (two sides, emissivity 0.9)", "B",
        ),
        "radiator_emissivity": _number(
            "Infrared emissivity of the radiator", 0.1, 1,
            "radiator_emissivity", "Radiator emissivity", "1", "ε", 0.9, _OURS + ", usual for white paint",
        ),
        "radiator_earth_facing_share": _number(
            "How much of a plate facing the Earth each radiator side sees, mean of both", 0, 1,
            "radiator_earth_facing_share", "How squarely the radiator sees the Earth", "1", "f_face", 0.5,
            _OURS + ": edge to the Sun, a side that faces the Earth half the time",
        ),
        "radiator_solar_absorptance": _number(
            "Share of sunlight from the Earth that the radiator takes in", 0, 1,
            "radiator_solar_absorptance", "Sunlight that the radiator takes in", "1", "α_rad", 0.2,
            _OURS + ", the upper end of white paint's 0.1 to 0.2 (McCalip)",
        ),
        "array_efficiency": _number(
            "Electric power of the array over the sunlight on it", 0.01, 0.6,
            "array_efficiency", "Array efficiency", "1", "η", 0.184,
            "AI1: 250 W/m² of array, 18.4 % of sunlight at 1 AU (Ross, from the specification sheet)", "B",
        ),
    },
    "mass": {
        "array_w_per_kg": _number(
            "Specific power of the solar array, W/kg", 1, 10_000,
            "array_w_per_kg", "Array power per mass", "W/kg", "w_arr", 110.0,
            "ROSA blanket 100 to 120 W/kg (iROSA as flown: 75)", "B",
        ),
        "radiator_kg_per_m2": _number(
            "Mass of the radiator, kg per m² of plate", 0.1, 100,
            "radiator_kg_per_m2", "Radiator mass per area", "kg/m²", "σ_rad", 2.75,
            "ISS radiator panel, two-sided (core.ac.uk); other designs 2.4 to 10", "B",
        ),
        "compute_kg_per_kw": _number(
            "Mass of computers, kg per kW", 0.1, 1_000,
            "compute_kg_per_kw", "Computer mass per power", "kg/kW", "σ_cpu", 5.5,
            "5 to 6 kg/kW stripped for space (research-viewer model); a ground NVL72 rack is 10", "C",
        ),
        "bus_share": _number(
            "Structure, propulsion, avionics and links as a share of the satellite's mass", 0, 0.9,
            "bus_share", "Share of mass for the bus", "1", "f_bus", 0.2, _OURS + ": no budget has been published",
        ),
    },
    "launch": {
        "payload_kg_per_flight": _number(
            "Mass of satellites on one flight, kg", 1, 1e7,
            "payload_kg_per_flight", "Payload of a flight", "kg", "m_flight", 100_000.0,
            "Starship V3, stated target of more than 100 t reusable", "claim",
        ),
    },
    "upkeep": {
        "free": Field(
            kind="flag", help='"No operating or maintenance cost", as claimed', required=False,
            parameter=Parameter("upkeep_free", "Upkeep is free (1: yes, as claimed)", "1", "u", 0.0, _NONE_STATED),
        ),
        "failure_share_per_year": _number(
            "Share of working satellites that fail each year", 0, 0.9,
            "failure_share_per_year", "Failures a year", "1/year", "φ", 0.0, _NONE_STATED,
        ),
        "operations_share_per_year": _number(
            "Cost of operations a year as a share of what the hardware cost", 0, 1,
            "operations_share_per_year", "Operations a year, of hardware cost", "1/year", "f_ops", 0.01,
            "McCalip's calculator (December 2025): 1 % of hardware cost a year", "C",
        ),
        "reference_life_years": _number(
            "Life to reckon upkeep with where nothing retires", 0.5, 200,
            "reference_life_years", "Life to reckon upkeep with", "years", "L_ref", 5.0,
            "FCC filing SAT-LOA-20260108-00016: five-year life", "B",
        ),
    },
    "cost": {
        "satellite_usd_per_w": _number(
            "Satellite without computers, dollars per watt", 0.001, 10_000,
            "satellite_usd_per_w", "Satellite cost per watt, no computers", "USD/W", "k_sat", 22.0,
            "Starlink V2 mini, engineering guess of McCalip's calculator (December 2025)", "C",
        ),
        "chips_usd_per_w": _number(
            "Computers, dollars per watt, the same in orbit and on the ground", 0, 10_000,
            "chips_usd_per_w", "Computers' cost per watt", "USD/W", "k_chip", 25.8,
            "NVL72 rack: 3.4 million dollars of compute for 132 kW (ng.investing.com, introl.com)", "B",
        ),
        "launch_usd_per_kg": _number(
            "Launch price at the start, dollars per kg", 0.1, 1e6,
            "launch_start_usd_per_kg", "Launch price at the start", "USD/kg", "k_L0", 1_600.0,
            "1,400 to 1,800 dollars a kg today, the middle (SemiAnalysis, 3 June 2026)", "B",
        ),
        "launch_floor_usd_per_kg": _number(
            "Launch price that learning cannot go below, dollars per kg", 0, 1e6,
            "launch_floor_usd_per_kg", "Least launch price", "USD/kg", "k_Lmin", 30.0,
            "Starcloud's white paper hopes for 30 dollars a kg", "claim",
        ),
        "launch_learning_share": _number(
            "Fall of the launch price with each doubling of mass launched", 0, 0.9,
            "launch_learning_share", "Learning a doubling", "1", "b", 0.15,
            "launch cost has fallen about 15 % a doubling (ARK Invest, June 2025)", "A",
        ),
        "launch_learning_mass_kg": _number(
            "Mass launched before the start, which the price at the start reflects, kg", 1, 1e12,
            "launch_learning_mass_kg", "Mass launched before the start", "kg", "M_0", 2.0e7,
            _OURS + ": about what the world had put up by 2026, at some 2,500 t a year lately",
        ),
        "chip_life_years": _number(
            "Years over which computers are paid off, in orbit and on the ground", 0.5, 50,
            "chip_life_years", "Life of computers", "years", "L_chip", 5.0,
            "space life of SemiAnalysis' comparison (3 June 2026); the same is taken on the ground", "A",
        ),
        "satellite_pay_years": _number(
            "Years over which a satellite and its launch are paid off", 0.5, 200,
            "satellite_pay_years", "Life of a satellite for its cost", "years", "L_pay", 5.0,
            "FCC filing SAT-LOA-20260108-00016 and SemiAnalysis (3 June 2026): five years", "B",
        ),
        "orbit_discount_share": _number(
            "Cost of capital in orbit, share a year", 0.0001, 1,
            "orbit_discount_share", "Cost of capital in orbit", "1/year", "r_o", 0.15,
            "SemiAnalysis (3 June 2026): 15 %", "A",
        ),
        "ground_discount_share": _number(
            "Cost of capital on the ground, share a year", 0.0001, 1,
            "ground_discount_share", "Cost of capital on the ground", "1/year", "r_g", 0.103,
            "SemiAnalysis (3 June 2026): 10.3 %", "A",
        ),
        "ground_facility_usd_per_w": _number(
            "Data centre without computers, dollars per watt", 0.01, 10_000,
            "ground_facility_usd_per_w", "Data centre per watt, no computers", "USD/W", "k_fac", 12.0,
            "9 to 12 dollars a watt is typical (invest-watch); the dear end", "B",
        ),
        "ground_facility_life_years": _number(
            "Years over which a data centre is paid off", 1, 100,
            "ground_facility_life_years", "Life of a data centre", "years", "L_fac", 15.0,
            "SemiAnalysis (3 June 2026): 15 years on the ground", "A",
        ),
        "ground_usd_per_mwh": _number(
            "Electricity on the ground, dollars per MWh", 0, 10_000,
            "ground_usd_per_mwh", "Electricity on the ground", "USD/MWh", "k_el", 70.0,
            _OURS + ": fuel alone is 26.7 dollars in a gas turbine at 4.30 dollars/MMBtu (McCalip)",
        ),
        "ground_pue": _number(
            "Power of a data centre over that of its computers", 1, 3,
            "ground_pue", "Power usage effectiveness on the ground", "1", "PUE", 1.2,
            "McCalip's calculator (December 2025)", "B",
        ),
    },
    "links": LINKS,
    "moon": MOON,
}  # fmt: skip
