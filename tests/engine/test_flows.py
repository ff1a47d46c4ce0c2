"""Flows along trees, and floods: a grid of nine by hand, and networkx on a real network."""

import networkx
import numpy as np
import pytest

from engine.cities import find_city
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.flood import flooded
from engine.flows import gathered, on_links, trees_to
from engine.frames import gcrs_to_itrs
from engine.link_classes import LinkClass
from engine.network import COMPUTE_COLUMNS, Network, network_at
from engine.radio import skies_of
from engine.routing import Ends, Graph
from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.world import Simulation, simulate

T_S = parse_utc("2027-03-02T05:17:00Z")


def grid(missing: tuple[int, ...] = ()) -> Graph:
    """Nine places, numbered by rows: links of 1,000 km along the rows, of 1,100 km between them.

    0 - 1 - 2
    |   |   |
    3 - 4 - 5
    |   |   |
    6 - 7 - 8
    """
    r_km = np.array([[1_000.0 * (i % 3), 1_100.0 * (i // 3), 0.0] for i in range(9)])
    neighbours = np.full((9, 4), -1, dtype=np.int32)
    for i in range(9):
        for column, (step, fits) in enumerate(((-1, i % 3 > 0), (1, i % 3 < 2), (-3, i > 2), (3, i < 6))):
            if fits and not {i, i + step} & set(missing):
                neighbours[i, column] = i + step
    return Graph(r_km, neighbours)


def sky(*costs_s: tuple[int, float]) -> Ends:
    return Ends(np.array([node for node, _ in costs_s]), np.array([cost for _, cost in costs_s]), None)


def links_of(graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    row, column = np.nonzero(graph.neighbours > np.arange(len(graph.neighbours))[:, None])
    return row, graph.neighbours[row, column].astype(np.int64)


def test_flows_on_a_grid_are_those_worked_out_by_hand() -> None:
    """A city under 0; without the place in the middle all others lead round the rim to it."""
    graph = grid(missing=(4,))
    trees = trees_to(graph, [sky((0, 0.001))])
    # 8 is as far by 5 and 2 as by 7 and 6, and so has nothing to send below.
    assert trees.before[0, [0, 1, 2, 3, 5, 6, 7]].tolist() == [9, 0, 1, 0, 2, 3, 6]
    assert trees.before[0, 4] == -1 and trees.before[0, 8] in (5, 7)
    entering = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 0.0])
    passing = gathered(trees, entering)[0]
    # 5 brings 32 to 2, which adds 4 (36), then 1 adds 2 (38); 7 brings 128 to 6: 192, 3 adds 8: 200; 0 has all but 4's.
    assert passing[:8].tolist() == [239.0, 38.0, 36.0, 200.0, 0.0, 32.0, 192.0, 128.0]
    first, second = links_of(graph)
    there, back = on_links(trees, passing[None, :], np.array([0.5]), first, second)
    flows = {(a, b): (x, y) for a, b, x, y in zip(first.tolist(), second.tolist(), there, back, strict=True)}
    assert flows[0, 1] == (0.0, 19.0) and flows[1, 2] == (0.0, 18.0) and flows[2, 5] == (0.0, 16.0)
    assert flows[0, 3] == (0.0, 100.0) and flows[3, 6] == (0.0, 96.0) and flows[6, 7] == (0.0, 64.0)


def test_each_satellite_in_a_citys_sky_takes_what_comes_to_it_first() -> None:
    """0 and 8 both see the city: what is nearer to a corner goes down there; 2 and 6, as far from both, by the cost."""
    trees = trees_to(grid(), [sky((0, 0.001), (8, 0.002))])
    assert trees.before[0, [0, 8]].tolist() == [9, 9]
    assert trees.before[0, [1, 3, 5, 7]].tolist() == [0, 0, 8, 8]
    assert trees.before[0, 2] == 1 and trees.before[0, 6] == 3
    passing = gathered(trees, np.ones(9))[0]
    assert passing[0] + passing[8] == 9.0 and passing[8] in (3.0, 4.0, 5.0)
    assert trees.cost_s[0, 8] == pytest.approx(0.002) and trees.cost_s[0, 1] == pytest.approx(
        0.001 + 1_000.0 / SPEED_OF_LIGHT_KM_S
    )


def test_a_city_without_a_sky_and_one_beyond_a_gap_get_nothing() -> None:
    trees = trees_to(grid(missing=(3, 4, 5)), [sky((0, 0.001)), sky()])
    passing = gathered(trees, np.ones(9))
    assert passing[0].tolist() == [3.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert not trees.reached[1].any() and not passing[1].any()


def test_a_flood_goes_out_in_waves() -> None:
    flood = flooded(grid(missing=(4,)).neighbours, np.array([0]))
    assert [sorted(wave.tolist()) for wave in flood.waves] == [[0], [1, 3], [2, 6], [5, 7], [8]]
    assert flood.before[[1, 3, 2, 6, 5, 7]].tolist() == [0, 0, 1, 3, 2, 6] and flood.before[0] == -1
    assert not flood.reached[4] and flood.reached.sum() == 8
    graph = grid(missing=(4,))
    inner = np.flatnonzero(flood.before >= 0)
    assert (graph.neighbours[flood.before[inner], flood.column[inner]] == inner).all()
    total = flood.gathered(np.arange(9.0))
    assert total[0] == 36.0 - 4.0 and total[[1, 2, 3, 6]].sum() == 1 + 2 * 2 + 3 + 2 * 6 + 2 * (5 + 7) + 2 * 8


def test_a_flood_from_several_and_from_none() -> None:
    both = flooded(grid().neighbours, np.array([0, 8]))
    assert [len(wave) for wave in both.waves] == [2, 4, 3]
    none = flooded(grid().neighbours, np.empty(0, dtype=np.int64))
    assert not none.waves and not none.reached.any() and none.gathered(np.ones(9)).tolist() == [1.0] * 9


# -- a real network ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return simulate(load_scenario("megaton"))


@pytest.fixture(scope="module")
def network(simulation: Simulation) -> Network:
    return network_at(simulation, T_S, None)


def test_flows_on_the_starlink_layer_are_sums_over_networkx_paths(simulation: Simulation) -> None:
    layer = network_at(simulation, T_S, ())
    to_itrs = gcrs_to_itrs(T_S)
    cities = [find_city("Berlin"), find_city("Quito")]
    skies = skies_of(cities, layer, to_itrs)
    graph = Graph(layer.r_km, layer.neighbours, layer.settings.switching_s)
    weights = np.array([0.75, 0.25])
    sources = np.random.default_rng(5).choice(layer.starlink_count, 300, replace=False)
    entering = np.zeros(layer.starlink_count)
    entering[sources] = np.random.default_rng(6).uniform(0.5, 2.0, len(sources))
    links = layer.links()
    trees = trees_to(graph, skies)
    passing = gathered(trees, entering)
    there, back = on_links(trees, passing, weights, links.first, links.second)

    drawn = networkx.Graph()
    cost_s = links.range_km / SPEED_OF_LIGHT_KM_S + layer.settings.switching_s
    drawn.add_weighted_edges_from(zip(links.first.tolist(), links.second.tolist(), cost_s.tolist(), strict=True))
    expected: dict[tuple[int, int], float] = {}
    for weight, ends in zip(weights, skies, strict=True):
        down = drawn.copy()
        down.add_weighted_edges_from(("city", n, c) for n, c in zip(ends.nodes.tolist(), ends.cost_s, strict=True))
        # Other ways must not lead through the city; with its radio's wait none does, which this holds.
        length, paths = networkx.single_source_dijkstra(down, "city")
        for source in sources.tolist():
            if source not in paths:
                continue
            assert trees.cost_s[0 if weight == 0.75 else 1, source] == pytest.approx(length[source], abs=1e-9)
            way = paths[source][1:]
            assert "city" not in way
            for a, b in zip(way[1:], way[:-1], strict=True):  # from the source down
                expected[a, b] = expected.get((a, b), 0.0) + weight * entering[source]
    found = {}
    for a, b, x, y in zip(links.first.tolist(), links.second.tolist(), there.tolist(), back.tolist(), strict=True):
        found |= {(a, b): x} if x else {}
        found |= {(b, a): y} if y else {}
    assert len(expected) > 500
    assert found.keys() == expected.keys()
    for arc, amount in expected.items():
        assert found[arc] == pytest.approx(amount, rel=1e-9)


def test_a_flood_reaches_the_components_of_networkx(network: Network) -> None:
    """Without uplinks, so that there are many: Starlink's and those of the shells."""
    links = network.links()
    kept = links.link_class != LinkClass.UPLINK
    drawn = networkx.Graph()
    drawn.add_nodes_from(range(len(network.r_km)))
    drawn.add_edges_from(zip(links.first[kept].tolist(), links.second[kept].tolist(), strict=True))
    neighbours = np.where(network.link_class == LinkClass.UPLINK, np.int32(-1), network.neighbours)
    sources = np.arange(0, len(network.r_km), 2_500)
    expected = set().union(*(networkx.node_connected_component(drawn, source) for source in sources.tolist()))
    found = set(np.flatnonzero(flooded(neighbours, sources).reached).tolist())
    assert found == expected and len(network.r_km) > len(found) > 10_000


def test_each_satellite_is_as_many_lasers_from_a_gate_as_networkx_says(network: Network) -> None:
    layer, links = network.starlink_count, network.links()
    gates = layer + np.flatnonzero(network.neighbours[layer:, len(COMPUTE_COLUMNS)] >= 0)
    flood = flooded(network.neighbours[:, : len(COMPUTE_COLUMNS)], gates)
    own = links.first >= layer
    drawn = networkx.Graph(list(zip(links.first[own].tolist(), links.second[own].tolist(), strict=True)))
    drawn.add_nodes_from(gates.tolist())
    steps = networkx.multi_source_dijkstra_path_length(drawn, set(gates.tolist()), weight=None)
    for away, wave in enumerate(flood.waves):
        assert all(steps[node] == away for node in wave.tolist())
    assert sum(len(wave) for wave in flood.waves) == len(steps)
