"""``atlas ask``: any question of the Atlas, answered from the release in force."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from cli.language import either, spoken
from cli.options import DatabaseUrl, DataDir, OutputFile, QuestionParameters
from cli.refusals import Refused
from cli.settings import store_settings

if TYPE_CHECKING:
    from geo.questions.question import Answer, BadParameter, Question
    from geo.questions.terms import Terms
    from geo.store import Reader

ASK_HELP = either(
    "Responde una pregunta con los datos en vigor; sin nombre, enumera las preguntas. Por ejemplo: atlas ask"
    " concentration --param by=country --param limit=20 --format csv",
    "Answers a question from the release in force; without a name, lists the questions. For example: atlas"
    " ask concentration --param by=country --param limit=20 --format csv",
)


class AnswerFormat(StrEnum):
    """What an answer is written as."""

    JSON = "json"
    CSV = "csv"
    NODELINK = "nodelink"
    GRAPHML = "graphml"
    GEXF = "gexf"
    EDGES = "edges"


_OF_ROWS = (AnswerFormat.JSON, AnswerFormat.CSV)
"""What every answer is written as; the others are for those that are networks."""

_SOURCES = "atlas etl sources"
"""The command that tells where everything comes from."""


def ask(
    name: Annotated[
        str | None,
        typer.Argument(help=either("Nombre de la pregunta.", "Name of the question."), show_default=False),
    ] = None,
    param: QuestionParameters = None,
    answer_format: Annotated[
        AnswerFormat,
        typer.Option(
            "--format",
            help=either(
                "json: la respuesta entera, con método y fuentes. csv: sus filas, con sus licencias. Los"
                " demás, de respuestas que son redes: JSON node-link, GraphML, GEXF y lista de enlaces.",
                "json: the whole answer, with method and sources. csv: its rows, with their licences. The"
                " others, of answers that are networks: node-link JSON, GraphML, GEXF and a list of edges.",
            ),
        ),
    ] = AnswerFormat.JSON,
    out: OutputFile = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """The answer on the standard output, or in a file; a refusal names what is known instead."""
    from geo.questions import QUESTIONS

    if name is None:
        for question in QUESTIONS:
            typer.echo(f"{question.name}\t{spoken(question.title)}")
        return
    question = asked_question(name)
    _check_format(question, answer_format)
    asked = understood(question, given_texts(param or ()))
    from geo.store import Reader, store_at

    reader = Reader(store_at(store_settings(database_url, data_dir).address))
    try:
        with _output(out) as file:
            _write(reader, question, asked, answer_format, file)
    finally:
        reader.close()


def asked_question(name: str) -> Question:
    """The question of that name, or a refusal that lists those there are."""
    from geo.questions import QUESTIONS, UnknownQuestion, question_named

    try:
        return question_named(name)
    except UnknownQuestion:
        known = ", ".join(question.name for question in QUESTIONS)
        raise Refused(
            f"No hay ninguna pregunta «{name}». Las hay: {known}.",
            f"There is no question `{name}`. There are: {known}.",
        ) from None


def _check_format(question: Question, answer_format: AnswerFormat) -> None:
    if question.graph is None and answer_format not in _OF_ROWS:
        known = ", ".join(each.value for each in _OF_ROWS)
        raise Refused(
            f"La respuesta de «{question.name}» no es una red: no hay «{answer_format.value}». Hay: {known}.",
            f"The answer of `{question.name}` is no network: there is no `{answer_format.value}`. There are:"
            f" {known}.",
        )


def given_texts(options: Sequence[str]) -> dict[str, list[str]]:
    """The texts of each parameter from options NAME=VALUE."""
    given: dict[str, list[str]] = {}
    for text in options:
        name, equals, value = text.partition("=")
        if not equals:
            raise Refused(
                f"«{text}» no es un parámetro: escriba NOMBRE=VALOR.",
                f"`{text}` is no parameter: write NAME=VALUE.",
            )
        given.setdefault(name, []).append(value)
    return given


def understood(question: Question, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The parameters of a question from texts, or a refusal that names what is admitted."""
    from geo.questions.question import BadParameter, UnknownParameter

    try:
        return question.understood(given)
    except UnknownParameter as unknown:
        known = ", ".join(unknown.known)
        raise Refused(
            f"«{question.name}» no tiene el parámetro «{unknown.name}». Tiene: {known}.",
            f"`{question.name}` has no parameter `{unknown.name}`. It has: {known}.",
        ) from None
    except BadParameter as bad:
        raise refused(bad) from None


def refused(bad: BadParameter) -> Refused:
    """What is said of a value that a parameter cannot take."""
    return Refused(
        f"«{bad.name}={bad.value}» no se admite: {bad.reason.es}.",
        f"`{bad.name}={bad.value}` is not admitted: {bad.reason.en}.",
    )


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    """The file to write, or the standard output, which stays open; in bytes, so that line ends stay too."""
    if path is None:
        yield sys.stdout.buffer
        return
    with path.open("wb") as file:
        yield file


def _write(
    reader: Reader, question: Question, asked: dict[str, Any], answer_format: AnswerFormat, file: BinaryIO
) -> None:
    from geo import catalogue
    from geo.graphs.files import FORMS
    from geo.questions import keys
    from geo.questions.provenance import of_graph
    from geo.questions.question import BadParameter
    from geo.questions.terms import WithTables, terms
    from geo.questions.terms import said as terms_said

    release = reader.release()
    try:
        with release.engine.connect() as connection:
            keys.check(connection, question, asked)
            if question.graph is not None and answer_format not in _OF_ROWS:
                graph, tables = WithTables(question.graph)(connection, asked)
                found = terms(catalogue.layers(connection), tables)
                about = of_graph(question, release.id, _command(question, asked), _SOURCES, found)
                file.write(FORMS[answer_format.value].write(graph, about))
                return
            answer, tables = WithTables(question.answer)(connection, asked)
            found = terms(catalogue.layers(connection), tables)
    except BadParameter as bad:
        raise refused(bad) from None
    if answer_format is AnswerFormat.CSV:
        file.writelines(_rows(question, asked, answer, release.id, found))
        return
    import orjson

    said = _said(question, asked, answer, release.id)
    said["sources"] = {**answer.sources, **terms_said(found)}
    # A word of a vocabulary is a text that orjson takes for a key only when told so.
    options = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
    file.write(orjson.dumps(said, option=options) + b"\n")


def _command(question: Question, asked: Mapping[str, Any]) -> str:
    """What gives the same answer again."""
    words = ["atlas", "ask", question.name]
    for each in question.parameters:
        value = asked[each.name]
        values = value if each.is_multiple else [] if value == each.default else [value]
        for one in values:
            words += ["--param", f"{each.name}={one}"]
    return shlex.join(words)


def _rows(
    question: Question, asked: Mapping[str, Any], answer: Answer, release_id: str, found: Sequence[Terms]
) -> Iterator[bytes]:
    """The rows as the API's CSV has them, without their geometry; commands stand where it has addresses."""
    from api.exports.table import Table
    from api.exports.texts import csv_blocks
    from geo.systems import CRS84

    table = Table(
        name=question.name,
        title=question.title,
        fields=question.columns,
        geometry=None,
        system=CRS84,
        terms=found,
        release_id=release_id,
        source_url=_command(question, asked),
        sources_url=_SOURCES,
        blocks=iter([[(row, None) for row in answer.data]]),
    )
    return csv_blocks(table)


def _said(question: Question, asked: dict[str, Any], answer: Answer, release_id: str) -> dict[str, Any]:
    return {
        "question": question.name,
        "release": release_id,
        "parameters": asked,
        "data": answer.data,
        "numberMatched": answer.number_matched,
        "numberReturned": len(answer.data),
        "summary": answer.summary,
        "series": answer.series,
        "sources": answer.sources,
        "method": {"text_es": question.method.es, "text_en": question.method.en},
        "run": answer.run,
        "caveats": [{"text_es": caveat.es, "text_en": caveat.en} for caveat in answer.caveats],
    }
