"""Which share of a scenario's flights leaves from which launch site."""

from __future__ import annotations

from math import degrees

from engine.ascent import end_of_arc
from engine.launch_sites import Course, LaunchSite, courses_to, launch_sites, said
from engine.quantities import Quantity
from engine.scenario import Scenario

SHARE = "launch_share_"  # and the site's name


def launch_shares(scenario: Scenario) -> tuple[Quantity, ...]:
    """Return each site's share of the flights: every shell is served as often as it has slots.

    The sites that reach a shell's inclination without a turn share its flights evenly; where none does, the one that
    comes nearest has them all.
    """
    sites = launch_sites()
    share = dict.fromkeys((site.name for site in sites), 0.0)
    ways: dict[str, Course] = {}
    for slots, courses in _by_inclination(scenario, sites):
        serving = dict.fromkeys(course.site.name for course in courses)
        for name in serving:
            share[name] += slots / scenario.slots / len(serving)
        for course in courses:
            ways.setdefault(course.site.name, course)
    return tuple(_quantity(site, share[site.name], ways.get(site.name)) for site in sites)


def _by_inclination(scenario: Scenario, sites: tuple[LaunchSite, ...]) -> list[tuple[int, tuple[Course, ...]]]:
    slots: dict[float, int] = {}
    for shell in scenario.shells:
        slots[shell.inclination_rad] = slots.get(shell.inclination_rad, 0) + shell.slots
    _, speed_km_s = end_of_arc(scenario)
    return [(n, courses_to(sites, inclination, speed_km_s)) for inclination, n in slots.items()]


def _quantity(site: LaunchSite, share: float, way: Course | None) -> Quantity:
    first = f", such as {said(way)}" if way else ""
    return Quantity(
        name=f"{SHARE}{site.name}",
        title=f"Share of flights from {site.title}",
        unit="1",
        value=share,
        formula=(
            "each shell is served as often as it has places, evenly by the sites whose azimuths"
            f" ({degrees(site.azimuth_from_rad):.0f}° to {degrees(site.azimuth_to_rad):.0f}° here) reach its"
            f" inclination: cos i = sin azimuth × cos latitude{first}"
        ),
        inputs=("slots",),
        source=f"that these sites fly and share so is our choice; the place: {site.source}",
        confidence="assumption",
        leaves_out="other sites, how many flights a pad can bear, weather, permits",
        symbol=f"f_{site.title.split()[-1]}",
        section="growth",
    )
