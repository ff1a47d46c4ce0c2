"""The window by real clicks and keys: its picture, its files, and what is left when it closes."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from engine.paths import SCENARIOS
from gui.app import make_application
from gui.panels.dialogs import GoToDate, Words
from gui.session import Session
from gui.window import Window
from tests.gui.hands import LEFT, click, key, told

# -- picture ------------------------------------------------------------------------------


def test_the_picture_is_not_black(window: Window) -> None:
    grabbed = window.canvas.grab().toImage()
    middle = grabbed.pixelColor(grabbed.width() // 2, grabbed.height() // 2)
    assert max(middle.red(), middle.green(), middle.blue()) > 20


def test_dragging_turns_and_the_wheel_comes_nearer(window: Window) -> None:
    native = window.canvas.findChildren(type(window.canvas._canvas.native))[0]
    before = window.session.view.camera
    middle = native.rect().center()
    QTest.mousePress(native, LEFT, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseMove(native, middle + QPoint(60, 20))
    QTest.mouseRelease(native, LEFT, Qt.KeyboardModifier.NoModifier, middle + QPoint(60, 20))
    turned = window.session.view.camera
    assert turned.azimuth_rad != before.azimuth_rad
    assert turned.elevation_rad > before.elevation_rad
    at = QPointF(middle)
    QApplication.sendEvent(
        native,
        QWheelEvent(at, native.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
                    Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
    )  # fmt: skip
    assert window.session.view.camera.distance_km < turned.distance_km


def test_clicking_a_satellite_selects_it_and_empty_sky_clears(window: Window, qtbot: QtBot) -> None:
    from gui.fleet_frame import drawn_positions
    from gui.frame import project

    native = window.canvas._canvas.native
    frame = window.canvas._frame
    indices, r_km = drawn_positions(window.session.world, frame.view)
    xy_px, visible = project(frame, r_km)
    inside = visible & (abs(xy_px - (native.width() / 2, native.height() / 2)) < native.height() / 2 - 30).all(axis=1)
    row = inside.nonzero()[0][0]
    click(native, QPoint(round(xy_px[row, 0]), round(xy_px[row, 1])))
    assert window.session.view.selected is not None
    near = project(frame, r_km[indices == window.session.view.selected])[0][0]
    assert abs(near - xy_px[row]).max() <= 2.0
    assert window.inspector.name.text().startswith("MT-")
    click(native, QPoint(8, native.height() // 2))
    assert window.session.view.selected is None


def test_a_preset_is_one_key_away_and_home_comes_back(window: Window, qtbot: QtBot) -> None:
    key(window, Qt.Key.Key_7)
    qtbot.waitUntil(lambda: not window.session.moving, timeout=10_000)
    assert window.session.view.camera.focus == "moon"
    key(window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: not window.session.moving, timeout=10_000)
    assert window.session.view.camera.focus == "earth"


def test_the_menu_of_a_satellite_asks_why(window: Window) -> None:
    menu = window.handlers.context_menu(1_000)
    next(action for action in menu.actions() if action.text().startswith("Why")).trigger()
    assert window.card.name == "satellite_power_now_w"
    menu.close()


def test_a_lost_context_is_made_again(window: Window, qtbot: QtBot) -> None:
    before, native = window.canvas._scene, window.canvas._canvas.native
    window.canvas._canvas.events.initialize()
    with qtbot.waitSignal(window.canvas.drawn, timeout=30_000):
        window.canvas.request_draw()
    qtbot.waitUntil(lambda: window.canvas._scene not in (None, before), timeout=30_000)
    assert window.canvas._canvas.native is not native
    grabbed = window.canvas.grab().toImage()
    middle = grabbed.pixelColor(grabbed.width() // 2, grabbed.height() // 2)
    assert max(middle.red(), middle.green(), middle.blue()) > 20


def test_a_failing_frame_is_told_once_and_logged(window: Window, qtbot: QtBot, monkeypatch) -> None:
    from gui import canvas as module
    from gui.errors import ErrorReporter, log_file

    def fail(*_: object) -> None:
        raise RuntimeError("the frame is out of its mind")

    reporter, sentences = ErrorReporter(window), []
    reporter.failed.connect(sentences.append)
    monkeypatch.setattr("sys.excepthook", reporter.report)
    monkeypatch.setattr(module, "build_frame", fail)
    for _ in range(3):
        window.canvas.request_draw()
        qtbot.wait(60)
    assert len(sentences) == 1
    assert "out of its mind" in sentences[0]
    assert "Traceback" in log_file().read_text("utf-8")


# -- files --------------------------------------------------------------------------------


def test_a_bad_scenario_is_told_and_the_old_one_stays(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text((SCENARIOS / "megaton.toml").read_text("utf-8").replace("mass_kg", "mass_stone", 1), "utf-8")
    before = window.session.simulation
    with qtbot.waitSignal(window.session.message, timeout=10_000):
        window.session.open_scenario(bad)
    assert "mass_stone" in told(window)
    assert window.session.simulation is before
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    key(window, Qt.Key.Key_Space)
    assert window.session.clock.playing, "the window goes on"


def test_a_copy_is_saved_and_opened(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    copy = tmp_path / "mine.toml"
    window.handlers.save_copy(copy)
    copy.write_text(copy.read_text("utf-8").replace("The claim: a megaton a year", "Mine"), "utf-8")
    with qtbot.waitSignal(window.session.simulation_changed, timeout=30_000):
        window.session.open_scenario(copy)
    assert window.windowTitle().startswith("Mine")
    qtbot.waitUntil(lambda: window.session.curve is not None, timeout=30_000)


def test_only_the_last_of_several_answers_counts(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.open_scenario(tmp_path / "missing.toml")
    with qtbot.waitSignal(window.session.simulation_changed, timeout=30_000):
        window.session.open_scenario("megaton")
    qtbot.wait(50)
    assert not any(box.isVisible() for box in window.findChildren(QMessageBox))


def test_a_picture_is_exported(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.handlers.export_picture(tmp_path / "out", 320, 180)
    image = QImage(str(tmp_path / "out.png"))
    assert (image.width(), image.height()) == (320, 180)
    window.handlers.export_picture(tmp_path / "no such folder" / "out.png", 320, 180)
    assert "cannot be written" in told(window)


# -- the end ------------------------------------------------------------------------------


def test_every_action_can_be_triggered(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QFileDialog

    from gui.panels.dialogs import PictureSize

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(PictureSize, "exec", lambda _self: 0)
    window.session.select(1_000)
    for name, action in window.actions_by_id.items():
        if name != "file.quit":
            action.trigger()
            qtbot.wait(1)
    for dialog in (*window.findChildren(GoToDate), *window.findChildren(Words)):
        dialog.close()


def test_a_closed_window_leaves_nothing_alive(qapp: QApplication, qtbot: QtBot) -> None:
    make_application()
    window = Window(Session("megaton"))
    with qtbot.waitSignal(window.canvas.first_drawn, timeout=60_000):
        window.show()
    window.session.clock.play()
    qtbot.wait(200)
    window.close()
    assert not window.session.clock.playing
    ours = ("fleet", "maps", "simulate", "curve", "flights", "orbit", "timeline", "valuation", "swarm", "design")
    qtbot.waitUntil(lambda: not [t for t in threading.enumerate() if t.name.startswith(ours)], timeout=20_000)
    assert not [w for w in qapp.topLevelWidgets() if w.isVisible()]
