"""What is observed of the lunar factory: where its satellites go now, how they fly, and how much has been made."""

from __future__ import annotations

import numpy as np

from engine.constants import SECONDS_PER_JULIAN_YEAR
from engine.day_flight import flight_of_day
from engine.growth import Ramp
from engine.insertion import PASS_ALTITUDE_KM
from engine.lunar_factory import REFERENCE, LunarFactory
from engine.quantities import PROGRAM, Quantity
from engine.timebase import format_utc
from engine.world import World

_X, _W = np.polynomial.legendre.leggauss(48)
_WHERE = {
    "high_earth_orbit": "a circle of 100,000 km about the Earth",
    "earth_orbit": "an orbit near the Earth",
    "eml2": "the point L2 beyond the Moon",
    "deep_space": "an orbit of its own about the Sun",
}


def lunar_observed(world: World) -> tuple[Quantity, ...]:
    """Return what takes more than arithmetic about the factory; nothing where a scenario has none."""
    lunar, ramp, t_s = world.scenario.lunar, world.scenario.lunar_ramp, world.t_s
    if lunar is None or ramp is None:
        return ()
    there = lunar.destination_at(t_s)
    flight, to = REFERENCE[there], f"to {there}, {_WHERE[there]}"
    own_speed, braked = there == "deep_space", there == "earth_orbit" and lunar.brakes_in_air

    def seen(
        name: str,
        title: str,
        unit: str,
        symbol: str,
        value: float,
        formula: str,
        inputs: tuple[str, ...] = (),
        source: str = PROGRAM,
        confidence: str = "computed",
        leaves_out: str = "",
    ) -> Quantity:
        return Quantity(
            name=name, title=title, unit=unit, value=float(value), formula=formula, inputs=inputs, source=source,
            confidence=confidence, leaves_out=leaves_out, symbol=symbol, section="moon",
        )  # fmt: skip

    month = "how it moves with the month; other sites and tracks"
    rounded = ("moon_satellites_launched", "moon_satellites_in_flight")
    known = (
        seen("moon_shot_speed_km_s", "Muzzle speed", "km/s", "v☾", lunar.shot_speed_km_s(t_s),
             f"the scenario's own speed {to}" if own_speed else f"of a usual flight {to}",
             ("moon_deep_space_speed_km_s",) if own_speed else (),
             PROGRAM if own_speed else flight.source, "computed" if own_speed else "A", "" if own_speed else month),
        seen("moon_flight_days", "Time of flight", "days", "T_fly☾", flight.days, f"of a usual flight {to}", (),
             flight.source, "A", month),
        seen("moon_insertion_km_s", "Insertion burn", "km/s", "Δv☾", lunar.insertion_km_s(t_s),
             "speed of the circle - speed at the apogee of an orbit with its perigee in the air, at"
             f" {PASS_ALTITUDE_KM:g} km: the air has braked the rest, {to}" if braked else f"of a usual flight {to}",
             ("moon_earth_orbit_altitude_km",) if braked else (), PROGRAM if braked else flight.source,
             "computed" if braked else "A", "the heat shield, or the months of gentle passes" if braked else month),
        seen("moon_made_share", "Made on the Moon, now", "1", "f_made☾", lunar.made_share_at(t_s),
             "the share at first" if lunar.made_share_at(t_s) == lunar.made_on_moon_share else
             f"rising evenly from the share at first to all on {format_utc(lunar.all_made_on_moon_s)[:10]}",
             ("moon_made_share_at_first", "year")),
        seen("moon_time_constant_years", "Time constant of the lunar ramp", "years", "τ☾",
             ramp.tau_s / SECONDS_PER_JULIAN_YEAR,
             "(time of half rate - start) / ln(full rate / starting rate - 1)",
             ("moon_full_rate_kg_per_year", "moon_start_rate_kg_per_year")),
        seen("moon_made_total_kg", "Made on the Moon so far, of satellites", "kg", "M_made☾",
             made_kg(lunar, ramp, t_s), "mass rate of lunar-built satellites × share made on the Moon, summed",
             ("moon_launch_rate_kg_per_year", "moon_made_share"),
             leaves_out="the factory itself, propellant"),
        seen("moon_satellites_in_deep_space", "Lunar-built satellites that came to deep space", "1", "N_ds☾",
             arrived_in_deep_space(world), "launched since the switch to deep space, and no longer on their way",
             rounded),
        seen("moon_next_shot_s", "Until the next shot", "s", "T_next☾", max(next_shot_s(ramp, t_s) - t_s, 0.0),
             "time of the next launch - now; number n is launched when the running total of launches passes n - 1/2",
             ("moon_satellites_launched", "moon_launch_rate_kg_per_year"),
             leaves_out="which track it is, and pauses: shots follow one another evenly"),
    )  # fmt: skip
    day = flight_of_day(world)
    if day is None:
        return known
    inputs = ("moon_site_latitude_deg", "moon_site_longitude_deg", "moon_track_elevation_deg", day.azimuth)

    def of_day(name: str, title: str, unit: str, symbol: str, value: float) -> Quantity:
        return seen(name, title, unit, symbol, value, f"{day.how} {to}", inputs, leaves_out=day.leaves_out)

    return (
        *known,
        of_day("moon_day_speed_km_s", "Muzzle speed of the day", "km/s", "v_day☾", day.speed_km_s),
        of_day("moon_day_flight_days", "Time of flight of the day", "days", "T_day☾", day.days),
        of_day("moon_day_insertion_km_s", "Insertion burn of the day", "km/s", "Δv_day☾", day.insertion_km_s),
    )


def next_shot_s(ramp: Ramp, t_s: float) -> float:
    """Return when the first satellite after ``t_s`` is launched."""
    return float(ramp.launch_time_s(ramp.count_launched(t_s)))


def arrived_in_deep_space(world: World) -> int:
    """Return how many lunar-built satellites have come to deep space; those that failed or retired there count too."""
    lunar, ramp, stock = world.scenario.lunar, world.scenario.lunar_ramp, world.lunar_stock
    assert lunar is not None and ramp is not None
    arrived = stock.launched - stock.rising
    before = 0 if lunar.destination == "deep_space" else ramp.count_launched(min(lunar.deep_space_from_s, world.t_s))
    return max(arrived - before, 0)


def made_kg(lunar: LunarFactory, ramp: Ramp, t_s: float) -> float:
    """Return the mass made on the Moon, of all satellites launched until ``t_s``, kg.

    The integral of the rate times the share, by Gauss-Legendre quadrature over
    launch numbers up to when all is made there, to 1e-6 of it.
    """
    launched = float(ramp.satellites_launched(t_s))
    partly = float(ramp.satellites_launched(min(t_s, lunar.all_made_on_moon_s)))
    if partly <= 0.0:
        return 0.0
    if lunar.all_made_on_moon_s == float("inf"):
        return launched * lunar.made_on_moon_share * ramp.satellite_mass_kg
    # Launch times run off steeply at the very first launches, so the parts are shorter there.
    edges = partly * np.linspace(0.0, 1.0, 9) ** 2
    half = 0.5 * np.diff(edges)
    numbers = (0.5 * (edges[:-1] + edges[1:]))[:, None] + half[:, None] * _X
    mean_s = float((half[:, None] * _W * ramp.launch_time_s(numbers - 0.5)).sum()) / partly
    # The share rises evenly with time, so its mean is that at the mean time.
    return (partly * lunar.made_share_at(mean_s) + launched - partly) * ramp.satellite_mass_kg
