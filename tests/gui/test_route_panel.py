"""The route panel by real clicks: cities, the way and its legs, failures, the day ahead, and a prompt to watch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine.cities import find_city
from engine.network import network_at
from engine.route import route
from engine.route_parts import NEAREST, NoRoute, Route
from engine.route_series import route_series
from engine.timebase import parse_utc
from gui import route_day
from gui.panels.city_field import matching
from gui.routing import Routing
from gui.session import Session
from gui.watching import stages_of
from gui.window import Window
from tests.gui.hands import LEFT, click, key

AT_S = parse_utc("2026-12-11T06:00:00Z")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "ask_flights", lambda _session: None)


@pytest.fixture
def routing(window: Window, qtbot: QtBot) -> Routing:
    """The panel in front, on a day with few compute satellites."""
    window.session.request_time(AT_S)
    assert window.routing is None
    key(window, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: window.routing is not None)
    qtbot.waitUntil(lambda: window.routing.panel.isVisible())
    return window.routing


def send(routing: Routing, start: str, goal: str, qtbot: QtBot) -> None:
    """Type both ends and press Return, as by hand."""
    for field, text in ((routing.panel.start, start), (routing.panel.goal, goal)):
        field.line.selectAll()
        QTest.keyClicks(field.line, text)
    routing.panel.start.completer.popup().hide()
    routing.panel.goal.completer.popup().hide()
    click(routing.panel.send)
    qtbot.waitUntil(lambda: not routing.busy, timeout=60_000)


def best(routing: Routing) -> Route:
    assert routing.found is not None
    assert not isinstance(routing.found.routes, NoRoute)
    return routing.found.routes[0]


def test_cities_are_offered_whatever_accents_and_case() -> None:
    assert matching("SAO pau")[0] == "São Paulo, Brazil"
    assert matching("york")[0].startswith("York") or "New York City, New York, United States" in matching("york")
    assert matching("nea", ("Nearest compute",))[0] == "Nearest compute"
    assert matching("", ("Nearest compute",)) == ["Nearest compute"]
    assert matching("qqqq") == []


def test_a_city_to_a_city_shows_every_leg(window: Window, routing: Routing, qtbot: QtBot) -> None:
    panel, session = routing.panel, window.session
    send(routing, "london", "singapore", qtbot)
    alone = route(network_at(session.simulation, AT_S), find_city("London"), find_city("Singapore"))
    assert isinstance(alone, Route)
    assert panel.cells["route_one_way_s"].number.text() == f"{1e3 * alone.latency_s:.1f} ms"
    assert panel.table.rowCount() == len(alone.hops)
    shown = [panel.table.item(row, 2).text() for row in range(panel.table.rowCount())]
    assert shown == [hop.end for hop in alone.hops]
    ms = [float(panel.table.item(row, 4).text()) for row in range(panel.table.rowCount())]
    assert sum(ms) == pytest.approx(1e3 * alone.latency_s, abs=0.005 * len(ms))
    assert [bar[0] for bar in panel.bars.bars] == ["By satellite", "By fibre"]
    assert panel.bars.bars[1][1] == pytest.approx(alone.fibre.latency_s)
    assert not panel.cells["prompt_first_token_s"].isEnabled()  # a city answers no prompt
    assert session.view.route is not None
    assert {"route", "starlink"} <= session.view.layers
    np.testing.assert_allclose(session.view.route.points_km[-1], alone.hops[-1].end_km)
    assert len(panel.others) == 2
    # A number asks why, and so does a bar.
    click(panel.cells["route_one_way_s"])
    assert window.card.name == "route_one_way_s"
    panel.area.ensureWidgetVisible(panel.bars)
    click(panel.bars, panel.bars.place_of(1))
    assert window.card.name == "route_fibre_s"
    # It goes with the panel, and comes back with it.
    window.show_panel("route", False)
    qtbot.waitUntil(lambda: session.view.route is None)
    window.show_panel("route", True)
    qtbot.waitUntil(lambda: session.view.route is not None, timeout=30_000)


def test_the_nearest_compute_answers_and_a_satellite_too(window: Window, routing: Routing, qtbot: QtBot) -> None:
    panel = routing.panel
    send(routing, "sao paulo", "nearest compute", qtbot)
    assert panel.start.text == "São Paulo"
    first = best(routing)
    assert first.goal == NEAREST
    assert panel.cells["prompt_first_token_s"].isEnabled()
    click(panel.cells["prompt_first_token_s"])
    assert window.card.name == "prompt_first_token_s"
    send(routing, "london", first.ends_at, qtbot)
    assert best(routing).ends_at == first.ends_at
    assert isinstance(best(routing).goal, int)


def test_what_cannot_be_is_said_and_nothing_lost(routing: Routing, qtbot: QtBot) -> None:
    panel = routing.panel
    send(routing, "Lodnon", "Atlantis on Sea", qtbot)
    assert "London" in panel.problem.text()
    assert panel.problem.isVisible()
    assert panel.start.line.property("wrong") and panel.goal.line.property("wrong")
    send(routing, "London", "MT-00000000", qtbot)
    assert routing.found is not None
    if isinstance(routing.found.routes, NoRoute):
        assert panel.problem.text().startswith("No path: MT-00000000")
    send(routing, "London", "MT-00900000", qtbot)
    assert panel.problem.text() == "No path: MT-00900000 is not launched yet."
    assert not panel.table.isVisible()
    send(routing, "London", "Paris", qtbot)
    assert not panel.problem.isVisible()
    assert panel.table.isVisible()


def test_what_is_knocked_out_is_gone_round_and_comes_back(window: Window, routing: Routing, qtbot: QtBot) -> None:
    panel = routing.panel
    send(routing, "London", "Tokyo", qtbot)
    before = best(routing)

    def settle() -> Route:
        qtbot.waitUntil(lambda: not routing.busy, timeout=60_000)
        return best(routing)

    # By the Delete key, on a row.
    assert not panel.outages.knock.isEnabled()
    panel.table.selectRow(2)
    gone = panel.table.station
    assert gone is not None
    assert gone.name == before.hops[2].end == panel.table.item(2, 2).text()
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    after = settle()
    assert gone in routing.out
    assert gone.name not in [hop.end for hop in after.hops]
    assert after.latency_s >= before.latency_s
    assert gone.name in panel.outages.words.text()
    assert len(window.session.view.route.knocked_out_km) == 1
    # By the button, and a whole plane.
    panel.area.ensureWidgetVisible(panel.outages)
    panel.table.selectRow(1)
    second = panel.table.station
    click(panel.outages.knock)
    settle()
    assert second in routing.out
    assert len(routing.out) == 2
    panel.table.selectRow(1)
    click(panel.outages.plane)
    settle()
    assert len(routing.out) > 6
    # At random; then all back.
    count = len(routing.out)
    click(panel.outages.shares[0.05])
    worse = settle()
    assert len(routing.out) > count + 500
    assert worse.latency_s > before.latency_s
    click(panel.outages.restore)
    assert settle().latency_s == pytest.approx(before.latency_s, abs=1e-12)
    assert len(routing.out) == 0
    assert not panel.outages.restore.isEnabled()


def test_a_leg_says_how_it_moves_and_what_its_light_carries(window: Window, routing: Routing, qtbot: QtBot) -> None:
    panel, card = routing.panel, window.card
    send(routing, "London", "Cairo", qtbot)
    assert not panel.leg.isVisible()
    hop = best(routing).hops[1]

    def choose(row: int) -> None:
        panel.area.ensureWidgetVisible(panel.table)
        place = panel.table.visualItemRect(panel.table.item(row, 2)).center()
        QTest.mouseClick(panel.table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)

    choose(1)
    assert panel.leg.isVisible()
    assert panel.leg.title.text() == f"Leg 2, to {hop.end}"
    texts = {name: cell.number.text() for name, cell in panel.leg.cells.items()}
    assert texts["leg_range_km"] == f"{hop.range_km:,.1f} km"
    assert texts["leg_range_rate_km_s"].endswith(" km/s")
    assert texts["leg_pointing_rate_rad_s"].endswith(" mrad/s")
    assert texts["link_received_leg_w"].endswith("W")
    assert texts["leg_doppler_hz"].endswith("Hz")
    for name in ("leg_pointing_rate_rad_s", "leg_doppler_hz"):
        panel.area.ensureWidgetVisible(panel.leg.cells[name])
        click(panel.leg.cells[name])
        assert card.name == name
    assert "link_wavelength_m" in card.inputs
    choose(0)  # radio: the card of a laser's light goes
    assert panel.leg.isVisible()
    assert card.name is None
    assert not panel.leg.cells["leg_doppler_hz"].isEnabled()
    panel.area.ensureWidgetVisible(panel.leg.cells["leg_range_rate_km_s"])
    click(panel.leg.cells["leg_range_rate_km_s"])
    assert card.name == "leg_range_rate_km_s"
    send(routing, "London", "MT-00900000", qtbot)  # not launched yet
    assert not panel.leg.isVisible()
    assert card.name is None


def test_a_leg_is_flown_to_and_the_picture_chooses(window: Window, routing: Routing, qtbot: QtBot) -> None:
    send(routing, "London", "Cairo", qtbot)
    qtbot.waitUntil(lambda: not window.session.moving, timeout=20_000)
    whole = window.session.view.camera
    # A satellite of the way is chosen where it is drawn.
    found, canvas = routing.found, window.canvas
    rows = {each.number: each for each in found.stations if each is not None}
    at, row = next((at, row) for at in _grid(canvas) if (row := canvas.starlink_at(at)) in rows)
    native = canvas.findChildren(type(canvas._canvas.native))[0]
    QTest.mouseClick(native, LEFT, Qt.KeyboardModifier.NoModifier, at.toPoint())
    qtbot.waitUntil(lambda: routing.panel.table.station == rows[row])
    routing.panel.table.setFocus()
    menu = window.handlers.context_menu(None)
    routing.add_to_menu(menu, at, None)
    assert any(action.text() == f"Knock out {rows[row].name}" for action in menu.actions())
    routing.panel.table.cellDoubleClicked.emit(1, 2)
    qtbot.waitUntil(lambda: not window.session.moving, timeout=20_000)
    assert window.session.view.camera.distance_km < whole.distance_km
    click(routing.panel.view)
    qtbot.waitUntil(lambda: not window.session.moving, timeout=20_000)
    assert window.session.view.camera.distance_km == pytest.approx(whole.distance_km, rel=0.01)


def _grid(canvas):
    from PySide6.QtCore import QPointF

    return (QPointF(x, y) for x in range(5, canvas.width(), 6) for y in range(5, canvas.height(), 6))


def test_it_follows_the_clock_and_says_when_it_cannot(window: Window, routing: Routing, qtbot: QtBot) -> None:
    send(routing, "London", "New York City", qtbot)
    session, panel = window.session, routing.panel
    session.request_time(AT_S + 300.0)
    qtbot.waitUntil(lambda: routing.found.network.t_s == AT_S + 300.0, timeout=30_000)
    assert "06:05:00" in panel.state.text()
    session.clock.set_rate(86_400.0)
    session.clock.play()
    qtbot.waitUntil(lambda: "too fast" in panel.state.text())
    assert session.view.route is None
    session.clock.pause()
    qtbot.waitUntil(lambda: session.view.route is not None, timeout=30_000)
    assert "too fast" not in panel.state.text()
    # Who sends a prompt wants to see it: a clock that is too fast is stopped.
    session.clock.play()
    send(routing, "London", "Boston", qtbot)
    assert not session.clock.playing
    assert best(routing).goal == find_city("Boston")


def test_a_day_ahead_is_a_chart_and_a_file(
    window: Window, routing: Routing, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(route_day, "STEP_S", 3_600.0)
    panel = routing.panel
    send(routing, "London", "Cape Town", qtbot)
    panel.area.ensureWidgetVisible(panel.day.series_button)
    click(panel.day.series_button)
    qtbot.waitUntil(lambda: not routing.day.busy, timeout=60_000)
    series = routing.day.series
    assert series is not None
    wanted = route_series(
        window.session.simulation, find_city("London"), find_city("Cape Town"), AT_S, AT_S + 86_400.0, 3_600.0
    )
    np.testing.assert_allclose(series.latency_s, wanted.latency_s, atol=1e-12)
    median_ms = 1e3 * float(np.sort(wanted.latency_s)[11])
    assert f"{median_ms:.1f} ms or less" in panel.day.chart.words.text()
    # A click on the chart goes to that hour.
    middle = panel.day.chart.plot.viewport().rect().center()
    QTest.mouseClick(panel.day.chart.plot.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, middle)
    qtbot.waitUntil(lambda: abs(window.session.clock.t_s - AT_S - 43_200.0) < 7_200.0)
    # Both files.
    for button, suffix in ((panel.day.csv_button, "csv"), (panel.day.png_button, "png")):
        path = tmp_path / f"day.{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        panel.area.ensureWidgetVisible(button)
        click(button)
    lines = (tmp_path / "day.csv").read_text("utf-8").splitlines()
    assert len(lines) == 25
    assert float(lines[1].split(",")[1]) == pytest.approx(1e3 * wanted.latency_s[0], abs=1e-4)
    picture = QImage(str(tmp_path / "day.png"))
    assert picture.width() > 500
    # Another question, another day.
    send(routing, "London", "Oslo", qtbot)
    assert routing.day.series is None
    assert not panel.day.chart.isVisible()


def test_a_day_can_be_stopped(routing: Routing, qtbot: QtBot) -> None:
    send(routing, "London", "Lagos", qtbot)
    panel = routing.panel
    panel.area.ensureWidgetVisible(panel.day.series_button)
    click(panel.day.series_button)
    qtbot.waitUntil(lambda: panel.day.progress.value() > 0, timeout=30_000)
    click(panel.day.series_button)
    assert not routing.day.busy
    assert panel.day.progress.isHidden()
    assert routing.day.series is None


def test_a_prompt_is_watched_there_and_back(
    window: Window, routing: Routing, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.watching._FLIGHT_S", 0.5)
    monkeypatch.setattr("gui.watching._WAIT_S", 0.1)
    send(routing, "London", "nearest compute", qtbot)
    session, panel = window.session, routing.panel
    qtbot.waitUntil(lambda: not session.moving, timeout=20_000)
    session.clock.set_rate(1.0)
    session.clock.play()
    qtbot.waitUntil(lambda: not routing.busy, timeout=30_000)
    said: list[str] = []
    pulses: list[float | None] = []
    routing.watch.told.connect(said.append)
    session.view_changed.connect(lambda view: pulses.append(view.pulse_s))
    click(panel.watch)
    if not routing.watch.running:  # a way was just being worked out
        qtbot.waitUntil(lambda: not routing.busy, timeout=30_000)
        click(panel.watch)
    assert not session.clock.playing
    qtbot.waitUntil(lambda: not routing.watch.running, timeout=60_000)
    assert max(pulse for pulse in pulses if pulse is not None) > 0.5 * best(routing).latency_s
    assert session.view.pulse_s is None
    assert any("the prompt is on its way" in words and "light slowed" in words for words in said)
    assert any("the prompt is read" in words for words in said)
    assert any("token 6 comes back" in words for words in said)
    shown_ms = [float(words.split(" ms")[0].lstrip("+").replace(",", "")) for words in said]
    assert shown_ms[0] < 2.0
    assert panel.state.text().startswith("At 2026")
    assert panel.watch.text() == "Watch"


def test_stages_add_up_to_the_first_token(routing: Routing, qtbot: QtBot) -> None:
    send(routing, "London", "nearest compute", qtbot)
    known = routing.found.quantities
    stages = stages_of(best(routing), known["prompt_prefill_s"].value, known["prompt_token_s"].value)
    assert [stage.way for stage in stages[:3]] == ["out", "", "home"]
    arrives_s = stages[2].begins_s + stages[2].span_s
    sending_s = known["prompt_send_s"].value
    assert arrives_s + sending_s == pytest.approx(known["prompt_first_token_s"].value, rel=1e-9)
    for stage in stages:
        assert np.log10(stage.slowed) == pytest.approx(round(np.log10(stage.slowed)))


def test_another_scenario_begins_anew(window: Window, routing: Routing, qtbot: QtBot) -> None:
    send(routing, "London", "nearest compute", qtbot)
    routing.panel.table.selectRow(1)
    QTest.keyClick(routing.panel.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not routing.busy, timeout=30_000)
    with qtbot.waitSignal(window.session.simulation_changed, timeout=60_000):
        window.session.open_scenario("starlink")
    qtbot.waitUntil(lambda: not routing.busy and routing.found is not None, timeout=60_000)
    assert len(routing.out) == 0
    assert "no AI compute in orbit" in routing.panel.problem.text()
    assert window.session.view.route is None
