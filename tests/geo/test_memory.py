"""Memory is given back to the system where its C library can do that, and nothing breaks where it cannot."""

import ctypes
import gc
import platform
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from geo import memory


@pytest.fixture(autouse=True)
def found_anew() -> Iterator[None]:
    memory._function.cache_clear()
    yield
    memory._function.cache_clear()


def _resident_bytes() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed and gives it back"
)
def test_what_was_freed_is_given_back() -> None:
    pieces = [ctypes.create_string_buffer(60_000) for _ in range(2000)]
    last = ctypes.create_string_buffer(60_000)  # above them, so that they are not at the end of the heap
    held = _resident_bytes()
    pieces.clear()
    memory.give_back()
    assert held - _resident_bytes() > 60_000_000
    assert len(last) == 60_000


def test_without_such_a_function_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: object())
    assert memory.give_back() is False
    assert memory.keep_little() is False


@pytest.mark.parametrize("fault", [None, ValueError])
def test_what_is_made_for_good_is_not_looked_at_by_the_collector(fault: type[Exception] | None) -> None:
    frozen = gc.get_freeze_count()
    try:
        with suppress(ValueError), memory.made_for_good():
            assert not gc.isenabled()
            if fault is not None:
                raise fault
        assert gc.isenabled()
        assert gc.get_freeze_count() > frozen
    finally:
        gc.unfreeze()


def test_glibc_does_as_it_is_asked() -> None:
    assert memory.keep_little() is (platform.libc_ver()[0] == "glibc")
