"""What each exhibit shows, told by the list of exhibits and the first line of its module; the README's list of them."""

import ast
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import yaml

from regioncodes.exhibits.registry import ExhibitLine
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


if __name__ == "__main__":
    page, exhibits = (Path(path) for path in sys.argv[1:])
    made = with_list(
        page.read_text(encoding="utf-8"),
        exhibits.read_text(encoding="utf-8"),
        lambda module: (exhibits.parent / module).read_text(encoding="utf-8"),
    )
    page.write_text(made, encoding="utf-8")
