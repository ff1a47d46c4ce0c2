"""Radio between cities and the Starlink layer: who is in whose sky, and the demand on each satellite."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.cities import cities
from engine.constants import SPEED_OF_LIGHT_KM_S
from engine.ground import Place, ground_itrs_km, ground_up, visible_from
from engine.links import range_km
from engine.routing import Ends

if TYPE_CHECKING:
    from engine.network import Network

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

_CITIES_AT_ONCE = 256
_LEAST_RADIUS_KM = 6_356.0  # the ground at the poles: no radio passes below it
_MARGIN_KM = 50.0  # the ellipsoid's horizon is tilted by up to 0.2 degree against the sphere's


def skies_of(places: Sequence[Place], network: Network, to_itrs: Array) -> list[Ends]:
    """Return the layer's satellites in the sky of users at each place, with the latency of the radio to each."""
    layer, settings = network.starlink_count, network.settings
    places_km = ground_itrs_km([place.latitude_deg for place in places], [place.longitude_deg for place in places])
    layer_km = network.r_km[:layer] @ to_itrs.T
    skies = []
    for place_km in places_km:
        seen = visible_from(place_km, layer_km, settings.user_elevation_rad)
        away_km = range_km(layer_km[seen], place_km)
        skies.append(Ends(seen.astype(np.int64), away_km / SPEED_OF_LIGHT_KM_S + settings.radio_access_s, None))
    return skies


def seen_by(places: Sequence[Place], network: Network, to_itrs: Array, least_elevation_rad: float) -> Flags:
    """Return which of the layer's satellites (S,) stand at least so high over any of the places."""
    layer_km = network.r_km[: network.starlink_count] @ to_itrs.T
    places_km = ground_itrs_km([place.latitude_deg for place in places], [place.longitude_deg for place in places])
    seen = np.zeros(len(layer_km), dtype=bool)
    for place_km in places_km:
        seen[visible_from(place_km, layer_km, least_elevation_rad)] = True
    return seen


def radio_load(network: Network, shares: Array, to_itrs: Array) -> tuple[float, Array]:
    """Return the share of the demand that has a satellite in its sky, and each satellite's part of it (S,).

    ``shares`` are of all cities, in the order of ``cities()``.
    """
    from scipy.spatial import cKDTree

    latitude, longitude = np.array([(city.latitude_deg, city.longitude_deg) for city in cities()]).T
    ground_km, up = ground_itrs_km(latitude, longitude), ground_up(latitude, longitude)
    there = np.flatnonzero(np.isfinite(network.r_km[: network.starlink_count, 0]))
    load, seen_share = np.zeros(network.starlink_count), 0.0
    if not len(there):
        return seen_share, load
    least_rad = network.settings.user_elevation_rad
    highest_km, lowest_km = float(network.radius_km[there].max()), _LEAST_RADIUS_KM
    reach_km = sqrt(highest_km**2 - (lowest_km * cos(least_rad)) ** 2) - lowest_km * sin(least_rad) + _MARGIN_KM
    layer_km = network.r_km[there] @ to_itrs.T
    tree = cKDTree(layer_km)
    for begin in range(0, len(shares), _CITIES_AT_ONCE):
        some = np.arange(begin, min(begin + _CITIES_AT_ONCE, len(shares)))
        near = tree.query_ball_point(ground_km[some], reach_km)
        city = np.repeat(some, [len(each) for each in near])
        satellite = np.concatenate(near).astype(np.int64)
        away_km = layer_km[satellite] - ground_km[city]
        high_km = np.einsum("ij,ij->i", away_km, up[city])
        seen = high_km >= sin(least_rad) * np.sqrt(np.einsum("ij,ij->i", away_km, away_km))
        city, satellite = city[seen], satellite[seen]
        count = np.bincount(city - begin, minlength=len(some))
        load += np.bincount(there[satellite], weights=shares[city] / count[city - begin], minlength=len(load))
        seen_share += float(shares[some][count > 0].sum())
    return seen_share, load
