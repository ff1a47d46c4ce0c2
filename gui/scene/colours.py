"""Colours of the network in the scene: apart from gold, blue, silver and orange, which are the fleets'."""

from __future__ import annotations

from engine.link_classes import LinkClass

Colour = tuple[float, float, float]

STARLINK_SUNLIT: Colour = (1.00, 0.50, 0.88)
STARLINK_SHADOW: Colour = (0.46, 0.20, 0.52)
LINKS: dict[LinkClass, Colour] = {
    LinkClass.STARLINK_IN_PLANE: (0.78, 0.36, 0.92),
    LinkClass.STARLINK_ACROSS: (0.92, 0.36, 0.70),
    LinkClass.STARLINK_BRIDGE: (1.00, 0.66, 0.90),
    LinkClass.IN_PLANE: (0.95, 0.62, 0.22),
    LinkClass.EXPRESS: (0.36, 0.56, 1.00),
    LinkClass.ACROSS: (0.90, 0.78, 0.36),
    LinkClass.UPLINK: (0.25, 0.92, 0.72),
}
GATEWAY: Colour = (0.30, 0.95, 0.80)
CITY: Colour = (0.85, 0.90, 1.00)
ROUTE_RADIO: Colour = (1.00, 0.45, 0.80)
ROUTE_LASER: Colour = (0.35, 0.95, 1.00)
KNOCKED_OUT: Colour = (1.00, 0.32, 0.26)
