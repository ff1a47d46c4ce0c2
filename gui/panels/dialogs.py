"""The few dialogs: go to a date, export a picture, help, about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from engine.paths import ASSETS
from engine.timebase import format_utc, parse_utc
from gui import theme
from gui.panels.widgets import label, tinted

_SIZE_NAMES = {(1280, 720): "HD", (1920, 1080): "Full HD", (3840, 2160): "4K", (7680, 4320): "8K"}
PICTURE_SIZES = tuple(_SIZE_NAMES)


class GoToDate(QDialog):
    """Asks for a date within bounds; ``t_s`` is the answer once it is accepted."""

    def __init__(self, t_s: float, bounds_s: tuple[float, float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Go to date")
        self.t_s = t_s
        self._bounds_s = bounds_s
        self.field = QLineEdit(format_utc(t_s))
        self.field.setFont(theme.font(16, 500, tabular=True))
        self.field.selectAll()
        self._allowed = f"From {format_utc(bounds_s[0])[:10]} to {format_utc(bounds_s[1])[:10]}, in UTC."
        self.note = label(self._allowed, 12.5, tint="faint")
        self.note.setWordWrap(True)
        self.note.setMinimumHeight(theme.px(36))
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton("Go", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self.go.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(22)] * 4)
        column.setSpacing(theme.px(10))
        column.addWidget(label("Go to date", 17, 600))
        column.addWidget(self.field)
        column.addWidget(self.note)
        column.addWidget(buttons)
        self.setMinimumWidth(theme.px(400))

    def _accept(self) -> None:
        try:
            t_s = parse_utc(self.field.text())
            if not self._bounds_s[0] <= t_s <= self._bounds_s[1]:
                raise ValueError(f"{format_utc(t_s)[:10]} is outside the scenario. {self._allowed}")
        except ValueError as error:
            tinted(self.note, "error")
            self.note.setText(f"{str(error)[0].upper()}{str(error)[1:]}")
            return
        self.t_s = t_s
        self.accept()


class PictureSize(QDialog):
    """Asks for the size of an exported picture; ``size_px`` is the answer."""

    def __init__(self, window_px: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export picture")
        self.size_px = window_px
        self._buttons: list[tuple[QPushButton, tuple[int, int]]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(22)] * 4)
        column.setSpacing(theme.px(9))
        column.addWidget(label("Export picture", 17, 600))
        words = label("Antialiased, with every satellite up to two million, without panels.", 12.5, tint="faint")
        column.addWidget(words)
        for size in (window_px, *PICTURE_SIZES):
            title = "as in the window" if size is window_px else _SIZE_NAMES[size]
            button = QPushButton(f"{size[0]} × {size[1]}   {title}")
            button.setProperty("chip", True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, size=size: self._choose(size))
            column.addWidget(button)
            self._buttons.append((button, size))
        line = QHBoxLayout()
        line.addStretch(1)
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        line.addWidget(cancel)
        column.addLayout(line)
        self.setMinimumWidth(theme.px(380))

    def _choose(self, size: tuple[int, int]) -> None:
        self.size_px = size
        self.accept()


class Words(QDialog):
    """A page of text to read."""

    def __init__(self, title: str, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        text = QTextBrowser()
        text.setOpenExternalLinks(False)
        text.setOpenLinks(False)
        text.document().setDefaultFont(theme.font(13.5))
        text.setMarkdown(markdown)
        _space_out(text.document())
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(20)] * 4)
        column.addWidget(text, 1)
        column.addLayout(line)
        self.resize(theme.px(720), theme.px(600))


def _space_out(document: QTextDocument) -> None:
    """Give headings and paragraphs the room that Markdown does not speak of."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        form = block.blockFormat()
        form.setTopMargin(theme.px(18 if form.headingLevel() else 4))
        form.setBottomMargin(theme.px(4))
        form.setLineHeight(128.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setPosition(block.position())
        cursor.setBlockFormat(form)
        block = block.next()


HELP = """
# Heliograph

Every point is a satellite that carries AI compute, placed on its own orbit round the real Earth, under the real Sun and
Moon. **Gold** is in sunlight and works; **blue** is in the Earth's shadow and does not; **orange** is on its way up.

## In a minute

- **Look.** Drag to turn, wheel for nearer and farther, drag with the right button to shift. Keys 0 to 9 fly to views.
- **Time.** Space plays and pauses. L goes faster, J slower and then backwards, K real time. Click or drag on the
  timeline for any date; click a flag for a milestone; or type a date in the field on the left.
- **Totals.** The tiles on the right are the whole fleet at this instant. Click any of them: formula, inputs, source,
  and how sure it is. Each input is again a number to click.
- **One satellite.** Click it, or press Ctrl+F and give its number. G goes to it, F follows it, Esc lets go.
- **Scale.** S compresses distances, so that shells and Moon fit one picture; it says so while it does.
- **A flight of your own.** D opens the trajectory designer: drag the site on its map, or with Ctrl on the Moon itself.
- **The stage.** F11 fills the screen, Ctrl+U hides the panels, F10 exports a picture up to 7680 x 4320.

## What is true and what is supposed

The Earth, Moon, Sun and stars are where they really are. The fleet is a *scenario*: what would have to be true for a
claim to hold. Save a copy of the scenario (Ctrl+S), edit it with any text editor, and drop it on the window.

When a machine cannot draw every satellite smoothly, it draws every second, fourth, and so on, and says so; when the
picture stands still, it draws them all. The totals are always of all of them.
"""


def about_text(version: str) -> str:
    """Return the page on the program and on whose work is in it."""
    try:
        credits_text = (ASSETS / "CREDITS.md").read_text("utf-8")
    except OSError:
        credits_text = "The file CREDITS.md is missing: reinstall the program."
    return f"# Heliograph {version}\n\nSatellites with AI compute round the real Earth and Moon.\n\n{credits_text}"
