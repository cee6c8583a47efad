"""Which records of the register renew an agreement that was signed before."""

from __future__ import annotations

import re

# The register writes a renewal as a record of its own whose note begins with the noun. A participle
# ("Ratificado en 2025") says that the agreement of this record was renewed later, and a plan is no renewal.
_RENEWAL = re.compile(r"(renovación|refrendo|ratificación)\b(?!\s+(prevista|pendiente))", re.IGNORECASE)


def is_renewal(note: str | None) -> bool:
    """Whether the record with this note renews an agreement and is not its first signature.

    >>> [is_renewal(note) for note in ("Refrendo; firma original 1978", "Ratificación por 30 años.")]
    [True, True]
    >>> [is_renewal(note) for note in ("Ratificado después", "Ratificación prevista para 2023", None)]
    [False, False, False]
    """
    return note is not None and _RENEWAL.match(note) is not None
