"""What is drawn, and at which scale."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.link_classes import LinkClass
from gui import theme
from gui.panels.widgets import Switch, label, scrolling
from gui.scene.colours import GATEWAY, LINKS, STARLINK_SHADOW, STARLINK_SUNLIT
from gui.scene.fleet import LUNAR_SHADOW, LUNAR_SUNLIT, RISING, SHADOW, SUNLIT
from gui.view import LAYERS, View

_GROUPS = (
    ("Fleet", ("fleet", "rising", "lunar_fleet", "stream", "ascents", "orbit")),
    ("Network", ("starlink", "links", "gateways", "route")),
    ("Earth and Moon", ("earth", "clouds", "city_lights", "atmosphere", "moon", "driver", "moon_orbit")),
    ("Round the Sun", ("swarm", "planets")),
    ("Sky", ("sun", "stars", "milky_way", "grid")),
)


# What the points of a layer look like in sunlight, and in shadow where that differs: told apart at a glance.
_COLOURS = {
    "fleet": (SUNLIT, SHADOW),
    "rising": (RISING,),
    "lunar_fleet": (LUNAR_SUNLIT, LUNAR_SHADOW),
    "starlink": (STARLINK_SUNLIT, STARLINK_SHADOW),
    "links": (LINKS[LinkClass.STARLINK_IN_PLANE], LINKS[LinkClass.IN_PLANE], LINKS[LinkClass.UPLINK]),
    "gateways": (GATEWAY,),
    "stream": ((0.30, 0.48, 1.00),),
}


class LayersPanel(QWidget):
    layer_wished = Signal(str, bool)
    stage_scale_wished = Signal(float)
    links_by_wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.px(8), theme.px(10), theme.px(8), theme.px(10))
        column.setSpacing(theme.px(1))

        self.true_scale = self._segment("True scale", lambda: self.stage_scale_wished.emit(0.0))
        self.compressed = self._segment("Compressed", lambda: self.stage_scale_wished.emit(1.0))
        column.addLayout(self._beside(self.true_scale, self.compressed))
        self.by_class = self._segment("By class", lambda: self.links_by_wished.emit("class"))
        self.by_load = self._segment("By load", lambda: self.links_by_wished.emit("load"))
        self.by_class.setToolTip("Colours of laser links by what they join")
        self.by_load.setToolTip("Colours of laser links by how much of each is used; some seconds to work out")

        self.switches: dict[str, Switch] = {}
        grouped = {name for _, names in _GROUPS for name in names}
        rest = ("Names", tuple(name for name in LAYERS if name not in grouped))
        for title, names in (*_GROUPS, rest):
            heading = label(title, 11.5, 600, "faint")
            heading.setContentsMargins(theme.px(8), theme.px(9), 0, theme.px(2))
            column.addWidget(heading)
            for name in names:
                column.addWidget(self._switch(name))
                if name == "links":
                    column.addLayout(self._beside(self.by_class, self.by_load))
        column.addStretch(1)

        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def show_view(self, view: View) -> None:
        for name, switch in self.switches.items():
            switch.setChecked(name in view.layers)
        self.true_scale.setChecked(view.stage_scale < 0.5)
        self.compressed.setChecked(view.stage_scale >= 0.5)
        self.by_class.setChecked(view.links_by == "class")
        self.by_load.setChecked(view.links_by == "load")

    def _switch(self, name: str) -> Switch:
        switch = Switch(LAYERS[name], [QColor.fromRgbF(*colour) for colour in _COLOURS.get(name, ())])
        # clicked, not toggled: only the user's own hand is a wish.
        switch.clicked.connect(lambda on: self.layer_wished.emit(name, on))
        self.switches[name] = switch
        return switch

    def _beside(self, *buttons: QPushButton) -> QHBoxLayout:
        """Return buttons side by side, of which one is chosen."""
        line, group = QHBoxLayout(), QButtonGroup(self)
        line.setContentsMargins(theme.px(6), 0, theme.px(6), theme.px(4))
        line.setSpacing(theme.px(6))
        for button in buttons:
            line.addWidget(button)
            group.addButton(button)
        return line

    def _segment(self, text: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setProperty("segment", True)
        button.clicked.connect(action)
        return button
