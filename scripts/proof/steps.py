"""One step of the proof and what became of it."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """How a step ended. `reason` is empty when all is well."""

    name: str
    seconds: float
    reason: str = ""

    @property
    def is_ok(self) -> bool:
        return not self.reason


class StepFailed(Exception):
    """The step proved the opposite; the message says what failed."""


@dataclass(frozen=True)
class Step:
    """A name, what it proves, and the function that raises `StepFailed` when it does not hold."""

    name: str
    proves: str
    carry_out: Callable[[], None]

    def outcome(self) -> Outcome:
        started = time.monotonic()
        try:
            self.carry_out()
        except StepFailed as failed:
            return Outcome(self.name, time.monotonic() - started, str(failed))
        return Outcome(self.name, time.monotonic() - started)


def program(*commands: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Callable[[], None]:
    """A step that runs commands, shows what they print, and holds when each of them ends well."""

    def carry_out() -> None:
        for command in commands:
            try:
                done = subprocess.run(
                    command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, check=False
                )
            except OSError as problem:
                raise StepFailed(f"{command[0]}: {problem.strerror}") from problem
            if done.returncode != 0:
                words = " ".join([Path(command[0]).name, *command[1:3]])
                raise StepFailed(f"{words} ended with {done.returncode}")

    return carry_out
