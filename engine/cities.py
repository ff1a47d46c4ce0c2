"""Cities: where a prompt comes from.  The 3,043 of 200,000 people and more in GeoNames (``assets/cities.csv``; the
fact ``cities`` has the source).

GeoNames counts a city as its own country draws it: the people of Tokyo's wards or of Shanghai's whole municipality.
These are no urban areas of one rule, and a model that shares out demand by them inherits that.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from engine.paths import ASSETS

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h"}
)
_SHORT_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount"}
_COUNTRY_NAMES = {  # what people write, where it is neither GeoNames' name nor the two-letter code
    "usa": "US", "united states of america": "US", "america": "US", "uk": "GB", "great britain": "GB", "britain": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "uae": "AE", "emirates": "AE", "korea": "KR", "burma": "MM",
    "holland": "NL", "czech republic": "CZ", "turkiye": "TR", "drc": "CD", "congo kinshasa": "CD",
    "congo brazzaville": "CG", "cote divoire": "CI", "viet nam": "VN", "swaziland": "SZ", "macedonia": "MK",
}  # fmt: skip
_NEAREST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city: degrees north and east on WGS84, people, and ``region``, its state in the United States, else empty."""

    name: str
    country: str
    latitude_deg: float
    longitude_deg: float
    population: int
    country_code: str = ""
    region: str = ""
    region_code: str = ""

    @property
    def title(self) -> str:
        """The name as ``find_city`` takes it back: "Columbus, Georgia, United States"."""
        return ", ".join(dict.fromkeys(part for part in (self.name, self.region, self.country) if part))


@lru_cache(maxsize=1)
def cities() -> tuple[City, ...]:
    """Return every city, the largest first.  Read once, when first asked for."""
    return tuple(city for city, _ in _rows())


def find_city(text: str) -> City:
    """Return the city called ``text``, whatever its case, accents and punctuation.

    "Paris, FR" and "Paris, France" say the country, "Columbus, Georgia" or "Columbus, GA" the state.  A name that
    several bear means the largest of them; so do other names ("Bombay", "NYC"), but a city's own name comes before
    another's other name.
    Raises ``ValueError`` with one sentence and up to five nearest names where there is none.
    """
    parts = text.split(",")
    for k in range(len(parts), 0, -1):  # a name may hold commas of its own: "Washington, D.C."
        bearers = _by_name().get(folded(",".join(parts[:k])), ())
        places = [place for place in map(folded, parts[k:]) if place]
        within = [city for city in bearers if all(_lies_in(city, place) for place in places)]
        if within:
            return next((city for city in within if city.title == text), within[0])
        if bearers:
            others = "; ".join(city.title for city in bearers[:_NEAREST])
            where = _shown(",".join(parts[k:]).strip())
            raise ValueError(f"no {bearers[0].name} of 200,000 people or more is in {where}: there is {others}")
    raise ValueError(f"no city of 200,000 people or more is called {_shown(text)}{_advice(parts[0])}")


def folded(text: str) -> str:
    """Return a name as it is compared: small plain letters, digits and single spaces."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign) and sign not in "'’‘ʻʼ`.")
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return " ".join(_SHORT_WORDS.get(word, word) for word in words)


def _lies_in(city: City, place: str) -> bool:
    return (
        place in (folded(city.country), city.country_code.lower(), folded(city.region), city.region_code.lower())
        or _COUNTRY_NAMES.get(place) == city.country_code
    )


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _advice(text: str) -> str:
    near = get_close_matches(folded(text)[:60], list(_by_name()), n=4 * _NEAREST, cutoff=0.65)
    titles = list(dict.fromkeys(_by_name()[name][0].title for name in near))[:_NEAREST]
    return f": the nearest names are {'; '.join(titles)}" if titles else ", nor anything like it"


@lru_cache(maxsize=1)
def _by_name() -> MappingProxyType[str, tuple[City, ...]]:
    """Return the cities that bear each name, by the folded name: own names before other names, each by population."""
    own: dict[str, list[City]] = {}
    other: dict[str, list[City]] = {}
    for city, also in _rows():
        own.setdefault(folded(city.name), []).append(city)
        for name in {folded(name) for name in also}:
            other.setdefault(name, []).append(city)
    names = {name: tuple(own.get(name, []) + other.get(name, [])) for name in (*own, *other) if name}
    return MappingProxyType(names)


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[City, tuple[str, ...]], ...]:
    with (ASSETS / "cities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            (
                City(
                    name=row["name"],
                    country=row["country"],
                    latitude_deg=float(row["latitude_deg"]),
                    longitude_deg=float(row["longitude_deg"]),
                    population=int(row["population"]),
                    country_code=row["code"],
                    region=row["region"],
                    region_code=row["region_code"],
                ),
                tuple(row["also"].split("|")) if row["also"] else (),
            )
            for row in csv.DictReader(file)
        )
