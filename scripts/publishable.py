"""Whether files may be published: no path of somebody's machine, no address of a package registry, no giant.

`python3 scripts/publishable.py FILE…` names each offence and ends with 1 when there is any.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

LARGEST_BYTES = 1_500_000
# In pieces, or this file would offend.
REGISTRIES = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "deb.debian" + ".org",
)
OFFENCES = {
    "a path of somebody's machine": re.compile(r"(?<![\w.:/])/(?:home/(?!\$)\w+|root|work|Users/\w+)/[\w.]"),
    "an address of a package registry": re.compile("|".join(re.escape(host) for host in REGISTRIES)),
}
MADE_BY_US = frozenset(
    {".git", ".venv", ".tools", "dist", "node_modules", "__pycache__", "test-results", "playwright-report"}
    | {".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis", ".env"}
)
MADE_BY_US_AT_THE_TOP = frozenset({"build", "var"})


def offences(file: Path) -> Iterator[str]:
    """One line for each thing that keeps the file from being published."""
    content = file.read_bytes()
    if len(content) > LARGEST_BYTES:
        yield f"{file}: {len(content):,} bytes; {LARGEST_BYTES:,} are the most"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return  # a picture or other binary
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in OFFENCES.items():
            if pattern.search(line):
                yield f"{file}:{number}: {what}"


def published(folder: Path, left_out: frozenset[str] = MADE_BY_US | MADE_BY_US_AT_THE_TOP) -> Iterator[Path]:
    """The files of a checkout that are, or would be, committed."""
    for child in sorted(folder.iterdir()):
        if child.name in left_out:
            continue
        if child.is_dir():
            yield from published(child, MADE_BY_US)
        elif child.is_file():
            yield child


def main(names: Sequence[str]) -> int:
    """1 when any of the files offends."""
    found = [offence for name in names for offence in offences(Path(name))]
    for offence in found:
        print(offence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
