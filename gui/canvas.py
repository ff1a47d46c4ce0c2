"""The picture in the window: a vispy canvas that draws when something changed, and as much as it can smoothly."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.world import World
from gui.fleet_ready import FIRST_POINTS, FleetReady
from gui.frame import Frame, build_frame
from gui.links_ready import LinksReady
from gui.offscreen import GlError, check_gl
from gui.pacing import FramePacer, link_limit_for
from gui.picking import body_at, satellite_at, site_at
from gui.pointer import Pointer
from gui.scene.scene import Scene
from gui.star_catalogue import AssetError
from gui.swarm_ready import SwarmReady
from gui.view import NETWORK_LAYERS, View

_REFINE_MS = 30
_STILL_MS = 700  # nothing moved for so long: there is time to draw every satellite
_STILL_POINTS = 2_000_000
_NO_GL_MS = 400  # after the window shows, a context is there or never will be


@dataclass(frozen=True, slots=True)
class FrameReport:
    """What the last frame drew and how long it took."""

    points: int
    stride: int
    point_limit: int
    frame_s: float
    median_s: float
    gpu_bytes: int
    renderer: str
    note: str = ""  # what is still being worked out
    lunar_stride: int = 1  # of the satellites that the Moon has built
    payload_stride: int = 1  # of those on their way from it
    links: tuple[str, ...] = ()  # what must be said of the laser links, and of Starlink
    links_drawn: int = 0


class SceneCanvas(QWidget):
    """Shows a ``World`` as a ``View`` sees it, and says what the mouse wishes.

    Where there is no OpenGL it shows one sentence, and the rest of the window works.
    """

    camera_wished = Signal(object)
    satellite_picked = Signal(object)  # launch number, or None for empty sky
    satellite_centred = Signal(int)
    body_picked = Signal(str)
    hovered = Signal(object)
    menu_wished = Signal(QPointF, object)  # place on the canvas; launch number, "earth", "moon" or None
    size_changed = Signal(int, int, float)  # physical pixels and their ratio
    point_limit_wished = Signal(int)
    link_limit_wished = Signal(int)
    drawn = Signal(object)  # FrameReport
    first_drawn = Signal()
    failed = Signal(str)
    gave_up = Signal()  # there will be no picture
    _swarm_told = Signal()  # from its thread
    _links_told = Signal()  # from theirs

    def __init__(self, world: World, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world, self._view = world, view
        self._scene: Scene | None = None
        self._frame: Frame | None = None
        self._canvas: Any = None
        self._ready = FleetReady()
        self._ready.prepare(world, view.point_limit)
        self._pacer = FramePacer()
        self._swarm_told.connect(self.request_draw)
        self._swarm = SwarmReady(self._swarm_told.emit)
        self._links_told.connect(self.request_draw)
        self._links = LinksReady(self._links_told.emit)
        self._renderer = ""
        self._first = True
        self._broken = ""
        self._refine = QTimer(self)
        self._refine.setSingleShot(True)
        self._refine.setInterval(_REFINE_MS)
        self._refine.timeout.connect(self.request_draw)
        self._still = False
        self._stillness = QTimer(self)
        self._stillness.setSingleShot(True)
        self._stillness.setInterval(_STILL_MS)
        self._stillness.timeout.connect(self._stand_still)
        self.pointer = Pointer(lambda: self._view, self)
        self.pointer.camera_wished.connect(self.camera_wished)
        self.pointer.clicked.connect(lambda at: self.satellite_picked.emit(self._satellite_at(at)))
        self.pointer.double_clicked.connect(self._double_clicked)
        self.pointer.menu_wished.connect(lambda at: self.menu_wished.emit(at, self.thing_at(at)))
        self.pointer.rested.connect(lambda at: self.hovered.emit(self._satellite_at(at)))
        self.pointer.left.connect(lambda: self.hovered.emit(None))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setMinimumSize(320, 200)
        self._make_canvas()
        self._without_gl = 0
        QTimer.singleShot(_NO_GL_MS, self, self._expect_gl)

    # -- what is shown ---------------------------------------------------------------------

    def show_world(self, world: World) -> None:
        self._world = world
        self._move()

    def show_view(self, view: View) -> None:
        before, self._view = self._view, view
        if replace(view, hovered=None, selected=None) == replace(before, hovered=None, selected=None):
            self.request_draw()
        else:
            self._move()

    def _move(self) -> None:
        """What moves is drawn as smoothly as this machine can."""
        self._still = False
        self._stillness.start()
        self.request_draw()

    def _stand_still(self) -> None:
        """A picture that stands still has all its satellites, however slow the machine."""
        self._still = self._view.point_limit < _STILL_POINTS and not self._first
        if self._still:
            self.request_draw()

    def request_draw(self) -> None:
        """Draw when Qt next paints; any number of requests until then are one."""
        if self._canvas is not None:
            self._canvas.native.update()

    def start_full_maps(self) -> None:
        if self._scene is not None:
            self._scene.start_full_maps()
            self.request_draw()

    @property
    def broken(self) -> str:
        """The sentence that says why there is no picture, or nothing."""
        return self._broken

    @property
    def usual_links(self) -> int:
        """How many laser links this machine draws smoothly."""
        return link_limit_for(self._renderer)

    @property
    def refining(self) -> bool:
        """Whether more detail is on its way."""
        return self._ready.pending or (self._scene is not None and self._scene.refining)

    def picture(self, width_px: int, height_px: int) -> Any:
        """Return this view as an image (height_px, width_px, 3), antialiased.  Raises ``ValueError`` or ``GlError``."""
        from gui.snapshot import render_image

        if self._scene is None or self._canvas is None:
            raise GlError("There is no picture to export, because there is no OpenGL on this machine.")
        self._canvas.set_current()
        view = replace(self._view, hovered=None, pixel_ratio=1.0, hud=False)
        view = replace(view, links=self._links.shown(self._world, view).links)
        return render_image(self._world, view, width_px, height_px, scene=self._scene)

    def close_scene(self) -> None:
        """Let go of everything on the GPU and of the threads that feed it."""
        self._refine.stop()
        self._stillness.stop()
        self._ready.close()
        self._swarm.close()
        self._links.close()
        if self._scene is not None:
            self._scene.close()
            self._scene = None
        if self._canvas is not None:
            canvas, self._canvas = self._canvas, None
            # What the scene left to be deleted is deleted now: contexts share it, so it would outlive this one.
            canvas.set_current()
            canvas.context.flush_commands()
            canvas.events.draw.disconnect()
            canvas.native.removeEventFilter(self.pointer)
            canvas.close()

    # -- GL --------------------------------------------------------------------------------

    def _make_canvas(self) -> None:
        from vispy import app

        app.use_app("pyside6")
        try:
            self._canvas = app.Canvas(
                app="pyside6",
                config={"depth_size": 24, "samples": 0},
                keys=None,
                autoswap=False,
                parent=self,
                dpi=self.logicalDpiX(),  # else vispy runs another program to ask for it
            )
        except Exception as error:
            # Whatever vispy and the driver raise here means one thing.
            self._break(f"There is no OpenGL on this machine ({_first_line(error)}): the panels work without it.")
            return
        self._canvas.events.draw.connect(self._draw)
        self._canvas.events.initialize.connect(self._forget_scene)
        native = self._canvas.native
        native.installEventFilter(self.pointer)
        native.setMouseTracking(True)
        self._column.addWidget(native)

    def _forget_scene(self, _event: object = None) -> None:
        """A new context knows nothing of the old one's textures and buffers: all is made again from files."""
        if self._scene is not None:
            self._scene.close()
            self._scene = None
            QTimer.singleShot(0, self, self._remake_canvas)

    def _remake_canvas(self) -> None:
        old, self._canvas = self._canvas, None
        if old is None:
            return
        old.native.removeEventFilter(self.pointer)
        old.native.hide()
        old.native.deleteLater()
        self._make_canvas()

    def _expect_gl(self) -> None:
        """Look whether a context came with the window; say so if it is missing at two looks in a row."""
        if self._canvas is None or self._canvas.native.isValid():
            return
        handle = self.window().windowHandle()
        self._without_gl += handle is not None and handle.isExposed()
        if self._without_gl < 2:
            QTimer.singleShot(_NO_GL_MS, self, self._expect_gl)
        else:
            self._break(
                "OpenGL could not be started on this machine, so there is no picture; the panels work without it."
                " Install or update the graphics driver, or Mesa's software renderer."
            )

    def _break(self, sentence: str) -> None:
        """Show one sentence in place of the picture."""
        self._broken = sentence
        if self._canvas is not None:
            canvas, self._canvas = self._canvas, None
            canvas.native.hide()
            canvas.native.deleteLater()
        label = QLabel(sentence)
        label.setObjectName("failure")
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setMargin(60)
        self._column.addWidget(label)
        label.lower()
        QTimer.singleShot(0, self, self.gave_up.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_size()

    def _tell_size(self) -> None:
        self._pacer.forget()
        ratio = self.devicePixelRatioF()
        self.size_changed.emit(round(self.width() * ratio), round(self.height() * ratio), ratio)

    # -- drawing ---------------------------------------------------------------------------

    def _draw(self, _event: object) -> None:
        if self._canvas is None:
            return
        try:
            self._draw_frame()
        except GlError as error:
            self._break_later(f"There is no picture: {error}.")
        except AssetError as error:
            if self._scene is None:  # without the small maps there is nothing to draw with
                self._break_later(f"There is no picture: {error}.")
            else:
                self.failed.emit(f"A map stays coarse: {error}.")
        except Exception:
            # vispy would swallow it; so it goes where every other surprise goes, and the next frame is tried.
            sys.excepthook(*sys.exc_info())

    def _break_later(self, sentence: str) -> None:
        QTimer.singleShot(0, self, lambda: self._broken or self._break(sentence))

    def _draw_frame(self) -> None:
        start = perf_counter()
        if self._scene is None:
            self._open_scene()
        scene = self._scene
        assert scene is not None
        width, height = self._canvas.physical_size
        wanted = max(_STILL_POINTS, self._view.point_limit) if self._still else self._view.point_limit
        if self._first:
            wanted = min(wanted, FIRST_POINTS)
        limit, at_once = self._ready.point_limit(self._world, wanted)
        view = replace(self._view, width_px=max(width, 1), height_px=max(height, 1), point_limit=limit)
        if self._first:  # the very first picture need not wait for names, nor for the faintest light
            view = replace(view, layers=view.layers - {"labels", "milky_way", "ascents"} - NETWORK_LAYERS)
            self._ready.await_first()
        view = self._links.shown(self._world, self._swarm.shown(self._world, view))
        frame = self._frame = build_frame(self._world, view)
        if at_once or self._first:
            with scene.waiting():
                scene.draw(frame)
        else:
            scene.draw(frame)
        self._canvas.context.finish()
        self._report(frame, perf_counter() - start, at_once)
        if self.refining:
            self._refine.start()

    def _open_scene(self) -> None:
        from vispy.gloo import gl

        self._renderer = str(gl.glGetParameter(gl.GL_RENDERER) or "")
        check_gl(str(gl.glGetParameter(gl.GL_VERSION) or ""), self._renderer)
        self._scene = Scene()
        if not self._first:
            self._scene.start_full_maps()

    def _report(self, frame: Frame, frame_s: float, at_once: bool) -> None:
        assert self._scene is not None
        fleet, limit = frame.fleet, self._view.point_limit
        # Uploads and shaders, and what else comes in the first seconds, are not what a frame usually takes.
        if not (at_once or self._first or self._still or self.refining):
            # Far from the Earth the fleet is not drawn, and how long that takes says nothing of it.
            points, stride = (fleet.points, fleet.stride) if frame.solar is None else (0, 1)
            wished = self._pacer.note(frame_s, points, stride, limit)
            if wished is not None:
                QTimer.singleShot(0, self, lambda: self.point_limit_wished.emit(wished))
        points, stride = fleet.points, fleet.stride
        swarm = None if frame.solar is None else frame.solar.swarm
        if swarm is not None:
            points, stride = len(swarm.age), swarm.stride
        elif frame.solar is not None:
            stride = 1
        report = FrameReport(
            points,
            stride,
            limit,
            frame_s,
            self._pacer.frame_s,
            self._scene.fleet.gpu_bytes,
            self._renderer,
            self._swarm.note(self._world) or self._links.note,
            1 if frame.lunar_fleet is None else frame.lunar_fleet.stride,
            1 if frame.stream is None else max(streak.stride for streak in frame.stream.streaks),
            (
                *(() if frame.links is None else frame.links.words),
                *(() if frame.starlink is None or not frame.starlink.note else (frame.starlink.note,)),
            ),
            0 if frame.links is None else frame.links.drawn,
        )
        self.drawn.emit(report)
        if self._first:
            self._first = False
            QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        self.start_full_maps()  # in threads, while the panels are made
        self.first_drawn.emit()
        self.link_limit_wished.emit(self.usual_links)

    # -- what is under the pointer ---------------------------------------------------------

    def thing_at(self, at: QPointF) -> int | str | None:
        """Return the satellite at a logical pixel, else the body, else None."""
        satellite = self._satellite_at(at)
        if satellite is not None or self._frame is None:
            return satellite
        ratio = self._frame.view.pixel_ratio
        return body_at(self._frame, at.x() * ratio, at.y() * ratio)

    def site_at(self, at: QPointF) -> tuple[float, float] | None:
        """Return latitude and longitude, rad, of the Moon's ground under a logical pixel, or None beside it."""
        if self._frame is None:
            return None
        ratio = self._frame.view.pixel_ratio
        return site_at(self._frame, at.x() * ratio, at.y() * ratio)

    def starlink_at(self, at: QPointF) -> int | None:
        """Return the row of the Starlink satellite at a logical pixel, or None where none is drawn."""
        if self._frame is None or self._frame.starlink is None:
            return None
        from gui.starlink_frame import starlink_at

        ratio = self._frame.view.pixel_ratio
        return starlink_at(self._frame, at.x() * ratio, at.y() * ratio)

    def set_picking(self, on: bool) -> None:
        """Let presses on the Moon go to the pointer's picker."""
        self.pointer.picking = on
        if self._canvas is not None:
            self._canvas.native.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)

    def _satellite_at(self, at: QPointF) -> int | None:
        if self._frame is None:
            return None
        ratio = self._frame.view.pixel_ratio
        return satellite_at(self._world, self._frame, at.x() * ratio, at.y() * ratio)

    def _double_clicked(self, at: QPointF) -> None:
        thing = self.thing_at(at)
        if isinstance(thing, str):
            self.body_picked.emit(thing)
        elif thing is not None:
            self.satellite_centred.emit(thing)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
