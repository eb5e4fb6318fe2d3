"""Which files of the package a script runs, found from its import statements."""

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
# From the ground up: a room imports from itself and from those before it.
ROOMS = (
    "ground",
    "words",
    "statistics",
    "formats",
    "reading",
    "checks",
    "panel",
    "codes",
    "education",
    "surveys",
    "claims",
    "exhibits",
    "publication",
)


def modules(*paths: str | Path) -> list[str]:
    """Every package file that runs with some files: those among them, and all that they import, sorted.

    paths: of Python files and notebooks (their code cells are read); imports are followed through other modules.
    Editing one of the files found reruns just the steps whose list holds it; nothing keeps the list by hand.
    """
    found: set[Path] = set()
    waiting = [Path(path) for path in paths]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(imported(path))
    return sorted(str(path) for path in found if PACKAGE in path.parents)


@cache
def imported(path: Path) -> tuple[Path, ...]:
    """Package files that one file imports, imports inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source(path), filename=str(path))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(file for name in sorted(names) for file in _files(name))


def _files(name: str) -> list[Path]:
    """Files behind a dotted name of this package: the module and the packages around it."""
    parts = name.split(".")
    if parts[0] != PACKAGE.name:
        return []
    places = [PACKAGE.joinpath(*parts[1:depth]) for depth in range(1, len(parts) + 1)]
    candidates = [place / "__init__.py" for place in places] + [places[-1].with_suffix(".py")]
    return [path for path in candidates if path.is_file()]


def source(path: str | Path) -> str:
    """Code of a Python file, or that of all code cells of a notebook."""
    path = Path(path)
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    import json

    cells = json.loads(text)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
