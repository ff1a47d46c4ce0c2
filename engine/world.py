"""The one flow of the program: ``simulate`` a scenario once, look at any time with ``world_at``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.constellation import Constellation, Integers, choose_multiplier
from engine.ephemeris import Ephemeris, load_ephemeris
from engine.fleet import FleetBlock, FleetState, Rise, shell_phases
from engine.frames import gcrs_to_itrs, gcrs_to_moon
from engine.growth import Ramp
from engine.moon_shadow import fleet_share
from engine.orbits import satellite_radius_km
from engine.power import (
    SUM_BELOW,
    Planes,
    counted_sunlit_fraction,
    mean_sunlit_fraction,
    powered_share,
    sunlight_factor,
)
from engine.scenario import Scenario, load_scenario
from engine.stock import Stock, stock_at
from engine.timebase import format_utc

if TYPE_CHECKING:
    from engine.ascent import Ascents
    from engine.lunar_flights import LunarFlights
    from engine.quantities import Quantity
    from engine.starlink import StarlinkLayer

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Simulation:
    """A scenario worked out: all that does not depend on the time."""

    scenario: Scenario
    constellation: Constellation
    rise: Rise
    planes: Planes
    ephemeris: Ephemeris
    elements: StarlinkLayer | None = None  # real satellites, where somebody has opened a file of them
    flights: LunarFlights | None = None  # from the Moon: ``engine.flight_builder`` works them out apart, for seconds

    @cached_property
    def inputs(self) -> Mapping[str, Quantity]:
        """What the scenario states, and the constants that totals use, by name."""
        from engine.totals import scenario_quantities  # here: the first picture needs no totals

        return scenario_quantities(self.scenario)

    @cached_property
    def ascents(self) -> Ascents:
        """The flights from the Earth."""
        from engine.ascent import Ascents  # here: the first picture has none

        return Ascents(self.scenario, self.constellation, self.rise)

    @cached_property
    def first_satellites(self) -> FleetBlock:
        """The first launches, which are summed one by one while the fleet is small."""
        return FleetBlock.of(self.constellation, np.arange(min(SUM_BELOW, self.constellation.slots)))


@dataclass(frozen=True, eq=False)
class World:
    """The world at one instant.  Vectors are geocentric GCRS, km; matrices take the GCRS to the body's axes.

    Positions of all satellites are not part of it: whoever needs some asks
    ``satellites.positions_km``.
    """

    simulation: Simulation
    t_s: float
    sun_gcrs_km: Array
    moon_gcrs_km: Array
    gcrs_to_itrs: Array
    gcrs_to_moon: Array
    fleet: FleetState
    sunlit_fraction: float  # of the satellites on station, where they are now
    orbit_sunlit_fraction: float  # their mean over one orbit

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """Every quantity at this instant, by name; worked out when first asked for."""
        from engine.totals import world_quantities

        return world_quantities(self)

    @cached_property
    def stock(self) -> Stock:
        """What has become of all that was launched from the Earth."""
        return stock_of(self.scenario, self.scenario.ramp, self.t_s, self.scenario.rise_s)

    @cached_property
    def lunar_stock(self) -> Stock:
        """What has become of all that was launched from the Moon."""
        return lunar_stock_of(self.scenario, self.t_s)

    @property
    def scenario(self) -> Scenario:
        return self.simulation.scenario


def stock_of(scenario: Scenario, ramp: Ramp, t_s: float, rise_s: float) -> Stock:
    """Return the stock that a ramp has built up, with the scenario's life, failures and ageing."""
    return stock_at(
        ramp,
        t_s,
        life_s=scenario.life_s,
        rise_s=rise_s,
        failures_per_s=scenario.failures_per_s,
        degradation_per_year=scenario.parameters["degradation_per_year"],
    )


def lunar_stock_of(scenario: Scenario, t_s: float) -> Stock:
    """Return the stock launched from the Moon; what is "rising" in it is on its way.  Nothing without a factory."""
    ramp, lunar = scenario.lunar_ramp, scenario.lunar
    if ramp is None or lunar is None:
        return Stock(0, 0, 0, 0, 0, 1.0)
    return stock_of(scenario, ramp, t_s, lunar.flight_s(t_s))


def simulate(scenario: Scenario) -> Simulation:
    """Return the scenario worked out: 30 ms, or 0.3 s where the order of filling is yet to be chosen."""
    multiplier = scenario.slot_multiplier or choose_multiplier(scenario.shells)
    constellation = Constellation(scenario.shells, multiplier)
    return Simulation(
        scenario=scenario,
        constellation=constellation,
        rise=Rise.of(constellation, float(satellite_radius_km(scenario.insertion_altitude_km)), scenario.rise_s),
        planes=Planes.of(constellation),
        ephemeris=load_ephemeris(),
    )


def open_simulation(given: str | Path) -> Simulation:
    """Return the scenario in a file, or the shipped one of that name, worked out.  Raises ``ScenarioError``."""
    return simulate(load_scenario(given))


def check_instant(scenario: Scenario, t_s: float) -> None:
    """Raise ``ValueError`` with one sentence if the scenario does not reach ``t_s``."""
    if not scenario.start_s <= t_s <= scenario.end_s:
        given = format_utc(t_s) if isfinite(t_s) and abs(t_s) < 2e11 else str(t_s)
        raise ValueError(
            f"{given} is outside the scenario {scenario.name}:"
            f" it runs from {format_utc(scenario.start_s)} to {format_utc(scenario.end_s)}"
        )


def fleet_state(simulation: Simulation, t_s: float) -> FleetState:
    """Return who is rising, on station and retired at ``t_s``, and how far the shells have turned."""
    scenario = simulation.scenario
    ramp = scenario.ramp
    return FleetState(
        retired=ramp.count_launched(t_s - scenario.life_s) if isfinite(scenario.life_s) else 0,
        on_station_end=ramp.count_launched(t_s - scenario.rise_s),
        launched=ramp.count_launched(t_s),
        phases=shell_phases(simulation.constellation, t_s - scenario.start_s),
    )


def world_at(simulation: Simulation, t_s: float) -> World:
    """Return the world at ``t_s``: pure, so that any two visits to one instant are equal to the bit.

    Raises ``ValueError`` outside the scenario's years.
    """
    t_s = float(t_s)
    check_instant(simulation.scenario, t_s)
    sun_gcrs_km = simulation.ephemeris.sun_gcrs_km(t_s)
    fleet = fleet_state(simulation, t_s)
    moon_gcrs_km = simulation.ephemeris.moon_gcrs_km(t_s)
    now, over_orbit = sunlit_fractions(simulation, fleet, sun_gcrs_km)
    now *= fleet_share(simulation.constellation, fleet, sun_gcrs_km, moon_gcrs_km)
    world = World(
        simulation=simulation,
        t_s=t_s,
        sun_gcrs_km=sun_gcrs_km,
        moon_gcrs_km=moon_gcrs_km,
        gcrs_to_itrs=gcrs_to_itrs(t_s),
        gcrs_to_moon=gcrs_to_moon(t_s),
        fleet=fleet,
        sunlit_fraction=now,
        orbit_sunlit_fraction=over_orbit,
    )
    for array in (world.sun_gcrs_km, world.moon_gcrs_km, world.gcrs_to_itrs, world.gcrs_to_moon):
        array.flags.writeable = False
    return world


def sunlit_fractions(simulation: Simulation, fleet: FleetState, sun_gcrs_km: Array) -> tuple[float, float]:
    """Return the fleet's sunlit fraction now, and over one orbit, but for the Moon; 0 for an empty fleet."""
    if fleet.on_station == 0:
        return 0.0, 0.0
    if fleet.on_station >= SUM_BELOW:
        even = mean_sunlit_fraction(simulation.planes, fleet.phases, sun_gcrs_km)
        return even, even
    block = simulation.first_satellites
    if fleet.on_station_end > block.k.size:
        block = FleetBlock.of(simulation.constellation, np.arange(fleet.retired, fleet.on_station_end))
    counted = counted_sunlit_fraction(block, fleet.phases, sun_gcrs_km, fleet.retired, fleet.on_station_end)
    shares = simulation.planes.sunlit_shares(fleet.phases, sun_gcrs_km)
    planes = plane_of(simulation.constellation, np.arange(fleet.retired, fleet.on_station_end))
    return counted, float(shares[planes].mean())


def plane_of(constellation: Constellation, k: Integers) -> Integers:
    """Return the number of each satellite's plane among all planes, (N,)."""
    place = constellation.place(constellation.address(k))
    return constellation.plane_offset[place.shell] + place.plane


@dataclass(frozen=True, slots=True)
class CapacityCurve:
    """How the totals grow: columns (n,) over the scenario's years."""

    t_s: Array
    satellites: Array
    power_rated_w: Array
    power_average_w: Array
    compute_flop_s: Array


def capacity_curve(simulation: Simulation, n: int = 241) -> CapacityCurve:
    """Return satellites at work, rated and orbit-averaged power, and compute, of both sources, at n even instants."""
    scenario = simulation.scenario
    t_s = np.linspace(scenario.start_s, scenario.end_s, n)
    satellites, rated_w, average_w = np.empty((3, n))
    for i, t in enumerate(t_s.tolist()):
        stock = stock_of(scenario, scenario.ramp, t, scenario.rise_s)
        lunar, lunar_rated_w, lunar_w = _lunar(simulation, t)
        satellites[i] = stock.working + lunar
        from_earth_w = stock.working * scenario.satellite_power_w
        rated_w[i] = from_earth_w + lunar_rated_w
        average_w[i] = from_earth_w * stock.ageing * _even_power_share(simulation, t) + lunar_w
    average_w *= 1.0 - scenario.parameters["attitude_loss_share"]
    return CapacityCurve(t_s, satellites, rated_w, average_w, average_w * compute_flop_s_per_w(scenario))


def _lunar(simulation: Simulation, t_s: float) -> tuple[int, float, float]:
    """Return how many lunar-built satellites work, their rated power and their power now before pointing losses, W."""
    scenario = simulation.scenario
    if scenario.lunar_ramp is None:
        return 0, 0.0, 0.0
    stock = lunar_stock_of(scenario, t_s)
    rated_w = stock.working * scenario.parameters["moon_satellite_power_w"]
    return stock.working, rated_w, rated_w * stock.ageing * sunlight_factor(simulation.ephemeris.sun_gcrs_km(t_s))


def compute_flop_s_per_w(scenario: Scenario) -> float:
    """Return peak FLOP/s per watt of a satellite's power."""
    given = scenario.parameters
    return given["compute_load_share"] * (1.0 - given["compute_overhead_share"]) * given["peak_flop_s_per_w"]


def _even_power_share(simulation: Simulation, t_s: float) -> float:
    """Return the share of rated power, over an orbit and for new arrays, of a fleet that fills all planes evenly."""
    sun_gcrs_km = simulation.ephemeris.sun_gcrs_km(t_s)
    phases = shell_phases(simulation.constellation, t_s - simulation.scenario.start_s)
    lit = mean_sunlit_fraction(simulation.planes, phases, sun_gcrs_km)
    return powered_share(lit, _ride_through(simulation)) * sunlight_factor(sun_gcrs_km)


def _ride_through(simulation: Simulation) -> float:
    return simulation.scenario.parameters["battery_ride_through_share"]


def live_power_over(simulation: Simulation, t_s: Array) -> Array:
    """Return the power of all satellites (n,), W, at each of the instants (n,), by the same sums as ``world_at``."""
    scenario = simulation.scenario
    power_w = np.empty(len(t_s))
    for i, t in enumerate(np.asarray(t_s, dtype=np.float64).tolist()):
        fleet = fleet_state(simulation, t)
        sun_gcrs_km = simulation.ephemeris.sun_gcrs_km(t)
        now, _ = sunlit_fractions(simulation, fleet, sun_gcrs_km)
        now *= fleet_share(simulation.constellation, fleet, sun_gcrs_km, simulation.ephemeris.moon_gcrs_km(t))
        stock = stock_of(scenario, scenario.ramp, t, scenario.rise_s)
        kept = powered_share(now, _ride_through(simulation)) * stock.ageing * sunlight_factor(sun_gcrs_km)
        power_w[i] = stock.working * scenario.satellite_power_w * kept + _lunar(simulation, t)[2]
    power_w *= 1.0 - scenario.parameters["attitude_loss_share"]
    return power_w
