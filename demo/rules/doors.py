"""How matters come in, and how likely somebody is there to be called back."""

from cases.vocabulary import Source
from demo.rules.plots import Way

S = Source
DOORS: dict[str, dict[str, int]] = {
    Way.SPOT: {S.PATROL: 16, S.VISIT: 4},
    Way.INQUIRY: {
        S.HOTLINE: 28,
        S.RESIDENT: 25,
        S.CHAT_GROUP: 25,
        S.VISIT: 12,
        S.HOTLINE_12345: 10,
    },
    Way.DECLINE: {S.HOTLINE_12345: 5, S.RESIDENT: 4, S.HOTLINE: 2},
    Way.EMERGENCY: {S.HOTLINE: 4, S.POLICE_110: 3, S.RESIDENT: 2},
    Way.HAND: {
        S.PATROL: 30,
        S.HOTLINE_12345: 18,
        S.RESIDENT: 14,
        S.CHAT_GROUP: 12,
        S.BUILDING_HEAD: 11,
        S.VISIT: 7,
        S.HOTLINE: 5,
        S.POLICE_110: 2,
        S.ASSIGNED: 2,
        S.DELEGATE: 1,
        S.RECEPTION: 1,
        S.DEVICE: 1,
    },
}
CALLABLE: dict[str, float] = {S.PATROL: 0.04, S.DEVICE: 0.0, S.VISIT: 0.5, S.BUILDING_HEAD: 0.3}
FINDERS = frozenset({S.PATROL, S.VISIT, S.DEVICE})
"""Doors through which it is not the one concerned who speaks."""
# The first letter of the number that other hotlines give to an order they pass on.
ORDERS: dict[str, str] = {S.HOTLINE_12345: "R", S.POLICE_110: "J", S.ASSIGNED: "D"}
