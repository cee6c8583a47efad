"""Answers that are networks, as files that programs for graphs read."""

from __future__ import annotations

from starlette.responses import Response

from api.dependencies import AskedAddress
from api.formats import Format
from api.releases import ServedRelease
from api.representations import address, license_header
from geo.graphs.files import FORMS, Graph
from geo.questions.provenance import of_graph
from geo.questions.question import Question
from geo.questions.terms import terms


def graph_file(
    question: Question,
    graph: Graph,
    tables: frozenset[str],
    form: Format,
    release: ServedRelease,
    asked: AskedAddress,
) -> Response:
    """The graph in that form, with the name of a file; ``tables`` are those that it was read from."""
    found = terms(release.layers, tables)
    asked_as = address(asked.base_url, asked.path, asked.query)
    about = of_graph(question, release.id, asked_as, address(asked.base_url, "/sources"), found)
    name = f"atlas-{question.name.replace('-', '_')}-{release.id}.{form.extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **license_header(found)}
    return Response(FORMS[form.name].write(graph, about), media_type=form.media_type, headers=headers)
