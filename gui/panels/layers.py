"""What is drawn, and at which scale."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.px(8), theme.px(10), theme.px(8), theme.px(10))
        column.setSpacing(theme.px(1))

        segments = QHBoxLayout()
        segments.setContentsMargins(theme.px(6), 0, theme.px(6), theme.px(4))
        segments.setSpacing(theme.px(6))
        self.true_scale = self._segment("True scale", 0.0)
        self.compressed = self._segment("Compressed", 1.0)
        segments.addWidget(self.true_scale)
        segments.addWidget(self.compressed)
        column.addLayout(segments)

        self.switches: dict[str, Switch] = {}
        grouped = {name for _, names in _GROUPS for name in names}
        rest = ("Names", tuple(name for name in LAYERS if name not in grouped))
        for title, names in (*_GROUPS, rest):
            heading = label(title, 11.5, 600, "faint")
            heading.setContentsMargins(theme.px(8), theme.px(9), 0, theme.px(2))
            column.addWidget(heading)
            for name in names:
                column.addWidget(self._switch(name))
        column.addStretch(1)

        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def show_view(self, view: View) -> None:
        for name, switch in self.switches.items():
            switch.setChecked(name in view.layers)
        self.true_scale.setChecked(view.stage_scale < 0.5)
        self.compressed.setChecked(view.stage_scale >= 0.5)

    def _switch(self, name: str) -> Switch:
        switch = Switch(LAYERS[name], [QColor.fromRgbF(*colour) for colour in _COLOURS.get(name, ())])
        # clicked, not toggled: only the user's own hand is a wish.
        switch.clicked.connect(lambda on: self.layer_wished.emit(name, on))
        self.switches[name] = switch
        return switch

    def _segment(self, text: str, s: float) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setProperty("segment", True)
        button.clicked.connect(lambda: self.stage_scale_wished.emit(s))
        return button
