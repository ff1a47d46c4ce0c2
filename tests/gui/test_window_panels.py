"""The window's panels by real clicks and keys: the time, what each panel does, and where they stand."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.timebase import format_utc, parse_utc
from gui.panels.dialogs import GoToDate, Words
from gui.session import Session
from gui.window import Window
from tests.gui.hands import LEFT, click, key

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


def test_the_panels_come_with_the_first_picture(window: Window) -> None:
    """The canvas is shown alone, where it will stay; what is built after it shows all the same."""
    assert window.hud.isVisible()
    assert window.hud.size() == window.canvas.size()
    assert window.contentsMargins().left() == 0
    assert all(window.docks[name].isVisible() for name in ("layers", "search", "telemetry", "time"))


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
