"""Cities are found as people write them, and whoever is not there is told of the nearest names."""

from __future__ import annotations

import pytest

from engine.cities import cities, find_city

# What a person means: title of the city, and its place and people as gazetteers give them (degrees, people).
MEANT = {
    "paris": ("Paris, France", 48.85, 2.35),
    "Paris, FR": ("Paris, France", 48.85, 2.35),
    "SAO PAULO": ("São Paulo, Brazil", -23.55, -46.63),
    "são paulo": ("São Paulo, Brazil", -23.55, -46.63),
    "Bombay": ("Mumbai, India", 19.08, 72.88),
    "new york": ("New York City, New York, United States", 40.71, -74.01),
    "Washington, D.C.": ("Washington, District of Columbia, United States", 38.90, -77.04),
    "Frankfurt": ("Frankfurt am Main, Germany", 50.11, 8.68),
    "Cologne": ("Köln, Germany", 50.94, 6.96),
    "Lodz": ("Łódź, Poland", 51.77, 19.46),
    "xian": ("Xi’an, China", 34.27, 108.95),
    "London, Canada": ("London, Canada", 42.98, -81.25),
    "London, UK": ("London, United Kingdom", 51.51, -0.13),
    "st petersburg": ("Saint Petersburg, Russia", 59.94, 30.31),
    "St. Petersburg, USA": ("St. Petersburg, Florida, United States", 27.77, -82.64),
    "Columbus, GA": ("Columbus, Georgia, United States", 32.46, -84.99),
    "Singapore": ("Singapore", 1.35, 103.82),
}


@pytest.mark.parametrize("written", MEANT)
def test_a_city_is_found_as_people_write_it(written: str) -> None:
    title, latitude_deg, longitude_deg = MEANT[written]
    city = find_city(written)
    assert city.title == title
    assert (city.latitude_deg, city.longitude_deg) == pytest.approx((latitude_deg, longitude_deg), abs=0.1)


def test_there_are_3043_from_the_largest_down_to_200_000_people() -> None:
    people = [city.population for city in cities()]
    assert len(people) == 3_043
    assert people == sorted(people, reverse=True)
    assert people[-1] >= 200_000


def test_a_name_that_several_bear_means_the_largest() -> None:
    for name in ("London", "Hyderabad", "Valencia", "Columbus"):
        most = max(city.population for city in cities() if city.name == name)
        assert find_city(name).population == most


def test_every_city_is_found_by_its_own_title() -> None:
    assert [city.title for city in cities() if find_city(city.title).title != city.title] == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Pariss", "the nearest names are Paris, France"),
        ("Los Angels", "the nearest names are Los Angeles, California, United States"),
        ("Paris, US", "no Paris of 200,000 people or more is in 'US': there is Paris, France"),
        ("Columbus, Spain", "there is Columbus, Ohio, United States; Columbus, Georgia, United States"),
        ("", "nor anything like it"),
        (" , ,", "nor anything like it"),
        ("zq" * 5_000, "nor anything like it"),
    ],
)
def test_an_unknown_city_is_refused_in_one_sentence(written: str, said: str) -> None:
    with pytest.raises(ValueError) as refused:
        find_city(written)
    message = str(refused.value)
    assert said in message
    assert "\n" not in message
    assert len(message) < 400


def test_at_most_five_names_are_offered() -> None:
    with pytest.raises(ValueError) as refused:
        find_city("San Jua")
    assert 1 <= str(refused.value).count(";") + 1 <= 5
