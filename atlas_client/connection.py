"""Requests to one server: repeated while it asks to wait, confirmed by entity tag, told as errors."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import httpx

from atlas_client.errors import AtlasError, Busy, Refused, Unreachable

Language = Literal["es", "en"]
Value = str | int | float | bool | Sequence[str] | Sequence[int] | Sequence[float]
"""What a parameter can be given; several values are sent as several parameters."""

LONGEST_WAIT_S = 60.0
_UNREACHABLE = {
    "es": "No hay respuesta de {url}: revise la dirección y que el servidor esté en marcha.",
    "en": "No answer from {url}: check the address and that the server is running.",
}
_NO_PROBLEM = {
    "es": "El servidor respondió {status} sin explicación.",
    "en": "The server answered {status} without an explanation.",
}


def pairs_of(parameters: Mapping[str, Value | None]) -> list[tuple[str, str]]:
    """The parameters as pairs of text, without those that are None.

    >>> pairs_of({"state": ["02", "08"], "limit": 5, "as_of": None, "bom": True})
    [('state', '02'), ('state', '08'), ('limit', '5'), ('bom', 'true')]
    """
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        if value is None:
            continue
        values = [value] if isinstance(value, str | int | float) else value
        pairs += [(name, _text(each)) for each in values]
    return pairs


def _text(value: str | int | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Connection:
    """One server. Answers are kept and asked about again, so that what has not changed is not sent twice."""

    def __init__(
        self,
        url: str,
        *,
        language: Language,
        patience_s: float,
        kept_answers: int = 64,
        transport: httpx.BaseTransport | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url.rstrip("/")
        self._language = language
        self._patience_s = patience_s
        self._wait = wait
        self._most = kept_answers
        self._kept: OrderedDict[str, httpx.Response] = OrderedDict()
        self._http = httpx.Client(
            headers={"Accept-Language": language}, timeout=60.0, follow_redirects=True, transport=transport
        )

    def close(self) -> None:
        """No connection is open any more."""
        self._http.close()

    def document(self, path: str, parameters: Mapping[str, Value | None] | None = None) -> dict[str, Any]:
        """The JSON document at a path of the server, or at a whole address. Raises `AtlasError`."""
        found: dict[str, Any] = self.get(path, pairs_of(parameters or {})).json()
        return found

    def get(self, path: str, pairs: Sequence[tuple[str, str]] = ()) -> httpx.Response:
        """The answer of the server, status 200. Raises `AtlasError`."""
        address = httpx.URL(path if path.startswith("http") else self.url + path)
        if pairs:
            address = address.copy_merge_params(list(pairs))
        key = str(address)
        kept = self._kept.get(key)
        headers = {"If-None-Match": kept.headers["ETag"]} if kept is not None else {}
        waited_s = 0.0
        while True:
            answer = self._asked(address, headers)
            pause_s = _pause_of(answer)
            if answer.status_code != 503 or waited_s + pause_s > self._patience_s:
                break
            self._wait(pause_s)
            waited_s += pause_s
        if answer.status_code == 304 and kept is not None:
            self._kept.move_to_end(key)
            return kept
        if answer.status_code != 200:
            raise self._error(answer)
        if "ETag" in answer.headers:
            self._kept[key] = answer
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer

    def _asked(self, address: httpx.URL, headers: Mapping[str, str]) -> httpx.Response:
        try:
            return self._http.get(address, headers=dict(headers))
        except httpx.HTTPError as error:
            detail = _UNREACHABLE[self._language].format(url=self.url)
            raise Unreachable("unreachable", detail) from error

    def _error(self, answer: httpx.Response) -> AtlasError:
        kind = Busy if answer.status_code >= 500 else Refused
        if not answer.headers.get("Content-Type", "").startswith("application/problem+json"):
            detail = _NO_PROBLEM[self._language].format(status=answer.status_code)
            return kind("no_explanation", detail, status=answer.status_code)
        problem = answer.json()
        return kind(
            problem["code"],
            problem["detail"],
            status=problem["status"],
            parameter=problem.get("parameter"),
            known=problem.get("known") or (),
        )


def _pause_of(answer: httpx.Response) -> float:
    told = answer.headers.get("Retry-After", "")
    return min(float(told), LONGEST_WAIT_S) if told.isascii() and told.isdigit() else 1.0
