"""What is made of the output of wrk, and of an address that is asked by hand."""

import pytest

from bench.wrk import Measured, NoMeasure, answer, understood
from tests.bench.one_page import one_page

TOLD = """\
Running 2s test @ http://127.0.0.1:8000/items?limit=10
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     5.12ms    1.08ms  13.33ms   99.23%
    Req/Sec    14.27k     3.38k   20.16k    81.82%
  Latency Distribution
     50%    4.90ms
     75%    5.40ms
     90%    6.10ms
     99%  {p99}
  {requests} requests in 2.01s, 1.94MB read
{failures}Requests/sec:   1561.41
Transfer/sec:      1.76MB
"""


def told(p99: str = " 9.41ms", requests: int = 3138, failures: str = "") -> str:
    return TOLD.format(p99=p99, requests=requests, failures=failures)


@pytest.mark.parametrize(
    ("p99", "milliseconds"),
    [
        ("950.00us", 0.95),
        ("  9.41ms", 9.41),
        ("  1.54s ", 1540),
        ("  0.87m ", 52_200),
        (" 1.00h ", 3_600_000),
    ],
)
def test_latency_is_understood_in_every_unit(p99: str, milliseconds: float) -> None:
    assert understood(told(p99)) == Measured(1561.41, pytest.approx(milliseconds))


@pytest.mark.parametrize(
    "failure",
    [
        "Socket errors: connect 1, read 0, write 0, timeout 0",
        "Socket errors: connect 0, read 7, write 0, timeout 0",
        "Socket errors: connect 0, read 0, write 2, timeout 0",
        "Socket errors: connect 0, read 0, write 0, timeout 8",
        "Non-2xx or 3xx responses: 15608",
    ],
)
def test_a_run_with_failures_measures_nothing(failure: str) -> None:
    with pytest.raises(NoMeasure, match=failure):
        understood(told(failures=f"  {failure}\n"))


def test_every_kind_of_failure_is_told() -> None:
    failures = "  Socket errors: connect 0, read 0, write 0, timeout 8\n  Non-2xx or 3xx responses: 3\n"
    with pytest.raises(NoMeasure, match=r"timeout 8; Non-2xx or 3xx responses: 3$"):
        understood(told(failures=failures))


def test_a_run_without_answers_measures_nothing() -> None:
    with pytest.raises(NoMeasure, match="nothing was answered"):
        understood(told("  0.00us", requests=0))


@pytest.mark.parametrize("missing", ["requests in", "Requests/sec", " 99% "])
def test_a_figure_that_is_missing_is_told(missing: str) -> None:
    lines = told().splitlines(keepends=True)
    without = [line for line in lines if missing not in line]
    assert len(without) == len(lines) - 1
    with pytest.raises(NoMeasure, match="no requests, rate or latency"):
        understood("".join(without))


def test_an_address_answers_304_only_to_its_tag() -> None:
    with one_page(b"page", '"one"') as url:
        plain = answer(url, {})
        assert (plain.status, plain.entity_tag, plain.encoding) == (200, '"one"', None)
        assert answer(url, {"If-None-Match": '"one"'}).status == 304
        assert answer(url, {"If-None-Match": '"two"'}).status == 200


def test_redirections_are_not_followed() -> None:
    with one_page(b"page", '"one"') as url:
        assert answer(f"{url}elsewhere", {}).status == 302
