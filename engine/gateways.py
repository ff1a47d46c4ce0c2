"""Where the network meets the ground: a model of gateways, and the data centres to hold an answer from orbit against.

Where Starlink's gateways stand is not stated by who runs them, so no list of them is taken.  The model has as many as
are said to exist and puts them where people are: from the largest city downwards, a gateway in every city that is
farther than 500 km from each chosen before, until there are 150.  It leaves out that gateways want open country,
cheap fibre and a licence (there are none in China or Iran), so it is kinder to those countries than the real thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np

from engine.cities import cities
from engine.ground import great_circle_km, great_circles_km
from engine.quantities import CONFIDENCE_MEANING

_NUMBERS = {"latitude_deg": 90.0, "longitude_deg": 180.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A site of the model, in the city ``name``: degrees north and east on WGS84."""

    name: str
    country: str
    latitude_deg: float
    longitude_deg: float

    @property
    def title(self) -> str:
        return f"{self.name} gateway (model)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCentre:
    """A metropolitan area with many data centres: degrees north and east on WGS84."""

    name: str
    title: str
    latitude_deg: float
    longitude_deg: float
    source: str
    confidence: str


@lru_cache(maxsize=1)
def gateways() -> tuple[Gateway, ...]:
    """Return the model's gateways, that of the largest city first."""
    from engine.facts import facts

    wanted, apart_km = int(facts()["gateway_sites"].value), facts()["gateway_sites_apart_km"].value
    made: list[Gateway] = []
    latitudes = np.empty(wanted)
    longitudes = np.empty(wanted)
    for city in cities():
        n = len(made)
        if n == wanted:
            break
        if n and great_circles_km(city, latitudes[:n], longitudes[:n]).min() < apart_km:
            continue
        latitudes[n], longitudes[n] = city.latitude_deg, city.longitude_deg
        made.append(
            Gateway(
                name=city.name,
                country=city.country,
                latitude_deg=city.latitude_deg,
                longitude_deg=city.longitude_deg,
            )
        )
    return tuple(made)


@lru_cache(maxsize=1)
def data_centres() -> tuple[DataCentre, ...]:
    """Return the markets of ``assets/facts/data_centres.toml``, in its order."""
    from engine.facts import fact_table

    return tuple(
        _data_centre(table, f"data_centres.toml: {name}") for name, table in fact_table("data_centres").items()
    )


def nearest_data_centre(latitude_deg: float, longitude_deg: float) -> DataCentre:
    """Return the market nearest along the ground."""
    here = Gateway(name="", country="", latitude_deg=latitude_deg, longitude_deg=longitude_deg)
    return min(data_centres(), key=lambda centre: great_circle_km(here, centre))


def _data_centre(table: Any, where: str) -> DataCentre:
    for field in ("name", "title", "source", "confidence"):
        if not isinstance(table.get(field), str):
            raise ValueError(f"{where}.{field} is {table.get(field)!r}: it must be a text")
    if table["confidence"] not in CONFIDENCE_MEANING:
        allowed = ", ".join(CONFIDENCE_MEANING)
        raise ValueError(f"{where}.confidence is {table['confidence']!r}: give one of {allowed}")
    for field, most in _NUMBERS.items():
        value = table.get(field)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or abs(value) > most:
            raise ValueError(f"{where}.{field} is {value!r}: it must be a number from {-most:g} to {most:g}")
    return DataCentre(
        name=table["name"],
        title=table["title"],
        latitude_deg=float(table["latitude_deg"]),
        longitude_deg=float(table["longitude_deg"]),
        source=table["source"],
        confidence=table["confidence"],
    )
