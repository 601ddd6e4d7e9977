"""The packages are this project's own, import one way only, and list what they offer."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "ui": {"assistant", "index"},
    "assistant": {"index", "prompts"},
    "index": set[str](),
    "prompts": set[str](),
}
ONLY_IN = {
    "chromadb": "index/storage/chroma_client.py",
    "sentence_transformers": "index/embedding/encoder.py",
    "gradio": "ui/",
}
MODULES = sorted(path.relative_to(ROOT).as_posix() for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))


def imported(path: str) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names.add(str(node.module).partition(".")[0])
    return names


def test_there_are_modules() -> None:
    assert {module.partition("/")[0] for module in MODULES} == MAY_IMPORT.keys()


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    package = module.partition("/")[0]
    ours = imported(module) & (MAY_IMPORT.keys() | {"tests"})
    assert ours <= MAY_IMPORT[package] | {package}


@pytest.mark.parametrize(("library", "place"), ONLY_IN.items(), ids=ONLY_IN)
def test_each_large_library_is_known_in_one_place(library: str, place: str) -> None:
    users = {module for module in MODULES if library in imported(module)}
    assert users
    assert all(module.startswith(place) for module in users)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_s_name_is_this_project_s(package: str) -> None:
    file = importlib.import_module(package).__file__
    assert file
    assert Path(file) == ROOT / package / "__init__.py"


@pytest.mark.parametrize("package", ["assistant", "index", "prompts"])
def test_every_export_is_there_and_listed(package: str) -> None:
    module = importlib.import_module(package)
    path = f"{package}/__init__.py"
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    brought = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == package
        for alias in node.names
    }
    assert brought <= set(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)
    assert len(set(module.__all__)) == len(module.__all__)


@pytest.mark.parametrize("package", ["assistant", "index"])
def test_every_error_is_exported_and_drawn_in_the_docstring(package: str) -> None:
    errors = importlib.import_module(f"{package}.errors")
    names = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert names <= set(importlib.import_module(package).__all__)
    assert all(name in str(errors.__doc__) for name in names)
