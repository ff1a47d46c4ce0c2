"""The ends of routes: what stands in a city's sky, where a goal can be reached, and the legs of a path between them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.cities import City
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.frames import gcrs_to_itrs
from engine.ground import ground_gcrs_km, ground_itrs_km, visible_from
from engine.link_classes import LinkClass
from engine.links import range_and_sight, range_km
from engine.network import Network
from engine.route_parts import Goal, Hop, NoRoute
from engine.routing import Ends, Path
from engine.satellites import failure_time_s, launch_time_s, satellite_name

Array = NDArray[np.float64]


class Ground:
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
        seen = self._in_the_sky(city)
        seen = seen[~self.out[seen]]
        away_km = range_km(self.network.r_km[seen], here_km)
        return Ends(seen, away_km / SPEED_OF_LIGHT_KM_S + self.settings.radio_access_s, here_km)

    def _in_the_sky(self, city: City) -> NDArray[np.int64]:
        here_itrs_km = ground_itrs_km(city.latitude_deg, city.longitude_deg)[0]
        return visible_from(here_itrs_km, self._layer_itrs_km, self.settings.user_elevation_rad).astype(np.int64)

    def unseen(self, city: City) -> str:
        """Return why a city has no satellite."""
        degrees = f"{np.degrees(self.settings.user_elevation_rad):.0f}° or higher over {city.name}"
        if len(self._in_the_sky(city)):
            return f"all satellites of the layer that stand {degrees} are out of service"
        return f"no satellite of the layer stands {degrees}"

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
            reason = self._why_not_there(goal, node)
            if node is None or reason:
                return NoRoute(network.t_s, reason)
            return Ends(np.array([node]), np.zeros(1), network.r_km[node])
        return self._nearest_compute()

    def _nearest_compute(self) -> Ends | NoRoute:
        """Return the layer's satellites that hold a gate, each with its nearest one."""
        network, uplinks = self.network, self.network.uplinks
        self._gates_km = gates_km = network.gate_positions_km()
        held = uplinks.joined
        partner = uplinks.partner[held]
        # A link that was taken within the minute may be out of sight or reach by now.
        away_km, seen = range_and_sight(gates_km[held], network.r_km[partner], self.settings.grazing_altitude_km)
        seen &= away_km <= self.settings.most_range_km
        kept = seen & ~self.out[partner] & ~np.isin(uplinks.k[held], self.lost)
        if not kept.any():
            words = "are out of service" if seen.any() else "holds a laser to Starlink at this instant"
            which = "all compute satellites that hold a laser to Starlink" if seen.any() else "no compute satellite"
            return NoRoute(network.t_s, f"{which} {words}")
        held, partner, away_km = held[kept], partner[kept], away_km[kept]
        order = np.lexsort((away_km, partner))
        nodes, at = np.unique(partner[order], return_index=True)
        nearest = order[at]
        self._gate_of = dict(zip(nodes.tolist(), held[nearest].tolist(), strict=True))
        return Ends(nodes, away_km[nearest] / SPEED_OF_LIGHT_KM_S + self.settings.switching_s, None)

    def _why_not_there(self, k: int, node: int | None) -> str:
        """Return why a compute satellite cannot be reached, or nothing."""
        simulation, t_s = self.network.simulation, self.network.t_s
        scenario, name = simulation.scenario, satellite_name(simulation, k)
        launched_s = launch_time_s(simulation, k)
        if k in self.lost or (node is not None and self.out[node]):
            return f"{name} is out of service"
        if t_s < launched_s:
            return f"{name} is not launched yet"
        if t_s < launched_s + scenario.rise_s:
            return f"{name} is still rising, and has no lasers up"
        if t_s >= launched_s + scenario.life_s:
            return f"{name} has retired"
        if t_s >= float(failure_time_s(simulation, [k])[0]):
            return f"{name} has failed"
        # Who has lasers is looked up once a day.
        return "" if node is not None else f"{name} came on station today, and has its lasers up from tomorrow"

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
        place: Array = ground_gcrs_km(city.latitude_deg, city.longitude_deg, self._to_itrs)[0]
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
