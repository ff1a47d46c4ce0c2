"""Traffic: the prompts of all cities on their way to the compute satellites, and the answers back.

Demand is an upper bound: all compute in Earth orbit answers prompts, and all of it is asked for.  Each satellite takes
an equal part of it from every city, so most go a long way.  Between a satellite and the gate of its shell they take
the fewest lasers, between the gate's Starlink satellite and the city the way of least latency.  A city's radio traffic
is spread evenly over the satellites in its sky.

The trees of least latency are those of some cities drawn evenly along the demand; the radio is that of all cities.

Least latency spreads nothing: links on short ways fill while others stay empty, which real networks balance, as they
would send a prompt to compute nearby.  So a busiest link is an upper bound.  Left out: gateways, for a prompt goes
from dish to dish; all other traffic of Starlink; queues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.cities import City, cities
from engine.demand import city_shares, sampled_cities
from engine.files import Cancelled
from engine.flood import Flood, flooded
from engine.flows import gathered, on_links, trees_to
from engine.frames import gcrs_to_itrs
from engine.link_classes import TITLES, LinkClass
from engine.link_loads import LinkLoads, LoadedLinks
from engine.links import range_and_sight, range_km
from engine.mesh import AHEAD, BEHIND
from engine.network import COMPUTE_COLUMNS, Links, Network
from engine.radio import radio_load, skies_of
from engine.routing import Graph

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Progress = Callable[[float], bool]

SAMPLES = 128
LASER_CLASSES = {link_class.name.lower(): link_class for link_class in LinkClass if link_class <= LinkClass.UPLINK}
COMPUTE_CLASSES = ("in_plane", "express", "across")
CLASS_TITLES: Mapping[str, str] = MappingProxyType(
    {name: TITLES[link_class] for name, link_class in LASER_CLASSES.items()}
    | {"user_up": "radio up from users", "user_down": "radio down to users"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTraffic:
    """The links of one class: what they carry and could carry, bit/s; lasers both ways together, radio one way.

    ``most_share`` is that of the busiest link, in the busier of its two ways; over 1 it is asked for more than it
    carries.
    """

    links: float
    carried_bit_s: float
    possible_bit_s: float
    most_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What the network carries at its instant, by the names of ``CLASS_TITLES``.

    ``path_share`` of the demand finds a way.  Demand in bit/s: ``answers_bit_s`` down, ``prompts_bit_s`` up.
    ``loads`` has the share used of each laser, but for links up of shells that the network does not hold.
    """

    classes: Mapping[str, ClassTraffic]
    path_share: float
    answers_bit_s: float
    prompts_bit_s: float
    sampled: tuple[City, ...]
    loads: LinkLoads

    @property
    def bottleneck(self) -> str:
        """The class of the busiest link of all."""
        return max(self.classes, key=lambda name: self.classes[name].most_share)


def traffic_of(
    network: Network,
    links: Links,
    tokens_per_s: float,
    *,
    samples: int = SAMPLES,
    scale: float = 1.0,
    progress: Progress | None = None,
) -> Traffic:
    """Return the traffic where the fleet makes ``tokens_per_s`` for answers; ``links`` are the network's.

    The settings' ``training_bit_s`` comes on top.  The network may hold some shells only, and the fleet ``scale``
    times as many satellites.  ``progress`` is told the share done; if it returns False, ``Cancelled`` is raised.
    """
    told = progress or (lambda share: True)
    settings, layer = network.settings, network.starlink_count
    compute = len(network.members.k)
    answers = tokens_per_s * settings.bits_per_token if compute else 0.0
    prompts = answers * settings.prompt_tokens / settings.answer_tokens
    rate = settings.budget.rate_bit_s(links.range_km)

    # Between the satellites of Starlink and the cities.
    to_itrs = gcrs_to_itrs(network.t_s)
    shares = city_shares(network.t_s)
    drawn, weights = sampled_cities(shares, samples)
    graph = Graph(network.r_km[:layer], _within(network, layer), settings.switching_s)
    trees = trees_to(graph, skies_of([cities()[i] for i in drawn.tolist()], network, to_itrs))
    _go_on(told, 0.4)

    # Between the compute satellites and the gates of their shells: those from which most of the demand is reached.
    gates = _Gates.of(network, weights @ trees.reached >= 0.5, whole=scale == 1.0)
    flood = flooded(network.neighbours[:, : len(COMPUTE_COLUMNS)], gates.nodes)
    served = flood.gathered((np.arange(len(network.r_km)) >= layer).astype(np.float64))
    joined_share = float(flood.reached.sum()) / compute if compute else 0.0
    by_gate = gates.parts(served, joined_share)
    _go_on(told, 0.6)

    entering = np.bincount(gates.partner, weights=by_gate, minlength=layer).astype(np.float64)
    own = links.second < layer
    passing = gathered(trees, entering)
    there, back = on_links(trees, passing, weights, links.first[own], links.second[own])
    path_share = float(weights @ np.where(trees.reached, entering, 0.0).sum(axis=1))
    _go_on(told, 0.8)

    classes, of_layer = _starlink(links, rate, own, answers * there + prompts * back, answers * back + prompts * there)
    reach = path_share / joined_share if joined_share else 0.0
    of_shells, within = _compute(network, links, rate, flood, served * reach, answers, prompts, scale)
    classes |= of_shells
    classes["uplink"] = gates.traffic(by_gate * reach, answers, prompts)
    lifted = gates.loads(network, links, by_gate * reach * max(answers, prompts))
    seen_share, load = radio_load(network, shares, to_itrs)
    load *= path_share / seen_share if seen_share else 0.0
    there_now = float(np.isfinite(network.r_km[:layer, 0]).sum())
    for name, bit_s, possible in (
        ("user_up", prompts, settings.uplink_bit_s),
        ("user_down", answers, settings.downlink_bit_s),
    ):
        classes[name] = ClassTraffic(
            links=there_now,
            carried_bit_s=bit_s * float(load.sum()),
            possible_bit_s=possible * there_now,
            most_share=bit_s * float(load.max(initial=0.0)) / possible,
        )
    _go_on(told, 1.0)
    return Traffic(
        classes=MappingProxyType({name: classes[name] for name in CLASS_TITLES}),
        path_share=path_share,
        answers_bit_s=answers,
        prompts_bit_s=prompts,
        sampled=tuple(cities()[i] for i in drawn.tolist()),
        loads=LinkLoads.of(network.t_s, layer, network.members, [of_layer, lifted, *within]),
    )


def _go_on(progress: Progress, share: float) -> None:
    if not progress(share):
        raise Cancelled


def _within(network: Network, layer: int) -> NDArray[np.int32]:
    """Return the layer's partners that are of the layer."""
    neighbours = network.neighbours[:layer]
    return np.where(neighbours < layer, neighbours, np.int32(-1))


def _starlink(
    links: Links, rate: Array, own: NDArray[np.bool_], one_way: Array, other: Array
) -> tuple[dict[str, ClassTraffic], LoadedLinks]:
    """Return the traffic of the layer's own lasers, by class and link by link."""
    made = {}
    busier, both = np.maximum(one_way, other), one_way + other
    for name, link_class in LASER_CLASSES.items():
        if name.startswith("starlink"):
            of_class = links.link_class[own] == link_class
            possible = rate[own][of_class]
            made[name] = ClassTraffic(
                links=float(len(possible)),
                carried_bit_s=float(both[of_class].sum()),
                possible_bit_s=2.0 * float(possible.sum()),
                most_share=float((busier[of_class] / possible).max(initial=0.0)),
            )
    return made, (links.first[own], links.second[own], busier / rate[own])


def _compute(
    network: Network,
    links: Links,
    rate: Array,
    flood: Flood,
    served: Array,
    answers: float,
    prompts: float,
    scale: float,
) -> tuple[dict[str, ClassTraffic], list[LoadedLinks]]:
    """Return the traffic of the lasers within shells, by class and of those links that carry any.

    ``served`` (N,) satellites lie beyond each node's way out.
    """
    training_bit_s = network.settings.training_bit_s
    nodes = np.flatnonzero(flood.before >= 0)
    column, passing = flood.column[nodes], served[nodes] / max(len(network.members.k) * scale, 1.0)
    possible = network.settings.budget.rate_bit_s(range_km(network.r_km[nodes], network.r_km[flood.before[nodes]]))
    code = np.array(COMPUTE_COLUMNS, dtype=np.uint8)[column] if len(nodes) else np.empty(0, dtype=np.uint8)
    # Out is from a node to the one that it is reached from, which lies behind it where the link to it leads ahead.
    out = answers * passing + np.where(column == BEHIND, training_bit_s, 0.0)
    back = prompts * passing + np.where(column == AHEAD, training_bit_s, 0.0)
    share = np.maximum(out, back) / possible
    made, loaded = {}, []
    for name in COMPUTE_CLASSES:
        link_class = LASER_CLASSES[name]
        all_links = links.link_class == link_class
        all_rates = rate[all_links]
        of_class = code == link_class
        extra = training_bit_s if name == "in_plane" and len(all_rates) else 0.0
        if extra:
            loaded.append((links.first[all_links], links.second[all_links], extra / all_rates))
        busiest = float(share[of_class].max(initial=0.0))
        carried = (answers + prompts) * float(passing[of_class].sum()) + extra * len(all_rates)
        made[name] = ClassTraffic(
            links=scale * len(all_rates),
            carried_bit_s=scale * carried,
            possible_bit_s=scale * 2.0 * float(all_rates.sum()),
            most_share=max(busiest, extra / float(all_rates.min()) if extra else 0.0),
        )
    loaded.append((nodes, flood.before[nodes], share))  # what trains and carries prompts too has its sum here
    return made, loaded


@dataclass(frozen=True, eq=False)
class _Gates:
    """Gates whose uplinks carry traffic: ``nodes`` are those that the network holds, at ``known`` of all."""

    nodes: Integers
    known: NDArray[np.bool_]
    partner: Integers
    rate: Array
    all_rates: Array

    @classmethod
    def of(cls, network: Network, good: NDArray[np.bool_], whole: bool) -> _Gates:
        """Return those in sight of their satellites now, of satellites that are ``good`` (S,).

        Where the network holds the ``whole`` fleet, gates that are none of its nodes came up within the day, and wait.
        """
        uplinks, settings = network.uplinks, network.settings
        held = uplinks.joined
        if whole:
            held = held[network.members.row_of(uplinks.k[held]) >= 0]
        partner = uplinks.partner[held]
        if len(held):
            gates_km = network.gate_positions_km()[held]
            away_km, seen = range_and_sight(gates_km, network.r_km[partner], settings.grazing_altitude_km)
            seen &= away_km <= settings.most_range_km
            held, partner, away_km = held[seen], partner[seen], away_km[seen]
        else:
            away_km = np.empty(0)
        rate = settings.budget.rate_bit_s(away_km)
        used = good[partner]
        row = network.members.row_of(uplinks.k[held[used]])
        known = row >= 0
        return cls(network.starlink_count + row[known], known, partner[used], rate[used], rate)

    def parts(self, served: Array, whole: float) -> Array:
        """Return the part of ``whole`` that each serves; of shells not looked at, as much as the others on the mean."""
        part = np.zeros(len(self.partner))
        part[self.known] = served[self.nodes]
        part[~self.known] = part[self.known].mean() if self.known.any() else 0.0
        return part * (whole / part.sum()) if part.any() else part

    def traffic(self, part: Array, answers: float, prompts: float) -> ClassTraffic:
        return ClassTraffic(
            links=float(len(self.all_rates)),
            carried_bit_s=(answers + prompts) * float(part.sum()),
            possible_bit_s=2.0 * float(self.all_rates.sum()),
            most_share=max(answers, prompts) * float((part / self.rate).max(initial=0.0)),
        )

    def loads(self, network: Network, links: Links, asked_bit_s: Array) -> LoadedLinks:
        """Return the links up of the network, of whose gates as much is ``asked_bit_s``, of others nothing."""
        by_node = np.zeros(len(network.r_km))
        by_node[self.nodes] = (asked_bit_s / self.rate)[self.known]
        up = links.link_class == LinkClass.UPLINK
        return links.first[up], links.second[up], by_node[links.second[up]]
