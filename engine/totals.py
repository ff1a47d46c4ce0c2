"""Every quantity of a world: what is supposed, what the engine observes, and what the models make of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from types import MappingProxyType

import numpy as np

from engine.constants import AU_KM, SECONDS_PER_JULIAN_YEAR
from engine.eclipse import shell_eclipses
from engine.facts import facts
from engine.fields import Parameter
from engine.formula import add_formulas
from engine.growth import Ramp
from engine.launch_cadence import launch_shares
from engine.lunar_quantities import lunar_observed
from engine.models import MODELS
from engine.power import SUM_BELOW
from engine.quantities import Quantity
from engine.scenario import Scenario
from engine.scenario_fields import TABLES
from engine.shell_risk import shell_risks
from engine.timebase import format_utc, year_of
from engine.world import World
from engine.yearly import year_sunlight_share


def scenario_quantities(scenario: Scenario) -> Mapping[str, Quantity]:
    """Return the facts, and the inputs that a scenario states or leaves to us, by name."""
    made = dict(facts())
    for table, fields in TABLES.items():
        for name, field in fields.items():
            of_no_moon = table == "moon" and scenario.lunar is None and not field.required
            if field.parameter is not None and not of_no_moon:
                quantity = _parameter(scenario, f"{table}.{name}", field.parameter)
                made[quantity.name] = quantity
    ours = (_half_rate_year(scenario), _slots(scenario), _time_constant(scenario), _life(scenario))
    for quantity in (*ours, *shell_eclipses(scenario), *shell_risks(scenario), *launch_shares(scenario)):
        made[quantity.name] = quantity
    return MappingProxyType(made)


def _parameter(scenario: Scenario, field: str, parameter: Parameter) -> Quantity:
    value = scenario.parameters.get(parameter.name)
    if field in scenario.stated:
        source = scenario.source(field)
        formula, text, confidence = f"given by the scenario, field {field}", source.text, source.confidence
    elif field in scenario.from_records:
        source = scenario.source(field)
        formula, text, confidence = scenario.from_records[field], source.text, source.confidence
    elif value is not None:
        formula, text, confidence = f"taken, as the scenario sets no {field}", parameter.source, parameter.confidence
    else:
        formula, text, confidence = "0, as the scenario has no lunar source", "the scenario file", "assumption"
    return Quantity(
        name=parameter.name,
        title=parameter.title,
        unit=parameter.unit,
        value=0.0 if value is None else value,
        formula=formula,
        source=text,
        confidence=confidence,
        symbol=parameter.symbol,
    )


def _half_rate_year(scenario: Scenario) -> Quantity:
    source = scenario.source("ramp.half_rate_utc")
    return Quantity(
        name="ramp_half_rate_year",
        title=f"When half the rate is reached ({format_utc(scenario.ramp.half_s)[:10]})",
        unit="decimal year",
        value=year_of(scenario.ramp.half_s),
        formula="given by the scenario, field ramp.half_rate_utc",
        source=source.text,
        confidence=source.confidence,
        symbol="t_half",
    )


def _slots(scenario: Scenario) -> Quantity:
    source = scenario.source("shells")
    return Quantity(
        name="slots",
        title="Places in the shells",
        unit="1",
        value=float(scenario.slots),
        formula="planes × places in a plane, summed over the scenario's shells",
        source=source.text,
        confidence=source.confidence,
        symbol="S",
    )


def _time_constant(scenario: Scenario) -> Quantity:
    return Quantity(
        name="ramp_time_constant_years",
        title="Time constant of the ramp",
        unit="years",
        value=scenario.ramp.tau_s / SECONDS_PER_JULIAN_YEAR,
        formula="(time of half rate - start) / ln(full rate / starting rate - 1)",
        inputs=("ramp_half_rate_year", "ramp_full_rate_kg_per_year", "ramp_start_rate_kg_per_year"),
        symbol="τ",
    )


def _life(scenario: Scenario) -> Quantity:
    never = not isfinite(scenario.life_s)
    source = scenario.source("satellite.life_years")
    return Quantity(
        name="satellite_life_years",
        title="Design life",
        unit="years",
        value=0.0 if never else scenario.life_s / SECONDS_PER_JULIAN_YEAR,
        formula="given by the scenario, field satellite.life_years; 0 stands for no retirement",
        source="absent from the scenario: no retirement" if never else source.text,
        confidence=source.confidence,
        symbol="L",
    )


def _retired_kg_per_year(scenario: Scenario, ramp: Ramp | None, t_s: float) -> float:
    if ramp is None or not isfinite(scenario.life_s):
        return 0.0
    return ramp.rate_kg_per_year(t_s - scenario.life_s)


def world_quantities(world: World) -> Mapping[str, Quantity]:
    """Return every quantity of a world: the scenario's inputs and what follows from them at its instant."""
    made = dict(world.simulation.inputs)
    for quantity in (*observed(world), *lunar_observed(world)):
        made[quantity.name] = quantity
    for section, formulas in MODELS.items():
        if section != "moon" or world.scenario.lunar is not None:
            add_formulas(made, section, formulas)
    return MappingProxyType(made)


def observed(world: World) -> tuple[Quantity, ...]:
    """Return what takes more than arithmetic: stocks of satellites, sunlight, and where the Sun is."""
    scenario, stock, lunar, t_s = world.scenario, world.stock, world.lunar_stock, world.t_s
    ramp = ("ramp_full_rate_kg_per_year", "ramp_half_rate_year", "ramp_time_constant_years")
    moon = ("moon_full_rate_kg_per_year", "moon_start_rate_kg_per_year")
    survival = ("failure_share_per_year", "satellite_life_years")
    rate = "full rate / (1 + exp(-(now - time of half rate) / time constant))"
    by_stock = "launches younger than a life, each working with the probability (1 - failures a year)^age"

    def seen(
        section: str,
        name: str,
        title: str,
        unit: str,
        symbol: str,
        value: float,
        formula: str,
        inputs: tuple[str, ...] = (),
        leaves_out: str = "",
        **more: str,
    ) -> Quantity:
        return Quantity(
            name=name, title=title, unit=unit, value=float(value), formula=formula, inputs=inputs,
            leaves_out=leaves_out, symbol=symbol, section=section, **more,
        )  # fmt: skip

    return (
        seen("inputs", "year", "Date", "decimal year", "t", year_of(t_s), "the instant shown"),
        seen("growth", "launch_rate_kg_per_year", "Mass launched a year, now", "kg/year", "dM/dt",
             scenario.ramp.rate_kg_per_year(t_s), rate, (*ramp, "year"),
             "launches come one by one here, not by the rocketful"),
        seen("growth", "satellites_launched", "Satellites launched", "1", "N_up", stock.launched,
             "mass rate summed since the start / mass of a satellite, rounded",
             ("launch_rate_kg_per_year", "satellite_mass_kg", *ramp)),
        seen("growth", "satellites_retired", "Satellites retired", "1", "N_ret", stock.retired,
             "satellites launched more than a design life ago", ("satellites_launched", "satellite_life_years")),
        seen("growth", "satellites_rising", "Satellites rising", "1", "N_rise", stock.rising,
             "satellites launched within the time to rise", ("satellites_launched", "rise_days")),
        seen("growth", "satellites_failed", "Satellites failed, still in orbit", "1", "N_fail", stock.failed,
             "on station and within their life, but failed: on station × (1 - share surviving)",
             ("satellites_launched", *survival), "early failures and wear-out: the rate is constant"),
        seen("growth", "moon_launch_rate_kg_per_year", "Mass launched a year from the Moon", "kg/year", "dM☾/dt",
             scenario.lunar_ramp.rate_kg_per_year(t_s) if scenario.lunar_ramp else 0.0, rate, (*moon, "year")),
        seen("growth", "moon_satellites_launched", "Lunar-built satellites launched", "1", "N_up☾", lunar.launched,
             "lunar mass rate summed since its start / mass of a lunar-built satellite, rounded",
             ("moon_launch_rate_kg_per_year", "moon_satellite_mass_kg")),
        seen("growth", "moon_satellites_alive", "Lunar-built satellites at work", "1", "N☾", lunar.working,
             by_stock, ("moon_satellites_launched", *survival),
             "the sunlight of each place: all are taken to be where the Earth is, out of its shadow"),
        seen("growth", "moon_satellites_in_flight", "Lunar-built satellites on their way", "1", "N_fly☾", lunar.rising,
             "lunar-built satellites launched within the time of flight; the way to deep space ends 924,000 km out",
             ("moon_satellites_launched",), "how the time of flight moves with the month"),
        seen("growth", "moon_satellites_failed", "Lunar-built satellites failed, still in orbit", "1", "N_fail☾",
             lunar.failed, "within their life, but failed: launched within a life × (1 - share surviving)",
             ("moon_satellites_launched", *survival), "early failures and wear-out: the rate is constant"),
        seen("growth", "moon_satellites_retired", "Lunar-built satellites retired", "1", "N_ret☾", lunar.retired,
             "lunar-built satellites launched more than a design life ago",
             ("moon_satellites_launched", "satellite_life_years")),
        seen("growth", "retired_kg_per_year", "Mass retired a year, now", "kg/year", "dM_ret/dt",
             _retired_kg_per_year(scenario, scenario.ramp, t_s),
             "mass launched a year, a design life ago; 0 where nothing retires",
             (*ramp, "year", "satellite_life_years")),
        seen("growth", "moon_retired_kg_per_year", "Mass of lunar-built satellites retired a year, now", "kg/year",
             "dM_ret☾/dt", _retired_kg_per_year(scenario, scenario.lunar_ramp, t_s),
             "mass launched a year from the Moon, a design life ago; 0 where nothing retires",
             (*moon, "year", "satellite_life_years")),
        seen("power", "sun_distance_au", "Distance to the Sun", "AU", "r",
             float(np.linalg.norm(world.sun_gcrs_km)) / AU_KM,
             "length of the vector from the Earth's centre to the Sun", source="JPL DE440", confidence="A"),
        seen("power", "sunlit_fraction", "In sunlight now", "1", "f_sun", world.sunlit_fraction,
             "mean over the satellites on station of the visible share of the Sun's disc"
             + ("" if world.fleet.on_station < SUM_BELOW else ", taken plane by plane")
             + ", and of what the Moon leaves of it in a solar eclipse",
             ("satellites_launched",), "the atmosphere, the Earth's flattening"),
        seen("power", "orbit_sunlit_fraction", "In sunlight over an orbit", "1", "f_orb", world.orbit_sunlit_fraction,
             "mean over the planes of the sunlit share of their circle, with the Sun held still",
             ("satellites_launched",), "the Moon's shadow, the atmosphere, the Earth's flattening"),
        seen("cost", "year_sunlight_share", "Sunlight over a year", "1", "f_year",
             year_sunlight_share(world.simulation),
             "mean over the scenario's first year, and over all planes filled evenly, of the sunlit share of their"
             " circle / (distance to the Sun in AU)²",
             (), "how unevenly a part-built fleet fills its planes, the Moon's shadow"),
        seen("power", "ageing_factor", "Power kept with age", "1", "f_age", stock.ageing,
             "mean over the working satellites of (1 - ageing a year)^age",
             ("degradation_per_year", "satellites_launched", *survival), "radiation storms; ageing is steady"),
        seen("power", "moon_ageing_factor", "Power kept with age, lunar-built", "1", "f_age☾", lunar.ageing,
             "mean over the working lunar-built satellites of (1 - ageing a year)^age",
             ("degradation_per_year", "moon_satellites_launched", *survival), "radiation storms; ageing is steady"),
    )  # fmt: skip
