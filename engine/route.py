"""A message's way through the network: from a city up to Starlink, over lasers, and down, with every leg's time.

One way is the light time of each leg, a delay for each laser, and a wait for each
passage of the radio link.  Left out: queues, retransmissions, and the ground
network behind a city's terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from engine.cities import City
from engine.gateways import nearest_data_centre
from engine.ground import great_circle_km
from engine.network import Network, network_at
from engine.route_ends import Ground
from engine.route_parts import Fibre, Goal, NoRoute, Route
from engine.routing import Ends, Graph, Path, alternatives, least_latency

if TYPE_CHECKING:
    from engine.link_settings import LinkSettings
    from engine.world import Simulation


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
    ground = Ground(network, out, without)
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


def fibre_for(settings: LinkSettings, start: City, goal: Goal) -> Fibre:
    """Return the way on the ground: to a city, else to the nearest data centres."""
    there = goal if isinstance(goal, City) else nearest_data_centre(start.latitude_deg, start.longitude_deg)
    away_km = great_circle_km(start, there)
    to = there.name if isinstance(there, City) else there.title
    return Fibre(to=to, great_circle_km=away_km, latency_s=settings.fibre_s(away_km))
