"""Which stages are done: a stamp holds the digest of what a finished stage was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *words: str) -> str:
    """A digest of the contents and names of the files, absent ones included, and of the words."""
    whole = hashlib.sha256()
    for word in words:
        whole.update(f"word {len(word.encode())}\0{word}".encode())
    for file in files:
        if file.is_file():
            content = file.read_bytes()
            whole.update(f"file {file.name}\0{len(content)}\0".encode())
            whole.update(content)
        else:
            whole.update(f"absent {file.name}\0".encode())
    return whole.hexdigest()


def files_under(folder: Path, without: frozenset[str]) -> list[Path]:
    """All files of a folder in a fixed order, but for the files and folders of the given names."""
    found: list[Path] = []
    for child in sorted(folder.iterdir()):
        if child.name in without:
            continue
        found.extend(files_under(child, without) if child.is_dir() else [child])
    return found


def is_done(stamp: Path, made_from: str, *products: Path) -> bool:
    """Whether the stage was finished from exactly this, and what it made is still there."""
    try:
        return stamp.read_text(encoding="ascii") == made_from and all(
            product.exists() for product in products
        )
    except FileNotFoundError:
        return False


def begin(stamp: Path) -> None:
    """The stage counts as not done, so that an interruption is seen."""
    stamp.unlink(missing_ok=True)


def finish(stamp: Path, made_from: str) -> None:
    """The stage counts as done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    unfinished = stamp.with_suffix(".part")
    unfinished.write_text(made_from, encoding="ascii")
    unfinished.replace(stamp)
