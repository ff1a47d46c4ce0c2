"""Write an authority's answers to the JSON file beside the script that asked."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any


def record(script: str, *, about: str, packages: tuple[str, ...], **content: Any) -> None:
    """Write ``content``, what it is ``about`` and the versions of ``packages``.

    One row a line, so that a difference between two versions can be read.
    """
    path = Path(script).with_suffix(".json")
    entries = {"about": about, "versions": {name: version(name) for name in packages}} | content
    blocks = []
    for key, value in entries.items():
        if isinstance(value, list):
            rows = ",\n".join("  " + json.dumps(row) for row in value)
            blocks.append(f' "{key}": [\n{rows}\n ]')
        else:
            blocks.append(f' "{key}": {json.dumps(value)}')
    path.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")
