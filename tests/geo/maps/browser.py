"""A real Chromium that reaches no host: what it makes of a page."""

import re
import subprocess
import warnings
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning

WIDTH, HEIGHT = 1200, 800
PATIENCE_SECONDS = 300
"""A busy machine draws WebGL in software slowly; nothing waits that long on a quiet one."""

_LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}

_KNOWN_WORDS = ("No recognized map provider specified",)
"""What deck.gl says of a map without tiles, which is meant."""

_ERRANDS = (".google.com", "update.googleapis.com", ".gvt1.com")
"""Hosts that Chromium asks for itself: time, accounts, updates. No library of a map lives there."""


@dataclass(frozen=True)
class Seen:
    """The document after its scripts ran, what the console said, what was asked of the network, and the
    picture (height, width, 3)."""

    document: str
    console: list[str]
    requested: list[str]
    picture: np.ndarray

    def share_of_color(self, color: str, ground: str = "#f7f5ef", opacity: float = 0.85) -> float:
        """The share of pixels that a class's colour has over the ground, near enough."""
        wanted = opacity * _rgb(color) + (1 - opacity) * _rgb(ground)
        return float((np.abs(self.picture - wanted).max(axis=2) <= 6).mean())


def seen(program: Path, page: Path, folder: Path) -> Seen:
    """What Chromium shows of a file when no name is resolved."""
    common = [
        str(program),
        "--headless",
        "--no-sandbox",
        "--hide-scrollbars",
        "--enable-unsafe-swiftshader",
        "--use-angle=swiftshader",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--enable-logging=stderr",
        f"--user-data-dir={folder / 'profile'}",
        f"--window-size={WIDTH},{HEIGHT}",
        "--virtual-time-budget=20000",
        # The browser's own errands are none of the page's.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    picture = folder / "page.png"
    net_log = folder / "net.json"
    dumped = _run([*common, f"--log-net-log={net_log}", "--dump-dom", page.as_uri()])
    drawn = _run([*common, f"--screenshot={picture}", page.as_uri()])
    console = [
        line
        for line in (dumped.stderr + drawn.stderr).splitlines()
        if "CONSOLE" in line and not any(known in line for known in _KNOWN_WORDS)
    ]
    with warnings.catch_warnings():
        # A picture of a screen lies nowhere on the Earth.
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(picture) as opened:
            pixels = np.moveaxis(opened.read([1, 2, 3]), 0, 2).astype(float)
    asked = re.findall(r'"url":"(https?://[^"]*)"', net_log.read_text(encoding="utf-8"))
    requested = [each for each in asked if not (urlsplit(each).hostname or "").endswith(_ERRANDS)]
    return Seen(dumped.stdout, console, sorted(set(requested)), pixels)


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True)


def _rgb(color: str) -> np.ndarray:
    return np.array([int(color[start : start + 2], 16) for start in (1, 3, 5)], dtype=float)


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.tags: Counter[str] = Counter()
        self._in_style = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self._in_style = tag == "style"
        found = dict(attributes)
        self.loaded += [found[_LOADS[tag]] or ""] if _LOADS.get(tag) in found else []
        self.loaded += re.findall(r"url\(([^)]*)\)", found.get("style") or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.loaded += re.findall(r"(?:@import\s+|url\()['\"]?([^'\")\s;]+)", data)


def addresses_loaded(html: str) -> list[str]:
    """Every address that the text of a page makes a browser load, but what it carries itself (``data:``)."""
    parser = _Addresses()
    parser.feed(html)
    assert parser.tags["script"], "a page without scripts is no map"
    return [each for each in parser.loaded if not each.startswith(("data:", "#"))]
