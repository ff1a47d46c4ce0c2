"""vispy without the parts that Heliograph does not use but vispy always imports.

Both cost time at every start, and fonts cost more than that: where the system
has no fontconfig library, vispy could not be imported at all.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import NoReturn

_UNUSED = {
    "vispy.util.fetching": ("load_data_file",),  # http, e-mail and all, for example data: 30 ms
    "vispy.util.fonts": ("list_fonts", "_load_glyph"),  # for vispy's text; Qt draws ours: 10 ms
    "vispy.color.colormap": ("Colormap", "BaseColormap", "get_colormap", "get_colormaps"),  # for its visuals: 10 ms
}


def leave_out_unused() -> None:
    """Put an empty module in the place of each unused part, unless vispy has it already."""
    for name, functions in _UNUSED.items():
        part = ModuleType(name)
        for function in functions:
            setattr(part, function, _left_out)
        sys.modules.setdefault(name, part)


def _left_out(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("Heliograph leaves this part of vispy out")
