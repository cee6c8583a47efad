"""DuckDB's driver without pandas, for as long as nobody asks for anything of it."""

from __future__ import annotations

import importlib
import sys
import threading
from types import ModuleType
from typing import Any

_LOCK = threading.Lock()


class _Later(ModuleType):
    """Stands for pandas: two names that no value has, and all others from pandas itself."""

    is_told = False
    NaT = object()
    NA = object()

    def __getattr__(self, name: str) -> Any:
        pandas = importlib.import_module("pandas")
        if pandas is self:  # another thread imports it just while the driver is told
            raise AttributeError(name)
        return getattr(pandas, name)


def bind_without_pandas(driver: Any) -> None:
    """Tell the driver to do without pandas, unless that is imported already.

    It compares each value that it binds with ``pandas.NaT`` and ``pandas.NA``, and to know these two it
    imports pandas, and with it pyarrow: 68 MB and a quarter of a second for a process that uses neither. It
    asks once a process, so that a value is bound here while other names stand for them. Whatever else the
    driver or the program wants of pandas they get: it is imported then.

    ``driver`` is an open connection of the driver.
    """
    with _LOCK:
        if _Later.is_told or "pandas" in sys.modules:
            return
        sys.modules["pandas"] = _Later("pandas")
        try:
            driver.execute("SELECT ?", [0]).fetchall()
        finally:
            del sys.modules["pandas"]
        _Later.is_told = True
