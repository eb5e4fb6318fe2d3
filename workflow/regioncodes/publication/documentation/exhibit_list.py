"""What each exhibit shows, told by the first line of its module; the README's list of them, and its findings."""

import ast
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import yaml

from regioncodes.claims.findings import in_language
from regioncodes.exhibits.registry import ExhibitLine
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.publication.documentation.pages import markdown_table, with_parts


class DescribedExhibit(NamedTuple):
    """One exhibit: its line of the list and what it shows."""

    line: ExhibitLine
    description: str


def described(listing: str, module_text: Callable[[str], str]) -> list[DescribedExhibit]:
    """Exhibits in the order of the list.

    listing: text of an exhibits.yaml without a fault. module_text: gives the text of a module by its path in workflow/.
    """
    lines = [ExhibitLine(**line) for line in yaml.safe_load(listing)]
    documented = [ast.get_docstring(ast.parse(module_text(line.module))) for line in lines]
    return [DescribedExhibit(line, text.splitlines()[0]) for line, text in zip(lines, documented, strict=True)]


def with_list(readme: str, listing: str, module_text: Callable[[str], str]) -> str:
    """The README with its list of exhibits made anew between the two marks: one row for each."""
    rows = [
        (exhibit.line.section, f"`{exhibit.line.name}`", exhibit.description)
        for exhibit in described(listing, module_text)
    ]
    table = markdown_table(["section", "exhibit", "what it shows"], rows)
    return with_parts(readme, {"exhibits": table}, maker="make list")


def with_findings(readme: str, conclusions: pd.DataFrame) -> str:
    """The README with its findings made anew between the two marks: headline, basis, strength and exhibit of each.

    conclusions: results/conclusions.csv.
    """
    lines = [
        f"{place}. **{escape(row['headline'], quote=False)}.** {escape(row['basis'], quote=False)}\n"
        f"   *{row['strength'].capitalize()}* (`{row['exhibit']}`)."
        for place, row in enumerate(in_language(conclusions, "en"), start=1)
    ]
    return with_parts(readme, {"findings": "\n".join(lines)}, maker="make list")


def main(page: Path, exhibits: Path, conclusions: Path) -> None:
    """Write the README's findings and its list of exhibits anew. Raises StudyError where no study has run."""
    if not conclusions.is_file():
        raise StudyError(f"{conclusions} is not there; say make study, which makes it")
    readme = with_findings(page.read_text(encoding="utf-8"), read_table(conclusions))
    listing = exhibits.read_text(encoding="utf-8")
    made = with_list(readme, listing, lambda module: (exhibits.parent / module).read_text(encoding="utf-8"))
    page.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(path) for path in sys.argv[1:]))
