"""A line for the name of a city, with what it may mean below it while one types: accents and case do not matter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from engine.cities import cities, folded
from gui import theme
from gui.panels.widgets import label

_MOST = 12
_POPUP_PX = 320


@lru_cache(maxsize=1)
def _titles() -> tuple[tuple[str, str], ...]:
    """Return each city's title and how it is compared, the largest city first."""
    return tuple((city.title, folded(city.title)) for city in cities())


def matching(text: str, also: Sequence[str] = ()) -> list[str]:
    """Return up to twelve titles that a text may stand for: first those that begin with it, the largest city first."""
    wanted = folded(text)
    if not wanted:
        return list(also)
    known = [(title, folded(title)) for title in also] + list(_titles())
    begin = [title for title, plain in known if plain.startswith(wanted)][:_MOST]
    inside = [title for title, plain in known if f" {wanted}" in plain][: _MOST - len(begin)]
    return list(dict.fromkeys(begin + inside))


class CityField(QWidget):
    """``chosen`` comes with a click on a title below it, or with Return."""

    chosen = Signal()

    def __init__(self, title: str, text: str, also: Sequence[str] = (), tip: str = "") -> None:
        """``also`` are further texts that are offered, first of all."""
        super().__init__()
        self._also = tuple(also)
        self.line = QLineEdit(text)
        self.line.setFont(theme.font(13, 500))
        self.line.setToolTip(tip)
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(_MOST)
        self.line.setCompleter(self.completer)
        popup = self.completer.popup()
        popup.setFont(theme.font(12.5))
        popup.setMinimumWidth(theme.px(_POPUP_PX))
        popup.setStyleSheet(
            f"QListView {{ background: {theme.COLOURS['card']}; border: 1px solid {theme.COLOURS['line_strong']}; }}"
            f"QListView::item {{ padding: {theme.px(4)}px {theme.px(8)}px; }}"
            f"QListView::item:selected {{ background: {theme.COLOURS['raised']}; }}"
        )
        self.line.textEdited.connect(self._offer)
        self.line.returnPressed.connect(self.chosen)
        self.completer.activated.connect(lambda _text: self.chosen.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(label(title, 11, 500, "faint"))
        column.addWidget(self.line)

    @property
    def text(self) -> str:
        return self.line.text().strip()

    def show_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def show_wrong(self, wrong: bool) -> None:
        """Frame it in red, or not."""
        if self.line.property("wrong") != wrong:
            self.line.setProperty("wrong", wrong)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)

    def mouseDoubleClickEvent(self, event) -> None:
        self.line.selectAll()
        super().mouseDoubleClickEvent(event)

    def _offer(self, text: str) -> None:
        self.show_wrong(False)
        self._model.setStringList(matching(text, self._also))
        self.completer.setCurrentRow(0)

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Down:  # what is offered, without a letter typed
            self._offer(self.line.text())
            self.completer.complete()
            return
        super().keyPressEvent(event)
