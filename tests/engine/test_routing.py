"""Routes, against networkx on the links of the network, and sums by hand."""

from dataclasses import replace
from itertools import pairwise

import networkx
import numpy as np
import pytest

from engine.cities import City, cities, find_city
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.frames import gcrs_to_itrs
from engine.ground import ground_itrs_km
from engine.link_classes import LinkClass
from engine.network import Network, network_at
from engine.route import graph_of, network_for, route, routes
from engine.route_parts import NEAREST, NoRoute, Route
from engine.routing import Ends, Graph, alternatives, least_latency
from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.world import Simulation, simulate

MICROSECOND = 1e-6


@pytest.fixture(scope="module")
def claim() -> Simulation:
    return simulate(load_scenario("megaton"))


@pytest.fixture(scope="module")
def t_s() -> float:
    return parse_utc("2029-06-11T07:13:20Z")


def as_networkx(network: Network) -> networkx.Graph:
    """The exported links, each with its latency."""
    links = network.links()
    graph = networkx.Graph()
    latency_s = links.range_km / SPEED_OF_LIGHT_KM_S + network.settings.switching_s
    graph.add_weighted_edges_from(
        zip(links.first.tolist(), links.second.tolist(), latency_s.tolist(), strict=True), weight="s"
    )
    return graph


def add_city(graph: networkx.Graph, network: Network, city: City, name: str) -> None:
    """A city's radio links, by an elevation worked out as an angle between vectors on a round Earth's normal."""
    settings = network.settings
    place = ground_itrs_km(city.latitude_deg, city.longitude_deg)[0] @ gcrs_to_itrs(network.t_s)
    latitude, longitude = np.radians([city.latitude_deg, city.longitude_deg])
    up = np.array([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
    up = up @ gcrs_to_itrs(network.t_s)
    away = network.r_km[: network.starlink_count] - place
    distance = np.linalg.norm(away, axis=1)
    elevation = np.pi / 2.0 - np.arccos(np.clip(away @ up / distance, -1.0, 1.0))
    graph.add_node(name)
    for node in np.flatnonzero(elevation >= settings.user_elevation_rad).tolist():
        graph.add_edge(name, node, s=distance[node] / SPEED_OF_LIGHT_KM_S + settings.radio_access_s)


def test_200_random_routes_are_those_of_networkx(claim: Simulation) -> None:
    """To a microsecond, at ten instants."""
    rng = np.random.default_rng(11)
    everywhere = cities()
    for instant_s in claim.scenario.start_s + rng.uniform(0.05, 0.95, 10) * 6.0e8:
        network = network_at(claim, float(instant_s))
        graph, kept = as_networkx(network), graph_of(network)
        for _ in range(20):
            start, goal = (everywhere[i] for i in rng.integers(0, len(everywhere), 2))
            if start is goal:
                continue
            add_city(graph, network, start, "start")
            add_city(graph, network, goal, "goal")
            found = route(network, start, goal, graph=kept)
            try:
                expected_s = networkx.dijkstra_path_length(graph, "start", "goal", weight="s")
            except networkx.NetworkXNoPath:
                assert isinstance(found, NoRoute), (start.title, goal.title)
            else:
                assert isinstance(found, Route), (start.title, goal.title, found)
                assert found.latency_s == pytest.approx(expected_s, abs=MICROSECOND)
            graph.remove_nodes_from(["start", "goal"])


@pytest.mark.parametrize("k", [0, 77, 4_001, 20_003])
def test_routes_to_a_compute_satellite_run_through_its_shell(claim: Simulation, t_s: float, k: int) -> None:
    network = network_for(claim, t_s, k)
    graph = as_networkx(network)
    start = find_city("Lagos")
    add_city(graph, network, start, "start")
    node = network.node_of_satellite(k)
    assert node is not None
    found = route(network, start, k)
    assert isinstance(found, Route)
    assert found.latency_s == pytest.approx(
        networkx.dijkstra_path_length(graph, "start", node, weight="s"), abs=MICROSECOND
    )
    assert found.hops[-1].end_node == node


def test_routes_into_shells_with_some_out_of_service_are_those_of_networkx(claim: Simulation, t_s: float) -> None:
    """Compute satellites of two shells that only Starlink joins, some of which fail; and between cities."""
    network = network_at(claim, t_s, (0, 1))
    layer = network.starlink_count
    crossings = np.flatnonzero((network.neighbours[:layer] >= layer).any(axis=1))
    assert len(crossings) > 10
    graph, kept = as_networkx(network), graph_of(network)
    rng = np.random.default_rng(7)
    joined_up = 0
    for number in range(30):
        start, other = (cities()[i] for i in rng.choice(len(cities()), 2, replace=False))
        add_city(graph, network, start, "start")
        add_city(graph, network, other, "other")
        k = int(network.members.k[rng.integers(0, len(network.members.k))])
        goal, node = (other, "other") if number % 5 == 0 else (k, network.node_of_satellite(k))
        down = rng.choice(crossings, 5, replace=False).tolist() if number % 6 == 0 else []
        joined = networkx.restricted_view(graph, down, [])
        if node != "other":
            joined = networkx.restricted_view(graph, [*down, "other"], [])
        found = route(network, start, goal, graph=kept, down=down)
        try:
            expected_s = networkx.dijkstra_path_length(joined, "start", node, weight="s")
        except networkx.NetworkXNoPath:
            assert isinstance(found, NoRoute), (start.title, goal)
        else:
            assert isinstance(found, Route), (start.title, goal, found)
            assert found.latency_s == pytest.approx(expected_s, abs=MICROSECOND)
            joined_up += 1
        graph.remove_nodes_from(["start", "other"])
    assert joined_up > 20
    shells = [layer, len(network.r_km) - 1]
    path = least_latency(kept, *(Ends(np.array([node]), np.zeros(1), network.r_km[node]) for node in shells))
    assert path is not None
    assert path.cost_s == pytest.approx(networkx.dijkstra_path_length(graph, *shells, weight="s"), abs=MICROSECOND)


def test_the_nearest_compute_is_the_nearest_of_all_gates(claim: Simulation, t_s: float) -> None:
    network = network_for(claim, t_s, NEAREST)
    graph, start = as_networkx(network), find_city("Nairobi")
    add_city(graph, network, start, "start")
    reached = networkx.single_source_dijkstra_path_length(graph, "start", weight="s")
    gates_km = network.gate_positions_km()
    expected_s = min(
        reached[partner]
        + np.linalg.norm(gates_km[row] - network.r_km[partner]) / SPEED_OF_LIGHT_KM_S
        + network.settings.switching_s
        for row, partner in enumerate(network.uplinks.partner.tolist())
        if partner in reached
    )
    found = route(network, start, NEAREST)
    assert isinstance(found, Route)
    assert found.latency_s == pytest.approx(expected_s, abs=MICROSECOND)
    assert found.hops[-1].link_class is LinkClass.UPLINK
    assert found.ends_at.startswith("MT-")


def test_legs_join_and_add_up(claim: Simulation, t_s: float) -> None:
    found = route(network_for(claim, t_s, NEAREST), find_city("London"), find_city("Singapore"))
    assert isinstance(found, Route)
    hops = found.hops
    assert [hop.link_class is LinkClass.USER for hop in hops] == [True, *[False] * (len(hops) - 2), True]
    for before, after in pairwise(hops):
        assert before.end == after.start
        assert before.end_node == after.start_node
        assert (before.end_km == after.start_km).all()
    for hop in hops:
        assert hop.range_km == pytest.approx(float(np.linalg.norm(hop.end_km - hop.start_km)))
        assert hop.light_s == pytest.approx(hop.range_km / 299_792.458)
    assert found.latency_s == pytest.approx(sum(hop.light_s + hop.wait_s for hop in hops))
    assert found.satellites == len(hops) - 1
    # Through glass along the ground it is 10,846 km (Karney's geodesic) at 5 microseconds a km.
    assert found.fibre.latency_s == pytest.approx(0.0542, rel=0.01)


def test_what_is_knocked_out_is_gone_round(claim: Simulation, t_s: float) -> None:
    network = network_for(claim, t_s, NEAREST)
    start, goal = find_city("Tokyo"), find_city("São Paulo")
    best = route(network, start, goal)
    assert isinstance(best, Route)
    without = route(network, start, goal, down=[best.nodes[2]])
    assert isinstance(without, Route)
    assert best.nodes[2] not in without.nodes
    assert without.latency_s >= best.latency_s
    graph = as_networkx(network)
    graph.remove_node(best.nodes[2])
    add_city(graph, network, start, "start")
    add_city(graph, network, goal, "goal")
    assert without.latency_s == pytest.approx(
        networkx.dijkstra_path_length(graph, "start", "goal", weight="s"), abs=MICROSECOND
    )
    nobody = route(network, start, goal, down=range(network.starlink_count))
    assert isinstance(nobody, NoRoute)
    sky = "all satellites of the layer that stand 25° or higher over Tokyo"
    assert nobody.sentence == f"no path: {sky} are out of service"


def test_alternatives_share_no_satellite(claim: Simulation, t_s: float) -> None:
    found = routes(network_for(claim, t_s, NEAREST), find_city("Paris"), find_city("Sydney"), count=4)
    assert isinstance(found, tuple) and len(found) == 4
    used = [node for each in found for node in each.nodes]
    assert len(used) == len(set(used))
    assert [each.latency_s for each in found] == sorted(each.latency_s for each in found)


def test_reasons_are_told(claim: Simulation, t_s: float) -> None:
    def reason(simulation: Simulation, when_s: float, goal: object) -> str:
        found = route(network_for(simulation, when_s, goal), find_city("Berlin"), goal)
        assert isinstance(found, NoRoute)
        return found.reason

    start_s = claim.scenario.start_s
    assert "holds a laser to Starlink" in reason(claim, start_s + 3_600.0, NEAREST)
    launched = claim.scenario.ramp.count_launched(t_s)
    assert reason(claim, t_s, launched + 5) == f"MT-{launched + 5:08d} is not launched yet"
    assert "still rising" in reason(claim, t_s, launched - 1)
    ours = simulate(load_scenario("starlink"))
    assert "has no AI compute in orbit" in reason(ours, parse_utc("2026-06-23"), NEAREST)
    assert "stands 25° or higher" in reason(ours, ours.scenario.start_s + 60.0, find_city("Madrid"))


def test_on_a_grid_the_way_is_the_one_drawn_by_hand() -> None:
    """Five nodes on a ring of 7,000 km; the short way round is blocked."""
    angle = np.arange(5) * np.radians(20.0)
    r_km = 7_000.0 * np.stack([np.cos(angle), np.sin(angle), np.zeros(5)], axis=1)
    neighbours = np.array([[1, -1], [0, 2], [1, 3], [2, 4], [3, -1]], dtype=np.int32)
    chord_s = 2.0 * 7_000.0 * np.sin(np.radians(10.0)) / SPEED_OF_LIGHT_KM_S
    first = Ends(np.array([0]), np.array([0.002]), r_km[0] * 0.92)
    last = Ends(np.array([3, 4]), np.array([0.002, 0.0]), r_km[4] * 0.92)
    graph = Graph(r_km, neighbours, 1e-3)
    path = least_latency(graph, first, last)
    assert path is not None
    assert path.nodes == (0, 1, 2, 3)
    assert path.cost_s == pytest.approx(0.004 + 3 * (chord_s + 1e-3))
    down = np.array([False, False, True, False, False])
    assert least_latency(graph.without(down), first, last) is None
    assert alternatives(graph, first, last, 3) == (path,)
    nowhere = Ends(np.empty(0, dtype=np.int64), np.empty(0), r_km[0])
    assert least_latency(graph, nowhere, last) is None


def test_a_satellite_answers_from_the_day_after_it_comes_until_it_retires() -> None:
    """The filing's satellites live five years; who has lasers is looked up at the start of a day."""
    simulation = simulate(load_scenario("filing"))
    scenario = simulation.scenario
    day_s = scenario.start_s + 3_823 * 86_400.0

    def reason(k: int, t_s: float) -> str:
        found = route(network_for(simulation, t_s, k), find_city("Lagos"), k)
        return found.reason if isinstance(found, NoRoute) else ""

    came = scenario.ramp.count_launched(day_s + 40_000.0 - scenario.rise_s) - 1
    assert "came on station today" in reason(came, day_s + 40_000.0)
    assert reason(came, day_s + 86_400.0 + 60.0) == ""
    leaving = scenario.ramp.count_launched(day_s + 40_000.0 - scenario.life_s) - 1
    assert reason(leaving, day_s + 60.0) == ""
    assert reason(leaving, day_s + 40_001.0) == f"AI1-{leaving:08d} has retired"


def test_nearest_compute_uses_only_links_that_are_in_sight_now(claim: Simulation, t_s: float) -> None:
    """Two of three gates were taken within the minute, and are beyond the Earth or out of reach by now."""
    network = network_for(claim, t_s, NEAREST)
    uplinks = network.uplinks
    behind = np.flatnonzero((network.gate_positions_km() * network.r_km[uplinks.partner]).sum(axis=1) > 0.0)
    far = [int(row) for row in behind[:3]]
    partner = uplinks.partner.copy()
    opposite = int(np.argmin(network.r_km[: network.starlink_count] @ network.gate_positions_km()[far[0]]))
    partner[:] = -1
    partner[far[0]] = opposite
    broken = replace(network, uplinks=replace(uplinks, partner=partner))
    found = route(broken, find_city("Lagos"), NEAREST)
    assert isinstance(found, NoRoute)
    assert found.reason == "no compute satellite holds a laser to Starlink at this instant"
