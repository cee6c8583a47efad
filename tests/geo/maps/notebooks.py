"""The notebooks of docs/notebooks, executed as a person does, and what they print."""

import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[3] / "docs" / "notebooks"


def read(name: str) -> nbformat.NotebookNode:
    """A notebook as git keeps it."""
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def executed(
    name: str, work: Path, settings: dict[str, str], programs: Path | None = None
) -> nbformat.NotebookNode:
    """The notebook with its outputs; a cell that fails raises.

    The kernel finds the command `atlas` in ``programs``, else beside its own Python, and no settings but
    those given.
    """
    notebook = read(name)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ATLAS_")}
    first = [] if programs is None else [str(programs)]
    path = os.pathsep.join([*first, str(Path(sys.executable).parent), kept.get("PATH", "")])
    client = NotebookClient(
        notebook, timeout=None, kernel_name="python3", resources={"metadata": {"path": str(work)}}
    )
    client.execute(env={**kept, **settings, "PATH": path})
    return notebook


def printed(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """What was printed as `Name: value`, one a line."""
    told: dict[str, str] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "stream" and output.name == "stdout":
                told.update(re.findall(r"^([^:\n]+): (.+)$", output.text, re.MULTILINE))
    return told


def shown(notebook: nbformat.NotebookNode) -> list[str]:
    """The HTML of what cells displayed."""
    return [
        output.data["text/html"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]
