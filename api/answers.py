"""The answer to a question, put into the frame that every question shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api import catalogue, schemas
from api.dependencies import AskedAddress
from api.formats import GRAPHS
from api.pages_to_read import HOME, QUESTIONS, Reading, href_of
from api.releases import ServedRelease
from api.representations import JSON, address, json_response, license_header, page_links
from geo import systems
from geo.declarations import Text
from geo.questions.question import Answer, Painting, Question
from geo.questions.terms import terms


def answer(
    question: Question,
    parameters: Mapping[str, Any],
    answered: Answer,
    tables: frozenset[str],
    release: ServedRelease,
    asked: AskedAddress,
    root_path: str,
) -> schemas.Answer:
    """A page of an answer: what was understood, what was found, what it stands on and how it was got.

    ``tables`` are those that it was read from.
    """
    path = f"/questions/{question.name}"
    told = _terms(tables, release, root_path)
    unpaged = [pair for pair in asked.query if pair[0] not in {"limit", "offset", "sort", "f"}]
    return schemas.Answer(
        question=question.name,
        release=release_of(release),
        parameters=dict(parameters),
        data=answered.data,
        numberMatched=answered.number_matched,
        numberReturned=len(answered.data),
        summary=answered.summary,
        series=answered.series,
        sources=schemas.AnswerSources(
            layers=answered.sources["layers"],
            count=answered.sources["count"],
            latest_date=answered.sources["latest_retrieved"],
            licences=told.licences,
            href=told.href,
        ),
        method=_bilingual(question.method),
        run=answered.run,
        caveats=[_bilingual(caveat) for caveat in answered.caveats],
        feature_key=catalogue.feature_key(answered.feature_key or question.feature_key),
        links=[
            schemas.Link(rel="self", href=address(asked.base_url, asked.path, asked.query), type=JSON),
            *page_links(
                asked,
                JSON,
                limit=parameters["limit"],
                offset=parameters["offset"],
                number_matched=answered.number_matched,
            ),
            schemas.Link(
                rel="alternate",
                href=address(asked.base_url, path, [*unpaged, ("f", "ids")]),
                type=JSON,
                title="ids",
            ),
            *(
                schemas.Link(
                    rel="alternate",
                    href=address(asked.base_url, path, [*unpaged, ("f", form.name)]),
                    type=form.media_type,
                    title=form.title.en,
                )
                for form in (GRAPHS if question.graph else ())
            ),
            schemas.Link(rel="describedby", href=address(asked.base_url, f"{path}/method"), type=JSON),
        ],
    )


def drawn(
    painting: Painting, tables: frozenset[str], release: ServedRelease, root_path: str
) -> schemas.AnswerMap:
    """All that a map draws of an answer, read from ``tables``."""
    return schemas.AnswerMap(
        release=release_of(release),
        sources=_terms(tables, release, root_path),
        crs=systems.CRS84_URI,
        collection=painting.layer_id,
        classes=painting.classes,
        legend=[catalogue.legend_class(each) for each in painting.legend],
        features=painting.features,
    )


def codes(
    painting: Painting, tables: frozenset[str], release: ServedRelease, asked: AskedAddress
) -> Response:
    """The codes of each class and nothing else, so that every list is a class: headers tell the terms."""
    response = json_response({"release": release_of(release).model_dump(), **painting.classes})
    sources = f'<{address(asked.base_url, "/sources")}>; rel="describedby"; type="{JSON}"'
    response.headers.update(license_header(terms(release.layers, tables), sources))
    return response


def to_read(reading: Reading, question: Question, answer: schemas.Answer, answered: Answer) -> Response:
    """The same page of an answer as a table."""
    return reading.page(
        "answer.html",
        question.title,
        [HOME, QUESTIONS],
        description=question.description,
        summary=list(answer.summary.items()),
        caveats=answered.caveats,
        columns=question.columns,
        rows=answer.data,
        matched=answer.numberMatched,
        method=question.method,
        before=href_of(answer.links, "prev"),
        next=href_of(answer.links, "next"),
        sources_href=answer.sources.href,
        licences=answer.sources.licences,
    )


def _terms(tables: frozenset[str], release: ServedRelease, root_path: str) -> schemas.AnswerTerms:
    return schemas.AnswerTerms(
        licences=[
            schemas.LayerLicence(layers=list(each.layer_ids), **catalogue.licence(each.licence).model_dump())
            for each in terms(release.layers, tables)
        ],
        href=f"{root_path}/collections/sources/items",
    )


def _bilingual(text: Text) -> schemas.BilingualText:
    return schemas.BilingualText(text_es=text.es, text_en=text.en)


def release_of(release: ServedRelease) -> schemas.Release:
    """The release as answers name it."""
    return schemas.Release(id=release.id, created_at=release.created_at)
