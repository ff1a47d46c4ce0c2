"""How much of each link is used: found by its ends, and adding up to what the classes carry."""

from dataclasses import replace

import numpy as np
import pytest

from engine.link_classes import LinkClass
from engine.link_loads import LinkLoads
from engine.mesh import Members
from engine.network import Links, Network, network_at
from engine.network_totals import known_totals, network_totals
from engine.scenario import load_scenario
from engine.timebase import parse_utc
from engine.traffic import LASER_CLASSES, traffic_of
from engine.world import Simulation, simulate, world_at

NOW_S = parse_utc("2029-06-01T17:40:00Z")  # 49,000 compute satellites of the filing
HOUR_S = 3_600.0


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return simulate(load_scenario("filing"))


@pytest.fixture(scope="module")
def network(simulation: Simulation) -> Network:
    return network_at(simulation, NOW_S, None)


@pytest.fixture(scope="module")
def links(network: Network) -> Links:
    return network.links()


def ends(network: Network, node: np.ndarray) -> np.ndarray:
    """Rows of the layer, then slots beyond them."""
    layer = network.starlink_count
    return np.concatenate([np.arange(layer), layer + network.members.address])[node]


def test_loads_are_found_by_the_ends_of_a_link_whichever_is_first(simulation: Simulation) -> None:
    """Ten satellites in the layer, and compute satellites in slots 3, 40 and 41: nodes 10, 11 and 12."""
    members = Members(simulation.constellation, k=np.array([7, 8, 9]), address=np.array([3, 40, 41]))
    loaded = [
        (np.array([4, 0]), np.array([2, 1]), np.array([0.25, 0.5])),
        (np.array([9]), np.array([10]), np.array([1.5])),
        (np.array([10, 12]), np.array([11, 11]), np.array([0.1, 0.2])),
        (np.array([11]), np.array([12]), np.array([0.3])),  # again: this is what stands
    ]
    loads = LinkLoads.of(0.0, 10, members, loaded)
    one = np.array([2, 4, 1, 13, 13, 51, 13, 2, 0, 14, 9])
    other = np.array([4, 2, 0, 9, 50, 50, 51, 1, 13, 50, 52])
    expected = [0.25, 0.25, 0.5, 1.5, 0.1, 0.3, 0.0, np.nan, np.nan, np.nan, np.nan]
    assert loads.between(one, other) == pytest.approx(expected, nan_ok=True)
    nothing = LinkLoads.of(0.0, 10, members, [(one[:0], one[:0], np.zeros(0))])
    assert nothing.between(one[[0, 4]], other[[0, 4]]) == pytest.approx([np.nan, 0.0], nan_ok=True)


def test_the_loads_of_all_links_add_up_to_what_their_class_carries(network: Network, links: Links) -> None:
    """Twice as much is asked as answered, so up from a city is busier where all goes one way: 2/3 of both ways."""
    traffic = traffic_of(network, links, 1e9)
    share = traffic.loads.between(ends(network, links.first), ends(network, links.second)).astype(np.float64)
    assert traffic.loads.t_s == NOW_S
    assert np.isfinite(share).all()
    rate = network.settings.budget.rate_bit_s(links.range_km)
    for name, link_class in LASER_CLASSES.items():
        of_class, found = links.link_class == link_class, traffic.classes[name]
        busier_bit_s = float((share * rate)[of_class].sum())
        if link_class >= LinkClass.IN_PLANE:
            assert busier_bit_s == pytest.approx(2.0 / 3.0 * found.carried_bit_s, rel=1e-5), name
        else:  # some of a laser's traffic goes each way
            assert 0.5 * found.carried_bit_s <= busier_bit_s <= 2.0 / 3.0 * found.carried_bit_s * 1.00001, name
        assert share[of_class].max() == pytest.approx(found.most_share, rel=1e-5), name


def test_training_is_on_every_link_along_a_plane(network: Network, links: Links) -> None:
    without, training = (
        traffic_of(replace(network, settings=replace(network.settings, training_bit_s=bit_s)), links, 1e9).loads
        for bit_s in (0.0, 2e10)
    )
    along = links.link_class == LinkClass.IN_PLANE
    one, other = ends(network, links.first), ends(network, links.second)
    before, after = (loads.between(one, other).astype(np.float64) for loads in (without, training))
    assert after[~along] == pytest.approx(before[~along])
    rate = network.settings.budget.rate_bit_s(links.range_km[along])
    idle = before[along] == 0.0
    assert idle.any()
    assert after[along][idle] == pytest.approx((2e10 / rate)[idle], rel=1e-5)
    assert (after[along] > before[along]).all()


def test_totals_of_the_same_day_are_known(simulation: Simulation) -> None:
    assert known_totals(simulation, NOW_S) is None
    here = network_totals(world_at(simulation, NOW_S))
    assert known_totals(simulation, NOW_S + HOUR_S) is here
    assert known_totals(simulation, NOW_S + 24.0 * HOUR_S) is None
