"""The satellite in focus close up: on the frame, without GL."""

from __future__ import annotations

import numpy as np
import pytest

from engine.satellites import satellite_states
from engine.scenario import load_scenario
from engine.world import World, simulate, world_at
from gui.camera import CAMERAS, Camera
from gui.frame import build_frame
from gui.view import View


@pytest.fixture(scope="module")
def world() -> World:
    scenario = load_scenario("megaton")
    return world_at(simulate(scenario), scenario.opens_at_s)


def craft_of(world: World, distance_km: float, k: int = 123_456):
    return build_frame(world, View(camera=Camera(f"satellite:{k}", 0.4, 0.2, distance_km))).craft


def test_it_is_drawn_only_near_and_in_focus(world: World) -> None:
    assert craft_of(world, 0.2) is not None
    assert craft_of(world, 400.0) is None
    assert build_frame(world, View(camera=CAMERAS["earth"])).craft is None


def test_it_stands_where_the_satellite_is_and_faces_the_sun(world: World) -> None:
    craft = craft_of(world, 0.2)
    assert np.linalg.norm(craft.at_km) == pytest.approx(0.2, rel=1e-4)
    assert craft.axes.T @ craft.axes == pytest.approx(np.eye(3), abs=1e-6)
    assert np.linalg.det(craft.axes) == pytest.approx(1.0, abs=1e-6)
    r_km = satellite_states(world, [123_456]).r_gcrs_km[0]
    sun = world.sun_gcrs_km - r_km
    assert craft.axes[:, 2] == pytest.approx(sun / np.linalg.norm(sun), abs=1e-6)


def test_its_array_is_as_large_as_its_power_takes(world: World) -> None:
    """100 kW at 250 W/m2 are 400 m2: two wings of 1.6 to 1."""
    half_km = craft_of(world, 0.2).half_km
    assert 2.0 * (2.0 * half_km) * (3.2 * half_km) * 1e6 == pytest.approx(400.0)


def test_it_is_dark_in_the_shadow(world: World) -> None:
    states = satellite_states(world, np.arange(0, 40_000, 7))
    lit, dark = int(states.index[np.argmax(states.sunlit)]), int(states.index[np.argmin(states.sunlit)])
    assert craft_of(world, 0.1, lit).lit == pytest.approx(1.0)
    assert craft_of(world, 0.1, dark).lit == pytest.approx(0.0)
    assert 0.0 <= craft_of(world, 0.1, dark).shine <= 1.0
