# -*- coding: utf-8 -*-
"""Entry of `make`: refuses an old Python in one sentence, then runs the stage that was asked for.

An old Python has to be able to read this file, so it keeps to words that Python 2.7 knows.
"""

from __future__ import unicode_literals

import os
import subprocess
import sys

OLDEST = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def refusal(version, language):
    # type: (tuple[object, ...], str) -> str | None
    """The sentence that turns an old Python away; None for a Python that is new enough."""
    if tuple(version[:2]) >= OLDEST:
        return None
    found = ".".join(str(number) for number in version[:2])
    if language == "es":
        return (
            "El Atlas necesita Python 3.11 o posterior y este es %s: instale uno más nuevo, "
            "o indique cuál usar con PYTHON=/ruta/a/python3." % found
        )
    return (
        "The Atlas needs Python 3.11 or newer and this is %s: install a newer one, "
        "or say which to use with PYTHON=/path/to/python3." % found
    )


def spoken(environment):
    # type: (dict[str, str]) -> str
    """`es` or `en`, as the locale of the environment says."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "es" if environment[name].lower().startswith("es") else "en"
    return "en"


def newer_python(path):
    # type: (str) -> str | None
    """A Python on the path that is new enough; None when there is none."""
    for name in NEWER_NAMES:
        for folder in path.split(os.pathsep):
            candidate = os.path.join(folder, name)
            if os.access(candidate, os.X_OK) and _runs(candidate):
                return candidate
    return None


def _runs(python):
    # type: (str) -> bool
    """Whether the program is a Python that starts: version managers leave stand-ins that do not."""
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call([python, "-c", "import venv"], stdout=nowhere, stderr=nowhere) == 0
        except OSError:
            return False


if __name__ == "__main__":
    sentence = refusal(sys.version_info, spoken(dict(os.environ)))
    if sentence:
        newer = newer_python(os.environ.get("PATH", ""))
        if newer:
            os.execv(newer, [newer] + sys.argv)
        os.write(2, (sentence + "\n").encode("utf-8"))  # bytes: a bare locale knows no accents
        sys.exit(1)
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from scripts.stages.entry import main

    sys.exit(main(sys.argv[1:]))
