"""What each action of the registry does to the window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu

from engine.satellites import satellite_name
from engine.scenario import shipped_scenarios
from engine.timebase import format_utc, from_datetime
from engine.version import program_version
from gui import theme
from gui.actions import INTERFACE_SIZES, PANELS
from gui.camera import CAMERAS
from gui.offscreen import GlError
from gui.pacing import ALL_LINKS
from gui.panels.dialogs import HELP, GoToDate, PictureSize, Words, about_text
from gui.panels.everyday import choose_everyday
from gui.panels.shortcuts_overlay import ShortcutsOverlay
from gui.settings import pictures_folder, settings
from gui.view import LAYERS

if TYPE_CHECKING:
    from gui.elements_choice import ElementsChoice
    from gui.link_loading import LinkLoading
    from gui.panels.models import ModelsPanel
    from gui.window import Window

_ZOOM = 0.8


class Handlers:
    """The handlers of a window's actions, and of its context menu."""

    def __init__(self, window: Window) -> None:
        self._window, self._session = window, window.session
        self._elements: ElementsChoice | None = None
        self._loading: LinkLoading | None = None

    def by_action(self) -> dict[str, Callable[..., object]]:
        """Return what each action of the registry does."""
        window, session = self._window, self._session
        clock = session.clock
        handlers: dict[str, Callable[..., object]] = {
            "file.open": self._choose_scenario,
            "file.elements": lambda: self.elements.choose(),
            "file.elements_update": lambda: self.elements.ask_update(),
            "file.elements_model": lambda: self.elements.use_model(),
            "file.copy": self._save_copy,
            "file.picture": self._export_picture,
            "file.chart_picture": self._export_chart,
            "file.timeline": self._export_timeline,
            "file.quit": self._window.close,
            "view.compressed": lambda on: session.set_stage_scale(1.0 if on else 0.0),
            "view.all_links": self._draw_all_links,
            "view.links_by_load": lambda on: self.choose_links_by("load" if on else "class"),
            "view.sceptic": self._toggle_sceptic,
            "view.everyday": self._choose_everyday,
            "view.hide_ui": self._window.hide_panels,
            "view.full_screen": lambda on: window.showFullScreen() if on else window.showNormal(),
            "view.performance": self._window.hud.set_performance,
            "view.reset_layout": self._window.reset_layout,
            "camera.home": self._go_home,
            "camera.go_to": session.go_to_selection,
            "camera.follow": lambda _on: (session.toggle_follow(), self._window.show_view(session.view)),
            "camera.centre": session.centre,
            "camera.back": session.fly_back,
            "camera.zoom_in": lambda: session.zoom(_ZOOM),
            "camera.zoom_out": lambda: session.zoom(1.0 / _ZOOM),
            "time.play": clock.toggle,
            "time.slower": clock.slower,
            "time.real": clock.realtime,
            "time.faster": clock.faster,
            "time.reverse": clock.reverse,
            "time.back": lambda: clock.step(-1),
            "time.forward": lambda: clock.step(+1),
            "time.last_milestone": lambda: self._go_to_milestone(-1),
            "time.next_milestone": lambda: self._go_to_milestone(+1),
            "time.next_launch": self._go_to_next_launch,
            "time.now": self.go_to_now,
            "time.opening": self.go_to_opening,
            "time.go_to": self._ask_date,
            "select.find": self._find,
            "select.clear": self._escape,
            "help.help": self._help,
            "help.keys": self._toggle_keys,
            "help.hint": self._window.hint.open,
            "help.about": self._about,
        }
        for name in shipped_scenarios():
            handlers[f"file.shipped.{name}"] = lambda name=name: session.open_scenario(name)
        for name in PANELS:
            handlers[f"view.panel.{name}"] = lambda on, name=name: self._window.show_panel(name, on)
        for name in LAYERS:
            handlers[f"view.layer.{name}"] = lambda on, name=name: session.set_layer(name, on)
        for size in INTERFACE_SIZES:
            handlers[f"view.size.{size}"] = lambda _on, size=size: self._window.choose_size(size)
        for name in CAMERAS:
            handlers[f"camera.preset.{name}"] = lambda name=name: session.fly_to(name)
        return handlers

    @property
    def elements(self) -> ElementsChoice:
        """What chooses which Starlink is used; few ask for it."""
        if self._elements is None:
            from gui.elements_choice import ElementsChoice

            self._elements = ElementsChoice(self._window)
        return self._elements

    def choose_links_by(self, by: str) -> None:
        """Give laser links colours by class or by load; few ask for loads."""
        if self._loading is None and by == "load":
            from gui.link_loading import LinkLoading

            self._loading = LinkLoading(self._window)
        if self._loading is not None:
            self._loading.choose(by)

    def stop(self) -> None:
        """Work no more: the window is closed."""
        if self._loading is not None:
            self._loading.stop()
        if self._elements is not None:
            self._elements.stop()

    # -- file ------------------------------------------------------------------------------

    def _choose_scenario(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self._window, "Open scenario", _last_folder(), "Scenarios (*.toml)")
        if path:
            _remember_folder(path)
            self._session.open_scenario(path)

    def open_file(self, path: str) -> None:
        """Open a file that was dropped on the window: orbital elements by its name, else a scenario."""
        from gui.elements_choice import is_elements

        if is_elements(path):
            self.elements.open_file(path)
        else:
            self._session.open_scenario(path)

    def _save_copy(self) -> None:
        scenario = self._session.simulation.scenario
        if scenario.path is None:
            return
        proposed = str(Path(_last_folder()) / f"my_{scenario.path.name}")
        path, _ = QFileDialog.getSaveFileName(
            self._window, "Save a copy of the scenario", proposed, "Scenarios (*.toml)"
        )
        if path:
            self.save_copy(Path(path))

    def save_copy(self, path: Path) -> None:
        """Write the open scenario's file to ``path``."""
        source = self._session.simulation.scenario.path
        assert source is not None
        path = path if path.suffix else path.with_suffix(".toml")
        aside = path.with_name(f".{path.name}.part")
        try:
            shutil.copyfile(source, aside)
            aside.replace(path)
        except OSError as error:
            self._window.tell(f"{path} cannot be written: {error.strerror or error}.")
            return
        _remember_folder(str(path))
        self._window.toast.say(f"Saved {path.name}: edit it with any text editor, and drop it on this window.")

    def _draw_all_links(self, on: bool) -> None:
        """Draw as many laser links as there are, or as many as this machine draws smoothly."""
        canvas = self._window.canvas
        self._session.set_link_limit(ALL_LINKS if on else canvas.usual_links)
        if on:
            self._session.set_layer("links", True)

    def _export_picture(self) -> None:
        view = self._session.view
        sizes = PictureSize((view.width_px, view.height_px), self._window)
        if not sizes.exec():
            return
        when = format_utc(self._session.world.t_s)[:16].replace(":", "")
        proposed = str(pictures_folder() / f"heliograph-{when}.png")
        path, _ = QFileDialog.getSaveFileName(self._window, "Export picture", proposed, "Pictures (*.png)")
        if path:
            self.export_picture(Path(path), *sizes.size_px)

    def export_picture(self, path: Path, width_px: int, height_px: int) -> None:
        """Write this view as a PNG; on failure one sentence."""
        from gui.snapshot import save_png

        path = path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png")
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            save_png(path, self._window.canvas.picture(width_px, height_px))
        except (GlError, ValueError, OSError) as error:
            self._window.tell(str(error))
        else:
            self._window.toast.say(f"Saved {path}")
        finally:
            QGuiApplication.restoreOverrideCursor()
            self._window.canvas.request_draw()

    def _export_chart(self) -> None:
        self._export_models("Export chart", "png", "Pictures", pictures_folder(), lambda models: models.png())

    def _export_timeline(self) -> None:
        self._export_models("Export timeline", "csv", "Tables", Path(_last_folder()), lambda models: models.csv())

    def _export_models(
        self, title: str, suffix: str, kind: str, folder: Path, content: Callable[[ModelsPanel], bytes]
    ) -> None:
        """Bring the models to the front, so that what is written is what is seen, and ask where to."""
        if self._window.hidden_panels:
            self._window.hide_panels(False)
        self._window.show_panel("models", True)
        models = self._window.models
        try:
            if models is None:
                raise ValueError("the charts are still coming: try again in a moment")
            made, name = content(models), models.file_stem()
        except ValueError as error:
            sentence = str(error)
            self._window.toast.say(f"{sentence[:1].upper()}{sentence[1:]}.")
            return
        proposed = str(folder / f"heliograph-{name}.{suffix}")
        path, _ = QFileDialog.getSaveFileName(self._window, title, proposed, f"{kind} (*.{suffix})")
        if path:
            self.write(Path(path), suffix, made)

    def write(self, path: Path, suffix: str, content: bytes) -> None:
        """Write a file whole or not at all; on failure one sentence."""
        from engine.commands import write_file

        path = path if path.suffix.lower() == f".{suffix}" else path.with_name(f"{path.name}.{suffix}")
        try:
            write_file(path, content)
        except ValueError as error:
            self._window.tell(str(error))
        else:
            self._window.toast.say(f"Saved {path}")

    # -- doubt and units -------------------------------------------------------------------

    def _toggle_sceptic(self) -> None:
        window = self._window
        if window.sceptic is None:
            from gui.panels.sceptic import ScepticOverlay

            window.sceptic = ScepticOverlay(window.canvas)
            window.sceptic.quantity_wished.connect(window.card.open_quantity)
            self._session.world_changed.connect(window.sceptic.show_world)
        if window.sceptic.isVisible():
            window.sceptic.dismiss()
        else:
            window.sceptic.open_on(self._session.world)

    def _choose_everyday(self, on: bool) -> None:
        choose_everyday(on)
        self._window.telemetry.refresh()
        if self._window.moon is not None:
            self._window.moon.refresh()
        self._window.card.show_world(self._session.world)

    # -- time ------------------------------------------------------------------------------

    def go_to_time(self, t_s: float) -> None:
        start_s, end_s = self._session.clock.bounds_s
        if not start_s <= t_s <= end_s:
            self._window.toast.say(
                f"{format_utc(t_s)[:10]} is outside the scenario:"
                f" it runs from {format_utc(start_s)[:10]} to {format_utc(end_s)[:10]}."
            )
        self._session.request_time(t_s)

    def go_to_now(self) -> None:
        self.go_to_time(from_datetime(datetime.now(UTC)))

    def go_to_opening(self) -> None:
        self._session.request_time(self._session.simulation.scenario.opens_at_s)

    def _go_to_milestone(self, direction: int) -> None:
        now_s = self._session.clock.t_s
        ahead = [m for m in self._session.simulation.scenario.milestones if (m.t_s - now_s) * direction > 1.0]
        if ahead:
            milestone = min(ahead, key=lambda m: abs(m.t_s - now_s))
            self._session.request_time(milestone.t_s)
            self._window.toast.say(milestone.title)

    def _go_to_next_launch(self) -> None:
        from engine.ascent import ascents_of
        from engine.launch_sites import said

        session = self._session
        ascents = ascents_of(session.simulation)
        flight = ascents.flight(ascents.next_flight(session.clock.t_s))
        if flight.liftoff_s >= session.simulation.scenario.end_s:
            self._window.toast.say("No more rockets leave before the scenario ends.")
            return
        session.request_time(flight.liftoff_s + 1.0)
        self._window.toast.say(f"Flight {flight.number + 1:,}: {said(flight.course)}.")

    def _ask_date(self) -> None:
        dialog = GoToDate(self._session.clock.t_s, self._session.clock.bounds_s, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._session.request_time(dialog.t_s))
        dialog.open()

    # -- camera and selection --------------------------------------------------------------

    def _go_home(self) -> None:
        self._session.set_stage_scale(0.0)
        self._session.fly_to("earth")

    def _find(self) -> None:
        dock = self._window.docks["search"]
        if self._window.hidden_panels:
            self._window.hide_panels(False)
        dock.show()
        dock.raise_()
        self._window.search.start()

    def found(self, k: int) -> None:
        self._session.select(k)
        self._window.canvas.setFocus()
        fleet = self._session.world.fleet
        if fleet.retired <= k < fleet.launched:
            self._session.centre()

    def _escape(self) -> None:
        """One step down the ladder: typing, movement, cards, selection.  It never quits."""
        focused = self._window.focusWidget()
        if isinstance(focused, QLineEdit):
            self._window.canvas.setFocus()
        elif self._session.moving:
            self._session.stop_moving()
        elif self._window.keys is not None and self._window.keys.isVisible():
            self._window.keys.dismiss()
        elif self._window.card.isVisible():
            self._window.card.dismiss()
        elif self._window.sceptic is not None and self._window.sceptic.isVisible():
            self._window.sceptic.dismiss()
        elif self._window.hint.isVisible():
            self._window.hint.dismiss()
        elif self._window.routing is not None and self._window.routing.watch.running:
            self._window.routing.watch.stop()
        elif self._window.hidden_panels:
            self._window.hide_panels(False)
        else:
            self._session.select(None)

    def open_menu(self, at: QPointF, thing: int | str | None) -> None:
        menu = self.context_menu(thing)
        if self._window.routing is not None:
            self._window.routing.add_to_menu(menu, at, thing)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._window.canvas.mapToGlobal(at).toPoint())

    def context_menu(self, thing: int | str | None) -> QMenu:
        """Return the menu of a satellite, a body or the empty sky."""
        menu = QMenu(self._window)
        act = self._window.actions_by_id
        if isinstance(thing, int):
            self._session.select(thing)
            name = satellite_name(self._session.simulation, thing)
            menu.addSection(name)
            for key in ("camera.go_to", "camera.follow", "camera.centre", "select.clear"):
                menu.addAction(act[key])
            menu.addSeparator()
            why = menu.addAction(theme.icon("help"), "Why this much power?")
            why.triggered.connect(lambda: self._window.card.open_quantity("satellite_power_now_w"))
            copy = menu.addAction(theme.icon("copy"), "Copy its name")
            copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(name))
            return menu
        if isinstance(thing, str):
            menu.addAction(act[f"camera.preset.{thing}"])
        for key in ("camera.home", "camera.follow", "camera.back"):
            menu.addAction(act[key])
        menu.addSeparator()
        for key in ("view.compressed", "view.hide_ui", "view.full_screen", "file.picture"):
            menu.addAction(act[key])
        return menu

    # -- help ------------------------------------------------------------------------------

    def _toggle_keys(self) -> None:
        if self._window.keys is None:
            self._window.keys = ShortcutsOverlay(self._window)
        if self._window.keys.isVisible():
            self._window.keys.dismiss()
        else:
            self._window.keys.open()

    def _read(self, title: str, markdown: str) -> None:
        page = Words(title, markdown, self._window)
        page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page.open()

    def _help(self) -> None:
        self._read("Help", HELP)

    def _about(self) -> None:

        self._read("About and credits", about_text(program_version()))


def _last_folder() -> str:
    return str(settings().value("folder", str(Path.home())))


def _remember_folder(path: str) -> None:
    settings().setValue("folder", str(Path(path).parent))
