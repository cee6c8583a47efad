"""Where the stages find and put things."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The folders of one checkout. `venv`, `tools` and `build` are made by the stages and may be deleted."""

    root: Path
    venv: Path
    tools: Path

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def logs(self) -> Path:
        return self.build / "logs"

    @property
    def stamps(self) -> Path:
        # Beside what they vouch for: a fresh environment must not find the stamps of another.
        return self.tools / "stamps"

    @property
    def web(self) -> Path:
        return self.root / "web"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def locks(self) -> Path:
        return self.root / "scripts" / "locks"

    def shown(self, path: Path) -> str:
        """The path as a reader in the repository would type it."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def places(root: Path) -> Places:
    """The folders of the checkout."""
    return Places(root=root, venv=root / ".venv", tools=root / ".tools")
