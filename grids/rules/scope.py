"""Three questions of power: may this person do it here, where may he, and who may.

A power counts when two things meet: a guardian row on the place or department, and a post there,
in force today, whose role gives that power. One query asks for both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import FilteredRelation, Q

from grids.kinds import Kind
from grids.models import Place, Post
from grids.roles import DEPARTMENT, DUTIES, Power

if TYPE_CHECKING:
    from accounts.models import User

Scope = Mapping[str, int | None]


@dataclass(frozen=True)
class Grants:
    """What a person may do today: (power, kind of place or "department", its id)."""

    held: frozenset[tuple[str, str, int]]

    @cached_property
    def _by_power(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for power, kind, key in sorted(self.held):
            found.setdefault(power, []).append((kind, key))
        return found

    def places(self, power: str) -> list[tuple[str, int]]:
        """The tops of the subtrees in which the power is held, as (kind, place id)."""
        return [held for held in self._by_power.get(power, []) if held[0] != DEPARTMENT]

    def departments(self, power: str) -> set[int]:
        return {key for kind, key in self._by_power.get(power, []) if kind == DEPARTMENT}

    def has(self, power: str, scope: Scope) -> bool:
        """Held at the place with these scope ids, or above it."""
        return any(scope.get(f"{kind}_id") == key for kind, key in self.places(power))

    def any(self, power: str) -> bool:
        return power in self._by_power


def powers_of(user: "User", today: date) -> Grants:
    """One query: posts in force today, each with the guardian rows of its place or department."""
    mine = {"place": Q(place__user_grants__user=user)}
    mine["department"] = Q(department__user_grants__user=user)
    rows = (
        Post.objects.in_force(today)
        .filter(holder=user)
        .annotate(
            place_grant=FilteredRelation("place__user_grants", condition=mine["place"]),
            department_grant=FilteredRelation(
                "department__user_grants", condition=mine["department"]
            ),
        )
        .values_list(
            "role",
            "place__kind",
            "place_id",
            "place_grant__permission__codename",
            "department_id",
            "department_grant__permission__codename",
        )
    )
    return Grants(frozenset(_held(rows)))


def _held(rows: Iterable[tuple[str, str, int, str, int, str]]) -> Iterable[tuple[str, str, int]]:
    for role, kind, place_id, place_power, department_id, department_power in rows:
        powers = DUTIES[role].powers
        if place_power in powers:
            yield place_power, kind, place_id
        if department_power in powers:
            yield department_power, DEPARTMENT, department_id


def grants_of(user: "User", today: date) -> Grants:
    """`powers_of`, asked once per day and user object: a request asks the database once."""
    known: dict[date, Grants] = user.__dict__.setdefault("_grants_by_day", {})
    if today not in known:
        known[today] = powers_of(user, today)
    return known[today]


def forget_grants(user: "User") -> None:
    """After the person's posts changed: the next question asks the database again."""
    user.__dict__.pop("_grants_by_day", None)


def may(user: "User", power: Power, place: Place, today: date) -> bool:
    return grants_of(user, today).has(power, place.scope())


def serves_buildings_only(user: "User", today: date) -> bool:
    """Whoever serves today, and nowhere but in buildings: their heads and those beside them."""
    return {kind for _power, kind, _key in grants_of(user, today).held} == {Kind.BUILDING}


def administered_streets(user: "User", today: date) -> list[int]:
    """The streets a person sets up; usually one."""
    held = grants_of(user, today).places(Power.ADMINISTER)
    return [place_id for kind, place_id in held if kind == Kind.STREET]
