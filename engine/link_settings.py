"""What a scenario supposes of links, radio, waiting and fibre, in the units that the network reckons in."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians
from typing import TYPE_CHECKING

from engine.link_budget import LinkBudget, budget_of

if TYPE_CHECKING:
    from engine.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """The table ``[links]`` of a scenario: what it states, and what is taken where it states nothing.

    ``own_fleet`` says that the scenario's own satellites are Starlink's, so that no other layer carries traffic.
    """

    own_fleet: bool
    budget: LinkBudget
    most_range_km: float
    grazing_altitude_km: float
    terminals_for_compute: int
    express_range_km: float
    user_elevation_rad: float
    gateway_elevation_rad: float
    user_link_bit_s: float
    gateway_link_bit_s: float
    downlink_bit_s: float  # of one Starlink satellite, to all its users
    uplink_bit_s: float
    training_bit_s: float  # from each compute satellite to the one ahead of it in its plane
    switching_s: float  # of each satellite that passes a message on
    radio_access_s: float  # of one passage of the radio link, beside its light time
    prompt_tokens: float
    answer_tokens: float
    bits_per_token: float
    fibre_s_per_km: float
    fibre_path_factor: float

    def fibre_s(self, great_circle_km: float) -> float:
        """Return how long light takes in fibre between two places this far apart along the ground, one way, s."""
        return great_circle_km * self.fibre_path_factor * self.fibre_s_per_km


def link_settings(scenario: Scenario) -> LinkSettings:
    """Return what a scenario supposes of its links."""
    from engine.facts import facts

    given = scenario.parameters
    return LinkSettings(
        own_fleet=scenario.starlink == "own fleet",
        budget=budget_of(scenario),
        most_range_km=given["link_most_range_km"],
        grazing_altitude_km=given["link_grazing_altitude_km"],
        terminals_for_compute=int(given["link_terminals_for_compute"]),
        express_range_km=given["link_express_range_km"],
        user_elevation_rad=radians(given["user_elevation_deg"]),
        gateway_elevation_rad=radians(given["gateway_elevation_deg"]),
        user_link_bit_s=given["user_link_bit_s"],
        gateway_link_bit_s=given["gateway_link_bit_s"],
        downlink_bit_s=given["starlink_downlink_bit_s"],
        uplink_bit_s=given["starlink_uplink_bit_s"],
        training_bit_s=given["link_training_bit_s"],
        switching_s=given["link_switching_s"],
        radio_access_s=given["radio_access_s"],
        prompt_tokens=given["prompt_tokens"],
        answer_tokens=given["answer_tokens"],
        bits_per_token=facts()["bits_per_token"].value,
        fibre_s_per_km=given["fibre_us_per_km"] * 1e-6,
        fibre_path_factor=given["fibre_path_factor"],
    )
