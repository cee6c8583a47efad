"""Every block of code in the documentation runs, one after another, against a real server."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "use-from-python.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"


def test_the_blocks_run(server_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(BLOCKS) > 5
    assert ADDRESS in BLOCKS[0]
    names: dict[str, object] = {}
    for number, block in enumerate(BLOCKS):
        exec(compile(block.replace(ADDRESS, server_url), f"{PAGE.name}, block {number}", "exec"), names)
    said = capsys.readouterr().out
    assert "'none_known': " in said
    assert said.rstrip().splitlines()[-1].startswith("unknown_parameter ")
