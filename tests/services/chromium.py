"""Where tests find a Chromium, in order of preference, with letters to draw."""

from pathlib import Path

from tests.services.machine import Machine

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
DEBIAN_BROWSER = "chromium"
# Without fonts a page has no text and a map no labels.
DEBIAN_FONTS = ("fontconfig", "fonts-noto-core", "fonts-dejavu-core")


class NoChromium(Exception):
    """No Chromium can be had on this machine; the message says what to do."""


def find(machine: Machine) -> Path:
    """The first Chromium that starts. May install Debian packages. Raises `NoChromium`."""
    if named := machine.environment.get("ATLAS_CHROMIUM"):
        if _starts(machine, Path(named)):
            return Path(named)
        raise NoChromium(f"ATLAS_CHROMIUM={named} is not a Chromium that starts.")
    if found := _installed(machine):
        if not machine.answer(["fc-list", ":lang=es", "family"]) and machine.may_install_debian_packages():
            machine.install_debian_packages(DEBIAN_FONTS)
        return found
    if machine.may_install_debian_packages():
        machine.install_debian_packages([DEBIAN_BROWSER, *DEBIAN_FONTS])
        if found := _installed(machine):
            return found
    raise NoChromium(
        "No Chromium for the tests of the page: install Chromium or Google Chrome, "
        "or set ATLAS_CHROMIUM to the program."
    )


def _installed(machine: Machine) -> Path | None:
    named = [found for name in NAMES if (found := machine.program(name))]
    applications = [path for pattern in APPLICATIONS for path in machine.files(pattern)]
    for candidate in [*named, *applications]:
        if _starts(machine, candidate):  # Ubuntu's is a stand-in that asks for snap
            return candidate
    return None


def _starts(machine: Machine, program: Path) -> bool:
    return bool(machine.answer([str(program), "--version"]))
