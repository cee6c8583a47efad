"""Every question and parameter is described: declared in both languages, and in `docs/questions.md`."""

import re
from pathlib import Path

import pytest

from geo.questions import QUESTIONS
from geo.questions.question import Question

DOCUMENT = Path(__file__).parents[3] / "docs" / "questions.md"


def sections() -> dict[str, str]:
    """The sections of the document by title."""
    parts = re.split(r"^## (.+)$", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_parameter_is_in_the_document(question: Question) -> None:
    found = sections()
    assert question.name in found, "docs/questions.md has no section of that name"
    told = found[question.name] + found["Shared parameters"]
    missing = [each.name for each in question.parameters if f"`{each.name}`" not in told]
    assert missing == []


def test_the_document_tells_of_nothing_else() -> None:
    assert set(sections()) == {"Shared parameters", *(question.name for question in QUESTIONS)}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_what_is_written_in_the_section_is_a_parameter(question: Question) -> None:
    rows = re.findall(r"^\| (`.+?`) \|", sections()[question.name], flags=re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named <= {each.name for each in question.parameters}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_text_is_in_both_languages(question: Question) -> None:
    texts = [question.title, question.description, question.method]
    texts += [text for each in question.parameters for text in (each.title, each.description)]
    texts += [word.label for each in question.parameters for word in each.choices]
    texts += [column.title for column in question.columns]
    texts += [chart.title for chart in question.charts]
    assert all(text.es.strip() and text.en.strip() for text in texts)
    assert len(question.method.es) > 200
    names = [each.name for each in question.parameters]
    assert len(names) == len(set(names))
