"""The application: Qt at the rim, the scene in gloo, everything shown computed from a ``World``."""

import os

# numpy's linear algebra would keep a thread spinning beside the renderer; nothing here is large enough to gain by it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from gui.vispy_parts import leave_out_unused

leave_out_unused()
