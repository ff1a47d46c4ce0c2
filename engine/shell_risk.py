"""What a scenario's shells mean for risk, whenever it is: rings that cross, and the radiation they fly through."""

from __future__ import annotations

from math import degrees, sin, sqrt

import numpy as np

from engine.constants import MU_EARTH_KM3_S2
from engine.constellation import Shell
from engine.facts import fact_table
from engine.orbits import satellite_radius_km, sun_synchronous_inclination_rad
from engine.quantities import Quantity
from engine.radiation import dose_krad_per_year
from engine.scenario import Scenario


def shell_risks(scenario: Scenario) -> tuple[Quantity, ...]:
    """Return the risk figures that follow from the shells alone; each shell weighs as its places."""
    slots = np.array([shell.slots for shell in scenario.shells], dtype=float)
    synchronous = np.array([shell.raan0_rad is not None for shell in scenario.shells])
    rings = np.array([has_opposite_planes(shell) for shell in scenario.shells])
    altitudes_km = np.array([shell.altitude_km for shell in scenario.shells])
    doses = np.array(
        [dose_krad_per_year(shell.altitude_km, degrees(shell.inclination_rad)) for shell in scenario.shells]
    )
    table = fact_table("radiation")["dose"]
    source = scenario.source("shells")
    ring_km = float(np.average(altitudes_km[rings], weights=slots[rings])) if rings.any() else 0.0

    def of_shells(name: str, title: str, unit: str, symbol: str, value: float, words: str, left_out: str) -> Quantity:
        return Quantity(
            name=name, title=title, unit=unit, symbol=symbol, value=value, formula=words, leaves_out=left_out,
            inputs=("slots",), section="risk", source=source.text, confidence=source.confidence,
        )  # fmt: skip

    def dose(name: str, title: str, symbol: str, value: float, words: str) -> Quantity:
        return Quantity(
            name=name, title=title, unit=table["unit"], symbol=symbol, value=value, formula=words, inputs=("slots",),
            section="risk", source=table["source"], confidence=table["confidence"], link=table["link"],
            leaves_out=table["leaves_out"],
        )  # fmt: skip

    by_table = "the table of doses by altitude and inclination, its logarithm drawn straight between its rows"
    return (
        of_shells(
            "sun_synchronous_share", "Places in sun-synchronous shells", "1", "f_SSO",
            float(slots[synchronous].sum() / slots.sum()), "places in sun-synchronous shells / all places",
            "shells that are given by a number of degrees, even one that is nearly sun-synchronous",
        ),
        of_shells(
            "ring_altitude_km", "Mean altitude of dawn and dusk rings", "km", "h_ring", ring_km,
            "mean altitude of the shells with planes whose nodes are 180° apart at fixed local times, by places"
            if rings.any() else "0, as no shell has two sun-synchronous planes with nodes 180° apart",
            "what the shells' own wobble does",
        ),
        Quantity(
            name="ring_crossing_speed_km_s", title="Speed at which rings cross", unit="km/s", symbol="v_x",
            value=ring_crossing_speed_km_s(ring_km) if rings.any() else 0.0,
            formula="2 × orbital speed × sin(half the angle between the two ways of flight), which is the inclination"
            if rings.any() else "0, as no shell has two sun-synchronous planes with nodes 180° apart",
            inputs=("ring_altitude_km",), section="risk",
            leaves_out="how near they pass: the phasing that keeps them apart has not been filed",
        ),
        dose("radiation_dose_krad_per_year", "Radiation dose, mean of the places", "dD/dt",
             float(np.average(doses, weights=slots)), f"mean over the places of {by_table}"),
        dose("radiation_dose_worst_krad_per_year", "Radiation dose, worst shell", "dD/dt_max", float(doses.max()),
             f"the largest over the shells of {by_table}"),
    )  # fmt: skip


def has_opposite_planes(shell: Shell) -> bool:
    """Tell whether a sun-synchronous shell has two planes with nodes 180 degrees apart, to a degree."""
    if shell.raan0_rad is None:
        return False
    nodes = np.exp(1j * np.array(shell.raan0_rad))
    return bool((np.abs(nodes[:, None] + nodes[None, :]) < np.radians(1.0)).any())


def ring_crossing_speed_km_s(altitude_km: float) -> float:
    """Return how fast satellites of two sun-synchronous circles with opposite nodes meet, km/s.

    Both cross the equator at the node: one northward, one southward, each at the
    inclination i to the east, so that the angle between them is 2 i.
    """
    a_km = float(satellite_radius_km(altitude_km))
    return 2.0 * sqrt(MU_EARTH_KM3_S2 / a_km) * sin(sun_synchronous_inclination_rad(a_km))
