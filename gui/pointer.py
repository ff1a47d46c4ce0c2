"""The mouse over the picture: drag, wheel and clicks become wishes for a camera or a selection."""

from __future__ import annotations

from collections.abc import Callable
from math import tan

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from gui.camera import Camera, orbited, panned, surface_radius_km, zoomed
from gui.view import View

_CLICK_PX = 4  # a press that moves less is a click
_REST_MS = 260  # the pointer rests so long before what is under it is looked for
_NOTCH = 120.0  # Qt's wheel units a notch
_NOTCH_FACTOR = 0.84
_MOST_RAD_A_PX = 0.007


class Pointer(QObject):
    """Watches the canvas.  Positions are logical pixels from its top left."""

    camera_wished = Signal(object)
    clicked = Signal(QPointF)
    double_clicked = Signal(QPointF)
    menu_wished = Signal(QPointF)
    rested = Signal(QPointF)
    left = Signal()

    def __init__(self, view: Callable[[], View], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.picker: Callable[[QPointF], bool] | None = None  # takes a place, and says whether it could
        self.picking = False  # whether every press goes to the picker; with Ctrl one always does
        self._held = False
        self._pressed_at: QPointF | None = None
        self._last = QPointF()
        self._dragging = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(lambda: self.rested.emit(self._last))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._move(event)
        elif kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._rest.stop()
            self._held = self._picked(event)
            self._pressed_at = None if self._held else event.position()
            self._last = event.position()
            self._dragging = False
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self._release(event)
        elif kind == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            self._pressed_at = None
            self._held = self._picked(event)
            if event.button() == Qt.MouseButton.LeftButton and not self._held:
                self.double_clicked.emit(event.position())
        elif kind == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            self._wheel(event)
        elif kind == QEvent.Type.Leave:
            self._rest.stop()
            self.left.emit()
        else:
            return False
        return True  # ours: nothing else on the canvas wants the mouse

    def _picked(self, event: QMouseEvent) -> bool:
        if self.picker is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        wanted = self.picking or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return wanted and self.picker(event.position())

    def _move(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._held and self.picker is not None:
            self._last = here
            self.picker(here)
            return
        moved = here - self._last
        self._last = here
        if self._pressed_at is None:
            self._rest.start()
            self.left.emit()
            return
        if not self._dragging:
            away = here - self._pressed_at
            self._dragging = abs(away.x()) + abs(away.y()) >= _CLICK_PX
            moved = away
        if self._dragging:
            camera = self._view().camera
            slow = 0.2 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
            pan = event.buttons() & (Qt.MouseButton.RightButton | Qt.MouseButton.MiddleButton)
            move = self._panned if pan else self._orbited
            self.camera_wished.emit(move(camera, moved.x() * slow, moved.y() * slow))

    def _release(self, event: QMouseEvent) -> None:
        pressed, self._pressed_at = self._pressed_at, None
        self._held = False
        if pressed is None or self._dragging:
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.position())
        elif event.button() == Qt.MouseButton.RightButton:
            self.menu_wished.emit(event.position())

    def _wheel(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            notches *= 0.2
        if notches:
            self.camera_wished.emit(zoomed(self._view().camera, _NOTCH_FACTOR**notches))

    def _orbited(self, camera: Camera, dx_px: float, dy_px: float) -> Camera:
        # Near the ground the surface keeps under the pointer; farther out a drag is never wilder than this.
        radius_km = surface_radius_km(camera)
        height = (camera.distance_km - radius_km) / radius_km if radius_km else 1e9
        rad_a_px = min(max(height, 2e-3) * self._px_rad(), _MOST_RAD_A_PX)
        return orbited(camera, -dx_px * rad_a_px, dy_px * rad_a_px)

    def _panned(self, camera: Camera, dx_px: float, dy_px: float) -> Camera:
        km_a_px = self._px_rad() * camera.distance_km
        return panned(camera, -dx_px * km_a_px, dy_px * km_a_px)

    def _px_rad(self) -> float:
        view = self._view()
        return 2.0 * tan(view.camera.fov_rad / 2.0) / (view.height_px / view.pixel_ratio)
