"""The tests that were skipped, and why, from the reports of pytest, Vitest and Playwright."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET


@dataclass(frozen=True)
class Skip:
    test: str
    reason: str


def of_pytest(report: Path) -> list[Skip]:
    """Skipped and expected-to-fail tests in a JUnit report."""
    if not report.exists():
        return []
    return [
        Skip(f"{case.get('classname')}.{case.get('name')}", skipped.get("message") or "no reason given")
        for case in ET.parse(report).iter("testcase")
        for skipped in case.iter("skipped")
    ]


def of_vitest(report: Path) -> list[Skip]:
    """Skipped and unwritten tests in a JSON report of Vitest."""
    if not report.exists():
        return []
    said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return [
        Skip(test["fullName"], test["status"])
        for file in said.get("testResults", [])
        for test in file.get("assertionResults", [])
        if test["status"] in {"pending", "skipped", "todo", "disabled"}
    ]


def of_playwright(report: Path) -> list[Skip]:
    """Skipped tests in a JSON report of Playwright."""
    if not report.exists():
        return []
    said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return [skip for suite in said.get("suites", []) for skip in _in_suite(suite)]


def _in_suite(suite: dict[str, Any]) -> Iterator[Skip]:
    for child in suite.get("suites", []):
        yield from _in_suite(child)
    for spec in suite.get("specs", []):
        for test in spec.get("tests", []):
            if test.get("status") == "skipped":
                notes = [note.get("description") or note["type"] for note in test.get("annotations", [])]
                yield Skip(
                    f"{test.get('projectName')}: {spec['title']}", "; ".join(notes) or "no reason given"
                )
