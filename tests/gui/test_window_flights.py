"""Flights from the Moon in the window: worked out in a thread, kept, and looked at by real clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.paths import cache_folder
from engine.scenario import shipped_scenarios
from gui.window import Window
from tests.gui.hands import LEFT


@pytest.fixture
def first_shots(tmp_path: Path) -> Path:
    """The scenario moon as far as its first half year of shots: few flights, soon worked out."""
    text = shipped_scenarios()["moon"].read_text(encoding="utf-8")
    head, milestones = text.split("[[milestones]]", 1)
    sources = milestones[milestones.index("[sources]") :]
    head = head.replace('end_utc = "2101-01-01T00:00:00Z"', 'end_utc = "2055-03-01T00:00:00Z"')
    head = head.replace('opens_at_utc = "2085-01-01T00:00:00Z"', 'opens_at_utc = "2055-01-15T00:00:00Z"')
    path = tmp_path / "first_shots.toml"
    path.write_text(head + sources, encoding="utf-8")
    return path


def test_flights_are_worked_out_shown_and_kept(window: Window, qtbot: QtBot, first_shots: Path) -> None:
    session, shares = window.session, []
    session.flights_progressed.connect(shares.append)
    session.open_scenario(first_shots)
    qtbot.waitUntil(lambda: session.world.scenario.name == "moon", timeout=20_000)
    qtbot.waitUntil(lambda: session.world.simulation.flights is not None, timeout=90_000)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert not any("flights" in note.lower() for note in window.hud.notes)
    assert list(cache_folder().glob("flights-*.npz"))

    session.fly_to("payload")
    qtbot.waitUntil(lambda: not session.moving, timeout=10_000)
    assert session.view.camera.focus.startswith("payload:")
    before = session.world.simulation.flights
    session.open_scenario(first_shots)  # kept: there at once
    qtbot.waitUntil(lambda: session.world.simulation.flights not in (None, before), timeout=10_000)


def test_a_click_on_a_view_of_the_stream(window: Window, qtbot: QtBot) -> None:
    """Where nothing is launched from the Moon the window says so, and the view stays."""
    notes: list[str] = []
    window.session.note.connect(notes.append)
    window.show_panel("views", True)
    button = window.views.buttons["payload"]
    qtbot.waitUntil(lambda: button.isVisible())
    focus = window.session.view.camera.focus
    QTest.mouseClick(button, LEFT, Qt.KeyboardModifier.NoModifier, button.rect().center())
    qtbot.waitUntil(lambda: not window.session.moving, timeout=10_000)
    assert notes == ["This scenario launches nothing from the Moon: open the scenario moon."]
    assert window.session.view.camera.focus == focus


def test_opening_another_scenario_gives_the_work_up(window: Window, qtbot: QtBot) -> None:
    session = window.session
    session.open_scenario(shipped_scenarios()["moon"])
    qtbot.waitUntil(lambda: session.world.scenario.name == "moon", timeout=30_000)
    assert any("flights from the moon" in note.lower() for note in window.hud.notes)
    session.open_scenario(shipped_scenarios()["megaton"])
    qtbot.waitUntil(lambda: session.world.scenario.name == "megaton", timeout=30_000)
    assert not any("flights" in note.lower() for note in window.hud.notes)
    qtbot.wait(3_000)
    assert session.world.simulation.flights is None
