"""What each question answers on the whole register: a change of it is seen in review.

To accept a change: ``ATLAS_WRITE_GOLDEN=1 pytest tests/geo/questions/test_golden.py``, then read the
difference before committing it. Both engines are held to the same file.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from geo.questions import QUESTIONS
from geo.questions.question import Question
from tests.geo.questions.asking import answered, painted
from tests.geo.questions.conftest import National

FOLDER = Path(__file__).parents[2] / "golden" / "questions"
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_answer_at_its_defaults(national: National, question: Question) -> None:
    answer = answered(national.connection, question.name, limit="10")
    painting = painted(national.connection, question.name)
    found = {
        "numberMatched": answer.number_matched,
        "summary": answer.summary,
        "first": answer.data,
        "classes": {name: len(keys) for name, keys in painting.classes.items()},
    }
    path = FOLDER / f"{question.name}.json"
    if os.environ.get("ATLAS_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert _rounded(json.loads(path.read_text(encoding="utf-8"))) == _rounded(found)


def _rounded(value: Any) -> Any:
    """Numbers to four decimals: the engines may add up in another order."""
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value
