"""The kinds of link in the network, in the order of their codes."""

from __future__ import annotations

from enum import IntEnum


class LinkClass(IntEnum):
    """What a link joins."""

    STARLINK_IN_PLANE = 0
    STARLINK_ACROSS = 1
    STARLINK_BRIDGE = 2
    IN_PLANE = 3
    EXPRESS = 4
    ACROSS = 5
    UPLINK = 6
    USER = 7
    GATEWAY = 8


TITLES: dict[LinkClass, str] = {
    LinkClass.STARLINK_IN_PLANE: "Starlink, along a plane",
    LinkClass.STARLINK_ACROSS: "Starlink, to the next plane",
    LinkClass.STARLINK_BRIDGE: "Starlink, between shells",
    LinkClass.IN_PLANE: "compute, along a plane",
    LinkClass.EXPRESS: "compute, express along a plane",
    LinkClass.ACROSS: "compute, to the next plane",
    LinkClass.UPLINK: "compute to Starlink",
    LinkClass.USER: "radio to a user",
    LinkClass.GATEWAY: "radio to a gateway",
}
