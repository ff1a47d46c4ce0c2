"""Somebody else's calculator, with its own formulas: Andrew McCalip's orbital solar against gas on the ground.

github.com/andrewmccalip/thoughts, static/js/math.js (December 2025).  It asks what a watt of delivered power costs,
without computers on either side, so its orbit and ground are to be set beside each other, and beside our
``orbit_usd_per_mwh`` and ``ground_power_usd_per_mwh``, not beside a GPU-hour.  Its flaws are kept, since the point
is to give its numbers; each is named where it tells (``leaves_out``).  The page that it drives showed stale results
(31.2 dollars a watt in orbit); these are what its code gives when run.

A calculation here is a ``Calculator`` of inputs, and formulas over them as in ``engine/models``; its names and
symbols begin with ``mccalip_`` and end in ``ᴹ``, so that they can stand beside a world's quantities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import cos, isfinite, radians
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from engine.formula import Formula, add_formulas
from engine.quantities import Quantity

if TYPE_CHECKING:
    from engine.world import World

SOURCE = "McCalip's calculator, static/js/math.js (December 2025)"
LINK = "https://github.com/andrewmccalip/thoughts"
MOST_YEARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """The calculator's inputs, and what it takes for them: 1 GW for five years on Starlink V2 mini's bus."""

    target_w: float = 1e9
    years: int = 5
    launch_usd_per_kg: float = 500.0
    satellite_usd_per_w: float = 22.0
    w_per_kg: float = 36.5
    satellite_w: float = 27_000.0
    sun_fraction: float = 0.98
    degradation_per_year: float = 0.025
    failure_share_per_year: float = 0.09
    nre_usd: float = 1e9
    pue: float = 1.2
    capacity_factor: float = 0.85
    gas_usd_per_mmbtu: float = 4.30
    heat_rate_btu_per_kwh: float = 6_200.0
    turbine_usd_per_w: float = 1.8
    electrical_usd_per_w: float = 5.25
    mechanical_usd_per_w: float = 3.0
    civil_usd_per_w: float = 2.5
    network_usd_per_w: float = 1.75
    absorptivity: float = 0.92
    emissivity_front: float = 0.85
    emissivity_back: float = 0.90
    beta_deg: float = 90.0
    altitude_km: float = 550.0

    def __post_init__(self) -> None:
        """Raise ``ValueError`` with one sentence where the calculator would divide by nothing or lose its sense."""
        for field in fields(self):
            value, (least, most) = getattr(self, field.name), _INPUTS[field.name].limits
            if not (isfinite(value) and least <= value <= most):
                raise ValueError(f"{field.name} is {value!r}: it must be a number from {least:,g} to {most:,g}")
        if self.years != int(self.years):
            raise ValueError(f"years is {self.years!r}: the calculator counts whole years, from 1 to {MOST_YEARS}")


class _Input(NamedTuple):
    title: str
    unit: str
    symbol: str
    limits: tuple[float, float]


_INPUTS = {
    "target_w": _Input("Power to be delivered", "W", "P", (1.0, 1e18)),
    "years": _Input("Years", "years", "n", (1, MOST_YEARS)),
    "launch_usd_per_kg": _Input("Launch price", "USD/kg", "k_L", (0.0, 1e9)),
    "satellite_usd_per_w": _Input("Satellite per watt", "USD/W", "k_sat", (0.0, 1e9)),
    "w_per_kg": _Input("Satellite power per mass", "W/kg", "w", (1e-9, 1e12)),
    "satellite_w": _Input("Power of a satellite", "W", "P_sat", (1e-3, 1e15)),
    "sun_fraction": _Input("In sunlight", "1", "f_sun", (1e-3, 1.0)),
    "degradation_per_year": _Input("Ageing a year", "1/year", "d", (0.0, 0.99)),
    "failure_share_per_year": _Input("GPU failures a year", "1/year", "φ", (0.0, 1.0)),
    "nre_usd": _Input("Development", "USD", "NRE", (0.0, 1e15)),
    "pue": _Input("Power usage effectiveness", "1", "PUE", (1.0, 10.0)),
    "capacity_factor": _Input("Capacity factor of the gas plant", "1", "CF", (1e-3, 1.0)),
    "gas_usd_per_mmbtu": _Input("Gas", "USD/MMBtu", "k_gas", (0.0, 1e6)),
    "heat_rate_btu_per_kwh": _Input("Heat rate of the gas plant", "Btu/kWh", "H", (0.0, 1e6)),
    "turbine_usd_per_w": _Input("Gas turbine", "USD/W", "k_tur", (0.0, 1e6)),
    "electrical_usd_per_w": _Input("Electrical plant", "USD/W", "k_ele", (0.0, 1e6)),
    "mechanical_usd_per_w": _Input("Mechanical plant", "USD/W", "k_mec", (0.0, 1e6)),
    "civil_usd_per_w": _Input("Buildings and land", "USD/W", "k_civ", (0.0, 1e6)),
    "network_usd_per_w": _Input("Network and fitting out", "USD/W", "k_net", (0.0, 1e6)),
    "absorptivity": _Input("Absorptivity of the panel's front for sunlight", "1", "α", (0.0, 1.0)),
    "emissivity_front": _Input("Infrared emissivity of the front", "1", "ε_A", (0.01, 1.0)),
    "emissivity_back": _Input("Infrared emissivity of the back", "1", "ε_B", (0.01, 1.0)),
    "beta_deg": _Input("Angle of the Sun to the orbit's plane", "°", "β", (0.0, 90.0)),
    "altitude_km": _Input("Altitude", "km", "h", (0.0, 1e6)),
}

_NO_GPUS = "GPUs, on both sides; radiators, shielding, disposal and the cost of capital"


def _formula(
    name: str, title: str, unit: str, symbol: str, expression: str, words: str, leaves_out: str = ""
) -> Formula:
    return Formula(
        name=f"mccalip_{name}", title=f"{title} (McCalip)", unit=unit, symbol=f"{symbol}ᴹ", expression=expression,
        words=words, leaves_out=leaves_out, source=SOURCE, link=LINK,
    )  # fmt: skip


_M = "mccalip_"
FORMULAS: tuple[Formula, ...] = (
    _formula(
        "mean_capacity_share", "Mean of power kept with age", "1", "f_avg",
        f"(1 - (1 - {_M}degradation_per_year)**{_M}years) / ({_M}years * {_M}degradation_per_year)"
        f" if {_M}degradation_per_year > 1e-9 else 1",
        "mean of (1 - ageing a year)^n over the years n = 0, 1, ..., each at its beginning",
        "ageing within a year, so it is half a year's ageing too kind",
    ),
    _formula(
        "initial_power_w", "Power to be launched", "W", "P₀",
        f"{_M}target_w / ({_M}mean_capacity_share * {_M}sun_fraction)",
        "power to be delivered / (mean of power kept with age × in sunlight)",
    ),
    _formula(
        "satellites", "Satellites", "1", "N", f"ceil({_M}initial_power_w / {_M}satellite_w)",
        "power to be launched / power of a satellite, rounded up",
    ),
    _formula(
        "mass_kg", "Mass to be launched", "kg", "M", f"{_M}satellites * {_M}satellite_w / {_M}w_per_kg",
        "satellites × power of a satellite / power per mass",
    ),
    _formula(
        "launches", "Launches", "1", "N_fl", f"ceil({_M}mass_kg / 100000)",
        "mass to be launched / 100 t a flight, rounded up",
    ),
    _formula(
        "hardware_usd", "Satellites' cost", "USD", "K_hw",
        f"{_M}satellite_usd_per_w * {_M}satellites * {_M}satellite_w",
        "satellite per watt × satellites × power of a satellite", "GPUs",
    ),
    _formula(
        "orbit_usd", "Cost in orbit", "USD", "K_orb",
        f"{_M}hardware_usd * (1 + (0.01 + {_M}failure_share_per_year) * {_M}years)"
        f" + {_M}launch_usd_per_kg * {_M}mass_kg + {_M}nre_usd",
        "satellites' cost × (1 + (1 % operations + GPU failures a year) × years) + launch price × mass + development",
        f"{_NO_GPUS}. Failures of GPUs are priced on what the satellite costs without them; nothing is discounted",
    ),
    _formula(
        "orbit_usd_per_w", "Cost of a delivered watt in orbit", "USD/W", "k_orb", f"{_M}orbit_usd / {_M}target_w",
        "cost in orbit / power to be delivered",
        f"{_NO_GPUS}. The calculator's own page showed a stale 31.2 dollars a watt for its defaults",
    ),
    _formula(
        "orbit_usd_per_mwh", "Power in orbit, levelised", "USD/MWh", "e_orb",
        f"{_M}orbit_usd / ({_M}target_w / 1e6 * 8760 * {_M}years)",
        "cost in orbit / (power to be delivered × 8,760 h × years)", _NO_GPUS,
    ),
    _formula(
        "ground_capital_usd_per_w", "Plant on the ground", "USD/W", "k_cap",
        f"{_M}turbine_usd_per_w * {_M}pue + {_M}electrical_usd_per_w + {_M}mechanical_usd_per_w"
        f" + {_M}civil_usd_per_w + {_M}network_usd_per_w",
        "gas turbine × PUE + electrical + mechanical + buildings + network", _NO_GPUS,
    ),
    _formula(
        "fuel_usd_per_mwh", "Gas for a MWh", "USD/MWh", "k_fuel",
        f"{_M}heat_rate_btu_per_kwh * {_M}gas_usd_per_mmbtu / 1000",
        "heat rate × price of gas / 1,000", "staff and maintenance of the plant",
    ),
    _formula(
        "ground_usd_per_w", "Cost of a watt on the ground", "USD/W", "k_gnd",
        f"{_M}ground_capital_usd_per_w + {_M}fuel_usd_per_mwh * {_M}pue * {_M}capacity_factor * 8760 * {_M}years / 1e6",
        "plant + gas for a MWh × PUE × capacity factor × 8,760 h × years / 10⁶",
        f"{_NO_GPUS}; value that the plant still has after those years; the ground delivers only its capacity factor of"
        " the watt, orbit all of it",
    ),
    _formula(
        "ground_usd_per_mwh", "Power on the ground, levelised", "USD/MWh", "e_gnd",
        f"{_M}ground_usd_per_w * 1e6 / (8760 * {_M}years * {_M}capacity_factor)",
        "cost of a watt × 10⁶ / (8,760 h × years × capacity factor)",
        "GPUs; value that the plant still has after those years",
    ),
    _formula(
        "breakeven_usd_per_kg", "Launch price at which orbit breaks even", "USD/kg", "k_even",
        f"({_M}ground_usd_per_w * {_M}target_w - {_M}satellite_usd_per_w * {_M}initial_power_w)"
        f" * {_M}w_per_kg / {_M}initial_power_w",
        "(cost on the ground - satellites' cost) / mass, both before rounding up; below 0: not even for nothing",
        "operations, failures and development in orbit, though its cost counts them",
    ),
    _formula(
        "array_area_m2", "Area of arrays", "m²", "A", f"{_M}satellites * 116 * {_M}satellite_w / 27000",
        "satellites × 116 m² for each 27 kW",
        "consistency: 27 kW from 116 m² is an efficiency of 17 %, but its heat is reckoned with 22 %,"
        " so that arrays would make 1.38 GW where 1.07 GW are launched",
    ),
    _formula(
        "earth_view_share", "View of the Earth from a side of the panel", "1", "F",
        f"(6371 / (6371 + {_M}altitude_km))**2 * ({_M}cos_beta / pi + 0.025)",
        "(Earth radius / orbit radius)² × (cos β / π + 5 % over the half of an orbit in which that side faces away)",
        "the sides' true view of the Earth when edge on to it, some twelve times as much at 550 km; the calculator sums"
        " 72 points of the orbit, which differs by 0.1 % below 90°",
    ),
    _formula(
        "panel_temperature_k", "Temperature of the panel", "K", "T",
        f"((1361 * {_M}absorptivity * (1 + 0.30 * {_M}earth_view_share * {_M}cos_beta)"
        f" + 237 * {_M}earth_view_share * ({_M}emissivity_front + {_M}emissivity_back))"
        f" / (5.67e-8 * ({_M}emissivity_front + {_M}emissivity_back)) + 3**4)**0.25",
        "((sunlight × absorptivity × (1 + 0.30 albedo × view × cos β) + Earth infrared 237 W/m² × view × both"
        " emissivities) / (σ × both emissivities) + (3 K)⁴)^¼",
        "a radiator: the panel's back is taken to shed all heat, with every watt of compute brought to it",
    ),
)  # fmt: skip


def mccalip_quantities(inputs: Calculator | None = None) -> Mapping[str, Quantity]:
    """Return the calculator's inputs and results as Quantities, each name beginning with ``mccalip_``."""
    given = inputs or Calculator()
    made = {}
    for name, meant in _INPUTS.items():
        made[_M + name] = _input_quantity(name, meant, float(getattr(given, name)))
    made[f"{_M}cos_beta"] = Quantity(
        name=f"{_M}cos_beta", title="Cosine of the Sun's angle (McCalip)", unit="1", value=cos(radians(given.beta_deg)),
        formula="cosine of the angle of the Sun to the orbit's plane", inputs=(f"{_M}beta_deg",), source=SOURCE,
        link=LINK, symbol="cos βᴹ", section="cost",
    )  # fmt: skip
    add_formulas(made, "cost", FORMULAS)
    return MappingProxyType(made)


def _input_quantity(name: str, meant: _Input, value: float) -> Quantity:
    own = value == _DEFAULTS[name]
    return Quantity(
        name=_M + name, title=f"{meant.title} (McCalip)", unit=meant.unit, value=value,
        formula="the calculator's own default" if own else "put in place of the calculator's own default,"
        f" {_DEFAULTS[name]:,.10g}",
        source=SOURCE if own else "given to the calculator", confidence="C" if own else "assumption",
        link=LINK if own else "", symbol=f"{meant.symbol}ᴹ", section="cost",
    )  # fmt: skip


def calculate(inputs: Calculator | None = None) -> dict[str, float]:
    """Return the calculator's results by name, without the ``mccalip_``: ``orbit_usd_per_w``, ``satellites``..."""
    quantities = mccalip_quantities(inputs)
    return {formula.name.removeprefix(_M): quantities[formula.name].value for formula in FORMULAS}


def for_scenario(world: World) -> Calculator:
    """Return the calculator's inputs filled from a scenario at an instant, the rest as the calculator has them.

    Taken over: power per mass and per satellite, launch price now, satellite per watt, life (in whole years), ageing,
    sunlight over a year (lessened by pointing), failures, and the PUE on the ground.  It asks for 1 GW as by
    default, so that development weighs as much as there.
    """
    of = {name: quantity.value for name, quantity in world.quantities.items()}
    return Calculator(
        years=min(max(round(of["satellite_pay_years"]), 1), MOST_YEARS),
        launch_usd_per_kg=of["launch_usd_per_kg"],
        satellite_usd_per_w=of["satellite_usd_per_w"],
        w_per_kg=of["satellite_power_w"] / of["satellite_mass_kg"],
        satellite_w=of["satellite_power_w"],
        sun_fraction=min(max(of["year_sunlight_share"] * (1.0 - of["attitude_loss_share"]), 1e-3), 1.0),
        degradation_per_year=of["degradation_per_year"],
        failure_share_per_year=of["failure_share_per_year"],
        pue=of["ground_pue"],
    )


_DEFAULTS = {field.name: field.default for field in fields(Calculator)}
