"""A message's way through the network: from a city up to Starlink, over lasers, and down, with every leg's time.

One way is the light time of each leg, a delay for each satellite that passes the
message on, and a wait for each passage of the radio link.  Left out: queues,
retransmissions, and the ground network behind a city's terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.cities import City
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.frames import gcrs_to_itrs
from engine.gateways import nearest_data_centre
from engine.ground import great_circle_km, ground_itrs_km, visible_from
from engine.link_classes import LinkClass
from engine.links import range_km
from engine.network import Network, network_at
from engine.routing import Ends, Graph, Path, alternatives, least_latency
from engine.satellites import launch_time_s, satellite_name

if TYPE_CHECKING:
    from engine.link_settings import LinkSettings
    from engine.world import Simulation

Array = NDArray[np.float64]

NEAREST = "nearest compute"
Goal = City | int | str  # a city, a compute satellite's launch number, or ``NEAREST``


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hop:
    """One leg: ends by name and place (3,) GCRS km, ``light_s`` and the wait that comes with it, one way.

    ``start_node`` and ``end_node`` are rows of the network, None for a place on the ground
    and for a gate that is no node.
    """

    link_class: LinkClass
    start: str
    end: str
    start_km: Array
    end_km: Array
    start_node: int | None
    end_node: int | None
    range_km: float
    light_s: float
    wait_s: float
    rate_bit_s: float

    @property
    def latency_s(self) -> float:
        return self.light_s + self.wait_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Fibre:
    """The same question by fibre on the ground: to the other city, or to the nearest large market of data centres."""

    to: str
    great_circle_km: float
    latency_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Route:
    """The legs in order, from the city on; times are one way."""

    t_s: float
    start: City
    goal: Goal
    hops: tuple[Hop, ...]
    fibre: Fibre

    @property
    def latency_s(self) -> float:
        return sum(hop.latency_s for hop in self.hops)

    @property
    def light_s(self) -> float:
        return sum(hop.light_s for hop in self.hops)

    @property
    def length_km(self) -> float:
        return sum(hop.range_km for hop in self.hops)

    @property
    def satellites(self) -> int:
        """How many satellites pass it on or answer it."""
        return sum(hop.end_node is not None or hop.link_class is LinkClass.UPLINK for hop in self.hops)

    @property
    def nodes(self) -> tuple[int, ...]:
        """The network's rows of the satellites on the way that are nodes."""
        return tuple(hop.end_node for hop in self.hops if hop.end_node is not None)

    @property
    def ends_at(self) -> str:
        return self.hops[-1].end


@dataclass(frozen=True, slots=True)
class NoRoute:
    """There is no way, and why: an answer too."""

    t_s: float
    reason: str

    @property
    def sentence(self) -> str:
        return f"no path: {self.reason}"


def shells_for(simulation: Simulation, goal: Goal) -> tuple[int, ...]:
    """Return the shells whose satellites a network needs so that routes to a goal are exact."""
    if not isinstance(goal, int):
        return ()
    constellation = simulation.constellation
    place = constellation.place(constellation.address(np.array([goal])))
    return (int(place.shell[0]),)


def network_for(simulation: Simulation, t_s: float, goal: Goal) -> Network:
    """Return the network that ``route`` needs: Starlink, and the shell of a compute satellite that is the goal."""
    return network_at(simulation, t_s, shells_for(simulation, goal), lifted=not isinstance(goal, City))


def graph_of(network: Network) -> Graph:
    """Return the network as ``routing`` wants it; keep it for as long as the network is asked."""
    return Graph(network.r_km, network.neighbours, network.settings.switching_s)


def route(
    network: Network,
    start: City,
    goal: Goal,
    *,
    down: Iterable[int] = (),
    lost: Iterable[int] = (),
    graph: Graph | None = None,
) -> Route | NoRoute:
    """Return the way of least latency, or why there is none.

    Out of service are the nodes ``down`` and the compute satellites whose launch numbers are ``lost``.
    """
    found = routes(network, start, goal, count=1, down=down, lost=lost, graph=graph)
    return found[0] if isinstance(found, tuple) else found


def routes(
    network: Network,
    start: City,
    goal: Goal,
    *,
    count: int,
    down: Iterable[int] = (),
    lost: Iterable[int] = (),
    graph: Graph | None = None,
) -> tuple[Route, ...] | NoRoute:
    """Return up to ``count`` routes, the best first, of which no two share a satellite but for the goal's."""
    graph = graph or graph_of(network)
    out, without = np.zeros(len(network.r_km), dtype=bool), np.array(list(lost), dtype=np.int64)
    out[list(down)] = True
    out[network.starlink_count :] |= np.isin(network.members.k, without)
    if out.any():
        graph = graph.without(out)
    ground = _Ground(network, out, without)
    first = ground.ends(start)
    if not len(first.nodes):
        return NoRoute(network.t_s, ground.unseen(start))
    last = ground.goal_ends(goal)
    if isinstance(last, NoRoute):
        return last
    keep = last.nodes.tolist() if isinstance(goal, int) else ()
    paths = alternatives(graph, first, last, count, keep) if count > 1 else _one(graph, first, last)
    if not paths:
        return NoRoute(network.t_s, "no chain of lasers joins the satellites at both ends")
    fibre = fibre_for(network.settings, start, goal)
    return tuple(
        Route(t_s=network.t_s, start=start, goal=goal, hops=ground.hops(path, start, goal), fibre=fibre)
        for path in paths
    )


def _one(graph: Graph, first: Ends, last: Ends) -> tuple[Path, ...]:
    path = least_latency(graph, first, last)
    return () if path is None else (path,)


class _Ground:
    """What stands on the ground at the network's instant, and who sees it."""

    def __init__(self, network: Network, out: NDArray[np.bool_], lost: NDArray[np.int64]) -> None:
        self.network, self.out, self.lost = network, out, lost
        self.settings, self.layer = network.settings, network.starlink_count
        self._to_itrs = gcrs_to_itrs(network.t_s)
        self._layer_itrs_km = network.r_km[: self.layer] @ self._to_itrs.T
        self._gate_of: dict[int, int] = {}  # the gate that answers for a node of the layer, nearest compute only
        self._gates_km: Array | None = None

    def ends(self, city: City) -> Ends:
        """Return the satellites in a city's sky, and what the radio link to each costs."""
        here_km = self._place_km(city)
        seen = visible_from(here_km @ self._to_itrs.T, self._layer_itrs_km, self.settings.user_elevation_rad)
        seen = seen[~self.out[seen]].astype(np.int64)
        away_km = range_km(self.network.r_km[seen], here_km)
        return Ends(seen, away_km / SPEED_OF_LIGHT_KM_S + self.settings.radio_access_s, here_km)

    def unseen(self, city: City) -> str:
        degrees = np.degrees(self.settings.user_elevation_rad)
        return f"no satellite of the layer stands {degrees:.0f}° or higher over {city.name}"

    def goal_ends(self, goal: Goal) -> Ends | NoRoute:
        """Return where paths may end, or why they cannot."""
        network = self.network
        if isinstance(goal, City):
            last = self.ends(goal)
            return last if len(last.nodes) else NoRoute(network.t_s, self.unseen(goal))
        if network.settings.own_fleet or network.simulation.scenario.parameters["compute_load_share"] <= 0.0:
            name = network.simulation.scenario.name
            return NoRoute(network.t_s, f"the scenario {name} has no AI compute in orbit: choose another city to go to")
        if isinstance(goal, int):
            node = network.node_of_satellite(goal)
            if node is None or self.out[node]:
                return NoRoute(network.t_s, self._why_not_there(goal, node))
            return Ends(np.array([node]), np.zeros(1), network.r_km[node])
        return self._nearest_compute()

    def _nearest_compute(self) -> Ends | NoRoute:
        """Return the layer's satellites that hold a gate, each with its nearest one."""
        network, uplinks = self.network, self.network.uplinks
        held = uplinks.joined
        held = held[~self.out[uplinks.partner[held]] & ~np.isin(uplinks.k[held], self.lost)]
        if not len(held):
            return NoRoute(network.t_s, "no compute satellite holds a laser to Starlink at this instant")
        self._gates_km = network.gate_positions_km()
        partner = uplinks.partner[held]
        away_km = range_km(self._gates_km[held], network.r_km[partner])
        order = np.lexsort((away_km, partner))
        nodes, at = np.unique(partner[order], return_index=True)
        nearest = order[at]
        self._gate_of = dict(zip(nodes.tolist(), held[nearest].tolist(), strict=True))
        return Ends(nodes, away_km[nearest] / SPEED_OF_LIGHT_KM_S + self.settings.switching_s, None)

    def _why_not_there(self, k: int, node: int | None) -> str:
        simulation, t_s = self.network.simulation, self.network.t_s
        name = satellite_name(simulation, k)
        if node is not None:
            return f"{name} is out of service"
        launched = k < simulation.scenario.ramp.count_launched(t_s)
        if not launched:
            return f"{name} is not launched yet"
        rising = t_s < launch_time_s(simulation, k) + simulation.scenario.rise_s
        return f"{name} is still rising, and has no lasers up" if rising else f"{name} has retired or failed"

    def hops(self, path: Path, start: City, goal: Goal) -> tuple[Hop, ...]:
        """Return the legs of a path between its ends."""
        nodes = path.nodes
        made = [self._radio(start, nodes[0], up=True)]
        made += [self._laser(here, there) for here, there in pairwise(nodes)]
        if isinstance(goal, City):
            made.append(self._radio(goal, nodes[-1], up=False))
        elif not isinstance(goal, int):
            made.append(self._to_gate(nodes[-1]))
        return tuple(made)

    def _place_km(self, city: City) -> Array:
        place: Array = ground_itrs_km(city.latitude_deg, city.longitude_deg)[0] @ self._to_itrs
        return place

    def _radio(self, city: City, node: int, *, up: bool) -> Hop:
        network, here_km = self.network, self._place_km(city)
        ends = [(city.name, here_km, None), (network.name(node), network.r_km[node], node)]
        (start, start_km, start_node), (end, end_km, end_node) = ends if up else reversed(ends)
        away_km = float(range_km(start_km, end_km))
        return Hop(
            link_class=LinkClass.USER, start=start, end=end, start_km=start_km, end_km=end_km,
            start_node=start_node, end_node=end_node, range_km=away_km, light_s=away_km / SPEED_OF_LIGHT_KM_S,
            wait_s=self.settings.radio_access_s, rate_bit_s=self.settings.user_link_bit_s,
        )  # fmt: skip

    def _laser(self, here: int, there: int) -> Hop:
        network = self.network
        column = int(np.flatnonzero(network.neighbours[here] == there)[0])
        link_class = LinkClass(int(network.link_class[here, column]))
        return self._beam(
            link_class, network.name(here), network.name(there), network.r_km[here], network.r_km[there], here, there
        )

    def _to_gate(self, node: int) -> Hop:
        network, row = self.network, self._gate_of[node]
        assert self._gates_km is not None
        name = satellite_name(network.simulation, int(network.uplinks.k[row]))
        return self._beam(
            LinkClass.UPLINK, network.name(node), name, network.r_km[node], self._gates_km[row], node, None
        )

    def _beam(
        self,
        link_class: LinkClass,
        start: str,
        end: str,
        start_km: Array,
        end_km: Array,
        start_node: int,
        end_node: int | None,
    ) -> Hop:
        away_km = float(range_km(start_km, end_km))
        return Hop(
            link_class=link_class, start=start, end=end, start_km=start_km, end_km=end_km,
            start_node=start_node, end_node=end_node, range_km=away_km, light_s=away_km / SPEED_OF_LIGHT_KM_S,
            wait_s=self.settings.switching_s, rate_bit_s=self.settings.budget.rate_bit_s(away_km),
        )  # fmt: skip


def fibre_for(settings: LinkSettings, start: City, goal: Goal) -> Fibre:
    """Return the way on the ground: to a city, else to the nearest data centres."""
    there = goal if isinstance(goal, City) else nearest_data_centre(start.latitude_deg, start.longitude_deg)
    away_km = great_circle_km(start, there)
    to = there.name if isinstance(there, City) else there.title
    return Fibre(to=to, great_circle_km=away_km, latency_s=settings.fibre_s(away_km))
