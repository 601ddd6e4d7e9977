"""Import Gradio without writing its stub files anew.

At every import Gradio 6 parses the source of each of its components twice, makes the stub file for editors from it, and
compares it with the one that lies there: 4 tenths of the time that its import takes (2.5 of 5.9 s).  The stub
files are in its wheel.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

MODULE = "gradio.component_meta"


class WithoutStubs:
    """A finder of one module, in which `create_or_modify_pyi` does nothing (a meta path finder: PEP 302, PEP 451)."""

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how the module is loaded; None for every other one."""
        spec = PathFinder.find_spec(name, path, target) if name == MODULE else None
        if spec and spec.loader:
            execute = spec.loader.exec_module

            def execute_without_stubs(module: ModuleType) -> None:
                execute(module)
                if hasattr(module, "create_or_modify_pyi"):
                    module.create_or_modify_pyi = lambda *_: None  # type: ignore[attr-defined]

            spec.loader.exec_module = execute_without_stubs  # type: ignore[method-assign]
        return spec
