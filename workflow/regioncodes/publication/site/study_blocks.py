"""What each section of the site says beside its exhibits: sentences, tables of the data, formulas, claims."""

from collections.abc import Mapping, Sequence

import pandas as pd

from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import SiteChoices
from regioncodes.publication.site.sections import (
    PageBlock,
    PageCell,
    PageRow,
    PageTable,
    Say,
    claims_table,
    fits_grid,
    frame_grid,
    points_grid,
)
from regioncodes.words.numbers import MINUS, number

SOURCES = ["edition", "title", "publisher", "published", "licence", "file", "sha256"]


def study_blocks(
    tables: Mapping[str, pd.DataFrame], say: Say, shown: SiteChoices, files: Sequence[str], made_of: str
) -> dict[str, list[PageBlock]]:
    """Blocks by section, but for those of the first page. tables: as of site.site; shown: what of the codes is.

    files: paths that the site offers. made_of: which indicator a code's change mostly is.
    """
    return {
        "findings": [PageBlock("text", say("conclusions.intro"))],
        "claims": [
            PageBlock("text", say("claims.intro")),
            PageBlock("filtered", claims_table(tables["claims"], say)),
        ],
        "model": [PageBlock("text", say("model.intro"))],
        "education": [
            PageBlock("text", say("education.intro")),
            PageBlock("grid", points_grid(tables["points"], say)),
            PageBlock("grid", fits_grid(tables["fits"], say)),
        ],
        "foresight": [PageBlock("text", say("foresight.intro"))],
        "placebo": [PageBlock("text", say("placebo.intro"))],
        "specifications": [PageBlock("text", say("specifications.intro"))],
        "codes": [PageBlock("text", say("codes.intro")), PageBlock("text", made_of)],
        "passports": [PageBlock("text", say("passports.intro"))],
        "surveys": [PageBlock("warning", say("surveys.intro"))],
        "data": [PageBlock("text", say("data.intro")), *_data(tables, say)],
        "methods": [
            PageBlock("formulas", None),
            PageBlock("text", say("methods.derivatives")),
            PageBlock("grid", terms_grid(tables["indicators"], shown.terms, shown.mapping, say)),
        ],
        "provenance": [
            PageBlock("text", say("provenance.intro")),
            PageBlock("text", say("summary.data", **_sizes(tables, say))),
            PageBlock("code", say("provenance.command")),
            PageBlock("files", files),
        ],
    }


def terms_grid(indicators: pd.DataFrame, terms: dict, mapping: str, say: Say) -> PageTable:
    """The mapping: which indicators make each defining code, and what is done to them."""
    titles = indicators.set_index("indicator")[f"title_{say.language}"]
    rows = [
        PageRow(
            [
                PageCell(say(f"code.{code}")),
                PageCell(titles[term["indicator"]]),
                PageCell(say(f"transform.{term['transform']}")),
                PageCell(say(f"deflator.{term['deflator']}")),
                PageCell("—" if term["denominator"] == "none" else titles[term["denominator"]]),
                PageCell("+" if term["orientation"] > 0 else MINUS),
            ]
        )
        for code in CODES
        for term in terms[code]
    ]
    names = ("code", "indicator", "transform", "deflator", "denominator", "orientation")
    return PageTable(say("grid.terms", mapping=mapping), [say(f"column.{name}") for name in names], rows)


def _sizes(tables: Mapping[str, pd.DataFrame], say: Say) -> dict[str, str]:
    """How much was read."""
    panel, sources = tables["panel"], tables["sources"]
    sizes = {"cells": len(panel), "files": len(sources), "editions": sources["edition"].nunique()}
    return {name: number(size, say.language) for name, size in sizes.items()}


def _data(tables: Mapping[str, pd.DataFrame], say: Say) -> list[PageBlock]:
    """The files, what was read from each sheet, and everything that reading had to report."""
    sources = [
        PageRow([PageCell(_spoken(row, name, say.language)) for name in SOURCES])
        for _, row in tables["sources"].fillna("").iterrows()
    ]
    grids = [PageTable(say("grid.sources"), [say(f"column.{name}") for name in SOURCES], sources, is_long=True)]
    for name in ("reading", "notices"):
        frame = tables[name]
        grids.append(frame_grid(frame, say(f"grid.{name}"), [say(f"column.{column}") for column in frame.columns]))
    return [PageBlock("folded", grid) for grid in grids]


def _spoken(row: pd.Series, name: str, language: str) -> str:
    """A cell in the language, where its column stands once a language."""
    return str(row.get(f"{name}_{language}") or row.get(name, ""))
