"""A made-up heavy question: functions of a module, so that another process can import them."""

import os
import signal
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from geo.declarations import Text
from geo.questions import question_named
from geo.questions.question import Answer, BadParameter, Painting

STATE = "state"


def answer(connection: Connection, parameters: Mapping[str, Any]) -> Answer:
    signs = Path(os.environ["ATLAS_TEST_SIGNS"])  # where test and process leave each other signs
    (signs / f"began-{os.getpid()}").touch()
    what = (signs / "what").read_text()
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "die once" and len(list(signs.glob("began-*"))) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "hang":
        threading.Event().wait()
    if what == "refuse":
        raise BadParameter(STATE, "99", Text("no es un estado", "is no state"), ("01", "02"))
    found = question_named("without-agreements").answer(connection, parameters)
    return replace(found, run={"process": os.getpid()})


def painting(connection: Connection, parameters: Mapping[str, Any]) -> Painting:
    return question_named("without-agreements").painting(connection, parameters)


HEAVY = replace(question_named("without-agreements"), answer=answer, painting=painting, is_heavy=True)
