"""What the C library is asked to give back."""

import platform

from api import allocation


def test_glibc_does_as_it_is_asked() -> None:
    assert allocation.keep_little() is (platform.libc_ver()[0] == "glibc")
