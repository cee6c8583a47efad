import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names import folding
from geo.names.folding import fold


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", ""),
        (" .,;- ", ""),
        ("Ñuñoa", "nunoa"),
        ("MÉRIDA", "merida"),
        ("S.L.P.", "s l p"),
        ("Me\u0301rida", "merida"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Ærø", "aero"),
        ("Hawaiʻi", "hawaii"),
        ("Temósachic´", "temosachic"),
        ("北京", "北京"),
        ("Playa\u00a0del\tCarmen\n", "playa del carmen"),
    ],
)
def test_known_keys(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text())
def test_a_key_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz áéíóúñü.-"))
def test_case_never_matters(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(text.title())


def test_documented_examples() -> None:
    assert doctest.testmod(folding).failed == 0
