"""What each section of the page says beside its exhibits: sentences, tables of the data, formulas, claims."""

from collections.abc import Mapping, Sequence

import pandas as pd

from regioncodes.ground.code_names import CODES
from regioncodes.publication.site.exhibit_files import Exhibit
from regioncodes.publication.site.sections import (
    Block,
    Cell,
    Grid,
    Say,
    claim_blocks,
    fits_grid,
    frame_grid,
    points_grid,
)
from regioncodes.words.numbers import number

SOURCES = ["edition", "title", "publisher", "published", "licence", "file", "sha256"]


def study_blocks(
    tables: Mapping[str, pd.DataFrame],
    exhibits: Sequence[Exhibit],
    say: Say,
    languages: Sequence[str],
    choices: dict,
    files: Sequence[str],
) -> dict[str, list[Block]]:
    """Blocks by section. tables: as of page.page; choices: mapping and terms; files: paths that the page offers."""
    claims = claim_blocks(tables["claims"], say, languages)
    return {
        "summary": _summary(tables, exhibits, say, languages, claims[0]),
        "claims": [Block("text", say("claims.intro")), *claims],
        "model": [Block("text", say("model.intro"))],
        "education": [
            Block("text", say("education.intro")),
            Block("grid", points_grid(tables["points"], say, languages)),
            Block("grid", fits_grid(tables["fits"], say, languages)),
        ],
        "placebo": [Block("text", say("placebo.intro"))],
        "specifications": [Block("text", say("specifications.intro"))],
        "codes": [Block("text", say("codes.intro"))],
        "passports": [Block("text", say("passports.intro"))],
        "surveys": [Block("warning", say("surveys.intro"))],
        "data": [Block("text", say("data.intro")), *_data(tables, say, languages)],
        "methods": [
            Block("formulas", None),
            Block("text", say("methods.derivatives")),
            Block("grid", terms_grid(tables["indicators"], choices["terms"], choices["mapping"], say, languages)),
        ],
        "provenance": [Block("text", say("provenance.intro")), Block("code", say("provenance.command")),
                       Block("files", files)],
    }  # fmt: skip


def terms_grid(indicators: pd.DataFrame, terms: dict, mapping: str, say: Say, languages: Sequence[str]) -> Grid:
    """The mapping: which indicators make each defining code, and what is done to them."""
    titles = indicators.set_index("indicator")

    def title(indicator: str) -> dict[str, str]:
        return {language: titles.loc[indicator, f"title_{language}"] for language in languages}

    rows = [
        [
            Cell(say(f"code.{code}")),
            Cell(title(term["indicator"])),
            Cell(say(f"transform.{term['transform']}")),
            Cell(say(f"deflator.{term['deflator']}")),
            Cell("—" if term["denominator"] == "none" else title(term["denominator"])),
            Cell("+" if term["orientation"] > 0 else "−"),
        ]
        for code in CODES
        for term in terms[code]
    ]
    names = ("code", "indicator", "transform", "deflator", "denominator", "orientation")
    return Grid(say("grid.terms", mapping=mapping), [say(f"column.{name}") for name in names], rows)


def _summary(
    tables: Mapping, exhibits: Sequence[Exhibit], say: Say, languages: Sequence[str], counts: Block
) -> list[Block]:
    """What the article claims, what the data say, and what was read."""
    panel, sources = tables["panel"], tables["sources"]
    sizes = {"cells": len(panel), "files": len(sources), "editions": sources["edition"].nunique()}
    facts = {name: {language: number(size, language) for language in languages} for name, size in sizes.items()}
    conclusions = next((exhibit.prose for exhibit in exhibits if exhibit.name == "conclusions"), {})
    verdicts = {language: _first_point(text) for language, text in conclusions.items()}
    return [
        Block("text", say("summary.article")),
        Block("text", say("summary.data", **facts)),
        *([Block("finding", verdicts)] if verdicts else []),
        counts,
        Block("warning", say("summary.status")),
    ]


def _first_point(markdown: str) -> str:
    """The first sentence of a list in a Markdown text."""
    return next((line.removeprefix("- ") for line in markdown.splitlines() if line.startswith("- ")), "")


def _data(tables: Mapping[str, pd.DataFrame], say: Say, languages: Sequence[str]) -> list[Block]:
    """The files, what was read from each sheet, and everything that reading had to report."""
    sources = [
        [Cell({language: str(row[f"title_{language}"]) for language in languages}) if name == "title"
         else Cell(str(row[name])) for name in SOURCES]
        for _, row in tables["sources"].fillna("").iterrows()
    ]  # fmt: skip
    grids = [Grid(say("grid.sources"), [say(f"column.{name}") for name in SOURCES], sources, is_long=True)]
    for name in ("reading", "notices"):
        frame = tables[name]
        grids.append(frame_grid(frame, say(f"grid.{name}"), [say(f"column.{column}") for column in frame.columns]))
    return [Block("grid", grid) for grid in grids]
