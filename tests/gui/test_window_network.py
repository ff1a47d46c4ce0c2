"""The network in the window: its layers by real clicks, what is said of them, and a route."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt

from engine.starlink import starlink_of
from gui.frame import project
from gui.route_frame import DrawnRoute
from gui.view import NETWORK_LAYERS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from gui.window import Window

WAIT_MS = 60_000


def switch(window: Window, qtbot: QtBot, layer: str) -> None:
    qtbot.mouseClick(window.layers.switches[layer], Qt.MouseButton.LeftButton)


def test_links_come_when_asked_for_and_their_share_is_said(window: Window, qtbot: QtBot) -> None:
    assert not window.session.view.layers & NETWORK_LAYERS
    switch(window, qtbot, "links")
    assert window.session.view.layers >= {"links", "starlink"}
    assert window.layers.switches["starlink"].isChecked()
    qtbot.waitUntil(lambda: any("laser links drawn" in note for note in window.hud.notes), timeout=WAIT_MS)
    assert window.session.clock.rate == 60.0
    assert "Light in the links slowed 100,000 ×" in window.hud.notes
    window.session.clock.realtime()
    qtbot.waitUntil(lambda: "Light in the links slowed 1,000 ×" in window.hud.notes)
    switch(window, qtbot, "links")
    qtbot.waitUntil(lambda: not any("links" in note for note in window.hud.notes))


def test_all_links_are_drawn_when_asked_for(window: Window, qtbot: QtBot) -> None:
    session, canvas = window.session, window.canvas
    session.request_time(session.simulation.scenario.start_s + 200.0 * 86_400.0)  # some thousand satellites
    window.actions_by_id["view.all_links"].trigger()
    qtbot.waitUntil(lambda: canvas._frame.links is not None and canvas._frame.links.share > 0.99, timeout=WAIT_MS)
    window.actions_by_id["view.all_links"].trigger()
    assert session.view.link_limit == canvas.usual_links == 10_000
    qtbot.waitUntil(lambda: canvas._frame.links.drawn < 11_000, timeout=WAIT_MS)


def test_a_jump_of_a_day_shows_no_stale_links(window: Window, qtbot: QtBot) -> None:
    switch(window, qtbot, "links")
    canvas = window.canvas
    qtbot.waitUntil(lambda: canvas._frame.links is not None, timeout=WAIT_MS)
    before = canvas._frame.links.links
    window.session.request_time(window.session.clock.t_s + 86_400.0)
    qtbot.waitUntil(lambda: canvas._frame.links is None or canvas._frame.links.links is not before)
    qtbot.waitUntil(lambda: canvas._frame.links is not None, timeout=WAIT_MS)
    assert abs(canvas._frame.links.links.t_s - window.session.clock.t_s) <= 60.0


def test_a_starlink_satellite_is_found_under_the_pointer(window: Window, qtbot: QtBot) -> None:
    switch(window, qtbot, "starlink")
    canvas = window.canvas
    qtbot.waitUntil(lambda: canvas._frame.starlink is not None)
    frame = canvas._frame
    r_km = starlink_of(window.session.simulation).positions_km(frame.t_s)
    xy_px, visible = project(frame, r_km)
    row = int(np.flatnonzero(visible)[100])
    assert any(note.startswith("Starlink is a model") for note in window.hud.notes)
    found = canvas.starlink_at(QPointF(*(xy_px[row] / frame.view.pixel_ratio)))
    assert found is not None
    assert np.hypot(*(xy_px[found] - xy_px[row])) < 1.0


def test_a_route_is_drawn_over_starlink_and_goes_again(window: Window, qtbot: QtBot) -> None:
    session, canvas = window.session, window.canvas
    up = canvas._frame.pose.eye_km / np.linalg.norm(canvas._frame.pose.eye_km)
    points_km = np.array([[6_378.0], [6_928.0], [6_378.0]]) * up
    route = DrawnRoute(points_km=points_km, arrive_s=np.array([0.0, 2e-3, 4e-3]), kinds=("radio", "radio"))
    session.set_route(route)
    session.set_pulse(1e-3)
    assert "starlink" in session.view.layers
    qtbot.waitUntil(lambda: canvas._frame.route is not None)
    assert canvas._frame.route.pulse_km is not None
    session.set_layer("starlink", False)
    session.set_route(route)
    assert "starlink" not in session.view.layers  # who turned it off need not do so again
    session.set_route(None)
    qtbot.waitUntil(lambda: canvas._frame.route is None)
