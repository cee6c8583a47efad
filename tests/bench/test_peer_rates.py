"""How long a run lasts, and that a question that fails beside the measuring is told."""

from urllib.error import URLError

import pytest

from bench.peer_rates import Questions, lasting, warmed
from tests.bench.one_page import one_page


def test_a_run_gives_every_client_its_turns() -> None:
    assert lasting(2, 0.001) == 2
    assert lasting(2, 0.084) == 3  # three turns of eight clients: 2.016 s
    assert lasting(2, 0.25) == 6


def test_questions_that_fail_are_raised_at_the_end_of_the_block() -> None:
    with one_page(b"", '"one"') as url:
        gone = url
    with pytest.raises(URLError), Questions(gone.rstrip("/")) as questions:
        questions._thread.join()


def test_what_fails_in_the_block_is_not_hidden_by_the_questions() -> None:
    with one_page(b"", '"one"') as url:
        gone = url
    questions = Questions(gone.rstrip("/"))

    def measure_in_vain() -> None:
        with questions:
            questions._thread.join()
            raise SystemExit("wrk said no")

    with pytest.raises(SystemExit, match="wrk said no"):
        measure_in_vain()
    assert isinstance(questions._failed, URLError)


def test_questions_go_on_until_the_block_ends() -> None:
    with one_page(b"page", '"one"') as url, Questions(url.rstrip("/")) as questions:
        while questions.answered < 3:
            assert questions._thread.is_alive()
    assert not questions._thread.is_alive()


def test_the_tag_of_an_address_is_asked_for_and_given() -> None:
    with one_page(b"page", '"one"') as url:
        ask = warmed(url, "", 2, has_tag=True)
        assert (ask.headers, ask.seconds) == ((("If-None-Match", '"one"'),), 2)
        assert warmed(url, "", 2, has_tag=False).headers == ()


def test_an_address_that_does_not_answer_as_it_should_ends_the_run() -> None:
    with one_page(b"page", '"one"') as url:
        with pytest.raises(SystemExit, match="answers 302, not 200, to no headers"):
            warmed(f"{url}elsewhere", "", 2, has_tag=False)
        with pytest.raises(SystemExit, match="is encoded as None, not as br"):
            warmed(url, "br", 2, has_tag=False)
