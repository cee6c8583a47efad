"""Which of the two languages the terminal is spoken to in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal

from geo.declarations import Text

Language = Literal["es", "en"]

# As gettext looks for it, after the word that is ours alone.
_VARIABLES = ("ATLAS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """Spanish when the first of ATLAS_LANG, LC_ALL, LC_MESSAGES and LANG that is set says so, else English.

    >>> language({"LANG": "es_MX.UTF-8"}), language({"ATLAS_LANG": "en", "LANG": "es_MX.UTF-8"}), language({})
    ('es', 'en', 'en')
    """
    for name in _VARIABLES:
        if spoken := environment.get(name):
            return "es" if spoken.lower().startswith("es") else "en"
    return "en"


def spoken(text: Text) -> str:
    """The text in the language of the terminal."""
    return text.es if language() == "es" else text.en


def either(es: str, en: str) -> str:
    """One of two wordings, in the language of the terminal."""
    return es if language() == "es" else en
