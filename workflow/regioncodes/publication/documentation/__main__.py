"""Writes the made parts of docs/: `python -m regioncodes.publication.documentation < GRAPH`, in the project's folder.

GRAPH is the graph of rules in the DOT language; `make docs` gives it.
"""

import json
import sys
from pathlib import Path

from regioncodes.ground.files import write_text
from regioncodes.ground.modules import PACKAGE
from regioncodes.publication.documentation.dictionary import COLUMNS, dictionary, headers, makers, meanings
from regioncodes.publication.documentation.graphs import module_graph, rule_graph
from regioncodes.publication.documentation.pages import with_parts


def main(folder: Path, dot: str) -> None:
    """Write docs/architecture.md and docs/data-dictionary.md of the project in a folder whose study has run."""
    page = folder / "docs/architecture.md"
    parts = {"rules": rule_graph(dot), "modules": module_graph(PACKAGE)}
    write_text(with_parts(page.read_text(encoding="utf-8"), parts), page)
    schema = json.loads((folder / "workflow/config.schema.json").read_text(encoding="utf-8"))
    rules = "\n".join(path.read_text(encoding="utf-8") for path in sorted((folder / "workflow/rules").glob("*.smk")))
    text = dictionary(schema, headers(folder), makers(rules), meanings(folder / COLUMNS))
    write_text(text, folder / "docs/data-dictionary.md")


if __name__ == "__main__":
    main(Path(), sys.stdin.read())
