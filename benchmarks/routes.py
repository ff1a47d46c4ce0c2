"""The way of least latency: beside networkx at 20,000 nodes, and whole in the network of a million satellites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.rows import Row, interleaved
from engine.cities import City, cities
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.frames import gcrs_to_itrs
from engine.ground import ground_itrs_km, visible_from
from engine.links import range_km
from engine.network import Network, network_at
from engine.route import graph_of, network_for, route
from engine.route_parts import Route
from engine.routing import Ends, Graph, least_latency
from engine.timebase import parse_utc
from engine.world import Simulation, open_simulation, world_at

PAIRS = 40
TIMES_AS_FAST = 100.0
SHELL, SHELL_AT = 4, "2036-06-21T00:05:30Z"  # of the scenario ``filing``: with Starlink, 20,000 nodes
MILLION_AT = "2031-01-11T00:05:02Z"  # of ``megaton``
LONGEST_S = 0.2
INSTANTS = 25  # a second apart, all in one minute


def measure(simulation: Simulation) -> Iterator[Row]:
    yield from beside_networkx()
    yield from in_a_million(simulation)


def beside_networkx() -> Iterator[Row]:
    """All are given their graph ready made, and the links of a path's ends, and take turns at the same pairs."""
    import networkx

    network = network_at(open_simulation("filing"), parse_utc(SHELL_AT), (SHELL,))
    layer, nodes = network.starlink_count, len(network.r_km)
    plain = graph_of(network)
    begin = perf_counter()
    assert len(plain.links.to) and len(plain.sky.lift_s)  # worked out here, and kept
    listed_s = perf_counter() - begin
    links, theirs = network.links(), networkx.Graph()
    latency_s = links.range_km / SPEED_OF_LIGHT_KM_S + network.settings.switching_s
    theirs.add_weighted_edges_from(zip(links.first.tolist(), links.second.tolist(), latency_s.tolist(), strict=True))

    rng = np.random.default_rng(3)

    def city() -> Ends:
        return in_the_sky(network, cities()[int(rng.integers(len(cities())))])

    def satellite() -> Ends:
        node = int(rng.integers(layer, nodes))
        return Ends(np.array([node]), np.zeros(1), network.r_km[node])

    note = (
        f"{nodes:,} nodes, {len(links.first):,} links, worked out before, {listed_s * 1e3:.0f} ms once an instant, as"
        f" networkx's graph is; median of {PAIRS} random pairs"
    )
    for what, goal in (("a compute satellite", satellite), ("another city", city)):
        found = beside(plain, theirs, [(city(), goal()) for _ in range(PAIRS + 1)])
        for peer, bar, theirs_s in (
            ("networkx single_source_dijkstra", TIMES_AS_FAST, found.all_s),
            ("networkx dijkstra_path", None, found.path_s),
        ):
            ratio = theirs_s / found.ours_s
            yield Row(
                what=f"way from a city to {what}", value=found.ours_s * 1e3, unit="ms",
                bar=f"{bar:.0f} x as fast as peer" if bar else "", met=ratio >= bar if bar else None, peer=peer,
                peer_value=theirs_s * 1e3, ratio=ratio,
                note=f"{note}, within {found.apart_s:.0e} s" if bar else "this peer stops at the goal",
            )  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """Median seconds of our ways, of all of networkx's from one end, and of its one way; how far apart they are, s."""

    ours_s: float
    all_s: float
    path_s: float
    apart_s: float


def beside(graph: Graph, theirs: Any, pairs: list[tuple[Ends, Ends]]) -> Beside:
    import networkx

    calls = {
        "all": lambda: networkx.single_source_dijkstra(theirs, "first"),
        "path": lambda: networkx.dijkstra_path(theirs, "first", "last"),
    }
    times: dict[str, list[float]] = {"ours": [], "all": [], "path": []}
    apart_s = 0.0
    for first, last in pairs:
        for name, ends in (("first", first), ("last", last)):
            costs = zip(ends.nodes.tolist(), ends.cost_s.tolist(), strict=True)
            theirs.add_weighted_edges_from((name, node, cost_s) for node, cost_s in costs)
        begin = perf_counter()
        path = least_latency(graph, first, last)
        times["ours"].append(perf_counter() - begin)
        for name, call in calls.items():
            begin = perf_counter()
            found = call()
            times[name].append(perf_counter() - begin)
        assert path is not None
        apart_s = max(apart_s, abs(path.cost_s - networkx.path_weight(theirs, found, "weight")))
        theirs.remove_nodes_from(["first", "last"])
    ours_s, all_s, path_s = (median(times[name][1:]) for name in ("ours", "all", "path"))  # the first warms up
    return Beside(ours_s, all_s, path_s, apart_s)


def in_a_million(simulation: Simulation) -> Iterator[Row]:
    """Each time an instant and a satellite not asked for before: its network, its graph, and the way through it."""
    first_s = parse_utc(MILLION_AT)
    rng = np.random.default_rng(5)
    fleet = world_at(simulation, first_s).fleet

    def whole(t_s: float) -> bool:
        start, goal = cities()[int(rng.integers(len(cities())))], int(rng.integers(fleet.on_station_end))
        return isinstance(route(network_for(simulation, t_s, goal), start, goal), Route)

    def seconds_of(t_s: float) -> float:
        begin = perf_counter()
        whole(t_s)
        return perf_counter() - begin

    of_day_s, of_minute_s = seconds_of(first_s), seconds_of(first_s + 60.0)
    found: list[bool] = []
    clock = iter(first_s + 60.0 + np.arange(1.0, INSTANTS + 2.0))
    seconds = interleaved(INSTANTS, ours=lambda: found.append(whole(float(next(clock)))))["ours"]
    yield Row(
        what=f"way to any of {fleet.on_station:,} satellites, network and all", value=seconds * 1e3, unit="ms",
        bar=f"at most {LONGEST_S * 1e3:.0f} ms", met=seconds <= LONGEST_S,
        note=f"median of {INSTANTS} instants of a minute, {sum(found)} of {len(found)} with a way;"
        f" the first of a minute {of_minute_s * 1e3:.0f} ms, the first of a day {of_day_s:.1f} s",
    )  # fmt: skip


def in_the_sky(network: Network, city: City) -> Ends:
    """Return the satellites in a city's sky, and what the radio link to each costs."""
    to_itrs, layer_km = gcrs_to_itrs(network.t_s), network.r_km[: network.starlink_count]
    here_itrs_km = ground_itrs_km(city.latitude_deg, city.longitude_deg)[0]
    seen = visible_from(here_itrs_km, layer_km @ to_itrs.T, network.settings.user_elevation_rad).astype(np.int64)
    here_km = here_itrs_km @ to_itrs
    away_s = range_km(layer_km[seen], here_km) / SPEED_OF_LIGHT_KM_S
    return Ends(seen, away_s + network.settings.radio_access_s, here_km)
