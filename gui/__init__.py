"""The application: Qt at the rim, the scene in gloo, everything shown computed from a ``World``."""
