"""Dividing a whole number fairly."""

from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


def shares(total: int, weights: Sequence[float], least: int = 1) -> list[int]:
    """`total` in whole parts by weight, none below `least`; the largest remainders round up."""
    spare = total - least * len(weights)
    if spare < 0:
        raise ValueError(f"{total} cannot give {len(weights)} parts {least} each")
    exact = [spare * weight / sum(weights) for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: parts[i] - exact[i])
    for index in by_remainder[: spare - sum(parts)]:
        parts[index] += 1
    return [part + least for part in parts]


def runs(items: Sequence[T], sizes: Sequence[int]) -> list[Sequence[T]]:
    """The items cut into consecutive runs of these sizes."""
    ends = list(accumulate(sizes))
    return [items[end - size : end] for size, end in zip(sizes, ends, strict=True)]
