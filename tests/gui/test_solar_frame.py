"""The view of the Sun: what a frame holds of it, near the Earth and far, and the window by real keys."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import engine.swarm
from engine.constants import AU_KM
from engine.planets import PLANETS
from engine.scenario import load_scenario, parse_scenario, shipped_scenarios
from engine.swarm import swarm_of
from engine.timebase import parse_utc
from engine.world import Simulation, World, simulate, world_at
from gui.camera import CAMERAS, Camera
from gui.frame import Frame, build_frame, project_offsets
from gui.swarm_ready import SwarmReady
from gui.swarm_words import in_words
from gui.view import DEFAULT_LAYERS, View
from gui.window import Window
from tests.gui.hands import key

SUN = CAMERAS["sun"]


@pytest.fixture(scope="module")
def text() -> str:
    """The scenario moon with deep space from 2098 on: little to work out."""
    return (
        shipped_scenarios()["moon"]
        .read_text(encoding="utf-8")
        .replace('deep_space_from_utc = "2070-01-01', 'deep_space_from_utc = "2098-01-01')
    )


@pytest.fixture(scope="module")
def world(text: str) -> World:
    return world_at(simulate(parse_scenario(text)), parse_utc("2100-05-01"))


def frame_of(world: World, camera: Camera = SUN, **changes: object) -> Frame:
    return build_frame(world, replace(View(camera=camera, width_px=1920, height_px=1080), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["earth", "moon", "earth-moon"])
def test_near_the_earth_there_is_nothing_of_it(world: World, name: str) -> None:
    assert frame_of(world, CAMERAS[name]).solar is None


def test_the_earth_is_where_the_earth_is(world: World) -> None:
    frame = frame_of(world)
    assert frame.solar is not None
    earth = frame.solar.places_km[frame.solar.names.index("Earth")]
    assert np.linalg.norm(earth - frame.earth_km) < 100.0  # float32 at three AU: 32 km
    assert np.linalg.norm(frame.solar.sun_km - frame.earth_km - world.sun_gcrs_km) < 1e-3


def test_paths_end_at_their_planets_and_close(world: World) -> None:
    solar = frame_of(world).solar
    assert solar is not None and solar.names == tuple(planet.name for planet in PLANETS)
    for path, place in zip(solar.orbits, solar.places_km, strict=True):
        assert np.array_equal(path.points_km[-1], place)
        assert np.linalg.norm(path.points_km[0] - place) < 0.01 * AU_KM
        assert path.alpha[-1] == path.alpha.max() > 3.0 * path.alpha[0]


def test_points_of_the_swarm_are_its_satellites(world: World) -> None:
    frame = frame_of(world)
    assert frame.solar is not None and frame.solar.swarm is not None
    part, swarm = frame.solar.swarm, swarm_of(world.simulation)
    assert swarm is not None
    first, end = swarm.launched(world)
    assert part.count == end - first
    assert abs(part.points_km.shape[1] * part.stride - part.count) <= part.stride
    k = -(-first // part.stride) * part.stride + part.stride * np.arange(part.points_km.shape[1])
    expected = swarm.positions_km(world.t_s, k) + frame.solar.sun_km
    assert np.linalg.norm(part.points_km.T - expected, axis=1).max() < 300.0
    distance_au = np.linalg.norm(part.points_km - frame.solar.sun_km[:, None], axis=0) / AU_KM
    assert 0.76 < distance_au.min() < 0.9 and 1.1 < distance_au.max() < 1.31
    assert part.age.min() >= 0.0 and part.age.max() == pytest.approx(1.0, abs=0.01)
    assert (np.diff(part.age) <= 0.0).all()


def test_fewer_points_where_fewer_are_wanted(world: World) -> None:
    few = frame_of(world, point_limit=20_000).solar
    assert few is not None and few.swarm is not None
    assert 5_000 < few.swarm.points_km.shape[1] <= 20_000


def test_a_layer_that_is_off_costs_nothing(world: World) -> None:
    without = frame_of(world, layers=DEFAULT_LAYERS - {"swarm"}).solar
    assert without is not None and without.swarm is None and len(without.orbits) == 4
    alone = frame_of(world, layers=DEFAULT_LAYERS - {"planets"}).solar
    assert alone is not None and alone.swarm is not None and alone.orbits == () and alone.places_km.shape == (0, 3)
    assert frame_of(world, layers=DEFAULT_LAYERS - {"planets", "swarm"}).solar is None


def test_before_the_first_shot_there_is_no_swarm(world: World) -> None:
    early = frame_of(world_at(world.simulation, parse_utc("2090-01-01"))).solar
    assert early is not None and early.swarm is None
    claim = world_at(simulate(load_scenario("megaton")), parse_utc("2031-03-20"))
    solar = frame_of(claim).solar
    assert solar is not None and solar.swarm is None and len(solar.orbits) == 4


def test_all_of_it_is_in_the_picture(world: World) -> None:
    """In the preset the Sun is in the middle, and the swarm and Mars' path are seen whole but for a sliver."""
    for size in ({"width_px": 1920, "height_px": 1080}, {"width_px": 1280, "height_px": 720}):
        frame = frame_of(world, **size)
        assert frame.solar is not None and frame.solar.swarm is not None
        middle, seen = project_offsets(frame, frame.solar.sun_km[None])
        assert seen[0] and np.allclose(middle[0], (size["width_px"] / 2, size["height_px"] / 2), atol=0.01)
        assert project_offsets(frame, frame.solar.swarm.points_km.T.astype(float))[1].all()
        assert project_offsets(frame, frame.solar.orbits[-1].points_km.astype(float))[1].mean() > 0.9


def test_names_and_the_kardashev_figure_stand_in_the_picture(world: World) -> None:
    texts = [label.text for label in frame_of(world).labels]
    assert {"Sun", "Mercury", "Venus", "Earth", "Mars"} <= set(texts)
    assert "Moon" not in texts
    figure = next(text for text in texts if text.startswith("K = "))
    assert f"K = {world.quantities['kardashev_index'].value:.3f}" in figure
    count = in_words(world.quantities["moon_satellites_in_deep_space"].value)
    assert any(f"{count} round the Sun" in text for text in texts)
    assert any(text.startswith("1 point = ") for text in texts)
    # A window writes it itself.
    assert not any(label.text.startswith("K = ") for label in frame_of(world, hud=True).labels)


def test_the_earth_before_the_sun_dims_it_no_more_than_its_disc(world: World) -> None:
    """From a place beyond the Earth, on the line to the Sun: a full eclipse near it, a transit from afar."""
    near = frame_of(world, Camera("earth", np.pi, 0.0, 60_000.0, reference="sun"))
    far = frame_of(world, Camera("earth", np.pi, 0.0, 1_000_000.0, reference="sun"), layers=DEFAULT_LAYERS)
    assert near.sun.visible < 0.01
    farthest = replace(far.earth, distance_km=1.0e8, centre_km=far.earth.centre_km * 100.0)
    from gui.frame import _sun

    transit = _sun(world, far.pose, (farthest,))
    assert 0.9 < transit.visible < 1.0


def test_the_picture_at_the_sun_is_never_compressed(world: World) -> None:
    assert frame_of(world, stage_scale=1.0).stage_scale == 0.0
    assert frame_of(world, CAMERAS["earth-moon"], stage_scale=1.0).stage_scale == 1.0


@pytest.mark.parametrize(
    ("count", "words"),
    [(812, "812"), (4_200_000, "4.20 million"), (749_186_352, "749 million"), (1.5e9, "1.50 billion")],
)
def test_numbers_in_words(count: float, words: str) -> None:
    assert in_words(count) == words


def test_the_swarm_is_worked_out_when_the_sun_is_looked_at(
    text: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.swarm, "_made", {})  # no other test has worked it out before
    fresh: Simulation = simulate(parse_scenario(text))
    world = world_at(fresh, parse_utc("2100-05-01"))
    told: list[str] = []
    ready = SwarmReady(lambda: told.append(ready.note(world)))
    assert ready.shown(world, View()) == View() and ready.note(world) == ""
    view = View(camera=SUN)
    assert "swarm" not in ready.shown(world, view).layers
    assert ready.note(world).startswith("Working out the orbits round the Sun")
    qtbot.waitUntil(lambda: "swarm" in ready.shown(world, view).layers, timeout=30_000)
    assert ready.note(world) == ""
    assert any("%" in note for note in told)


def test_nought_flies_to_the_sun_and_home_back(qapp: object, qtbot: QtBot, tmp_path: Path, text: str) -> None:
    from gui.app import make_application
    from gui.session import Session

    file = tmp_path / "late.toml"
    file.write_text(text, encoding="utf-8")
    make_application()
    window = Window(Session(str(file)))
    window.resize(1280, 720)
    try:
        with qtbot.waitSignal(window.canvas.first_drawn, timeout=60_000):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow(), timeout=10_000)
        window.session.request_time(parse_utc("2100-05-01"))
        window.session.set_stage_scale(1.0, animate=False)
        key(window, Qt.Key.Key_0)
        qtbot.waitUntil(lambda: window.session.view.camera == SUN, timeout=20_000)
        qtbot.waitUntil(lambda: window.session.view.stage_scale == 0.0, timeout=20_000)

        def swarm_drawn() -> bool:
            frame = window.canvas._frame
            return frame is not None and frame.solar is not None and frame.solar.swarm is not None

        qtbot.waitUntil(swarm_drawn, timeout=30_000)
        qtbot.waitUntil(lambda: window.hud.figure[0].startswith("K = 0.9"), timeout=5_000)
        assert "million round the Sun" in window.hud.figure[1]
        assert any(note.startswith("1 point = ") for note in window.hud.notes)
        assert "Compressed scale" not in window.hud.notes
        key(window, Qt.Key.Key_Home)
        qtbot.waitUntil(lambda: window.session.view.camera == CAMERAS["earth"], timeout=20_000)
        assert window.hud.figure == ("", "")
    finally:
        window.close()
