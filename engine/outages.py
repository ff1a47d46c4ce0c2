"""What is out of service: single satellites, whole planes, a random share of Starlink.

Satellites of the layer are told by their row, which a row keeps at every instant; compute satellites by their
launch number.  Nothing else changes when one fails: its neighbours do not turn their lasers to others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.link_classes import LinkClass
from engine.network import Network
from engine.route_parts import Route
from engine.satellites import find_satellite

if TYPE_CHECKING:
    from engine.world import Simulation

_ALONG = (LinkClass.STARLINK_IN_PLANE, LinkClass.IN_PLANE)


@dataclass(frozen=True, slots=True, order=True)
class Station:
    """A satellite on a way: one of the layer by its row, or a compute satellite by its launch number."""

    of_layer: bool
    number: int
    name: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Outages:
    """Rows of the layer and launch numbers of compute satellites that are out of service."""

    layer: frozenset[int] = frozenset()
    compute: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.layer) + len(self.compute)

    def __contains__(self, station: Station) -> bool:
        return station.number in (self.layer if station.of_layer else self.compute)

    def with_layer(self, rows: Iterable[int]) -> Outages:
        """Return these and some rows of the layer."""
        return replace(self, layer=self.layer | frozenset(int(row) for row in rows))

    def with_compute(self, k: Iterable[int]) -> Outages:
        """Return these and some compute satellites."""
        return replace(self, compute=self.compute | frozenset(int(each) for each in k))

    def with_station(self, station: Station) -> Outages:
        """Return these and one satellite more."""
        return self.with_layer([station.number]) if station.of_layer else self.with_compute([station.number])


def stations(network: Network, route: Route) -> tuple[Station | None, ...]:
    """Return who stands at each point of a route, the city first: None for a place on the ground."""
    return (None, *(_station(network, hop.end_node, hop.end, hop.link_class) for hop in route.hops))


def _station(network: Network, node: int | None, name: str, link_class: LinkClass) -> Station | None:
    if node is not None and node < network.starlink_count:
        return Station(True, node, name)
    if node is None and link_class is not LinkClass.UPLINK:
        return None
    k = network.satellite_of_node(node) if node is not None else find_satellite(network.simulation, name)
    assert k is not None
    return Station(False, k, name)


def with_plane(outages: Outages, network: Network, station: Station) -> Outages:
    """Return outages and the whole plane of a satellite.

    A plane of the layer is whoever is joined to the satellite by links along a plane, itself among them: so real
    satellites have planes too.  Of compute satellites it is the gates, and other nodes, of its plane in its shell.
    """
    if station.of_layer:
        return outages.with_layer(_joined_along(network, station.number).tolist())
    k = np.unique(np.concatenate([network.uplinks.k, network.members.k, [station.number]]))
    constellation = network.simulation.constellation
    place, own = (constellation.place(constellation.address(each)) for each in (k, np.array([station.number])))
    return outages.with_compute(k[(place.shell == own.shell[0]) & (place.plane == own.plane[0])].tolist())


def _joined_along(network: Network, node: int) -> NDArray[np.int64]:
    """Return the nodes that links along a plane lead to from one, rising."""
    along = np.isin(network.link_class, [int(each) for each in _ALONG])
    found, fresh = {node}, [node]
    while fresh:
        next_ones = network.neighbours[fresh][along[fresh]]
        fresh = [int(each) for each in np.unique(next_ones[next_ones >= 0]) if int(each) not in found]
        found.update(fresh)
    return np.array(sorted(found), dtype=np.int64)


def with_share(outages: Outages, network: Network, share: float, seed: int) -> Outages:
    """Return outages and a random ``share`` of the layer's satellites that are there; a seed always takes the same.

    Raises ``ValueError`` for a share that is not between 0 and 1.
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"a share of {share:g} of the satellites cannot fail: give 0 to 1")
    there = np.flatnonzero(np.isfinite(network.r_km[: network.starlink_count, 0]))
    chosen = np.random.default_rng(seed).choice(there, size=round(share * len(there)), replace=False)
    return outages.with_layer(chosen.tolist())


def names(outages: Outages, simulation: Simulation, network: Network, most: int) -> tuple[str, ...]:
    """Return what up to ``most`` of those out of service are called, compute satellites first."""
    from engine.satellites import satellite_name

    compute = [satellite_name(simulation, k) for k in sorted(outages.compute)[:most]]
    layer = [network.name(row) for row in sorted(outages.layer)[: most - len(compute)]]
    return (*compute, *layer)
