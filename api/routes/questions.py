"""The questions that the Atlas answers."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import answers, catalogue, schemas
from api.answering import CheckedRoute, KeptRoute
from api.choices import choices
from api.dependencies import Asked, AskedQuestion, BaseUrl, CurrentRelease, Form, RunningService, Understood
from api.representations import JSON, address, json_response
from geo.questions import QUESTIONS

described = APIRouter(route_class=CheckedRoute, tags=["Questions"])
answered = APIRouter(route_class=KeptRoute, tags=["Questions"])


@answered.get("/questions", summary="Every question", response_model=schemas.Questions)
def questions(release: CurrentRelease, base_url: BaseUrl) -> Response:
    """Every question with its parameters, what they may be, and the columns of its answer."""
    known = choices(release)
    found = [catalogue.question(question, base_url, known) for question in QUESTIONS]
    links = [schemas.Link(rel="self", href=address(base_url, "/questions"), type=JSON)]
    return json_response(schemas.Questions(questions=found, links=links))


@described.get(
    "/questions/{name}/method", summary="How a question is answered", response_model=schemas.Method
)
def method(question: AskedQuestion, base_url: BaseUrl) -> Response:
    """The method of a question in plain words, and what each column of its answer is."""
    return json_response(catalogue.method(question, base_url))


@answered.get("/questions/{name}", summary="The answer to a question", response_model=schemas.Answer)
def answer(
    question: AskedQuestion,
    parameters: Understood,
    release: CurrentRelease,
    asked: Asked,
    service: RunningService,
    f: Form = "json",
) -> Response:
    """A page of the answer; with `f=ids` the codes of each class, whatever order and page are asked for."""
    with release.connection() as connection:
        if f == "ids":
            found = question.painting(connection, parameters).classes
            return json_response({"release": answers.release_of(release).model_dump(), **found})
        page = question.answer(connection, parameters)
    return json_response(
        answers.answer(question, parameters, page, release, asked, service.settings.root_path)
    )
