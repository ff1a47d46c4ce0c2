"""``heliograph links``: the laser links of some satellites at an instant, as a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.commands import parse_indices, world_of
from engine.link_classes import LinkClass
from engine.motion import motion_of_links
from engine.network import Network, network_at
from engine.starlink import OwnFleet
from engine.starlink_choice import with_elements
from engine.world import Simulation

COLUMNS = (
    "first", "second", "class", "range_km", "rate_bps", "light_ms", "range_rate_km_s", "pointing_rate_rad_s",
    "doppler_hz",
)  # fmt: skip
STARLINK = "starlink"
MOST_SATELLITES = 2_000_000


def links_table(
    scenario: str, at: str | None, satellites: str, *, elements: Path | None = None, file_format: str = "csv"
) -> str:
    """Return each laser link of launch numbers A:B, or of all of the Starlink layer, once.  Raises ``ValueError``."""
    world = world_of(scenario, at)
    simulation = with_elements(world.simulation, elements)
    of_layer = satellites.strip().lower() == STARLINK
    if of_layer:
        network = network_at(simulation, world.t_s)
        wanted = np.ones(len(network.r_km), dtype=bool)
    else:
        if simulation.elements is not None and simulation.scenario.starlink == "own fleet":
            raise ValueError(
                f"--satellites is {satellites!r}: with --elements the scenario {simulation.scenario.name} has no launch"
                f" numbers: give {STARLINK}"
            )
        chosen = parse_indices(satellites, world.fleet.launched, "--satellites")
        if chosen.stop > world.fleet.launched:
            raise ValueError(
                f"--satellites is {satellites!r}: {world.fleet.launched:,} satellites are launched by then,"
                f" numbers 0 to {world.fleet.launched - 1:,}"
            )
        if len(chosen) > MOST_SATELLITES:
            raise ValueError(f"--satellites is {satellites!r}: at most {MOST_SATELLITES:,} at once are given")
        k = np.arange(chosen.start, chosen.stop)
        network = network_at(simulation, world.t_s, _shells_of(simulation, k))
        wanted = _nodes(network, chosen)
    links = network.links()
    kept = wanted[links.first] | wanted[links.second]
    first, second, range_km = links.first[kept], links.second[kept], links.range_km[kept]
    motion = motion_of_links(network, first, second)
    rows = zip(
        (network.name(node) for node in first.tolist()),
        (network.name(node) for node in second.tolist()),
        (LinkClass(code).name.lower() for code in links.link_class[kept].tolist()),
        range_km.tolist(),
        network.settings.budget.rate_bit_s(range_km).tolist(),
        (network.settings.budget.light_time_s(range_km) * 1e3).tolist(),
        motion.range_rate_km_s.tolist(),
        motion.pointing_rate_rad_s.tolist(),
        motion.doppler_hz.tolist(),
        strict=True,
    )
    if file_format == "json":
        return json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], indent=1) + "\n"
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one, other, kind, away_km, rate_bit_s, light_ms, growing_km_s, turning_rad_s, shift_hz in rows:
        numbers = (f"{away_km:.6f}", f"{rate_bit_s:.6g}", f"{light_ms:.9f}")
        rates = (f"{growing_km_s:.6f}", f"{turning_rad_s:.4e}", f"{shift_hz:.6g}")
        writer.writerow([one, other, kind, *numbers, *rates])
    return table.getvalue()


def _shells_of(simulation: Simulation, k: NDArray[np.int64]) -> tuple[int, ...]:
    constellation = simulation.constellation
    shells = np.unique(constellation.place(constellation.address(k)).shell)
    return tuple(int(shell) for shell in shells)


def _nodes(network: Network, chosen: range) -> NDArray[np.bool_]:
    """Return which nodes (N,) are satellites of these launch numbers."""
    wanted = np.zeros(len(network.r_km), dtype=bool)
    if network.settings.own_fleet:
        simulation = network.simulation
        members = OwnFleet(simulation).members_at(network.t_s)
        wanted[members.address[(members.k >= chosen.start) & (members.k < chosen.stop)]] = True
        return wanted
    k = network.members.k
    wanted[network.starlink_count :] = (k >= chosen.start) & (k < chosen.stop)
    return wanted
