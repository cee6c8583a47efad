"""The command as a person types it, over the tiny country."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from etl import choice
from etl.inputs import Sources
from tests.releases import REGISTER, tiny_sources

Atlas = Callable[..., Result]


@pytest.fixture
def atlas(monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """Runs `atlas WORDS…` in English, unless told otherwise, with sources of the tiny country."""

    def tiny(boundaries: str | None, register: Path | None, cache: Path) -> Sources:
        return tiny_sources(register or REGISTER)

    monkeypatch.setattr(choice, "chosen", tiny)
    monkeypatch.setenv("ATLAS_LANG", "en")
    for name in ("ATLAS_DATABASE_URL", "ATLAS_DATA_DIR", "ATLAS_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    from cli.main import app

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def plain(text: str) -> str:
    """Text without the lines of tables and with single spaces."""
    return re.sub(r"[\s│┃─━┏┓┗┛┡┩├┤┼╇┴┬┳╭╮╰╯]+", " ", text)
