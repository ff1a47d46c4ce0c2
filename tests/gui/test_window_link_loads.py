"""Laser links by load in the window, by real clicks: worked out, dated, renewed, dropped, and by class again."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

import gui.link_loading
from engine.constants import SECONDS_PER_DAY
from engine.timebase import parse_utc
from gui.load_scale import ABOVE, PALETTE, UNKNOWN
from gui.session import Session
from gui.window import Window
from tests.gui.hands import click

AT_S = parse_utc("2026-12-11T06:00:00Z")
WAIT_MS = 60_000


@pytest.fixture(autouse=True)
def _without_flights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "ask_flights", lambda _session: None)


@pytest.fixture
def loaded(window: Window, qtbot: QtBot) -> Window:
    """The window on a day with few compute satellites, its links by load."""
    window.session.request_time(AT_S)
    click(window.layers.by_load)
    qtbot.waitUntil(lambda: window.hud.load_legend != "", timeout=WAIT_MS)
    return window


def loading(window: Window) -> bool:
    return any(note.startswith("Working out what the links carry") for note in window.hud.notes)


def scale_seen(window: Window) -> int:
    """How many pixels of the window have the colours at the ends of the scale, magenta and the grey of unknown."""
    image = window.hud.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)
    ends = [np.abs(pixels - np.rint(255.0 * np.array(end))).max(axis=2) <= 1 for end in (ABOVE, UNKNOWN)]
    return min(int(np.count_nonzero(end)) for end in ends)


def test_links_are_coloured_by_load_when_asked(window: Window, qtbot: QtBot) -> None:
    layers, session, hud = window.layers, window.session, window.hud
    session.request_time(AT_S)
    assert layers.by_class.isChecked()
    assert scale_seen(window) == 0
    click(layers.by_load)
    assert session.view.layers >= {"links", "starlink"}
    assert layers.by_load.isChecked() and not layers.by_class.isChecked()
    assert window.actions_by_id["view.links_by_load"].isChecked()
    assert loading(window)
    qtbot.waitUntil(lambda: hud.load_legend != "", timeout=WAIT_MS)
    assert hud.load_legend == "Traffic of 2026-12-11 06:00 UTC"
    assert not loading(window)
    assert scale_seen(window) > 50
    canvas = window.canvas
    qtbot.waitUntil(lambda: canvas._frame.links.tint is not canvas._frame.links.links.link_class)
    part = canvas._frame.links
    grey = (np.array(PALETTE)[part.tint] == UNKNOWN).all(axis=1)
    assert grey.mean() < 0.05  # but for those that have changed within the minute
    assert len(set(part.tint.tolist())) > 5
    click(layers.by_load)
    assert layers.by_load.isChecked()
    click(layers.by_class)
    assert not window.actions_by_id["view.links_by_load"].isChecked()
    qtbot.waitUntil(lambda: canvas._frame.links.tint is canvas._frame.links.links.link_class)
    assert hud.load_legend == ""
    assert scale_seen(window) == 0


def test_the_action_of_the_menu_is_the_same(loaded: Window) -> None:
    action = loaded.actions_by_id["view.links_by_load"]
    action.trigger()
    assert loaded.session.view.links_by == "class"
    action.trigger()
    assert loaded.layers.by_load.isChecked()
    assert loaded.session.view.shown_loads is not None  # they are still known


def test_loads_of_before_are_dated_and_renewed_once_the_clock_rests(loaded: Window, qtbot: QtBot) -> None:
    hud, session = loaded.hud, loaded.session
    session.request_time(AT_S + 300.0)
    assert hud.load_legend == "Traffic of 2026-12-11 06:00 UTC, 5 min ago"
    qtbot.waitUntil(lambda: hud.load_legend == "Traffic of 2026-12-11 06:05 UTC", timeout=WAIT_MS)
    session.request_time(AT_S + 240.0)
    # The nearest that is known; an instant that was worked out before needs no more work.
    assert hud.load_legend == "Traffic of 2026-12-11 06:05 UTC, 60 s ahead"
    session.request_time(AT_S)
    assert hud.load_legend == "Traffic of 2026-12-11 06:00 UTC"


def test_on_another_day_links_are_by_class_until_its_loads_are_known(loaded: Window, qtbot: QtBot) -> None:
    session = loaded.session
    session.request_time(AT_S + 2.0 * SECONDS_PER_DAY)
    assert session.view.shown_loads is None
    assert loaded.hud.load_legend == ""
    assert "What the links carry is worked out when the clock rests" in loaded.hud.notes
    qtbot.waitUntil(lambda: loaded.hud.load_legend == "Traffic of 2026-12-13 06:00 UTC", timeout=WAIT_MS)
    session.set_elements(None)  # as another Starlink would
    assert session.view.shown_loads is None
    qtbot.waitUntil(lambda: session.view.shown_loads is not None, timeout=WAIT_MS)


def test_a_clock_that_runs_through_days_has_nothing_worked_out(loaded: Window, qtbot: QtBot) -> None:
    session = loaded.session
    session.clock.set_rate(86_400.0)
    session.clock.toggle()
    qtbot.waitUntil(lambda: session.view.shown_loads is None, timeout=WAIT_MS)
    qtbot.wait(gui.link_loading.CALM_MS + 500)
    assert not loading(loaded)
    session.clock.toggle()
    qtbot.waitUntil(lambda: session.view.shown_loads is not None, timeout=WAIT_MS)


def test_links_that_are_not_shown_ask_for_no_work(loaded: Window, qtbot: QtBot) -> None:
    click(loaded.layers.switches["links"])
    assert loaded.hud.load_legend == ""
    loaded.session.request_time(AT_S + 2.0 * SECONDS_PER_DAY)
    qtbot.wait(gui.link_loading.CALM_MS + 500)
    assert not loading(loaded)
    assert not any("links carry" in note for note in loaded.hud.notes)
    assert loaded.session.view.links_by == "load"


def test_where_it_fails_the_reason_is_said_and_classes_are_back(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("the network cannot be added up")

    monkeypatch.setattr(gui.link_loading, "network_totals", fail)
    window.session.request_time(AT_S)
    click(window.layers.by_load)
    qtbot.waitUntil(lambda: window.session.view.links_by == "class", timeout=WAIT_MS)
    assert window.layers.by_class.isChecked()
    assert window.toast.words.text() == "The network cannot be added up."
    assert not loading(window)
