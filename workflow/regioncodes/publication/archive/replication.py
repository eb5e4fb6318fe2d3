"""REPLICATION.md of the bundle: the README that the data editors of social science journals ask for."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from string import Template
from typing import Any, NamedTuple

import pandas as pd

from regioncodes.publication.archive.citation import author_names

RULE = re.compile(r'^rule (?P<name>(?:figure|table)_\w+):\n    """(?P<first>.+?)"""', re.MULTILINE | re.DOTALL)
SHOWN = (".pdf", ".csv")


class Exhibit(NamedTuple):
    """One figure or table: the rule that makes it, where that rule stands, what it shows, and its files."""

    rule: str
    place: str
    description: str
    files: tuple[str, ...]


def exhibits(rules: Mapping[str, str], files: Sequence[str]) -> list[Exhibit]:
    """Exhibits in the order of their rules. rules: text of each file of rules by path; files: paths of the results."""
    found = []
    for place, text in rules.items():
        for match in RULE.finditer(text):
            made = tuple(file for file in files if PurePosixPath(file).name.split(".")[0] == match["name"])
            found.append(Exhibit(match["name"], place, " ".join(match["first"].split()), made))
    return found


def manifest(shown: Sequence[Exhibit]) -> list[tuple[str, str]]:
    """File and comment of what a reproduction has to make: each figure as PDF, each table as CSV, in each language."""
    return [
        (file, f"{exhibit.description} (rule {exhibit.rule})")
        for exhibit in shown
        for file in exhibit.files
        if file.endswith(SHOWN)
    ]


def replication_text(
    template: str,
    citation: Mapping[str, Any],
    shown: Sequence[Exhibit],
    sources: pd.DataFrame,
    measurements: pd.DataFrame,
    facts: Mapping[str, str],
) -> str:
    """The template with its tables filled in: measurements, sources with their rights, exhibits with their rules.

    template: docs/archive-readme.md, $names for what is filled in. facts: further values by name.
    Reference: social-science-data-editors.github.io/template_README, version 1.1.
    """
    return Template(template).substitute(
        facts,
        title=citation["title"],
        version=citation["version"],
        date=citation["date-released"],
        authors="; ".join(author_names(citation["authors"])),
        measurements=_table(measurements.assign(value=measurements["value"].map("{:g}".format))),
        sources=_table(_editions(sources)),
        exhibits=_table(pd.DataFrame([_exhibit_row(exhibit) for exhibit in shown])),
    )


def _editions(sources: pd.DataFrame) -> pd.DataFrame:
    """One row for each publication: its files are counted, its rights said."""
    keys = ["title_en", "publisher", "published", "licence"]
    grouped = sources.assign(folder=sources["file"].str.rpartition("/")[0]).groupby([*keys, "folder"], sort=False)
    rows = grouped.size().rename("files").reset_index()
    return rows.assign(folder="`" + rows["folder"] + "`", provided="yes")


def _exhibit_row(exhibit: Exhibit) -> dict[str, str]:
    stem = f"results/{'figures' if exhibit.rule.startswith('figure') else 'tables'}/{exhibit.rule}"
    endings = sorted({file.rpartition(".")[2] for file in exhibit.files})
    return {
        "exhibit": exhibit.description,
        "files": f"`{stem}.*.{{{','.join(endings)}}}`" if endings else "(not made)",
        "rule": f"`{exhibit.rule}` in `{exhibit.place}`",
        "script": f"`workflow/scripts/{exhibit.rule}.py`",
    }


def _table(frame: pd.DataFrame) -> str:
    """A frame as a table of Markdown."""
    lines = [list(map(str, row)) for row in frame.itertuples(index=False)]
    rows = [list(frame.columns), ["---"] * len(frame.columns), *lines]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
