"""Every question asked oddly: a clear answer or a clear refusal, whatever question it is."""

import json
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, select

from geo.questions import QUESTIONS, keys
from geo.questions.question import Answer, BadParameter, Parameter, ParameterType, Question
from geo.tables import LAYER_TABLES
from tests.geo.questions.asking import Given, answered, painted, understood
from tests.geo.questions.conftest import National

pytestmark = pytest.mark.slow

PACIFIC = "POLYGON ((-140 10, -139 10, -139 11, -140 11, -140 10))"
SMALL_STATE, UNRESEARCHED_STATE, NO_STATE, NO_MUNICIPALITY = "06", "27", "99", "99999"
ABSENT_KEYS = {"states": NO_STATE, "municipalities": NO_MUNICIPALITY}


def _has(question: Question, name: str) -> bool:
    return any(parameter.name == name for parameter in question.parameters)


def of_questions(*names: str, start: str = "") -> pytest.MarkDecorator:
    """Every question that has these parameters, and one whose name starts so."""
    chosen = [
        question
        for question in QUESTIONS
        if all(_has(question, name) for name in names)
        and any(parameter.name.startswith(start) for parameter in question.parameters)
    ]
    return pytest.mark.parametrize("question", chosen, ids=lambda question: question.name)


every_question = of_questions()


def _well_formed(connection: Connection, question: Question, **given: Given) -> Answer:
    """The answer, which can be written as JSON, tells of itself and does not page what is not there."""
    answer = answered(connection, question.name, **given)
    written = [answer.data, answer.summary, answer.run, answer.sources, answer.series]
    json.dumps(written, allow_nan=False)
    assert answer.number_matched >= len(answer.data)
    assert answer.summary or answer.caveats
    assert all(caveat.es and caveat.en for caveat in answer.caveats)
    return answer


def _refusal(work: Callable[[], object]) -> BadParameter | None:
    """What was refused, or None where nothing was."""
    try:
        work()
    except BadParameter as refused:
        return refused
    return None


def _clear(connection: Connection, question: Question, **given: Given) -> bool:
    """Whether there is an answer, which is well-formed then; if not, the refusal names a parameter."""
    refused = _refusal(lambda: _well_formed(connection, question, **given))
    if refused is not None:
        assert _has(question, refused.name)
        assert refused.reason.es
        assert refused.reason.en
    return refused is None


def _drawn(connection: Connection, question: Question, **given: Given) -> None:
    """What the map draws names features of its layer, or its own, once each."""
    painting = painted(connection, question.name, **given)
    codes = [code for codes in painting.classes.values() for code in codes]
    assert len(codes) == len(set(codes))
    json.dumps(painting.features, allow_nan=False)


@every_question
def test_a_key_that_the_release_lacks_is_refused(national: National, question: Question) -> None:
    for parameter in question.parameters:
        if parameter.keys_of not in ABSENT_KEYS:
            continue
        asked = understood(question.name, **{parameter.name: ABSENT_KEYS[parameter.keys_of]})
        with pytest.raises(BadParameter) as refused:
            keys.check(national.connection, question, asked)
        assert refused.value.name == parameter.name


@of_questions("state")
def test_a_state_that_nobody_researched(national: National, question: Question) -> None:
    _well_formed(national.connection, question, state=UNRESEARCHED_STATE, limit="3000")
    _drawn(national.connection, question, state=UNRESEARCHED_STATE)


UNMET: tuple[dict[str, str], ...] = (
    {"partner_country": "ZZ"},
    {"country": "ZZ"},
    {"as_of": "1500", "undated": "exclude"},
    {"us_border_km_max": "0", "state": UNRESEARCHED_STATE},
    {"state": NO_STATE},
    {"offset": "1000000"},
)


@pytest.mark.parametrize(
    ("question", "given"),
    [
        pytest.param(question, given, id=f"{question.name}-{','.join(given)}")
        for question in QUESTIONS
        for given in UNMET
        if all(_has(question, name) for name in given)
    ],
)
def test_filters_that_nothing_meets(national: National, question: Question, given: dict[str, str]) -> None:
    if _clear(national.connection, question, **given):
        _drawn(national.connection, question, **given)


def _numbers(question: Question) -> Iterator[Parameter]:
    for parameter in question.parameters:
        if parameter.type in {ParameterType.INTEGER, ParameterType.REAL}:
            yield parameter


@every_question
def test_every_number_is_taken_at_its_bounds(national: National, question: Question) -> None:
    few = {"state": SMALL_STATE} if _has(question, "state") else {}
    for parameter in _numbers(question):
        assert parameter.minimum is not None, parameter.name
        assert parameter.maximum is not None, parameter.name
        for bound in (parameter.minimum, parameter.maximum):
            given = {**few, "limit": "1", parameter.name: f"{bound:.15g}"}
            _clear(national.connection, question, **given)


@every_question
def test_every_number_beyond_its_bounds_is_refused(question: Question) -> None:
    for parameter in _numbers(question):
        assert parameter.minimum is not None
        assert parameter.maximum is not None
        if parameter.type is ParameterType.INTEGER:
            beyond = (f"{int(parameter.minimum) - 1}", f"{int(parameter.maximum) + 1}")
        else:
            beyond = (f"{parameter.minimum - 0.001:.3f}", f"{parameter.maximum + 0.001:.3f}")
        for value in (*beyond, "", "x", "1e999", "NaN", "Infinity"):
            with pytest.raises(BadParameter) as refused:
                understood(question.name, **{parameter.name: value})
            assert refused.value.name == parameter.name


@of_questions(start="weight_")
def test_weights_that_are_all_zero_are_refused(national: National, question: Question) -> None:
    weights = {each.name: "0" for each in question.parameters if each.name.startswith("weight_")}
    with pytest.raises(BadParameter):
        answered(national.connection, question.name, **weights)


@every_question
def test_a_thousand_keys(national: National, question: Question) -> None:
    for parameter in question.parameters:
        if parameter.keys_of not in ABSENT_KEYS or not parameter.is_multiple:
            continue
        table = LAYER_TABLES[parameter.keys_of]
        key = table.c.cvegeo if parameter.keys_of == "municipalities" else table.c.cve_ent
        found = national.connection.execute(select(key).order_by(key).limit(1000)).scalars().all()
        thousand = (list(found) * (1000 // len(found) + 1))[:1000]
        given = {parameter.name: ",".join(thousand)}
        asked = understood(question.name, **given)
        assert asked[parameter.name] == tuple(found)
        keys.check(national.connection, question, asked)
        _clear(national.connection, question, **given)


@every_question
def test_a_polygon_far_from_the_country(national: National, question: Question) -> None:
    for parameter in question.parameters:
        if parameter.type is not ParameterType.POLYGON:
            continue
        if _clear(national.connection, question, **{parameter.name: PACIFIC}):
            _drawn(national.connection, question, **{parameter.name: PACIFIC})


@every_question
def test_a_text_that_is_no_code(question: Question) -> None:
    for parameter in question.parameters:
        if parameter.type is not ParameterType.TEXT or parameter.pattern is None:
            continue
        for text in ("' or 1=1 --", "0" * 500, "ñ", "\x00"):
            with pytest.raises(BadParameter) as refused:
                understood(question.name, **{parameter.name: text})
            assert refused.value.name == parameter.name
