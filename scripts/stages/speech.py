"""What the stages say, in Spanish or English as the locale has it, and how they refuse."""

import os
import sys

from scripts.make import spoken


class Refused(Exception):
    """A stage cannot go on; one sentence in each language says what to do."""

    def __init__(self, es: str, en: str) -> None:
        super().__init__(en)
        self.es = es
        self.en = en

    def sentence(self) -> str:
        return one_of(self.es, self.en)


def one_of(es: str, en: str) -> str:
    """The text in the language of the environment."""
    return es if spoken(dict(os.environ)) == "es" else en


def say(es: str, en: str) -> None:
    """The line is on the terminal, whatever its encoding can show."""
    encoding = sys.stderr.encoding or "ascii"
    text = one_of(es, en).encode(encoding, errors="replace").decode(encoding)
    print(text, file=sys.stderr, flush=True)
