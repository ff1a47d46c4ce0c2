"""The session: the one owner of clock, simulation, world and view.  All else states wishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log10, pi
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from engine.paths import cache_folder
from engine.world import CapacityCurve, Simulation, World, capacity_curve, open_simulation, world_at
from gui import ahead
from gui.camera import CAMERAS, MAX_DISTANCE_KM, SATELLITE, Camera, flight, satellite_index, zoomed
from gui.clock import Clock
from gui.view import View
from gui.worker import Progress, Worker

if TYPE_CHECKING:
    from engine.link_loads import LinkLoads
    from engine.lunar_flights import LunarFlights
    from engine.starlink import StarlinkLayer
    from gui.designed_frame import DesignedFlight
    from gui.route_frame import DrawnRoute

FIRST_POINT_LIMIT = 262_144  # for the first picture, which holds at least half of that; pacing goes on from there
FLIGHT_MS, SCALE_MS = 1_800, 900
_MOST_JUMPS = 50
_PAIR_ASPECT = 1.6


class Session(QObject):
    """What is open, when it is and how it is looked at.

    ``simulation_changed`` comes before the ``world_changed`` of the new
    scenario.  ``message`` is one or several sentences for the user: what was
    asked for did not happen, and all is as it was.
    """

    world_changed = Signal(object)
    simulation_changed = Signal(object)
    view_changed = Signal(object)
    selection_changed = Signal(object)  # launch number or None
    message = Signal(str)
    note = Signal(str)  # a sentence in passing
    busy_changed = Signal(bool)
    curve_changed = Signal(object)  # CapacityCurve of the scenario, worked out in a thread
    elements_changed = Signal(object)  # the layer of real satellites, or None for the model
    flights_progressed = Signal(float)  # share of the flights from the Moon that is worked out; 1 at the end

    def __init__(self, scenario: str | Path, parent: QObject | None = None) -> None:
        """Open ``scenario``; raises ``ScenarioError``."""
        super().__init__(parent)
        self.clock = Clock(self)
        self.view = View(point_limit=FIRST_POINT_LIMIT, hud=True)
        self.simulation: Simulation = ahead.finish(open_simulation, scenario)
        opened = self.simulation.scenario
        self.clock.set_bounds(opened.start_s, opened.end_s)
        self.clock.request_time(opened.opens_at_s)
        self.world: World = world_at(self.simulation, self.clock.t_s)
        self.clock.time_changed.connect(self._show_time)
        self._opening = Worker("simulate", self, answered=self._open_answered, failed=self._open_failed)
        self.curve: CapacityCurve | None = None
        self._curve_work = Worker("curve", self, answered=self._take_curve)
        self._flight_work = Worker(
            "flights",
            self,
            answered=self._take_flights,
            failed=self._flights_failed,
            progressed=self.flights_progressed.emit,
        )
        self.clock.rate_changed.connect(self._slow_light)
        self._slow_light(self.clock.rate)
        self._fly: Callable[[float], Camera] | None = None
        self._flight = self._animation(FLIGHT_MS, self._fly_on)
        self._scaling = self._animation(SCALE_MS, lambda s: self._look(stage_scale=s))
        self._scaling.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._jumps: list[Camera] = []

    def close(self) -> None:
        """Stop everything that moves by itself; late answers are dropped."""
        for worker in (self._opening, self._curve_work, self._flight_work):
            worker.cancel()
        self.clock.pause()
        self._flight.stop()
        self._scaling.stop()

    # -- scenario --------------------------------------------------------------------------

    def open_scenario(self, path: str | Path) -> None:
        """Open another scenario, worked out in a thread; on failure say why and keep what there is."""
        self.busy_changed.emit(True)
        self._opening.start(lambda _progress: open_simulation(path))

    def _open_failed(self, sentence: str) -> None:
        self.busy_changed.emit(False)
        self.message.emit(sentence)

    def _open_answered(self, answer: Simulation) -> None:
        self.busy_changed.emit(False)
        self.simulation = answer = replace(answer, elements=self.simulation.elements)
        self._land()
        if satellite_index(self.view.camera) is not None or self.view.camera.focus.startswith("payload:"):
            self.set_camera(CAMERAS["earth"])
        self.select(None)
        scenario = answer.scenario
        self.clock.set_bounds(scenario.start_s, scenario.end_s)
        self.curve = None
        self.simulation_changed.emit(answer)
        self.ask_curve()
        self.ask_flights()
        self.clock.request_time(scenario.opens_at_s)

    def ask_curve(self) -> None:
        """Have the scenario's growth worked out in a thread (0.3 s): ``curve_changed`` brings it."""
        simulation = self.simulation
        self._curve_work.start(lambda _progress: capacity_curve(simulation))

    def _take_curve(self, curve: CapacityCurve) -> None:
        self.curve = curve
        self.curve_changed.emit(curve)

    def ask_flights(self) -> None:
        """Have the flights from the Moon worked out in a thread (some seconds, or read from the disk)."""
        self._flight_work.cancel()
        simulation = self.simulation
        if simulation.scenario.lunar is None or simulation.flights is not None:
            self.flights_progressed.emit(1.0)
            return

        def work(progress: Progress) -> LunarFlights | None:
            from engine.flight_builder import flights_of  # most scenarios have no Moon

            return flights_of(simulation, progress, cache_folder())

        self.flights_progressed.emit(0.0)
        self._flight_work.start(work)

    def _take_flights(self, flights: LunarFlights | None) -> None:
        self.flights_progressed.emit(1.0)
        self.simulation = replace(self.simulation, flights=flights)
        self._show_time(self.clock.t_s)

    def _flights_failed(self, sentence: str) -> None:
        self.flights_progressed.emit(1.0)
        self.message.emit(sentence)

    def set_elements(self, layer: StarlinkLayer | None) -> None:
        """Take real satellites for Starlink, or the model again; another scenario keeps them."""
        self.simulation = replace(self.simulation, elements=layer)
        self._show_time(self.clock.t_s)
        self.elements_changed.emit(layer)

    # -- time ------------------------------------------------------------------------------

    def request_time(self, t_s: float) -> None:
        """Go to an instant, or as near as the scenario reaches."""
        self.clock.request_time(t_s)

    def _show_time(self, t_s: float) -> None:
        self.world = world_at(self.simulation, t_s)
        self.world_changed.emit(self.world)

    # -- looking ---------------------------------------------------------------------------

    def set_camera(self, camera: Camera) -> None:
        """Look from here at once; a flight under way ends."""
        self._flight.stop()
        self._look(camera=camera)

    def fly_to(self, target: str | Camera) -> None:
        """Fly to a camera, or to a preset by name."""
        camera = self._preset(target) if isinstance(target, str) else target
        if camera.focus == "sun" and self.view.stage_scale > 0.0:
            self.set_stage_scale(0.0)  # what is compressed lies about the Earth
        self._jumps = [*self._jumps, self.view.camera][-_MOST_JUMPS:]
        self._start_flight(camera)

    def _preset(self, name: str) -> Camera:
        """Return a preset; the pair of Earth and Moon is wide, and is seen from farther off in a narrow picture."""
        camera = CAMERAS[name]
        if camera.focus.startswith("payload:"):
            return self._ride(camera)
        aspect = self.view.width_px / self.view.height_px
        if camera.focus != "earth-moon" or aspect >= _PAIR_ASPECT:
            return camera
        return replace(camera, distance_km=min(camera.distance_km * _PAIR_ASPECT / aspect, MAX_DISTANCE_KM))

    def _ride(self, camera: Camera) -> Camera:
        """Return the camera beside the payload that left the Moon half an hour ago; where none flies, say so."""
        from gui.stream_places import ride, why_no_ride  # few ask for one

        riding = ride(self.world, camera)
        if riding is not None:
            return riding
        if self._flight_work.running:
            self.note.emit("The flights from the Moon are still being worked out: ask again in some seconds.")
        else:
            sentence = why_no_ride(self.world)
            self.note.emit(f"{sentence[:1].upper()}{sentence[1:]}.")
        return self.view.camera

    def fly_back(self) -> None:
        """Undo the last flight."""
        if self._jumps:
            self._start_flight(self._jumps.pop())

    def go_to_selection(self) -> None:
        """Fly to the selected satellite and stay with it; with none selected, to the Earth."""
        k = self.view.selected
        if k is None:
            self.fly_to("earth")
        elif self._in_sky(k):
            self.fly_to(Camera(f"{SATELLITE}{k}", 205.0 * pi / 180.0, 24.0 * pi / 180.0, 420.0, follow=True))

    def toggle_follow(self) -> None:
        """Turn with what is in focus, or hold still again; the picture does not jump.

        With a satellite selected that is not in focus, go to it first.
        """
        k = self.view.selected
        if k is not None and satellite_index(self.view.camera) != k:
            self.go_to_selection()
            return
        camera = self.view.camera
        if camera.focus == "sun":
            self.note.emit("The Sun cannot be followed: this view keeps to the ecliptic and the stars.")
            return
        if camera.focus == "earth-moon":
            self.note.emit("Earth and Moon together cannot be followed: choose the Earth, the Moon or a satellite.")
            return
        other = replace(camera, follow=not camera.follow)
        # The first instant of a flight is this picture, said in the axes of the other camera.
        self.set_camera(flight(camera, other, self.world, self.view.stage_scale)(0.0))

    def centre(self) -> None:
        """Bring the selected satellite, or else the focus, to the middle of the picture."""
        k = self.view.selected
        if k is None:
            self.fly_to(replace(self.view.camera, pan_right_km=0.0, pan_up_km=0.0, offset_km=(0.0, 0.0, 0.0)))
        elif self._in_sky(k):
            self.fly_to(replace(CAMERAS["earth"], focus=f"{SATELLITE}{k}", distance_km=9_000.0))

    def zoom(self, factor: float) -> None:
        self.set_camera(zoomed(self.view.camera, factor))

    def set_stage_scale(self, s: float, animate: bool = True) -> None:
        """Change to true (0) or compressed (1) scale."""
        self._scaling.stop()
        if not animate:
            self._look(stage_scale=s)
            return
        self._scaling.setStartValue(self.view.stage_scale)
        self._scaling.setEndValue(float(s))
        self._scaling.start()

    def set_layer(self, name: str, on: bool) -> None:
        layers = self.view.layers | {name} if on else self.view.layers - {name}
        if name == "links" and on:
            layers |= {"starlink"}  # threads between nothing would be odd
        self._look(layers=layers)

    def set_size(self, width_px: int, height_px: int, pixel_ratio: float) -> None:
        """Note the size of the picture, in physical pixels."""
        self._look(width_px=max(width_px, 1), height_px=max(height_px, 1), pixel_ratio=pixel_ratio)

    def set_point_limit(self, limit: int) -> None:
        self._look(point_limit=limit)

    @property
    def moving(self) -> bool:
        """Whether a flight or a change of scale is under way."""
        running = QVariantAnimation.State.Running
        return self._flight.state() == running or self._scaling.state() == running

    def stop_moving(self) -> None:
        self._flight.stop()
        self._scaling.stop()

    def set_link_limit(self, limit: int) -> None:
        """Draw at most so many laser links, besides those round the selection."""
        self._look(link_limit=limit)

    def set_links_by(self, by: str) -> None:
        """Give laser links colours by "class" or by "load"."""
        self._look(links_by=by)

    def set_link_loads(self, loads: LinkLoads | None) -> None:
        """Take the loads of the links that are known, or none."""
        if loads is not self.view.link_loads:
            self._look(link_loads=loads)

    def set_route(self, route: DrawnRoute | None) -> None:
        """Draw a route, or none; with the first comes the layer of Starlink, over which it goes."""
        first = route is not None and self.view.route is None
        self._look(route=route, layers=self.view.layers | ({"route", "starlink"} if first else set()))

    def set_pulse(self, pulse_s: float | None) -> None:
        """Draw the prompt so many seconds after it left, or not at all."""
        self._look(pulse_s=pulse_s)

    def _slow_light(self, rate: float) -> None:
        """Slow light in the links by a power of ten, so that it is seen to move at this rate of the clock."""
        self._look(light_slowed=1_000.0 * 10.0 ** max(round(log10(max(abs(rate), 1.0))), 0))

    def set_designed(self, flight: DesignedFlight | None) -> None:
        """Draw a flight that is being designed, or none."""
        self._look(designed=flight)

    # -- selecting -------------------------------------------------------------------------

    def select(self, k: int | None) -> None:
        """Select a satellite, launched by now or not, or none."""
        if k != self.view.selected:
            self._look(selected=k)
            self.selection_changed.emit(k)

    def hover(self, k: int | None) -> None:
        self._look(hovered=k)

    def _in_sky(self, k: int) -> bool:
        fleet = self.world.fleet
        if fleet.retired <= k < fleet.launched:
            return True
        when = "is not launched yet" if k >= fleet.launched else "has retired"
        self.note.emit(f"Satellite {k:,} {when} at this date: go to a date at which it is in the sky.")
        return False

    # -- inside ----------------------------------------------------------------------------

    def _look(self, **changes: object) -> None:
        view = replace(self.view, **changes)  # type: ignore[arg-type]
        if view != self.view:
            self.view = view
            self.view_changed.emit(view)

    def _start_flight(self, camera: Camera) -> None:
        self._flight.stop()
        self._fly = flight(self.view.camera, camera, self.world, self.view.stage_scale)
        self._flight.start()

    def _fly_on(self, s: float) -> None:
        if self._fly is not None:
            self._look(camera=self._fly(s))

    def _land(self) -> None:
        self._flight.stop()
        self._fly = None

    def _animation(self, duration_ms: int, step: Callable[[float], None]) -> QVariantAnimation:
        animation = QVariantAnimation(self)
        animation.setDuration(duration_ms)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.valueChanged.connect(step)
        return animation
