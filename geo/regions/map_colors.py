"""Colours of areas on a map such that no two that touch have the same."""

from __future__ import annotations

from collections.abc import Iterable

PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b3a400", "#7a5195")
"""Told apart without red and green too: after Okabe & Ito, "Color universal design" (2008), its yellow darker
so that it shows on a light map, its black replaced by a violet."""


def color_numbers(area_count: int, touching: Iterable[tuple[int, int]], color_count: int) -> list[int]:
    """A number below ``color_count`` for each area, different from that of every area it touches.

    With no more areas than colours each area has its own. Areas that have fewest neighbours left are taken
    away first and coloured last, so that on a map six colours are enough; among the colours that are free the
    one used least is taken. Where more areas touch one another than there are colours, colours repeat.

    >>> color_numbers(4, [(0, 1), (1, 2), (2, 3), (3, 0)], 3)
    [1, 2, 1, 0]
    """
    if area_count <= color_count:
        return list(range(area_count))
    neighbors: list[set[int]] = [set() for _ in range(area_count)]
    for one, other in touching:
        if one != other:
            neighbors[one].add(other)
            neighbors[other].add(one)
    left = set(range(area_count))
    order: list[int] = []
    degree = [len(near) for near in neighbors]
    while left:
        least = min(left, key=lambda area: (degree[area], area))
        order.append(least)
        left.discard(least)
        for near in neighbors[least]:
            degree[near] -= 1
    used = [0] * color_count
    found = [-1] * area_count
    for area in reversed(order):
        taken = {found[near] for near in neighbors[area]}
        free = [color for color in range(color_count) if color not in taken] or list(range(color_count))
        found[area] = min(free, key=lambda color: (used[color], color))
        used[found[area]] += 1
    return found
