"""Traffic and the totals of the network: what goes in comes out, networkx's ways, elevations one by one, hand sums."""

import gc
import json
import math
import weakref
from dataclasses import replace
from types import SimpleNamespace

import networkx
import numpy as np
import pytest

import engine.network_totals
from engine.cities import cities, find_city
from engine.commands import explain, report
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.demand import city_shares, local_hours, sampled_cities, weight_of_hour
from engine.files import Cancelled
from engine.formula import recomputed
from engine.frames import gcrs_to_itrs
from engine.gateways import gateways
from engine.ground import elevation_rad, ground_itrs_km
from engine.link_classes import LinkClass
from engine.network import Network, network_at
from engine.network_quantities import network_names
from engine.network_totals import NetworkTotals, connected_share, network_totals, over_gateways, shells_looked_at
from engine.quantities import CONFIDENCE_MEANING
from engine.radio import radio_load, skies_of
from engine.scenario import load_scenario, parse_scenario, shipped_scenarios
from engine.timebase import parse_utc
from engine.traffic import COMPUTE_CLASSES, LASER_CLASSES, Traffic, traffic_of
from engine.world import Simulation, World, simulate, world_at

EARLY_S = parse_utc("2027-03-02T06:30:00Z")  # 5,700 satellites: each is a gate; and Starlink is in one piece
LATER_S = parse_utc("2029-06-01T17:40:00Z")  # 49,000 of the filing: every second one is
TOKENS_PER_S = 1e9
STARLINK = [name for name in LASER_CLASSES if name.startswith("starlink")]


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return simulate(load_scenario("megaton"))


@pytest.fixture(scope="module")
def early(simulation: Simulation) -> Network:
    return network_at(simulation, EARLY_S, None)


@pytest.fixture(scope="module")
def later_world() -> World:
    return world_at(simulate(load_scenario("filing")), LATER_S)


@pytest.fixture(scope="module")
def later(later_world: World) -> Network:
    return network_at(later_world.simulation, LATER_S, None)


@pytest.fixture(scope="module")
def totals(later_world: World) -> NetworkTotals:
    return network_totals(later_world)


# -- demand -----------------------------------------------------------------------------------


def test_local_hours_at_places_a_quarter_turn_apart() -> None:
    hours = local_hours(parse_utc("2031-03-20T06:30:00Z"), np.array([0.0, 90.0, -90.0, 180.0]))
    assert hours == pytest.approx([6.5, 12.5, 0.5, 18.5], abs=1e-6)


def test_the_wave_of_the_day() -> None:
    assert weight_of_hour(np.array([15.0, 3.0, 9.0, 21.0])) == pytest.approx([1.6, 0.4, 1.0, 1.0])
    assert weight_of_hour(np.linspace(0.0, 24.0, 96, endpoint=False)).mean() == pytest.approx(1.0)


def test_shares_follow_people_and_the_hour() -> None:
    """Tokyo at 139.7 degrees east has 15:00 at 05:41 UTC; London then 05:41 less half a minute."""
    shares = city_shares(parse_utc("2031-03-20T05:41:00Z"))
    assert shares.sum() == pytest.approx(1.0) and len(shares) == len(cities())
    tokyo, london = find_city("Tokyo"), find_city("London")
    one, other = (shares[cities().index(city)] / city.population for city in (tokyo, london))
    assert one / other == pytest.approx(1.6 / (1.0 + 0.6 * math.cos(math.tau * (5.675 - 15.0) / 24.0)), rel=1e-3)


def test_samples_stand_for_all_of_the_demand() -> None:
    shares = city_shares(EARLY_S)
    drawn, weights = sampled_cities(shares, 128)
    assert len(set(drawn.tolist())) == len(drawn) <= 128 and weights.sum() == pytest.approx(1.0)
    east = np.array([city.longitude_deg for city in cities()])
    for limit in range(-150, 180, 30):  # each sample stands for 1/128 from west to east
        assert weights[east[drawn] < limit].sum() == pytest.approx(shares[east < limit].sum(), abs=1.0 / 128)
    alone = np.zeros(len(cities()))
    alone[7] = 1.0
    drawn, weights = sampled_cities(alone, 16)
    assert drawn.tolist() == [7] and weights.tolist() == [1.0]


# -- radio ------------------------------------------------------------------------------------


def test_the_radio_of_a_city_is_spread_over_its_sky(early: Network) -> None:
    """Against elevations of every satellite over every city."""
    to_itrs, shares = gcrs_to_itrs(EARLY_S), city_shares(EARLY_S)
    seen_share, load = radio_load(early, shares, to_itrs)
    layer_km = early.r_km[: early.starlink_count] @ to_itrs.T
    expected, seen = np.zeros(early.starlink_count), 0.0
    for begin in range(0, len(shares), 200):
        some = cities()[begin : begin + 200]
        places_km = ground_itrs_km([city.latitude_deg for city in some], [city.longitude_deg for city in some])
        for share, high_rad in zip(shares[begin:], elevation_rad(places_km, layer_km), strict=False):
            above = high_rad >= early.settings.user_elevation_rad
            expected[above] += share / max(above.sum(), 1)
            seen += share * above.any()
    assert seen_share == pytest.approx(seen, rel=1e-9) and seen > 0.99
    assert np.abs(load - expected).max() < 1e-9
    assert load.sum() == pytest.approx(seen)


# -- traffic ----------------------------------------------------------------------------------


def found(network: Network, **more) -> Traffic:
    return traffic_of(network, network.links(), TOKENS_PER_S, **more)


def test_what_is_asked_and_answered_passes_each_stage(later: Network) -> None:
    """1e9 tokens/s of 32 bits are 32 Gbit/s of answers; 1,000 tokens asked for 500 answered make 64 Gbit/s."""
    traffic = found(later)
    assert traffic.answers_bit_s == pytest.approx(32e9) and traffic.prompts_bit_s == pytest.approx(64e9)
    assert 0.9 < traffic.path_share <= 1.0 + 1e-12
    of = traffic.classes
    assert of["user_up"].carried_bit_s == pytest.approx(64e9 * traffic.path_share)
    assert of["user_down"].carried_bit_s == pytest.approx(32e9 * traffic.path_share)
    assert of["uplink"].carried_bit_s == pytest.approx(96e9 * traffic.path_share)
    for name, of_class in of.items():
        assert of_class.carried_bit_s > 0.0 and of_class.possible_bit_s > 0.0, name
        assert of_class.most_share >= of_class.carried_bit_s / of_class.possible_bit_s > 0.0, name
    twice = traffic_of(later, later.links(), 2.0 * TOKENS_PER_S)
    for name, of_class in of.items():
        assert twice.classes[name].carried_bit_s == pytest.approx(2.0 * of_class.carried_bit_s)
        assert twice.classes[name].possible_bit_s == of_class.possible_bit_s
        assert twice.classes[name].most_share == pytest.approx(2.0 * of_class.most_share)


def test_links_and_what_they_could_carry_are_sums_over_the_links(later: Network) -> None:
    links, traffic = later.links(), found(later)
    rate = later.settings.budget.rate_bit_s(links.range_km)
    for name, link_class in LASER_CLASSES.items():
        of_class = links.link_class == link_class
        assert traffic.classes[name].links == of_class.sum() > 0, name
        assert traffic.classes[name].possible_bit_s == pytest.approx(2.0 * rate[of_class].sum())
    assert traffic.classes["user_up"].possible_bit_s == later.starlink_count * later.settings.uplink_bit_s


def test_starlink_carries_each_bit_over_as_many_lasers_as_networkx_says(early: Network) -> None:
    """Every satellite is a gate here, so that a bit's lasers are those between its gate's partner and its city."""
    uplinks, samples = early.uplinks, 6
    held = uplinks.joined[early.members.row_of(uplinks.k[uplinks.joined]) >= 0]
    partner = uplinks.partner[held]
    assert len(partner) == len(early.members.k)
    links = early.links()
    own = links.second < early.starlink_count
    cost_s = links.range_km[own] / SPEED_OF_LIGHT_KM_S + early.settings.switching_s
    drawn = networkx.Graph()
    ends = zip(links.first[own].tolist(), links.second[own].tolist(), cost_s.tolist(), strict=True)
    drawn.add_weighted_edges_from(ends)
    expected = 0.0
    sampled, weights = sampled_cities(city_shares(EARLY_S), samples)
    skies = skies_of([cities()[i] for i in sampled.tolist()], early, gcrs_to_itrs(EARLY_S))
    for weight, sky in zip(weights, skies, strict=True):
        down = drawn.copy()
        down.add_weighted_edges_from(("city", n, c) for n, c in zip(sky.nodes.tolist(), sky.cost_s, strict=True))
        _, paths = networkx.single_source_dijkstra(down, "city")
        expected += weight * np.mean([len(paths[gate]) - 2 for gate in partner.tolist()])
    traffic = found(early, samples=samples)
    assert traffic.path_share == pytest.approx(1.0)
    carried = sum(traffic.classes[name].carried_bit_s for name in STARLINK)
    assert carried == pytest.approx(expected * 96e9, rel=1e-6)
    assert all(traffic.classes[name].carried_bit_s == 0.0 for name in COMPUTE_CLASSES)


def test_shells_carry_each_bit_over_as_many_lasers_as_networkx_says(later: Network) -> None:
    """The fewest lasers from each satellite to a gate, whichever gate it is."""
    links, layer = later.links(), later.starlink_count
    own = links.first >= layer
    drawn = networkx.Graph()
    drawn.add_nodes_from(range(layer, len(later.r_km)))
    drawn.add_edges_from(zip(links.first[own].tolist(), links.second[own].tolist(), strict=True))
    layer_alone = networkx.Graph(
        list(zip(links.first[links.second < layer].tolist(), links.second[links.second < layer].tolist(), strict=True))
    )
    joined = max(networkx.connected_components(layer_alone), key=len)  # few others see a city that matters
    up = links.link_class == LinkClass.UPLINK
    ends = zip(links.first[up].tolist(), links.second[up].tolist(), strict=True)
    gates = {gate for partner, gate in ends if partner in joined}
    steps = networkx.multi_source_dijkstra_path_length(drawn, gates, weight=None)
    traffic = found(later)
    assert traffic.path_share == pytest.approx(1.0) and len(steps) == len(later.members.k) > len(gates)
    carried = sum(traffic.classes[name].carried_bit_s for name in COMPUTE_CLASSES)
    assert carried == pytest.approx(96e9 * np.mean(list(steps.values())), rel=1e-9)


def test_training_runs_on_every_link_along_a_plane(later: Network) -> None:
    training_settings = replace(later.settings, training_bit_s=2e10)
    without, training = found(later), found(replace(later, settings=training_settings))
    for name, of_class in without.classes.items():
        more = training.classes[name].carried_bit_s - of_class.carried_bit_s
        assert more == pytest.approx(2e10 * of_class.links if name == "in_plane" else 0.0), name
    # Each link carries it one way, the longest with the lowest rate too, and prompts besides.
    links = later.links()
    rate = later.settings.budget.rate_bit_s(links.range_km[links.link_class == LinkClass.IN_PLANE])
    alone = 2e10 / rate.min()
    assert alone <= training.classes["in_plane"].most_share <= alone + without.classes["in_plane"].most_share


def test_a_fleet_without_compute_carries_nothing() -> None:
    own = simulate(load_scenario("starlink"))
    network = network_at(own, own.scenario.opens_at_s, None)
    traffic = found(network)
    assert traffic.path_share == 0.0
    assert all(of_class.carried_bit_s == 0.0 for of_class in traffic.classes.values())
    assert traffic.classes["starlink_in_plane"].possible_bit_s > 1e15
    before = network_at(simulate(load_scenario("filing")), parse_utc("2027-01-02"), None)
    assert found(before).path_share == 0.0 and connected_share(before, over_gateways(before)) == 0.0


# -- a path to the ground ---------------------------------------------------------------------


def test_the_share_with_a_path_to_the_ground_is_that_of_networkx_components(later: Network) -> None:
    """With all but a few uplinks cut, so that whole shells are left without."""
    layer = later.starlink_count
    links = later.links()
    cut = np.flatnonzero(links.link_class == LinkClass.UPLINK)[7:]
    neighbours = later.neighbours.copy()
    for one, other in zip(links.first[cut], links.second[cut], strict=True):
        neighbours[one][neighbours[one] == other] = -1
        neighbours[other][neighbours[other] == one] = -1
    thinned = replace(later, neighbours=neighbours)
    kept = thinned.links()
    drawn = networkx.Graph()
    drawn.add_nodes_from(range(len(later.r_km)))
    drawn.add_edges_from(zip(kept.first.tolist(), kept.second.tolist(), strict=True))
    to_itrs = gcrs_to_itrs(LATER_S)
    places_km = ground_itrs_km([g.latitude_deg for g in gateways()], [g.longitude_deg for g in gateways()])
    high_rad = elevation_rad(places_km, later.r_km[:layer] @ to_itrs.T)
    over = set(np.flatnonzero((high_rad >= later.settings.gateway_elevation_rad).any(axis=0)).tolist())
    joined = sum(
        sum(node >= layer for node in component)
        for component in networkx.connected_components(drawn)
        if component & over
    )
    assert connected_share(thinned, over_gateways(thinned)) == pytest.approx(joined / len(later.members.k), abs=1e-12)
    assert 0.0 < connected_share(thinned, over_gateways(thinned)) < 0.9 < connected_share(later, over_gateways(later))


def test_gateways_carry_what_the_satellites_over_them_do(later_world: World, later: Network, totals) -> None:
    """Against elevations of every satellite over every gateway; 96 Gbit/s a satellite each way."""
    to_itrs = gcrs_to_itrs(LATER_S)
    places_km = ground_itrs_km([g.latitude_deg for g in gateways()], [g.longitude_deg for g in gateways()])
    high_rad = elevation_rad(places_km, later.r_km[: later.starlink_count] @ to_itrs.T)
    over = int((high_rad >= math.radians(25.0)).any(axis=0).sum())
    made = totals.quantities
    assert made["network_links_gateway"].value == over > 1_000
    assert made["network_gateway_sky_share"].value == pytest.approx(over / later.starlink_count)
    assert made["network_possible_gateway_bit_s"].value == pytest.approx(over * 96e9)
    asked = max(made["network_answers_bit_s"].value, made["network_prompts_bit_s"].value)
    assert made["network_gateway_fits_share"].value == pytest.approx(min(1.0, over * 96e9 / asked))
    known = {**later_world.quantities, **made}
    assert (known["gateway_sites"].value, known["gateway_sites"].confidence) == (len(gateways()), "B")
    assert known["cities"].value == len(cities())
    assert "gateway_sites" in made["network_connected_share"].inputs and "cities" in made["network_path_share"].inputs


def test_a_fleet_without_compute_has_no_shares_of_it() -> None:
    before = world_at(simulate(load_scenario("filing")), parse_utc("2027-01-02"))
    of_compute = {name for name in network_names() if name.endswith(("connected_share", "path_share", "fits_share"))}
    made = network_totals(before).quantities
    assert len(of_compute) == 4 and set(made) == network_names() - of_compute
    assert "network_connected_share" not in report("filing", "2027-01-02", "links", "text")
    with pytest.raises(ValueError, match="network_fits_share is of compute satellites: none is at work then"):
        explain("filing", "network_fits_share", "2027-01-02", "text")


def test_a_scenario_may_state_traffic_of_training(later_world: World, totals: NetworkTotals) -> None:
    text = shipped_scenarios()["filing"].read_text(encoding="utf-8")
    text = text.replace("[links]\n", "[links]\ntraining_bit_s = 2e10\n")
    world = world_at(simulate(parse_scenario(text)), LATER_S)
    made = network_totals(world).quantities
    assert world.quantities["link_training_bit_s"].value == 2e10
    assert "link_training_bit_s" in made["network_carried_in_plane_bit_s"].inputs
    for name in LASER_CLASSES:
        carried = f"network_carried_{name}_bit_s"
        more = made[carried].value - totals.quantities[carried].value
        expected = 2e10 * made["network_links_in_plane"].value if name == "in_plane" else 0.0
        assert more == pytest.approx(expected, rel=1e-9), name


# -- totals -----------------------------------------------------------------------------------


def test_every_total_is_complete_and_can_be_recomputed(later_world: World, totals: NetworkTotals) -> None:
    made, known = totals.quantities, {**later_world.quantities, **totals.quantities}
    assert set(made) == network_names() and not set(made) & set(later_world.quantities)
    symbols = {quantity.symbol: name for name, quantity in later_world.quantities.items()}
    for name, quantity in made.items():
        assert quantity.name == name and quantity.title and quantity.formula and quantity.section == "links"
        assert quantity.confidence in CONFIDENCE_MEANING and math.isfinite(quantity.value)
        assert symbols.setdefault(quantity.symbol, name) == name, quantity.symbol
        assert set(quantity.inputs) <= set(known), name
        if quantity.expression:
            assert recomputed(quantity, known) == quantity.value
    links = network_at(later_world.simulation, LATER_S, None).links()
    assert made["network_links"].value == len(links.first)
    assert made["network_range_longest_km"].value == links.range_km.max()
    assert made["network_answers_bit_s"].value == pytest.approx(totals.traffic.answers_bit_s)
    assert totals.traffic.bottleneck == max(
        totals.traffic.classes, key=lambda n: made[f"network_busiest_{n}_share"].value
    )


def test_histograms_hold_every_link_of_a_class(later_world: World, totals: NetworkTotals) -> None:
    shown, links = totals.histograms, network_at(later_world.simulation, LATER_S, None).links()
    for name, link_class in LASER_CLASSES.items():
        own_km = links.range_km[links.link_class == link_class]
        expected, _ = np.histogram(np.log10(own_km), np.log10(shown.range_edges_km))
        assert shown.ranges[name].sum() == shown.rates[name].sum() == len(own_km)
        assert np.abs(shown.ranges[name] - expected).sum() <= 4  # one on an edge may fall on either side
    assert shown.range_edges_km[0] == pytest.approx(links.range_km.min())
    assert shown.rate_edges_bit_s[-1] >= later_world.scenario.parameters["link_ceiling_bit_s"] * (1.0 - 1e-12)


def test_some_shells_stand_for_a_fleet_that_is_too_large(
    later_world: World, totals: NetworkTotals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.network_totals, "MOST_SATELLITES", later_world.fleet.on_station / 3)
    chosen = shells_looked_at(later_world)
    third = len(later_world.scenario.shells) // 3
    assert chosen is not None and third - 1 <= len(chosen) <= third  # shells are not all alike
    assert len(set(np.diff(chosen).tolist())) <= 2
    again = world_at(simulate(later_world.scenario), LATER_S)
    part = network_totals(again)
    assert part.looked_at == pytest.approx(1.0 / 3.0, rel=0.1)
    for name, of_class in totals.traffic.classes.items():
        other = part.traffic.classes[name]
        few = 0.1 if name in COMPUTE_CLASSES else 0.03
        assert other.links == pytest.approx(of_class.links, rel=few), name
        assert other.possible_bit_s == pytest.approx(of_class.possible_bit_s, rel=few), name
        assert other.carried_bit_s == pytest.approx(of_class.carried_bit_s, rel=0.35), name
    assert "an even choice of shells" in part.quantities["network_links_in_plane"].formula
    assert "an even choice" not in totals.quantities["network_links_in_plane"].formula


def test_shells_of_unlike_sizes_are_chosen_within_the_limit(
    later_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet = later_world.fleet.on_station
    for sizes, most, expected in (
        ((10, 10, 10, 10), 0.51, (1, 3)),
        ((10, 50, 10, 30), 0.51, (2,)),  # 1 and 3 hold 80 %, the middle one 10 %
        ((60, 10, 30), 0.2, (1,)),
        ((40, 35, 25), 0.2, (2,)),  # all hold more: the smallest
    ):
        offset = np.cumsum([0, *(1_000 * size for size in sizes)])
        simulation = SimpleNamespace(constellation=SimpleNamespace(offset=offset))
        world = SimpleNamespace(simulation=simulation, fleet=later_world.fleet, scenario=later_world.scenario)
        monkeypatch.setattr(engine.network_totals, "MOST_SATELLITES", int(most * fleet))
        monkeypatch.setattr(engine.network_totals, "MOST_OF_A_SHELL", int(0.5 * fleet))
        assert shells_looked_at(world) == expected  # type: ignore[arg-type]
    monkeypatch.setattr(engine.network_totals, "MOST_OF_A_SHELL", int(0.2 * fleet))
    with pytest.raises(
        ValueError, match=r"the smallest shell holds [\d,]+ satellites, and the most that are looked at"
    ):
        shells_looked_at(world)  # type: ignore[arg-type]


def test_whoever_watches_can_stop_it_and_nothing_half_made_is_kept(simulation: Simulation) -> None:
    world = world_at(simulation, EARLY_S + 9.0)
    told: list[float] = []
    for stop in range(1, 6):
        told.clear()

        def until(share: float, stop: int = stop) -> bool:
            told.append(share)
            return len(told) < stop

        with pytest.raises(Cancelled):
            network_totals(world, until)
        assert len(told) == stop
    told.clear()
    made = network_totals(world, lambda share: told.append(share) is None)
    assert told == sorted(told) and told[0] == 0.0 and told[-1] == pytest.approx(1.0)
    assert network_totals(world) is made


def test_totals_die_with_their_simulation() -> None:
    simulation = simulate(load_scenario("sceptic"))
    network_totals(world_at(simulation, simulation.scenario.opens_at_s))
    gone = weakref.ref(simulation)
    del simulation
    gc.collect()
    assert gone() is None


def test_the_report_and_explain_know_the_totals() -> None:
    arguments = ("sceptic", "2031-06-01")
    entries = json.loads(report(*arguments, "links", "json"))["quantities"]
    assert network_names() <= set(entries) and "link_far_field_km" in entries
    assert not network_names() & set(json.loads(report(*arguments, None, "json"))["quantities"])
    node = json.loads(explain("sceptic", "network_fits_share", "2031-06-01", "json"))["explained"]
    assert node["value"] == entries["network_fits_share"]["value"]
    with pytest.raises(ValueError, match="did you mean network_links"):
        explain("sceptic", "network_link", "2031-06-01", "text")
