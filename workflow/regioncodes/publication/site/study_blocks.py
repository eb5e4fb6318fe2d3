"""What each section of the page says beside its exhibits: sentences, tables of the data, formulas, claims."""

from collections.abc import Mapping, Sequence

import pandas as pd

from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import SiteChoices
from regioncodes.publication.site.exhibit_files import ShownExhibit
from regioncodes.publication.site.sections import (
    PageBlock,
    PageCell,
    PageTable,
    Say,
    claim_blocks,
    fits_grid,
    frame_grid,
    points_grid,
)
from regioncodes.words.numbers import number

SOURCES = ["edition", "title", "publisher", "published", "licence", "file", "sha256"]
# Columns of sources.csv that have another of their name for a language.
SPOKEN = ("title", "publisher", "licence")


def study_blocks(
    tables: Mapping[str, pd.DataFrame],
    exhibits: Sequence[ShownExhibit],
    say: Say,
    languages: Sequence[str],
    shown: SiteChoices,
    files: Sequence[str],
    made_of: Mapping[str, str],
) -> dict[str, list[PageBlock]]:
    """Blocks by section. tables: as of page.page; shown: what of the codes is; files: paths that the page offers.

    made_of: by language, which indicator a code's change mostly is.
    """
    claims = claim_blocks(tables["claims"], say, languages)
    return {
        "summary": _summary(tables, exhibits, say, languages, claims[0]),
        "claims": [PageBlock("text", say("claims.intro")), *claims],
        "model": [PageBlock("text", say("model.intro"))],
        "education": [
            PageBlock("text", say("education.intro")),
            PageBlock("grid", points_grid(tables["points"], say, languages)),
            PageBlock("grid", fits_grid(tables["fits"], say, languages)),
        ],
        "foresight": [PageBlock("text", say("foresight.intro"))],
        "placebo": [PageBlock("text", say("placebo.intro"))],
        "specifications": [PageBlock("text", say("specifications.intro"))],
        "codes": [PageBlock("text", say("codes.intro")), PageBlock("text", made_of)],
        "passports": [PageBlock("text", say("passports.intro"))],
        "surveys": [PageBlock("warning", say("surveys.intro"))],
        "data": [PageBlock("text", say("data.intro")), *_data(tables, say, languages)],
        "methods": [
            PageBlock("formulas", None),
            PageBlock("text", say("methods.derivatives")),
            PageBlock("grid", terms_grid(tables["indicators"], shown.terms, shown.mapping, say, languages)),
        ],
        "provenance": [
            PageBlock("text", say("provenance.intro")),
            PageBlock("code", say("provenance.command")),
            PageBlock("files", files),
        ],
    }


def terms_grid(indicators: pd.DataFrame, terms: dict, mapping: str, say: Say, languages: Sequence[str]) -> PageTable:
    """The mapping: which indicators make each defining code, and what is done to them."""
    titles = indicators.set_index("indicator")

    def title(indicator: str) -> dict[str, str]:
        return {language: titles.loc[indicator, f"title_{language}"] for language in languages}

    rows = [
        [
            PageCell(say(f"code.{code}")),
            PageCell(title(term["indicator"])),
            PageCell(say(f"transform.{term['transform']}")),
            PageCell(say(f"deflator.{term['deflator']}")),
            PageCell("—" if term["denominator"] == "none" else title(term["denominator"])),
            PageCell("+" if term["orientation"] > 0 else "−"),
        ]
        for code in CODES
        for term in terms[code]
    ]
    names = ("code", "indicator", "transform", "deflator", "denominator", "orientation")
    return PageTable(say("grid.terms", mapping=mapping), [say(f"column.{name}") for name in names], rows)


def _summary(
    tables: Mapping, exhibits: Sequence[ShownExhibit], say: Say, languages: Sequence[str], counts: PageBlock
) -> list[PageBlock]:
    """What the article claims, what the data say, and what was read."""
    panel, sources = tables["panel"], tables["sources"]
    sizes = {"cells": len(panel), "files": len(sources), "editions": sources["edition"].nunique()}
    facts = {name: {language: number(size, language) for language in languages} for name, size in sizes.items()}
    conclusions = next((exhibit.prose for exhibit in exhibits if exhibit.name == "conclusions"), {})
    verdicts = {language: _first_point(text) for language, text in conclusions.items()}
    return [
        PageBlock("text", say("summary.article")),
        PageBlock("text", say("summary.data", **facts)),
        *([PageBlock("finding", verdicts)] if verdicts else []),
        counts,
        PageBlock("warning", say("summary.status")),
    ]


def _first_point(markdown: str) -> str:
    """The first sentence of a list in a Markdown text."""
    return next((line.removeprefix("- ") for line in markdown.splitlines() if line.startswith("- ")), "")


def _data(tables: Mapping[str, pd.DataFrame], say: Say, languages: Sequence[str]) -> list[PageBlock]:
    """The files, what was read from each sheet, and everything that reading had to report."""
    sources = [
        [
            PageCell({language: str(row.get(f"{name}_{language}") or row.get(name, "")) for language in languages})
            if name in SPOKEN
            else PageCell(str(row[name]))
            for name in SOURCES
        ]
        for _, row in tables["sources"].fillna("").iterrows()
    ]
    grids = [PageTable(say("grid.sources"), [say(f"column.{name}") for name in SOURCES], sources, is_long=True)]
    for name in ("reading", "notices"):
        frame = tables[name]
        grids.append(frame_grid(frame, say(f"grid.{name}"), [say(f"column.{column}") for column in frame.columns]))
    return [PageBlock("grid", grid) for grid in grids]
