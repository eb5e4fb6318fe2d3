"""REPLICATION.md of the bundle: the README that the data editors of social science journals ask for."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from string import Template
from typing import Any, NamedTuple

import pandas as pd

from regioncodes.publication.archive.citation import author_names
from regioncodes.publication.documentation.exhibit_list import DescribedExhibit
from regioncodes.publication.documentation.pages import markdown_table

SHOWN = (".pdf", ".csv")


class ReplicatedExhibit(NamedTuple):
    """One figure or table: what it shows, and its files."""

    exhibit: DescribedExhibit
    files: tuple[str, ...]


def replicated(exhibits: Sequence[DescribedExhibit], files: Sequence[str]) -> list[ReplicatedExhibit]:
    """Each exhibit with those of the files that bear its name."""
    return [
        ReplicatedExhibit(
            exhibit, tuple(file for file in files if PurePosixPath(file).name.split(".")[0] == exhibit.line.name)
        )
        for exhibit in exhibits
    ]


def manifest(shown: Sequence[ReplicatedExhibit]) -> list[tuple[str, str]]:
    """File and comment of what a reproduction has to make: each figure as PDF, each table as CSV, in each language."""
    return [
        (file, f"{exhibit.description} ({exhibit.line.name})")
        for exhibit, files in shown
        for file in files
        if file.endswith(SHOWN)
    ]


def replication_text(
    template: str,
    citation: Mapping[str, Any],
    shown: Sequence[ReplicatedExhibit],
    sources: pd.DataFrame,
    measurements: pd.DataFrame,
    facts: Mapping[str, str],
) -> str:
    """The template with its tables filled in: measurements, sources with their rights, exhibits with their modules.

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


def _exhibit_row(shown: ReplicatedExhibit) -> dict[str, str]:
    line = shown.exhibit.line
    endings = sorted({file.rpartition(".")[2] for file in shown.files})
    return {
        "exhibit": shown.exhibit.description,
        "files": f"`results/{line.folder}/{line.name}.*.{{{','.join(endings)}}}`" if endings else "(not made)",
        "line of `workflow/exhibits.yaml`": f"`{line.name}`",
        "program": f"`workflow/{line.module}`",
    }


def _table(frame: pd.DataFrame) -> str:
    return markdown_table(frame.columns, frame.itertuples(index=False))
