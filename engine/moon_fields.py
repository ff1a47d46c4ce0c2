"""The lunar factory and its mass driver as a scenario may set them: the table ``[moon]``.

What is taken where a scenario leaves a field out stands here with its source, as in ``model_fields.py``.
"""

from __future__ import annotations

from engine.fields import Field, Parameter
from engine.fields import taken_number as _number
from engine.mass_driver import MOST_ACCELERATION_G, MOST_LENGTH_KM

DESTINATIONS = ("high_earth_orbit", "earth_orbit", "eml2", "deep_space")
INSERTION_MODES = ("propulsive", "aerobraking")

_OURS = "our choice"
_FLIGHTS = "reference flights of this project, integrated with Earth, Moon and Sun from DE440"

MOON: dict[str, Field] = {
    # -- how much, and when
    "start_utc": Field(kind="instant", help="When the lunar factory begins"),
    "half_rate_utc": Field(kind="instant", help="When half its full rate is reached"),
    "start_rate_kg_per_year": Field(
        kind="number", help="Mass launched from the Moon at its start, kg a year", least=1, most=1e13,
        parameter=Parameter("moon_start_rate_kg_per_year", "Lunar launches at their start", "kg/year", "R₀☾"),
    ),
    "full_rate_kg_per_year": Field(
        kind="number", help="Mass launched from the Moon in the end, kg a year", least=1, most=1e14,
        parameter=Parameter("moon_full_rate_kg_per_year", "Lunar launches in the end", "kg/year", "R☾"),
    ),
    "satellite_mass_kg": Field(
        kind="number", help="Mass of one lunar-built satellite, kg", least=1, most=1e9,
        parameter=Parameter("moon_satellite_mass_kg", "Mass of a lunar-built satellite", "kg", "m_sat☾"),
    ),
    "satellite_power_w": Field(
        kind="number", help="Rated power of one lunar-built satellite at 1 AU, W", least=1, most=1e12,
        parameter=Parameter("moon_satellite_power_w", "Rated power of a lunar-built satellite", "W", "P_sat☾"),
    ),
    # -- the track of the mass driver
    "site_latitude_deg": _number(
        "Latitude of the muzzle, degrees north", -90, 90,
        "moon_site_latitude_deg", "Latitude of the mass driver", "°", "φ☾", 0.0,
        _OURS + ": the equator, in the plane of the reference flights",
    ),
    "site_longitude_deg": _number(
        "Longitude of the muzzle, degrees east", -180, 360,
        "moon_site_longitude_deg", "Longitude of the mass driver, east", "°", "λ☾", -60.0,
        _OURS + ": near 60° W in Oceanus Procellarum one site reaches the Earth eastward and deep space westward"
        f" ({_FLIGHTS})",
    ),
    "track_azimuth_deg": _number(
        "Direction of the track, degrees from north through east", 0, 360,
        "moon_track_azimuth_deg", "Azimuth of the track", "°", "A☾", 90.0,
        f"east, from 60° W towards the Earth ({_FLIGHTS})",
    ),
    "track_elevation_deg": _number(
        "Angle of the track above the horizon, degrees", 0, 90,
        "moon_track_elevation_deg", "Elevation of the track", "°", "h☾", 0.0,
        _OURS + ": level, the simplest to build",
        why="a track below 0 points into the ground",
    ),
    "track_length_km": _number(
        "Length of the track, km", 0.01, MOST_LENGTH_KM,
        "moon_track_length_km", "Length of the track", "km", "L☾", 5.0,
        _OURS + ": 3.0 km/s to deep space takes 4.59 km at 100 g (v²/2a), rounded up",
        why="the ground falls away from a straight track: 1,000 km are 33° of the Moon",
    ),
    "track_acceleration_g": _number(
        "Most acceleration along the track, in standard gravities", 0.1, MOST_ACCELERATION_G,
        "moon_track_acceleration_g", "Most acceleration of the track", "g", "a☾", 100.0,
        "20 to 100 g are named in the press (humanmars.net), the upper end; that satellites bear it is " + _OURS, "C",
        why="no satellite survives more than 10,000 g, where railguns begin",
    ),
    "driver_efficiency": _number(
        "Kinetic energy of what is thrown over electric energy", 0.01, 1,
        "moon_driver_efficiency", "Efficiency of the mass driver", "1", "η☾", 0.6,
        'O\'Neill\'s launcher as surveyed in 1976: "more than 60 %" (PRC Survey of SPS, ssi.org)', "A",
    ),
    # -- where it is thrown
    "destination": Field(
        kind="choice", help="Where satellites go; left out: high_earth_orbit", required=False, choices=DESTINATIONS
    ),
    "earth_orbit_altitude_km": _number(
        "Altitude of the perigee for the destination earth_orbit, km", 150, 36_000,
        "moon_earth_orbit_altitude_km", "Altitude of lunar-built satellites in Earth orbit", "km", "h_LEO☾", 550.0,
        _OURS + ": the altitude of the reference flights",
    ),
    "insertion_mode": Field(
        kind="choice", help="How satellites stop there: propulsive, or by aerobraking in an Earth orbit; left out:"
        " propulsive", required=False, choices=INSERTION_MODES,
    ),
    "insertion_isp_s": _number(
        "Specific impulse of the insertion burn, s", 50, 20_000,
        "moon_insertion_isp_s", "Specific impulse of the insertion", "s", "I_sp☾", 350.0,
        _OURS + ": a chemical engine; an electric one has thousands",
    ),
    "oxygen_share": _number(
        "Oxygen as a share of the insertion's propellant; the rest comes from the Earth", 0, 1,
        "moon_oxygen_propellant_share", "Oxygen in the propellant", "1", "f_O☾", 0.78,
        "methane engines burn some 3.6 kg of oxygen a kg of methane; the Moon has oxygen, but under 100 ppm of carbon",
        "U",
    ),
    "deep_space_from_utc": Field(
        kind="instant", help="From then on satellites go to deep space, from a second track at the same site; left out:"
        " never", required=False,
    ),
    "deep_space_azimuth_deg": _number(
        "Direction of the second track, degrees from north through east", 0, 360,
        "moon_deep_space_azimuth_deg", "Azimuth of the track to deep space", "°", "A_ds☾", 270.0,
        f"west, from 60° W away from the Earth ({_FLIGHTS})",
    ),
    "deep_space_speed_km_s": _number(
        "Muzzle speed of shots to deep space, km/s", 2.4, 20,
        "moon_deep_space_speed_km_s", "Muzzle speed to deep space", "km/s", "v_ds☾", 3.0,
        f"leaves the Earth behind with C3 of 1.9 to 3.4 km²/s² on every day sampled ({_FLIGHTS})",
        why="the Earth is escaped at 2.41 km/s and more",
    ),
    # -- what it takes
    "made_on_moon_share": _number(
        "Share of a lunar-built satellite's mass that is made on the Moon at first", 0, 1,
        "moon_made_share_at_first", "Made on the Moon at first", "1", "f_made0☾", 0.74,
        "arrays and radiators from the Moon and chips from the Earth at first, as claimed; by this program's own mass"
        " budget computers are a quarter of a satellite, and it is " + _OURS + " that the bus is made on the Moon",
    ),
    "all_made_on_moon_utc": Field(
        kind="instant", help="When all of a satellite is made on the Moon, chips too; the share rises evenly until"
        " then; left out: never", required=False,
    ),
    "smelting_kwh_per_kg": _number(
        "Electric energy to win a kg of metals and silicon from the soil, kWh", 0, 100_000,
        "moon_smelting_kwh_per_kg", "Energy to smelt a kg", "kWh/kg", "e_smelt☾", 18.0,
        "about 24 kWh a kg of oxygen won (Ars Technica, J. Timmer), and 0.43 kg of oxygen is bound to 0.57 kg of the"
        " rest: 24 × 0.43 / 0.57; refining to solar cells is not in it", "C",
    ),
    "soil_oxygen_share": _number(
        "Oxygen in lunar soil, by mass", 0.01, 0.9,
        "moon_soil_oxygen_share", "Oxygen in the soil", "1", "f_soil☾", 0.43,
        "crust: 41.6 to 44.6 % oxygen, the middle (I. Long, How to Develop the Moon)", "B",
    ),
    "machine_years": _number(
        "Years in which the factory's machines make their own mass", 0.01, 100,
        "moon_machine_years", "Machines make their own mass in", "years", "T_mach☾", 1.0,
        "a self-replicating lunar factory as NASA's summer study of 1980 drew it: a seed of 100 t that doubles in a"
        " year", "U",
    ),
    "factory_sunlight_share": _number(
        "Share of the time in which the factory's array stands in full sunlight", 0.01, 1,
        "moon_factory_sunlight_share", "Sunlight on the factory", "1", "f_sun☾", 0.5,
        _OURS + ": half of a lunar day is night, and the array follows the Sun",
    ),
    "factory_array_kg_per_m2": _number(
        "Mass of the factory's solar array, kg per m²", 0.01, 1_000,
        "moon_factory_array_kg_per_m2", "Array of the factory per area", "kg/m²", "σ_arr☾", 2.95,
        "iROSA as flown: 340 kg for 6 × 19.2 m (Redwire)", "B",
    ),
    "lander_delta_v_km_s": _number(
        "Speed change from low Earth orbit to the lunar surface, km/s", 1, 20,
        "moon_lander_delta_v_km_s", "From Earth orbit to the Moon", "km/s", "Δv_land☾", 6.1,
        "as flown: to the Moon 3.15, into its orbit 0.90, to its surface 2.05 km/s (NASA SP-4029)", "A",
    ),
    "lander_isp_s": _number(
        "Specific impulse of the ships that bring mass to the Moon, s", 50, 20_000,
        "moon_lander_isp_s", "Specific impulse of the landers", "s", "I_land☾", 350.0,
        _OURS + ": a chemical engine",
    ),
    "lander_cargo_share": _number(
        "Cargo as a share of what lands; the rest is the lander, which stays", 0.01, 1,
        "moon_lander_cargo_share", "Cargo of what lands", "1", "f_cargo☾", 0.5,
        _OURS + ": a lander as heavy as its cargo",
    ),
}  # fmt: skip
