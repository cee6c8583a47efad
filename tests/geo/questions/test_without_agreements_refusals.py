"""What cannot be asked of ``without-agreements`` is refused by name."""

from typing import Any

import pytest

from geo.questions import QUESTIONS, UnknownQuestion, question_named
from geo.questions.question import BadParameter, UnknownParameter
from geo.questions.without_agreements import QUESTION


def _understood(given: dict[str, str | list[str]]) -> dict[str, Any]:
    return QUESTION.understood({k: [v] if isinstance(v, str) else v for k, v in given.items()})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "2"),
        ("state", "٠٢"),
        ("scope", "everywhere"),
        ("us_border_km_max", "-1"),
        ("us_border_km_max", "nan"),
        ("us_border_km_max", "1e"),
        ("limit", "0"),
        ("limit", "ten"),
        ("limit", "99999"),
        ("as_of", "2020-02-30"),
        ("as_of", "yesterday"),
        ("partner_country", "usa"),
        ("sort", "wealth"),
    ],
)
def test_what_a_parameter_cannot_take_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadParameter) as refused:
        QUESTION.understood({name: [value]})
    assert refused.value.name == name
    assert refused.value.reason.es
    assert refused.value.reason.en


def test_a_single_parameter_given_twice_is_refused() -> None:
    with pytest.raises(BadParameter, match="more than once"):
        QUESTION.understood({"limit": ["1", "2"]})


def test_an_unknown_parameter_names_the_known_ones() -> None:
    with pytest.raises(UnknownParameter) as refused:
        QUESTION.understood({"estado": ["02"]})
    assert "state" in refused.value.known


def test_questions_are_found_by_name() -> None:
    assert question_named("without-agreements") in QUESTIONS
    with pytest.raises(UnknownQuestion):
        question_named("meaning-of-life")
