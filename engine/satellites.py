"""Single satellites of a world: where they are, what they are called, what can be said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.constants import R_EARTH_KM, SECONDS_PER_DAY, SECONDS_PER_JULIAN_YEAR, TWO_PI
from engine.constellation import Integers
from engine.fleet import states_of
from engine.moon_shadow import sun_beside_moon
from engine.power import powered_share, sunlight_factor
from engine.quantities import Quantity
from engine.shadow import sunlit_fraction
from engine.timebase import format_utc, year_of
from engine.world import Simulation, World, compute_flop_s_per_w

Array = NDArray[np.float64]

PHASES = ("rising", "on_station", "retired")
MOST_AT_ONCE = 5_000_000
_LUCK = 0.754_877_666_2  # 1 / plastic number: its multiples fill 0 to 1 evenly, however many are taken


@dataclass(frozen=True, slots=True)
class SatelliteStates:
    """Columns (N,); vectors (N, 3) in the GCRS, km and km/s.

    ``sunlit`` is the visible share of the Sun's disc.  A retired satellite has
    left its orbit: its vectors and ``sunlit`` are NaN.
    """

    index: Integers
    name: tuple[str, ...]
    shell: Integers
    phase: tuple[str, ...]
    r_gcrs_km: Array
    v_gcrs_km_s: Array
    sunlit: Array


def satellite_name(simulation: Simulation, k: int) -> str:
    """Return the name of satellite k, such as ``MT-01234567``."""
    return f"{simulation.scenario.name_prefix}-{k:08d}"


def find_satellite(simulation: Simulation, text: str) -> int | None:
    """Return the launch number that a name or number stands for, or None.

    ``MT-01234567``, ``mt 1234567``, ``1,234,567`` and ``1234567`` are the same.
    Satellites of the whole scenario are found, launched by now or not.
    """
    prefix = re.escape(simulation.scenario.name_prefix)
    match = re.fullmatch(rf"(?:{prefix})?[\s#-]*([\d,_ ]+)", text.strip(), re.IGNORECASE)
    digits = re.sub(r"\D", "", match.group(1)) if match else ""
    if not digits or len(digits) > 12:
        return None
    k = int(digits)
    scenario = simulation.scenario
    return k if k < scenario.ramp.count_launched(scenario.end_s) else None


def launch_time_s(simulation: Simulation, k: int) -> float:
    """Return when satellite k is launched, ``t_s``."""
    return float(simulation.scenario.ramp.launch_time_s(k))


def failure_time_s(simulation: Simulation, indices: ArrayLike) -> Array:
    """Return when each satellite of the scenario fails, ``t_s`` (N,); infinite where none does.

    Each has its own luck U from 0 to 1, the same at every visit, and fails when exp(-rate age) falls below it, so
    that of many as many have failed as ``stock`` reckons.  One that outlives its design life is retired first.
    """
    scenario = simulation.scenario
    k = np.atleast_1d(np.asarray(indices, dtype=np.int64))
    if scenario.failures_per_s == 0.0:
        return np.full(k.shape, np.inf)
    luck = np.maximum(np.modf((k + 0.5) * _LUCK)[0], 1e-12)
    return np.asarray(scenario.ramp.launch_time_s(k) - np.log(luck) / scenario.failures_per_s, dtype=np.float64)


def powers_w(world: World, states: SatelliteStates) -> Array:
    """Return the power that each satellite gives its load now, W (N,): 0 while it rises, and once it has failed.

    Over all that are on station this adds up to the live power, but that the totals take failures, ageing and
    sunlight each as a mean of its own.
    """
    simulation, scenario = world.simulation, world.scenario
    given = scenario.parameters
    working = (np.array(states.phase) == "on_station") & (failure_time_s(simulation, states.index) > world.t_s)
    age_years = (world.t_s - scenario.ramp.launch_time_s(states.index)) / SECONDS_PER_JULIAN_YEAR
    kept = (1.0 - given["degradation_per_year"]) ** np.maximum(age_years, 0.0) * (1.0 - given["attitude_loss_share"])
    share = powered_share(states.sunlit, given["battery_ride_through_share"])
    made: Array = scenario.satellite_power_w * share * kept * sunlight_factor(world.sun_gcrs_km)
    return np.where(working, made, 0.0)


def _checked(world: World, indices: ArrayLike) -> Integers:
    k = np.atleast_1d(np.asarray(indices, dtype=np.int64))
    launched = world.fleet.launched
    if k.size > MOST_AT_ONCE:
        raise ValueError(f"{k.size:,} satellites were asked for: at most {MOST_AT_ONCE:,} at once are given")
    if k.size and (k.min() < 0 or k.max() >= launched):
        wrong = int(k.min()) if k.min() < 0 else int(k.max())
        allowed = f"0 to {launched - 1:,} are in the sky" if launched else "none has been launched"
        raise ValueError(f"satellite {wrong:,} has not been launched at this instant: {allowed}")
    return k


def _states(world: World, k: Integers) -> tuple[Array, Array]:
    simulation = world.simulation
    age_s = world.t_s - simulation.scenario.ramp.launch_time_s(k)
    return states_of(simulation.constellation, simulation.rise, world.fleet.phases, k, age_s)


def positions_km(world: World, indices: ArrayLike) -> Array:
    """Return GCRS positions (N, 3), km, of launched satellites.

    Raises ``ValueError`` for one that is not launched.  Retired satellites are
    given where their slot is.
    """
    return _states(world, _checked(world, indices))[0]


def satellite_states(world: World, indices: ArrayLike) -> SatelliteStates:
    """Return all that is known of the state of launched satellites, as columns.

    Raises ``ValueError`` for one that is not launched.
    """
    k = _checked(world, indices)
    r_km, v_km_s = _states(world, k)
    sunlit = sunlit_fraction(r_km, world.sun_gcrs_km) if k.size else np.empty(0)
    sunlit *= sun_beside_moon(r_km, world.sun_gcrs_km, world.moon_gcrs_km)
    phase = np.where(k >= world.fleet.on_station_end, 0, np.where(k >= world.fleet.retired, 1, 2))
    for column in (r_km, v_km_s, sunlit):
        column[phase == 2] = np.nan
    constellation = world.simulation.constellation
    return SatelliteStates(
        index=k,
        name=tuple(satellite_name(world.simulation, i) for i in k.tolist()),
        shell=constellation.place(constellation.address(k)).shell,
        phase=tuple(PHASES[p] for p in phase.tolist()),
        r_gcrs_km=r_km,
        v_gcrs_km_s=v_km_s,
        sunlit=sunlit,
    )


def orbit_track_km(world: World, k: int, n: int = 256) -> Array:
    """Return the circle that satellite k is on now, (n, 3) GCRS km, from the satellite onward, not closed.

    For a rising satellite it is the circle of its present radius and plane.
    """
    r_km, v_km_s = _states(world, _checked(world, [k]))
    radius_km = float(np.linalg.norm(r_km[0]))
    outward = r_km[0] / radius_km
    onward = v_km_s[0] - (v_km_s[0] @ outward) * outward
    onward /= np.linalg.norm(onward)
    angle = np.linspace(0.0, TWO_PI, n, endpoint=False)[:, None]
    circle: Array = np.cos(angle) * outward + np.sin(angle) * onward
    return radius_km * circle


def describe_satellite(world: World, k: int) -> tuple[Quantity, ...]:
    """Return what can be said of satellite k now; inputs are among these or the world's quantities."""
    states = satellite_states(world, [k])
    simulation, scenario = world.simulation, world.scenario
    constellation = simulation.constellation
    place = constellation.place(constellation.address(states.index))
    shell = scenario.shells[int(place.shell[0])]
    r_km, v_km_s = states.r_gcrs_km[0], states.v_gcrs_km_s[0]
    radius_km = float(np.linalg.norm(r_km))
    speed_km_s = float(np.linalg.norm(v_km_s))
    age_s = world.t_s - launch_time_s(simulation, k)
    sunlit = float(states.sunlit[0])
    power_w = float(powers_w(world, states)[0])
    x = np.array([min(age_s / scenario.rise_s, 1.0)])
    _, _, node_lag = simulation.rise.at(place.shell, x)
    raan_rad = constellation.raan0_of(place) + world.fleet.phases.drift_rad[place.shell] + node_lag
    circle_km = TWO_PI * shell.a_km
    period_s = TWO_PI / float(constellation.argument_of_latitude_rate_rad_s[place.shell[0]])

    def say(
        name: str, title: str, unit: str, value: float, formula: str, *inputs: str, leaves_out: str = ""
    ) -> Quantity:
        return Quantity(
            name=name,
            title=title,
            unit=unit,
            value=float(value),
            formula=formula,
            inputs=inputs,
            leaves_out=leaves_out,
        )

    waves = "the waves of up to 10 km that the Earth's flattening makes"
    return (
        say("index", "Launch number", "1", k, "launches counted from 0, in order"),
        say("altitude_km", "Altitude", "km", radius_km - R_EARTH_KM,
            "distance from the Earth's centre - equatorial radius", leaves_out=waves),
        say("shell_altitude_km", "Altitude of its shell", "km", shell.altitude_km,
            "given by the scenario, [[shells]]", "slots"),
        say("inclination_deg", "Inclination", "°", np.degrees(shell.inclination_rad),
            "angle of the orbit to the equator; sun-synchronous ones are solved for", "slots"),
        say("raan_deg", "Node (RAAN)", "°", np.degrees(raan_rad[0]) % 360.0,
            "where the orbit crosses the equator northward, now"),
        say("shell", "Shell", "1", int(place.shell[0]) + 1,
            f"of {len(scenario.shells)}; group {shell.group}", "slots"),
        say("plane", "Plane", "1", int(place.plane[0]) + 1, f"of {shell.planes} in its shell", "slots"),
        say("slot", "Slot", "1", int(place.slot[0]) + 1, f"of {shell.slots_per_plane} in its plane", "slots"),
        say("speed_km_s", "Speed", "km/s", speed_km_s, "length of the GCRS velocity", "altitude_km"),
        say("period_min", "Period in its shell", "min", period_s / 60.0,
            "2 pi / rate of the argument of latitude", "shell_altitude_km"),
        say("neighbour_km", "Next in its plane", "km", circle_km / shell.slots_per_plane,
            "circumference / slots", "slots"),
        say("satellite_sunlit_fraction", "In sunlight", "1", sunlit, "visible share of the Sun's disc",
            "altitude_km", leaves_out="the atmosphere"),
        *_health(world, k),
        say("satellite_power_now_w", "Power now", "W", power_w,
            "rated power × (in sunlight + kept up by its battery × in the dark) × (1 - ageing a year)^age"
            " × (1 - pointing loss) / (distance to the Sun in AU)², on station only; 0 once it has failed",
            "satellite_power_w", "satellite_sunlit_fraction", "battery_ride_through_share", "degradation_per_year",
            "age_days", "attitude_loss_share", "sun_distance_au", leaves_out="radiation storms"),
        say("satellite_compute_flop_s", "AI compute now", "FLOP/s", power_w * compute_flop_s_per_w(scenario),
            "power now × share for compute × (1 - orbital overhead) × compute per watt",
            "satellite_power_now_w", "compute_load_share", "compute_overhead_share", "peak_flop_s_per_w"),
        say("age_days", "Age", "days", age_s / SECONDS_PER_DAY, "time since its launch", "rise_days"),
        say("rise_left_days", "Still rising for", "days",
            max(0.0, scenario.rise_s - age_s) / SECONDS_PER_DAY, "time to rise - age", "rise_days", "age_days"),
    )  # fmt: skip


def _health(world: World, k: int) -> tuple[Quantity, ...]:
    """Return whether satellite k works, and when it failed, for a scenario in which satellites fail."""
    if world.scenario.failures_per_s == 0.0:
        return ()
    failed_s = float(failure_time_s(world.simulation, k)[0])
    works = failed_s > world.t_s
    drawn = "its luck is drawn from its launch number; so many fail as the share of failures a year says"
    left_out = "early failures and wear-out: the rate is constant"
    quantities = [
        Quantity(
            name="satellite_works", title="Works (1: yes)", unit="1", value=float(works),
            formula=f"1 until the rate of failures × age exceeds -ln(its luck); {drawn}",
            inputs=("failure_share_per_year", "age_days"), leaves_out=left_out,
        )
    ]  # fmt: skip
    if not works:
        quantities.append(
            Quantity(
                name="satellite_failed_year", title="Failed", unit="decimal year", value=year_of(failed_s),
                formula=f"failed on {format_utc(failed_s)[:10]}: launch - ln(its luck) / rate of failures; {drawn}",
                inputs=("failure_share_per_year",), leaves_out=left_out,
            )
        )  # fmt: skip
    return tuple(quantities)
