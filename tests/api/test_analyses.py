"""Heavy questions in processes of their own: the answer, a process that dies or hangs, reading beside it."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api import dependencies
from api.analyses import Analyses
from api.app import create_app
from tests.api.conftest import settings
from tests.api.heavy import HEAVY
from tests.api.serving import serving

QUESTION = "/questions/without-agreements?scope=any"


@pytest.fixture
def signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATLAS_TEST_SIGNS", str(tmp_path))
    (tmp_path / "what").write_text("answer")
    return tmp_path


@pytest.fixture
def heavy(served_url: str, signs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Serves with one question made heavy; call it with further settings for a client and the app."""
    monkeypatch.setattr(dependencies, "question_named", lambda _: HEAVY)
    chosen = {"analysis_processes": 1, "analysis_timeout_seconds": 60, "kept_megabytes": 0}

    with ThreadPoolExecutor(4) as readers:

        def ask(client: httpx.Client, address: str) -> Any:
            return readers.submit(client.get, address)

        yield lambda **others: (create_app(settings(served_url, **{**chosen, **others})), ask)


def began(signs: Path) -> list[int]:
    return [int(path.name.partition("-")[2]) for path in signs.glob("began-*")]


def until_it_began(signs: Path, asked: Any, count: int = 1) -> None:
    while len(began(signs)) < count:
        assert not asked.done(), asked.result().text


def until_a_process_is_free(analyses: Analyses) -> None:
    while not analyses.process_ids or analyses._free.empty():
        pass


def test_a_heavy_question_is_answered_elsewhere(heavy: Any, signs: Path) -> None:
    app, _ = heavy()
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        plain = client.get(QUESTION).json()
        assert [plain["run"]["process"]] == began(signs) == app.state.service.analyses.process_ids
        assert plain["run"]["process"] != os.getpid()
        assert plain["numberMatched"] > 0
        ids = client.get(f"{QUESTION}&f=ids")
        assert ids.status_code == 200
        assert "none_known" in ids.json()
        assert client.get(f"{QUESTION}&f=map").json()["legend"]
        rows = client.get(f"{QUESTION}&f=csv").text.splitlines()
        assert len(rows) > plain["numberMatched"]
        assert len(began(signs)) == 1  # the same process answered each
    for number in began(signs):
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def test_a_process_is_started_beside_the_first_answer_and_not_before(
    served_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, start = threading.Event(), Analyses.start

    def starting(analyses: Analyses) -> None:
        start(analyses)
        begun.set()

    monkeypatch.setattr(Analyses, "start", starting)
    app = create_app(settings(served_url, analysis_processes=1))
    analyses = app.state.service.analyses
    with TestClient(app) as client:
        assert analyses.process_ids == []
        assert client.get("/health/ready").status_code == 200
        assert begun.wait(60)
        assert len(analyses.process_ids) == 1


def test_one_that_is_in_use_already_needs_no_start(served_url: str) -> None:
    analyses = Analyses(served_url, 1, seconds=60, patience_seconds=60)
    analyses._free.get_nowait()
    analyses.start()
    assert analyses.process_ids == []


def test_what_it_refuses_is_told_as_it_is_elsewhere(heavy: Any, signs: Path) -> None:
    (signs / "what").write_text("refuse")
    app, _ = heavy()
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        refused = client.get(QUESTION)
        assert (refused.status_code, refused.json()["known"]) == (400, ["01", "02"])


def test_reading_goes_on_beside_it_and_a_process_killed_in_the_middle_is_replaced(
    heavy: Any, signs: Path
) -> None:
    (signs / "what").write_text("hang")
    app, ask = heavy()
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        asked = ask(client, QUESTION)
        until_it_began(signs, asked)
        for path in ("/collections/states/items", "/collections/states/tiles/WebMercatorQuad/1/0/0"):
            assert client.get(path).status_code == 200
        assert not asked.done()
        (signs / "what").write_text("answer")
        os.kill(began(signs)[0], signal.SIGKILL)
        assert asked.result().status_code == 200
        assert len(began(signs)) == 2


def test_a_question_that_no_process_survives_is_given_up(heavy: Any, signs: Path) -> None:
    (signs / "what").write_text("die")
    app, _ = heavy()
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        lost = client.get(QUESTION)
        assert (lost.status_code, lost.json()["code"]) == (503, "analysis_lost")
        assert int(lost.headers["retry-after"]) > 0
        assert len(began(signs)) == 2
        (signs / "what").write_text("answer")
        assert client.get(QUESTION).status_code == 200


def test_one_that_takes_too_long_is_ended(heavy: Any, signs: Path) -> None:
    app, _ = heavy()
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert client.get(QUESTION).status_code == 200  # the process is there
        (signs / "what").write_text("hang")
        app.state.service.analyses._seconds = 0.5
        assert client.get(QUESTION).json()["code"] == "too_slow"
        (number,) = began(signs)
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def test_who_finds_every_process_busy_is_told_so(heavy: Any, signs: Path) -> None:
    (signs / "what").write_text("hang")
    app, ask = heavy(patience_seconds=0.2)
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert client.get("/health/ready").status_code == 200
        until_a_process_is_free(app.state.service.analyses)
        asked = ask(client, QUESTION)
        until_it_began(signs, asked)
        busy = client.get(f"{QUESTION}&limit=1")
        assert (busy.status_code, busy.json()["code"]) == (503, "overloaded")
        (signs / "what").write_text("answer")
        os.kill(began(signs)[0], signal.SIGKILL)
        assert asked.result().status_code == 200
