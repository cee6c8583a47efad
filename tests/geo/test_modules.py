"""Every module can be reached by its name through the package that holds it."""

import pkgutil
from importlib import import_module
from types import ModuleType

import pytest

import geo


def _modules() -> list[str]:
    return [each.name for each in pkgutil.walk_packages(geo.__path__, "geo.")]


@pytest.mark.parametrize("name", _modules())
def test_no_function_hides_a_module_of_its_name(name: str) -> None:
    import_module(name)
    package, _, module = name.rpartition(".")
    assert isinstance(getattr(import_module(package), module), ModuleType), name
