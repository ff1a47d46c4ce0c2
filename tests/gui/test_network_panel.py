"""The network panel by real clicks: totals that ask why, staleness, and which Starlink is used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from engine.element_download import Kept
from engine.elements import ElementSet, Reading
from engine.network_totals import network_totals
from engine.quantities import format_quantity
from engine.starlink import starlink_of
from engine.timebase import parse_utc
from engine.traffic import CLASS_TITLES
from gui import elements_choice
from gui.networking import Networking
from gui.panels.network import percent
from gui.session import Session
from gui.window import Window
from tests.gui.hands import click, key, told

AT_S = parse_utc("2026-12-11T06:00:00Z")
ISS = """ISS (ZARYA)
1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927
2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537
"""  # the example of the public description of the format


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "ask_flights", lambda _session: None)
    monkeypatch.setattr("gui.networking.CALM_MS", 50)


@pytest.fixture
def networking(window: Window, qtbot: QtBot) -> Networking:
    window.session.request_time(AT_S)
    key(window, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: window.networking is not None and window.networking.panel.isVisible())
    return window.networking


def work(networking: Networking, qtbot: QtBot) -> None:
    click(networking.panel.work)
    qtbot.waitUntil(lambda: not networking.busy, timeout=60_000)


def drop(window: Window, path: Path) -> None:
    """Let go of a file over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def test_before_the_first_satellite_there_are_no_shares_of_it(window: Window, networking: Networking, qtbot) -> None:
    window.session.request_time(window.session.simulation.scenario.start_s)
    work(networking, qtbot)
    cells, made = networking.panel.cells, networking.panel.totals.quantities
    for name in ("network_connected_share", "network_path_share", "network_fits_share", "network_gateway_fits_share"):
        assert name not in made
        assert cells[name].number.text() == "–"
        assert not cells[name].isEnabled()
    assert int(cells["network_links_gateway"].number.text().replace(",", "")) > 1_000
    networking.panel.area.ensureWidgetVisible(cells["network_links_gateway"])
    click(cells["network_links_gateway"])
    assert window.card.name == "network_links_gateway"
    assert "gateway_sites" in window.card.inputs


def test_totals_are_the_engines_and_each_asks_why(window: Window, networking: Networking, qtbot: QtBot) -> None:
    panel = networking.panel
    assert networking.totals is None
    assert not panel.cells["network_links"].isEnabled()
    work(networking, qtbot)
    wanted = network_totals(window.session.world).quantities
    for name, cell in panel.cells.items():
        assert cell.number.text().replace(" %", "%") == format_quantity(wanted[name])
        panel.area.ensureWidgetVisible(cell)
        click(cell)
        assert window.card.name == name
        window.card.dismiss()
    panel.area.ensureWidgetVisible(panel.bars)
    for pattern, button in (("network_utilisation_{}_share", panel.mean), ("network_busiest_{}_share", panel.busiest)):
        click(button)
        for number, name in enumerate(CLASS_TITLES):
            assert panel.bars.bars[number][2] == percent(wanted[pattern.format(name)].value)
        click(panel.bars, panel.bars.place_of(1))
        assert window.card.name == pattern.format(list(CLASS_TITLES)[1])
        window.card.dismiss()
    used = wanted["network_bottleneck_share"].value
    assert ("bottleneck" if used > 1.0 else "Nothing is full") in panel.bottleneck.text()
    assert panel.ranges is not None
    assert panel.ranges.isVisibleTo(panel)


def test_they_go_stale_and_are_renewed_when_the_clock_rests(
    window: Window, networking: Networking, qtbot: QtBot
) -> None:
    work(networking, qtbot)
    session, panel = window.session, networking.panel
    assert panel.state.text() == "At 2026-12-11 06:00:00 UTC"
    session.clock.set_rate(60.0)
    session.clock.play()
    qtbot.waitUntil(lambda: panel.state.text().startswith("Of 2026-12-11 06:00:00 UTC"))
    qtbot.wait(300)
    assert not networking.busy
    session.clock.pause()
    at_s = session.clock.t_s
    qtbot.waitUntil(lambda: networking.totals is not None and panel.state.text().startswith("At "), timeout=60_000)
    assert networking._of.t_s == at_s


def test_the_work_can_be_stopped(networking: Networking, qtbot: QtBot) -> None:
    click(networking.panel.work)
    assert networking.panel.work.text() == "Stop"
    click(networking.panel.work)
    assert not networking.busy
    assert networking.panel.work.text() == "Work out"
    assert networking.totals is None


def test_a_dropped_file_is_starlink_until_the_model_is_chosen(
    window: Window, networking: Networking, qtbot: QtBot, tmp_path: Path
) -> None:
    session, panel = window.session, networking.panel
    path = tmp_path / "mine.tle"
    path.write_text(ISS, "utf-8")
    with qtbot.waitSignal(session.elements_changed, timeout=30_000):
        drop(window, path)
    layer = starlink_of(session.simulation)
    assert layer.count == 1
    assert layer.name(0, AT_S) == "ISS (ZARYA)"
    qtbot.waitUntil(lambda: "1 real satellite from mine.tle" in panel.source.text())
    assert "2008-09-20" in panel.note.text()
    assert "starlink" in session.view.layers
    # Another scenario keeps it.
    with qtbot.waitSignal(session.simulation_changed, timeout=60_000):
        session.open_scenario("filing")
    assert session.simulation.elements is layer
    panel.area.ensureWidgetVisible(panel.model_button)
    with qtbot.waitSignal(session.elements_changed):
        click(panel.model_button)
    assert session.simulation.elements is None
    qtbot.waitUntil(lambda: "model" in panel.source.text())
    assert not panel.model_button.isEnabled()


def test_what_is_bad_in_a_file_is_told_with_its_line(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "half.txt"
    path.write_text(ISS + ISS.replace("2927", "2928").replace("25544", "25545"), "utf-8")
    with qtbot.waitSignal(window.session.elements_changed, timeout=30_000):
        drop(window, path)
    text = told(window)
    assert "1 satellite read" in text
    assert "bad record" in text
    assert "line" in text
    path.write_text("no elements here\n", "utf-8")
    before = window.session.simulation.elements
    drop(window, path)
    qtbot.waitUntil(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)), timeout=30_000)
    assert "half.txt" in told(window)
    assert window.session.simulation.elements is before


def test_an_update_asks_first_and_keeps_what_is_there(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def refused(address: str, _progress: object) -> tuple[ElementSet, Reading]:
        asked.append(address)
        raise ValueError("no new elements: celestrak.org: there is no network; there are none from before")

    kept_file = tmp_path / "elements.txt"
    kept_file.write_text(ISS, "utf-8")
    kept = Kept(kept_file, parse_utc("2026-08-22"), "https://celestrak.org/x")
    monkeypatch.setattr(elements_choice, "update_elements", refused)
    monkeypatch.setattr(elements_choice, "kept_elements", lambda: kept)

    def dialog() -> QMessageBox:
        window.actions_by_id["file.elements_update"].trigger()
        return next(box for box in window.findChildren(QMessageBox) if box.isVisible())

    def press(box: QMessageBox, text: str) -> None:
        click(next(button for button in box.findChildren(QPushButton) if button.text().replace("&", "") == text))

    box = dialog()
    assert "2026-08-22" in box.informativeText()
    press(box, "Cancel")
    assert asked == []
    press(dialog(), "Download")
    qtbot.waitUntil(lambda: not window.handlers.elements.busy, timeout=30_000)
    qtbot.waitUntil(
        lambda: any(box.isVisible() and "no network" in box.text() for box in window.findChildren(QMessageBox))
    )
    assert len(asked) == 1
    assert window.session.simulation.elements is None
    for each in window.findChildren(QMessageBox):
        each.close()
    with qtbot.waitSignal(window.session.elements_changed, timeout=30_000):
        press(dialog(), "Use those")
    layer = window.session.simulation.elements
    assert layer is not None
    assert np.isnan(layer.positions_km(AT_S)).all() or layer.count == 1
