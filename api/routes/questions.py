"""The questions that the Atlas answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api import answers, catalogue, downloads, schemas
from api.analyses import Make, Result
from api.choices import choices
from api.delivery.answering import CheckedRoute, KeptRoute
from api.dependencies import (
    Asked,
    AskedQuestion,
    BaseUrl,
    ByteOrderMark,
    CurrentRelease,
    DocumentForm,
    PageLanguage,
    RunningService,
    Understood,
)
from api.downloads import whole
from api.exports import exported
from api.formats import EXPORTS, GEOJSON, GRAPHS, HTML, IDS, JSON, MAP, OFFERS, Format, not_offered
from api.graphs import graph_file
from api.pages_to_read import HOME, METHOD, QUESTIONS, Reading
from api.releases import ServedRelease
from api.representations import alternates, json_response
from api.service import Service
from geo.questions import QUESTIONS as DECLARED
from geo.questions import keys
from geo.questions.question import Question
from geo.questions.terms import WithTables

described = APIRouter(route_class=CheckedRoute, tags=["Questions"])
answered = APIRouter(route_class=KeptRoute, tags=["Questions"])
_FORMS = (JSON, HTML)
_ANSWER_FORMS = (JSON, HTML, GEOJSON, *EXPORTS, IDS, MAP)
ChosenForm = Annotated[Format, Depends(OFFERS.make(*_ANSWER_FORMS, *GRAPHS))]


def _forms_of(question: Question) -> tuple[Format, ...]:
    return _ANSWER_FORMS if question.graph is None else (*_ANSWER_FORMS, *GRAPHS)


async def _answer_form(question: AskedQuestion, form: ChosenForm) -> Format:
    if form not in _forms_of(question):
        raise not_offered(form.name, _forms_of(question))
    return form


AnswerForm = Annotated[Format, Depends(_answer_form)]


def _made(
    service: Service,
    release: ServedRelease,
    question: Question,
    make: Make[Result],
    parameters: Mapping[str, Any],
) -> Result:
    """What a question makes: in a process of its own where it is heavy."""
    if question.is_heavy and service.analyses is not None:
        return service.analyses.ask(release.id, make, parameters)
    with release.connection() as connection:
        return make(connection, parameters)


@answered.get("/questions", summary="Every question", response_model=schemas.Questions)
def questions(
    release: CurrentRelease, base_url: BaseUrl, asked: Asked, form: DocumentForm, language: PageLanguage
) -> Response:
    """Every question with its parameters, what they may be, and the columns of its answer."""
    known = choices(release)
    found = [catalogue.question(question, base_url, known) for question in DECLARED]
    if form is HTML:
        reading = Reading(language, asked, _FORMS)
        return reading.page("questions.html", QUESTIONS[0], [HOME], questions=found)
    return json_response(schemas.Questions(questions=found, links=alternates(asked, form, _FORMS)))


@described.get(
    "/questions/{name}/method", summary="How a question is answered", response_model=schemas.Method
)
def method(
    question: AskedQuestion, base_url: BaseUrl, asked: Asked, form: DocumentForm, language: PageLanguage
) -> Response:
    """The method of a question in plain words, and what each column of its answer is."""
    above = (question.title, f"/questions/{question.name}?f=html")
    made = catalogue.method(question, base_url)
    return Reading(language, asked, _FORMS).document(form, METHOD, [HOME, QUESTIONS, above], made)


@answered.get("/questions/{name}", summary="The answer to a question", response_model=schemas.Answer)
def answer(
    question: AskedQuestion,
    parameters: Understood,
    release: CurrentRelease,
    asked: Asked,
    service: RunningService,
    form: AnswerForm,
    language: PageLanguage,
    has_bom: ByteOrderMark = False,
) -> Response:
    """A page of the answer; with `f=ids` the codes of each class, whatever order and page are asked for, and
    with `f=map` all that a map draws, its legend too. An answer that is a network comes as a graph as well.

    A file holds every row unless a limit is given.
    """
    with release.connection() as connection:
        keys.check(connection, question, parameters)
    if form is GEOJSON or form in EXPORTS:
        asked_for = whole(question, parameters, is_limited=any(name == "limit" for name, _ in asked.query))
        answered, tables = _made(service, release, question, WithTables(question.answer), asked_for)
        table = downloads.of_answer(question, answered, tables, release, asked)
        return exported(table, form, has_bom=has_bom)
    if form is IDS:
        painting, tables = _made(service, release, question, WithTables(question.painting), parameters)
        return answers.codes(painting, tables, release, asked)
    if question.graph is not None and form in GRAPHS:
        graph, tables = _made(service, release, question, WithTables(question.graph), parameters)
        return graph_file(question, graph, tables, form, release, asked)
    if form is MAP:
        painting, tables = _made(service, release, question, WithTables(question.painting), parameters)
        return json_response(answers.drawn(painting, tables, release, service.settings.root_path))
    page, tables = _made(service, release, question, WithTables(question.answer), parameters)
    said = answers.answer(question, parameters, page, tables, release, asked, service.settings.root_path)
    if form is HTML:
        return answers.to_read(Reading(language, asked, _forms_of(question)), question, said, page)
    return json_response(said)
