"""Keyset pages: what comes after the last row shown, never an offset."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

PAGE = 50


def page_after(
    rows: QuerySet[Row], key: str, cursor: str, size: int = PAGE
) -> tuple[list[Row], str]:
    """One page in the order of `key`, and the cursor of the next one ("" at the end)."""
    last_key, _mark, last_pk = cursor.rpartition("~")
    if last_pk.isdecimal():
        rows = rows.filter(
            Q(**{f"{key}__gt": last_key}) | Q(**{key: last_key, "pk__gt": int(last_pk)})
        )
    found = list(rows.order_by(key, "pk")[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], f"{getattr(last, key)}~{last.pk}"
