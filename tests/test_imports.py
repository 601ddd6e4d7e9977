"""The packages are this project's own, import one way only, and list what they offer."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
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
# The rooms of a package from the lowest to the highest: each imports only those below it, and itself.
LAYERS: dict[str, list[set[str]]] = {
    "index": [
        {"errors"},
        {"models", "settings", "terminal"},
        {"text"},
        {"loading", "embedding"},
        {"attribution", "reading"},
        {"storage"},
        {"speakers"},
        {"indexing", "retrieval"},
        {"index_reader"},
        {"article_index"},
        {"__init__", "speaker_commands"},
        {"__main__"},
    ],
    "assistant": [
        {"errors"},
        {"models", "settings"},
        {"chat_models"},
        {"questions", "verification"},
        {"answers"},
        {"pipeline"},
        {"__init__"},
        {"__main__"},
    ],
}
# They bring torch and are imported where they are first needed.
HEAVY = {
    "index.attribution.antecedent_network",
    "index.attribution.network",
    "index.embedding.bert",
    "index.reading.network",
    "index.embedding.sentence_embedder",
    "index.retrieval.langchain",
}
MODULES = sorted(path.relative_to(ROOT).as_posix() for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))


def imported(path: str) -> set[str]:
    """The dotted names of the modules that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name for name in inner if is_module(name)} or {str(node.module)}
    return names


def is_module(name: str) -> bool:
    """Whether a dotted name is a module or a folder of this project."""
    path = ROOT / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def libraries(path: str) -> set[str]:
    """The top-level names that a module imports."""
    return {name.partition(".")[0] for name in imported(path)}


def room(name: str) -> str:
    """The room of a dotted module name: the folder or file within its package."""
    return [*name.split("."), "__init__"][1]


def layer(package: str, of: str) -> int:
    """How high a room of a package stands."""
    return next(number for number, rooms in enumerate(LAYERS[package]) if of in rooms)


def test_there_are_modules() -> None:
    assert {module.partition("/")[0] for module in MODULES} == MAY_IMPORT.keys()


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    package = module.partition("/")[0]
    ours = libraries(module) & (MAY_IMPORT.keys() | {"tests"})
    assert ours <= MAY_IMPORT[package] | {package}


@pytest.mark.parametrize("module", [module for module in MODULES if module.partition("/")[0] in LAYERS])
def test_rooms_import_one_way(module: str) -> None:
    package = module.partition("/")[0]
    own = room(module.removesuffix(".py").replace("/", "."))
    others = {room(name) for name in imported(module) if name.partition(".")[0] == package} - {own}
    assert {other for other in others if layer(package, other) >= layer(package, own)} == set()


@pytest.mark.parametrize("package", LAYERS)
def test_every_room_has_its_layer(package: str) -> None:
    rooms = {room(module.removesuffix(".py").replace("/", ".")) for module in MODULES if module.startswith(package)}
    assert rooms == set().union(*LAYERS[package])


def test_other_packages_are_entered_by_their_door() -> None:
    beside = {
        module
        for module in MODULES
        for name in imported(module)
        if name.partition(".")[0] in MAY_IMPORT.keys() - {module.partition("/")[0]} and "." in name
    }
    assert beside == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_import_of_ours_is_hidden(module: str) -> None:
    code = tree(module)
    inner = {node for node in ast.walk(code) if isinstance(node, ast.ImportFrom)} - set(code.body)
    modules = {str(node.module) for node in inner if isinstance(node, ast.ImportFrom)}
    hidden = {module for module in modules if module.partition(".")[0] in MAY_IMPORT} - HEAVY
    assert hidden == set()


@pytest.mark.parametrize(("library", "place"), ONLY_IN.items(), ids=ONLY_IN)
def test_each_large_library_is_known_in_one_place(library: str, place: str) -> None:
    users = {module for module in MODULES if library in libraries(module)}
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
    brought = {
        alias.asname or alias.name
        for node in tree(path).body
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


def test_gradio_is_imported_without_writing_its_stub_files() -> None:
    program = "import ui, gradio.component_meta; print(gradio.component_meta.create_or_modify_pyi.__module__)"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "ui.gradio_import"
