"""The window by real clicks and keys."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from engine.paths import SCENARIOS
from engine.timebase import format_utc, parse_utc
from gui.app import make_application
from gui.panels.dialogs import GoToDate, Words
from gui.session import Session
from gui.window import Window

LEFT = Qt.MouseButton.LeftButton


def click(widget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def key(window: Window, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for one in keys:
        QTest.keyClick(window.canvas, one, modifier)


def picture_of(window: Window) -> QImage:
    """The whole window as it stands on the screen, canvas included."""
    return window.grab().toImage()


def told(window: Window) -> str:
    """The sentence of the dialog that is open; closes it."""
    box = next(box for box in window.findChildren(QMessageBox) if box.isVisible())
    text = box.text()
    box.close()
    return text


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


# -- time ---------------------------------------------------------------------------------


def test_space_plays_and_pauses_and_keeps_the_rate(window: Window) -> None:
    clock = window.session.clock
    key(window, Qt.Key.Key_L)
    rate = clock.rate
    key(window, Qt.Key.Key_Space)
    assert clock.playing
    key(window, Qt.Key.Key_Space)
    assert not clock.playing
    assert clock.rate == rate


def test_j_k_and_l(window: Window) -> None:
    clock = window.session.clock
    key(window, Qt.Key.Key_K)
    assert clock.rate == 1.0
    key(window, Qt.Key.Key_J)
    assert clock.rate == -1.0
    key(window, Qt.Key.Key_L, Qt.Key.Key_L)
    assert clock.rate == 60.0
    key(window, Qt.Key.Key_Period)
    assert clock.rate == 600.0
    key(window, Qt.Key.Key_Comma)
    assert clock.rate == 60.0


def test_the_buttons_of_the_transport(window: Window) -> None:
    clock, transport = window.session.clock, window.transport
    click(transport.play)
    assert clock.playing
    click(transport.play)
    assert not clock.playing
    click(transport.reverse)
    assert clock.rate < 0.0
    before = clock.t_s
    click(transport.forward)
    assert clock.t_s == before + abs(clock.rate)
    action = next(action for action in transport._rates.actions() if action.data() == 86_400.0)
    action.trigger()
    assert clock.rate == 86_400.0
    assert transport.rate.text() == "1 day/s"


def test_a_click_on_the_timeline_goes_there(window: Window) -> None:
    timeline = window.timeline
    wanted = parse_utc("2040-01-01")
    click(timeline, QPoint(round(timeline.x_of(wanted)), timeline.height() // 2))
    per_pixel = (timeline.t_of(101.0) - timeline.t_of(100.0)) + 1.0
    assert window.session.world.t_s == pytest.approx(wanted, abs=per_pixel)


def test_a_click_on_a_flag_goes_to_its_exact_instant(window: Window) -> None:
    milestone = window.session.simulation.scenario.milestones[-1]
    click(window.timeline, QPoint(round(window.timeline.x_of(milestone.t_s)) + 3, 4))
    assert window.session.world.t_s == milestone.t_s


def test_dragging_on_the_timeline_scrubs_and_coming_back_is_the_same_world(window: Window) -> None:
    timeline, middle = window.timeline, window.timeline.height() // 2
    before = window.session.world
    QTest.mousePress(timeline, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(200, middle))
    QTest.mouseMove(timeline, QPoint(700, middle))
    QTest.mouseRelease(timeline, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(700, middle))
    assert window.session.world.t_s == timeline.t_of(700)
    window.session.request_time(before.t_s)
    assert window.session.world.quantities == before.quantities


def test_a_date_is_typed(window: Window) -> None:
    field = window.transport.date
    click(field)
    field.selectAll()
    QTest.keyClicks(field, "2036-06-21")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert format_utc(window.session.world.t_s) == "2036-06-21T00:00:00Z"
    assert field.text().startswith("2036-06-21 00:00:00")


def test_a_bad_date_gives_one_sentence_and_changes_nothing(window: Window) -> None:
    field, before = window.transport.date, window.session.world.t_s
    click(field)
    field.selectAll()
    QTest.keyClicks(field, "next summer")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.toast.isVisible()
    assert "next summer" in window.toast.words.text()
    assert window.session.world.t_s == before


def test_the_dialog_for_a_date_says_what_is_allowed(window: Window) -> None:
    key(window, Qt.Key.Key_T, modifier=Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(GoToDate)
    dialog.field.setText("1999-01-01")
    click(dialog.go)
    assert dialog.isVisible()
    assert "outside the scenario" in dialog.note.text()
    dialog.field.setText("2040-01-01")
    click(dialog.go)
    assert format_utc(window.session.world.t_s)[:10] == "2040-01-01"


# -- panels -------------------------------------------------------------------------------


def test_a_layer_is_switched_off_and_on(window: Window) -> None:
    switch = window.layers.switches["clouds"]
    window.docks["layers"].raise_()
    click(switch)
    assert "clouds" not in window.session.view.layers
    assert not window.actions_by_id["view.layer.clouds"].isChecked()
    window.actions_by_id["view.layer.clouds"].trigger()
    assert "clouds" in window.session.view.layers
    assert switch.isChecked()


def test_the_scale_is_named_while_it_is_not_true(window: Window, qtbot: QtBot) -> None:
    click(window.layers.compressed)
    qtbot.waitUntil(lambda: window.session.view.stage_scale == 1.0, timeout=10_000)
    assert "Compressed scale" in window.hud.notes
    click(window.layers.true_scale)
    qtbot.waitUntil(lambda: window.session.view.stage_scale == 0.0, timeout=10_000)
    assert "Compressed scale" not in window.hud.notes


def test_search_selects_by_number_and_by_name(window: Window) -> None:
    key(window, Qt.Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)
    field = window.search.field
    assert field.hasFocus()
    QTest.keyClicks(field, "MT-00001234")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.session.view.selected == 1234
    assert window.inspector.name.text() == "MT-00001234"
    field.setText("99")
    item = window.search.results.item(0)
    click(window.search.results.viewport(), window.search.results.visualItemRect(item).center())
    assert window.session.view.selected == 99


def test_search_says_what_can_be_found(window: Window) -> None:
    window.search.field.setText("teapot")
    assert window.search.results.count() == 0
    assert "teapot" in window.search.note.text()
    window.search.field.setText("moon")
    assert window.search.results.count() >= 2


def test_a_satellite_that_is_not_launched_offers_its_launch(window: Window) -> None:
    window.session.select(10_000_000)
    assert window.inspector.state.text() == "Not launched yet"
    click(window.inspector.launch)
    fleet = window.session.world.fleet
    assert fleet.retired <= 10_000_000 < fleet.on_station_end


def test_a_tile_opens_its_card_and_an_input_its_own(window: Window) -> None:
    window.docks["telemetry"].raise_()
    click(window.telemetry.tiles["power_total_w"])
    card = window.card
    assert card.name == "power_total_w"
    click(card.inputs["power_live_w"])
    click(card.inputs["sunlit_fraction"])
    assert card.name == "sunlit_fraction"
    click(card.back_button)
    assert card.name == "power_live_w"
    click(card.copy_button)
    text = QApplication.clipboard().text()
    assert "Power now" in text
    assert "Source: " in text
    key(window, Qt.Key.Key_Escape)
    assert card.name is None


def test_every_quantity_has_a_card(window: Window) -> None:
    for name in window.session.world.quantities:
        window.card.open_quantity(name)
        assert window.card.name == name
        assert window.card.text()


def test_the_tiles_follow_the_clock(window: Window, qtbot: QtBot) -> None:
    before = window.telemetry.tiles["satellites_total"].text
    window.session.request_time(parse_utc("2045-01-01"))
    qtbot.waitUntil(lambda: window.telemetry.tiles["satellites_total"].text != before)


def test_the_charts_come_after_the_first_picture(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.charts is not None and window.session.curve is not None, timeout=60_000)
    window.docks["charts"].raise_()
    window.session.request_time(parse_utc("2040-01-01"))
    qtbot.waitUntil(lambda: window.charts.power.value.text() != "", timeout=10_000)


# -- layout -------------------------------------------------------------------------------


def test_panels_hide_and_float_and_the_layout_is_remembered(window: Window, qtbot: QtBot) -> None:
    window.docks["search"].titleBarWidget().hide_button.click()
    window.docks["telemetry"].setFloating(True)
    assert not window.docks["search"].isVisible()
    assert not window.actions_by_id["view.panel.search"].isChecked()
    window.close()

    again = Window(Session("megaton"))
    with qtbot.waitSignal(again.canvas.first_drawn, timeout=60_000):
        again.show()
    assert again.docks["search"].isHidden()
    assert again.docks["telemetry"].isFloating()
    again.actions_by_id["view.reset_layout"].trigger()
    assert not again.docks["search"].isHidden()
    assert not again.docks["telemetry"].isFloating()
    again.close()


def test_the_picture_survives_a_hidden_interface(window: Window, qtbot: QtBot) -> None:
    key(window, Qt.Key.Key_U, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not window.menuBar().isVisible()
    assert not any(dock.isVisible() for dock in window.docks.values())
    qtbot.waitUntil(lambda: window.canvas.size() == window.size(), timeout=5_000)
    key(window, Qt.Key.Key_Space)
    assert window.session.clock.playing, "keys work without menus"
    key(window, Qt.Key.Key_Space)
    key(window, Qt.Key.Key_U, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.menuBar().isVisible()
    assert window.docks["time"].isVisible()


def test_the_hint_is_read_once(window: Window, qtbot: QtBot) -> None:
    window.actions_by_id["help.hint"].trigger()
    click(window.hint.button)
    assert not window.hint.isVisible()
    window.close()
    again = Window(Session("megaton"))
    with qtbot.waitSignal(again.canvas.first_drawn, timeout=60_000):
        again.show()
    qtbot.wait(100)
    assert not again.hint.isVisible()
    again.close()


def test_help_and_keys_open_and_close(window: Window) -> None:
    key(window, Qt.Key.Key_Question)
    assert window.keys is not None
    assert window.keys.isVisible()
    key(window, Qt.Key.Key_Escape)
    assert not window.keys.isVisible()
    key(window, Qt.Key.Key_F1)
    page = window.findChild(Words)
    assert page.isVisible()
    page.close()
    window.actions_by_id["help.about"].trigger()


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


def test_the_panels_come_with_the_first_picture(window: Window) -> None:
    """The canvas is shown alone, where it will stay; what is built after it shows all the same."""
    assert window.hud.isVisible()
    assert window.hud.size() == window.canvas.size()
    assert window.contentsMargins().left() == 0
    assert all(window.docks[name].isVisible() for name in ("layers", "search", "telemetry", "time"))


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
    ours = ("fleet", "maps", "simulate", "curve", "orbit")
    qtbot.waitUntil(lambda: not [t for t in threading.enumerate() if t.name.startswith(ours)], timeout=20_000)
    assert not [w for w in qapp.topLevelWidgets() if w.isVisible()]
