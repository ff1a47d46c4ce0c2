"""Flights a day from each launch site."""

from __future__ import annotations

from engine.formula import Formula
from engine.launch_sites import launch_sites

FORMULAS: tuple[Formula, ...] = tuple(
    Formula(
        name=f"flights_per_day_{site.name}",
        title=f"Flights a day from {site.title}",
        unit="1/day",
        symbol=f"F_{site.title.split()[-1]}",
        expression=f"flights_per_day * launch_share_{site.name}",
        words=f"flights a day × share of flights from {site.title}",
        leaves_out="how many flights a pad can bear",
    )
    for site in launch_sites()
)
