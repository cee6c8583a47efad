"""Every block of R in the documentation runs, one after another, against a real server."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from api.app import create_app
from tests.api.conftest import settings
from tests.api.serving import serving

PAGE = Path(__file__).parents[2] / "docs" / "use-from-r.md"
BLOCKS = re.findall(r"```r\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"
# What the page shows, checked against the tiny country by what R itself read.
CHECKS = """
stopifnot(
  nrow(municipalities) == 10, all(municipalities$cve_ent == "02"), "02004" %in% municipalities$cvegeo,
  nrow(in_metres) == 19, nrow(agreements) == 12,
  nrow(near_the_border) > 0, all(near_the_border$agreement_count == 0),
  nrow(answer) > 0, all(nchar(answer$cvegeo) == 5), nrow(joined) == nrow(answer),
  any(grepl("INEGI", answer$atlas_attribution))
)
cat("all of it ran")
"""


def test_the_page_has_blocks_that_name_the_server() -> None:
    assert len(BLOCKS) > 5
    assert ADDRESS in BLOCKS[0]


@pytest.mark.slow
def test_the_blocks_run(served_url: str, tmp_path: Path) -> None:
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("Rscript is not installed here (Debian: r-base-core)")
    has_sf = [program, "--vanilla", "-e", "quit(status = !requireNamespace('sf', quietly = TRUE))"]
    if subprocess.run(has_sf, check=False, capture_output=True, timeout=120).returncode:
        pytest.skip("R has no package sf here (Debian: r-cran-sf)")
    script = tmp_path / "blocks.R"
    with serving(create_app(settings(served_url))) as address:
        text = "\n".join(BLOCKS).replace(ADDRESS, address) + CHECKS
        script.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [program, "--vanilla", str(script)],
            cwd=tmp_path,  # plots go into a file of this folder
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.endswith("all of it ran")
    assert (tmp_path / "Rplots.pdf").stat().st_size > 1000
