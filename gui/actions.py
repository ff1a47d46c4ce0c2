"""Every action of the program, once: menus, shortcuts and the overlay of keys all come from here.

The window binds a handler to each by its ``id``; tests hold that none is
missing and that no two share a key.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.scenario import shipped_scenarios
from gui.camera import CAMERAS
from gui.view import LAYERS

CAMERA_TITLES = {
    "earth": "Earth",
    "fleet": "The fleet",
    "dawn": "Dawn",
    "limb": "Along the limb",
    "sunrise": "Sunrise from orbit",
    "pole": "Over the pole",
    "moon": "Moon",
    "earthrise": "Earthrise",
    "earth-moon": "Earth and Moon",
    "sun": "Sun and swarm",
    "launch": "Launch site",
    "factory": "Lunar factory",
    "track": "Along the track",
    "stream": "The whole stream",
    "arrival": "Arrival",
    "payload": "Ride a payload",
}
PANELS = {
    "layers": "Layers",
    "views": "Views",
    "search": "Search",
    "telemetry": "Telemetry",
    "charts": "Charts",
    "models": "Models",
    "moon": "Moon",
    "inspector": "Satellite",
    "designer": "Trajectory designer",
    "route": "Route",
    "network": "Network",
    "time": "Time",
}
PANEL_KEYS = {"moon": ("M",), "designer": ("D",), "route": ("T",), "network": ("W",)}
INTERFACE_SIZES = (80, 100, 125, 150, 200)  # per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing the user can do.

    ``menu`` is the path of its menu, such as ``View/Layers``; ``keys`` are in
    Qt's portable writing; ``new_group`` puts a line above it.
    """

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    checkable: bool = False
    new_group: bool = False


def _act(
    id: str, text: str, menu: str, *keys: str, icon: str = "", tip: str = "", check: bool = False, line: bool = False
) -> Action:
    return Action(id=id, text=text, menu=menu, keys=keys, icon=icon, tip=tip, checkable=check, new_group=line)


ACTIONS: tuple[Action, ...] = (
    _act("file.open", "Open scenario…", "File", "Ctrl+O", icon="folder-open", tip="Open a scenario file (.toml)"),
    *(_act(f"file.shipped.{name}", name, "File/Shipped scenarios", icon="file") for name in shipped_scenarios()),
    _act("file.copy", "Save a copy of the scenario…", "File", "Ctrl+S", icon="device-floppy",
         tip="Save this scenario as a file of your own, to edit and open"),
    _act("file.elements", "Open orbital elements…", "File", icon="satellite", line=True,
         tip="Real satellites of Starlink from a file: TLE or OMM, of any form"),
    _act("file.elements_update", "Update elements from CelesTrak…", "File", icon="cloud",
         tip="Download the orbital elements of Starlink; asks first"),
    _act("file.elements_model", "Use the model of Starlink", "File", icon="grid-dots",
         tip="The licensed shells with all satellites in place, instead of real ones"),
    _act("file.picture", "Export picture…", "File", "F10", "Print", icon="camera", line=True,
         tip="Draw this view as a PNG, up to 7680 x 4320"),
    _act("file.chart_picture", "Export chart as PNG…", "File", icon="chart-line",
         tip="The charts of the tab in front under Models, twice as fine as on the screen"),
    _act("file.timeline", "Export timeline as CSV…", "File", icon="download",
         tip="Every quantity of the tab in front under Models, over the scenario's years"),
    _act("file.quit", "Quit", "File", "Ctrl+Q", icon="x", line=True),
    #
    *(_act(f"view.panel.{name}", title, "View/Panels", *PANEL_KEYS.get(name, ()), check=True)
      for name, title in PANELS.items()),
    *(_act(f"view.layer.{name}", title, "View/Layers", check=True) for name, title in LAYERS.items()),
    *(_act(f"view.size.{size}", f"{size} %", "View/Interface size", check=True) for size in INTERFACE_SIZES),
    _act("view.compressed", "Compressed scale", "View", "S", icon="scale", check=True, line=True,
         tip="Draw distances compressed, so that shells and Moon fit one picture"),
    _act("view.all_links", "All laser links", "View", icon="circle-dashed", check=True,
         tip="Draw every laser link, however many: slow, and memory of a gigabyte for a million satellites"),
    _act("view.links_by_load", "Laser links by load", "View", icon="activity", check=True,
         tip="Colours of laser links by how much of each is used, from blue to red; some seconds to work out"),
    _act("view.sceptic", "Objections", "View", "O", icon="help",
         tip="What critics say of this scenario: the claim, our number, theirs, and what would change it"),
    _act("view.everyday", "Everyday comparisons", "View", icon="scale", check=True,
         tip="Show numbers beside ones that people know, such as world electricity"),
    _act("view.hide_ui", "Hide panels", "View", "Ctrl+U", icon="eye-off", check=True, line=True,
         tip="Show the picture alone"),
    _act("view.full_screen", "Full screen", "View", "F11", "Alt+Return", icon="arrows-maximize", check=True),
    _act("view.performance", "Performance", "View", "`", icon="activity", check=True, line=True,
         tip="Show how long frames take"),
    _act("view.reset_layout", "Reset layout", "View", icon="layout-sidebar", tip="Put every panel back in its place"),
    #
    *(_act(f"camera.preset.{name}", CAMERA_TITLES.get(name, name.capitalize()), "Camera",
           *([str(number % 10)] if number <= 10 else []), icon="video") for number, name in enumerate(CAMERAS, 1)),
    _act("camera.home", "Home", "Camera", "Home", icon="home", line=True, tip="Fly to the first view, at true scale"),
    _act("camera.go_to", "Go to the selection", "Camera", "G", icon="target"),
    _act("camera.follow", "Follow", "Camera", "F", icon="pin", check=True, tip="Turn with what is in focus"),
    _act("camera.centre", "Centre the selection", "Camera", "C", icon="focus-centered"),
    _act("camera.back", "Back to the last view", "Camera", "Alt+Left", "Backspace", icon="arrow-back-up"),
    _act("camera.zoom_in", "Nearer", "Camera", "+", "=", icon="zoom-in", line=True),
    _act("camera.zoom_out", "Farther", "Camera", "-", icon="zoom-out"),
    #
    _act("time.play", "Play or pause", "Time", "Space", icon="player-play", tip="A pause keeps the rate"),
    _act("time.slower", "Slower, then backwards", "Time", "J", ",", icon="player-track-prev", line=True),
    _act("time.real", "Real time", "Time", "K", icon="clock-play"),
    _act("time.faster", "Faster", "Time", "L", ".", icon="player-track-next"),
    _act("time.reverse", "Reverse", "Time", "R", icon="rewind-backward-5"),
    _act("time.back", "Step back", "Time", "Left", icon="player-skip-back", line=True),
    _act("time.forward", "Step forward", "Time", "Right", icon="player-skip-forward"),
    _act("time.last_milestone", "Milestone before", "Time", "PgUp", icon="flag"),
    _act("time.next_milestone", "Milestone after", "Time", "PgDown", icon="flag"),
    _act("time.next_launch", "Next launch", "Time", "N", icon="rocket", tip="The next rocket to leave the Earth"),
    _act("time.now", "Now", "Time", "Ctrl+.", icon="clock", line=True, tip="Go to today's date"),
    _act("time.opening", "The scenario's opening date", "Time", "Ctrl+Home", icon="refresh"),
    _act("time.go_to", "Go to date…", "Time", "Ctrl+T", icon="calendar"),
    #
    _act("select.find", "Find…", "Select", "Ctrl+F", "F3", icon="search", tip="A satellite, a body, a view"),
    _act("select.clear", "Clear the selection", "Select", "Esc", icon="circle-dashed"),
    #
    _act("help.help", "Help", "Help", "F1", icon="help"),
    _act("help.keys", "Keys", "Help", "?", icon="keyboard"),
    _act("help.hint", "Show the first hint", "Help", icon="sparkles"),
    _act("help.about", "About and credits", "Help", icon="info-circle", line=True),
)  # fmt: skip

BY_ID = {action.id: action for action in ACTIONS}


def menus() -> tuple[str, ...]:
    """Return the names of the top menus, in order."""
    return tuple(dict.fromkeys(action.menu.split("/")[0] for action in ACTIONS))
