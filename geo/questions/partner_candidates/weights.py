"""How much each contribution weighs unless a reader says otherwise."""

from __future__ import annotations

DEFAULT_WEIGHTS: dict[str, float] = {
    "migrants": 0.25,
    "neighbors": 0.3,
    "similar": 0.15,
    "theme": 0.2,
    "state": 0.2,
    "record": 0.1,
    "language": 0.25,
    "distance": 1.0,
}
"""Those that find most of the known agreements of one half of the municipalities, each taken out in turn:
``python bench/partner_candidates.py --choose``, the default release, the first half."""
