"""What the program remembers between runs, and where it keeps it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

NAME = "Heliograph"


def settings() -> QSettings:
    """Return the user's settings; the file is plain text and may be deleted."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, NAME, NAME)


def flag(name: str, default: bool = False) -> bool:
    return bool(settings().value(name, default, type=bool))


def interface_percent() -> int:
    """Return the chosen size of the interface, 50 to 400 per cent."""
    try:
        return min(max(int(settings().value("interface_percent", 100)), 50), 400)
    except (TypeError, ValueError):
        return 100


def config_folder() -> Path:
    """Return the folder for the settings and the log, which may not exist yet."""
    return Path(settings().fileName()).parent


def pictures_folder() -> Path:
    """Return where pictures go unless the user says otherwise."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation) or Path.home())
