"""The window: canvas in the middle, panels round it, and the wiring between them and the session.

It comes in two steps.  First the canvas alone, so that the first picture stands
as soon as the machine can draw it; then, at once, ``furnish`` builds the panels
round it, in the room that the canvas had left for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from engine.world import Simulation, world_at
from gui import theme
from gui.canvas import SceneCanvas
from gui.session import Session
from gui.settings import flag, interface_percent, settings
from gui.view import LAYERS, View

if TYPE_CHECKING:
    from gui.designing import Designing
    from gui.networking import Networking
    from gui.panels.charts import ChartsPanel
    from gui.panels.models import ModelsPanel
    from gui.panels.moon import MoonPanel
    from gui.panels.sceptic import ScepticOverlay
    from gui.panels.shortcuts_overlay import ShortcutsOverlay
    from gui.routing import Routing

_LAYOUT_VERSION = 4
_NO_PICTURE_MS = 1_500
_FIRST_MARGINS = (240, 32, 348, 110)  # left, top, right, bottom: the panels in their first places


class Window(QMainWindow):
    """The window on a session.  Its panels come with the first picture."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        session.setParent(self)
        self.setMinimumSize(720, 480)
        self.setWindowTitle("Heliograph")
        self._furnished = False
        self.hidden_panels: list[QWidget] = []

        self.canvas = SceneCanvas(session.world, session.view)
        self.setCentralWidget(self.canvas)
        session.world_changed.connect(self.canvas.show_world)
        session.view_changed.connect(self.canvas.show_view)
        self.canvas.size_changed.connect(session.set_size)
        self.canvas.first_drawn.connect(self._after_first_picture)
        self.canvas.failed.connect(self.tell)
        self.canvas.gave_up.connect(self._after_first_picture)
        self._restore_place()
        self.setContentsMargins(*self._room_for_panels())
        QTimer.singleShot(_NO_PICTURE_MS, self, self.furnish)  # where no first picture comes, panels do

    def furnish(self) -> None:
        """Build everything but the canvas; does nothing the second time."""
        if self._furnished:
            return
        self._furnished = True
        # Imported here, as in what is called later: these are what the first picture does not wait for.
        from gui.actions import PANELS
        from gui.docks import make_dock
        from gui.handlers import Handlers
        from gui.hud import Hud
        from gui.late import LateImports
        from gui.late_panels import LatePanels
        from gui.menus import make_actions
        from gui.panels.everyday import everyday_chosen
        from gui.panels.hint import Hint
        from gui.panels.inspector import InspectorPanel
        from gui.panels.layers import LayersPanel
        from gui.panels.quantity_card import QuantityCard
        from gui.panels.search import SearchPanel
        from gui.panels.telemetry import TelemetryPanel
        from gui.panels.timeline import Timeline
        from gui.panels.toast import Toast
        from gui.panels.transport import TransportPanel
        from gui.panels.views import ViewsPanel

        theme.dress(QApplication.instance())
        self.setContentsMargins(0, 0, 0, 0)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setWindowIcon(theme.icon("sun", "gold", "gold"))

        self.hud = Hud(self.canvas)
        self.toast = Toast(self.canvas)
        self.hint = Hint(self.canvas)
        self.card = QuantityCard(self.canvas)
        self.keys: ShortcutsOverlay | None = None
        self.sceptic: ScepticOverlay | None = None

        self.layers = LayersPanel()
        self.views = ViewsPanel()
        self.search = SearchPanel()
        self.telemetry = TelemetryPanel()
        self.charts: ChartsPanel | None = None
        self.models: ModelsPanel | None = None
        self.moon: MoonPanel | None = None
        self.designer: Designing | None = None
        self.routing: Routing | None = None
        self.networking: Networking | None = None
        self.inspector = InspectorPanel()
        self.transport = TransportPanel()
        self.timeline = Timeline()
        self.docks = {name: make_dock(self, name, title, self._panel(name)) for name, title in PANELS.items()}

        self.handlers = Handlers(self)
        self.actions_by_id = make_actions(self, self.handlers.by_action())
        self._late = LateImports(self)
        self.late_panels = LatePanels(self)
        self._connect()
        self._show_simulation(self.session.simulation)
        self._show_world(self.session.world)
        self.show_view(self.session.view)
        self.show_pace()
        self.actions_by_id["view.everyday"].setChecked(everyday_chosen())
        self._restore_layout()
        self.canvas.setFocus()

    # -- wiring ----------------------------------------------------------------------------

    def _connect(self) -> None:
        session, clock, canvas, hud = self.session, self.session.clock, self.canvas, self.hud

        # What the session says, to those who show it.
        session.world_changed.connect(self._show_world)
        session.view_changed.connect(self.show_view)
        session.simulation_changed.connect(self._show_simulation)
        session.simulation_changed.connect(self._show_warnings)
        session.curve_changed.connect(self.timeline.show_curve)
        session.selection_changed.connect(self._show_selection)
        session.busy_changed.connect(hud.show_busy)
        session.flights_progressed.connect(hud.show_flights)
        session.message.connect(self.tell)
        session.note.connect(self.toast.say)
        clock.playing_changed.connect(self.show_pace)
        clock.rate_changed.connect(self.show_pace)

        # What the picture wishes and tells.
        canvas.camera_wished.connect(session.set_camera)
        canvas.satellite_picked.connect(session.select)
        canvas.satellite_centred.connect(lambda k: (session.select(k), session.centre()))
        canvas.body_picked.connect(lambda name: session.fly_to(name))
        canvas.hovered.connect(session.hover)
        canvas.menu_wished.connect(self.handlers.open_menu)
        canvas.point_limit_wished.connect(session.set_point_limit)
        canvas.link_limit_wished.connect(session.set_link_limit)
        canvas.drawn.connect(hud.show_report)

        # What the panels wish.
        self.layers.layer_wished.connect(session.set_layer)
        self.layers.stage_scale_wished.connect(session.set_stage_scale)
        self.layers.links_by_wished.connect(self.handlers.choose_links_by)
        self.views.view_wished.connect(session.fly_to)
        self.search.satellite_wished.connect(self.handlers.found)
        self.search.view_wished.connect(session.fly_to)
        self.search.time_wished.connect(session.request_time)
        self.telemetry.quantity_wished.connect(self.card.open_quantity)
        self.inspector.quantity_wished.connect(self.card.open_quantity)
        self.inspector.go_to_wished.connect(session.go_to_selection)
        self.inspector.follow_wished.connect(session.toggle_follow)
        self.inspector.clear_wished.connect(lambda: session.select(None))
        self.inspector.time_wished.connect(session.request_time)
        self.transport.play_wished.connect(clock.toggle)
        self.transport.reverse_wished.connect(clock.reverse)
        self.transport.slower_wished.connect(clock.slower)
        self.transport.faster_wished.connect(clock.faster)
        self.transport.rate_wished.connect(clock.set_rate)
        self.transport.step_wished.connect(clock.step)
        self.transport.time_wished.connect(self.handlers.go_to_time)
        self.transport.now_wished.connect(self.handlers.go_to_now)
        self.transport.opening_wished.connect(self.handlers.go_to_opening)
        self.transport.refused.connect(self.toast.say)
        self.timeline.time_wished.connect(session.request_time)
        self.card.copied.connect(lambda _text: self.toast.say("Copied."))
        self.hint.read.connect(lambda: settings().setValue("hint_read", True))
        self._late.charts_ready.connect(self.late_panels.add_charts)
        self._late.charts_ready.connect(self.late_panels.add_models)
        self._late.charts_ready.connect(self.late_panels.add_moon)
        for name, dock in self.docks.items():
            dock.visibilityChanged.connect(lambda _on, name=name: self._show_panel_check(name))

    # -- showing ---------------------------------------------------------------------------

    def _show_world(self, world) -> None:
        for shower in (self.hud, self.telemetry, self.inspector, self.card, self.transport, self.timeline):
            shower.show_world(world)

    def show_view(self, view: View) -> None:
        self.hud.show_view(view)
        self.layers.show_view(view)
        for name in LAYERS:
            self.actions_by_id[f"view.layer.{name}"].setChecked(name in view.layers)
        self.actions_by_id["view.compressed"].setChecked(view.stage_scale >= 0.5)
        self.actions_by_id["camera.follow"].setChecked(view.camera.follow)
        self.actions_by_id["view.links_by_load"].setChecked(view.links_by == "load")

    def _show_simulation(self, simulation: Simulation) -> None:
        self.setWindowTitle(f"{simulation.scenario.title} – Heliograph")
        for shower in (self.search, self.transport, self.timeline):
            shower.show_simulation(simulation)

    def _show_warnings(self, simulation: Simulation) -> None:
        """Say what does not add up in a scenario that can be simulated all the same."""
        from engine.warnings_of import warnings_of

        found = warnings_of(world_at(simulation, simulation.scenario.opens_at_s))
        if found:
            more = f" (and {len(found) - 1} more: heliograph check tells all)" if len(found) > 1 else ""
            self.toast.say(f"{_as_sentence(found[0])}{more}.")

    def _show_selection(self, k: int | None) -> None:
        self.inspector.show_selection(k)
        self.card.show_selection(k)
        if k is not None and not self.hidden_panels:
            self.docks["inspector"].show()
            self.docks["inspector"].raise_()

    def show_pace(self, _changed: object = None) -> None:
        clock = self.session.clock
        self.hud.show_rate(clock.rate, clock.playing)
        self.transport.show_rate(clock.rate)
        self.transport.show_playing(clock.playing)
        if self.moon is not None:
            self.moon.show_rate(clock.rate if clock.playing else 0.0)

    def tell(self, sentence: str) -> None:
        """Show a sentence that must be read, and go on."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Heliograph")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIconPixmap(theme.pixmap("alert-triangle", "gold", 34))
        # Many faults in one file: the first few say enough.
        lines = sentence.splitlines()
        more = f"\n… and {len(lines) - 6} more" if len(lines) > 6 else ""
        box.setText("\n".join(_as_sentence(line) for line in lines[:6]) + more)
        box.open()

    # -- after the first picture -----------------------------------------------------------

    def _after_first_picture(self) -> None:
        """Everything the first picture did not need."""
        from gui.menus import add_icons

        self.furnish()
        add_icons(self.actions_by_id)
        self.canvas.start_full_maps()
        self.session.ask_curve()
        self.session.ask_flights()
        self._late.start()
        if not flag("hint_read") and not self.canvas.broken:
            self.hint.open()

    # -- files dropped ----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.handlers.open_file(files[0])

    # -- panels and layout -----------------------------------------------------------------

    def _panel(self, name: str) -> QWidget:
        if name in ("charts", "models", "moon", "designer", "route", "network", "time"):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            if name == "time":
                column.addWidget(self.transport)
                column.addWidget(self.timeline)
            return holder
        return {"layers": self.layers, "views": self.views, "search": self.search, "telemetry": self.telemetry,
                "inspector": self.inspector}[name]  # fmt: skip

    def hold(self, name: str, panel: QWidget) -> None:
        """Put a panel that has come in the dock that waits for it."""
        self.docks[name].widget().layout().addWidget(panel)

    def show_panel(self, name: str, on: bool) -> None:
        dock = self.docks[name]
        if not on and dock.isVisible() and dock.visibleRegion().isEmpty():
            on = True  # it lies under another tab: whoever asks for it wants to see it
        dock.setVisible(on)
        if on:
            dock.raise_()
        self._show_panel_check(name)

    def _show_panel_check(self, name: str) -> None:
        # A tab that lies under another is not visible, and not hidden either.
        self.actions_by_id[f"view.panel.{name}"].setChecked(not self.docks[name].isHidden())

    def hide_panels(self, on: bool) -> None:
        if on == bool(self.hidden_panels):
            return
        if on:
            self.hidden_panels = [widget for widget in (self.menuBar(), *self.docks.values()) if not widget.isHidden()]
            for widget in self.hidden_panels:
                widget.hide()
        else:
            shown, self.hidden_panels = self.hidden_panels, []
            for widget in shown:
                widget.show()
        self.actions_by_id["view.hide_ui"].setChecked(on)

    def reset_layout(self) -> None:
        """Put every panel back in its first place."""
        self.hide_panels(False)

        from gui.docks import arrange

        arrange(self, self.docks)

    def choose_size(self, percent: int) -> None:
        settings().setValue("interface_percent", percent)
        self._show_size_check()
        self.toast.say(f"The interface will be at {percent} % when Heliograph next starts.")

    def _show_size_check(self) -> None:
        from gui.actions import INTERFACE_SIZES

        for size in INTERFACE_SIZES:
            self.actions_by_id[f"view.size.{size}"].setChecked(size == interface_percent())

    def _restore_place(self) -> None:
        geometry = settings().value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self._first_size()

    def _room_for_panels(self) -> list[int]:
        """Return how far the canvas stood from the window's four edges when it was last closed."""
        try:
            margins = [int(length) for length in settings().value("canvas_margins") or []]
        except (TypeError, ValueError):
            margins = []
        return margins if len(margins) == 4 and min(margins) >= 0 else [theme.px(length) for length in _FIRST_MARGINS]

    def _restore_layout(self) -> None:
        from gui.docks import arrange

        arrange(self, self.docks)
        state = settings().value("layout")
        self._own_layout = state is not None and self.restoreState(state, _LAYOUT_VERSION)
        self.share_room()
        self._show_size_check()

    def share_room(self) -> None:
        """Give panels in their first places their first sizes, once Qt has laid them out."""
        from gui.docks import share_room

        if not self._own_layout:
            QTimer.singleShot(0, self, lambda: share_room(self, self.docks))

    def _first_size(self) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(round(room.width() * 0.94), theme.px(1760)), min(round(room.height() * 0.94), theme.px(990)))
        self.move(room.center() - self.rect().center())

    def _save_layout(self) -> None:
        self.hide_panels(False)
        store = settings()
        place = self.canvas.geometry()
        right, bottom = self.width() - place.right() - 1, self.height() - place.bottom() - 1
        store.setValue("canvas_margins", [place.left(), place.top(), right, bottom])
        store.setValue("geometry", self.saveGeometry())
        store.setValue("layout", self.saveState(_LAYOUT_VERSION))
        store.sync()

    # -- window ----------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._furnished:
            self._save_layout()
            self._late.stop()
            self.late_panels.stop()
            self.handlers.stop()
        self.session.close()
        self.canvas.close_scene()
        super().closeEvent(event)


def _as_sentence(text: str) -> str:
    """Begin with a capital letter, unless it begins with the name of a file."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return text if "." in first or "/" in first else f"{text[:1].upper()}{text[1:]}"
