"""The page about the API names what there is, and nothing else."""

import re
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.messages import MESSAGES

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_address_is_in_the_table(app: FastAPI) -> None:
    named = {_bare(address) for address in re.findall(r"`(/[^`\s]*)`", PAGE.split("## What holds")[0])}
    routes = {
        _bare(each.path or "")
        for each in iter_route_contexts(app.routes)
        if isinstance(each.original_route, APIRoute)
    }
    assert named == routes


def _bare(address: str) -> str:
    """Without the names of what is variable."""
    return re.sub(r"\{[^}]*\}", "{}", address)


def test_every_code_of_a_problem_is_in_the_table() -> None:
    table = PAGE.split("| status | code |")[1].split("##")[0]
    assert set(re.findall(r"`([a-z_]+)`", table)) == set(MESSAGES) - {"bad_request"}
