"""Supplementary table 2: what newer editions revised, indicator by indicator."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.cells import Cell
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.ground.errors import raise_problems
from regioncodes.ground.regions import units_of
from regioncodes.panel.vintages import revision_summary
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING, NO_BREAK_SPACE, number
from regioncodes.words.texts import Texts

NAME = "table_s2_revisions"
# Heading, share of the width, and whether the column holds numbers.
COLUMNS = (
    ("indicator", 0.19, False),
    ("editions", 0.14, False),
    ("revised", 0.13, True),
    ("years", 0.12, True),
    ("median", 0.1, True),
    ("largest", 0.19, False),
    ("studied", 0.13, True),
)


def printed_date(published: str, texts: Texts) -> str:
    """Month and year of a publication date given as 2022, 2022-12 or 2022-12-30; the year where it gives no month."""
    year, _, rest = str(published).partition("-")
    return texts("edition.month", year=year, month=rest[:2]) if rest else year


def _count(revised: int, cells: int, texts: Texts) -> str:
    """How many of how many; a dash where there were none to revise."""
    facts = {"revised": number(revised, texts.language), "cells": number(cells, texts.language)}
    words = texts("table_s2.count", **facts).replace(" ", NO_BREAK_SPACE)
    return Cell(words, count=revised, base=cells) if cells else MISSING


def _change(value: float, texts: Texts) -> str:
    """A change in per cent with two decimals; one that would print as zero says that it is smaller."""
    if pd.notna(value) and 0 < abs(value) < 0.005:
        return f"<{NO_BREAK_SPACE}{number(0.01, texts.language, 2)}"
    return number(value, texts.language, 2)


def _cells(row: tuple, titles: pd.Series, names: pd.Series, dates: pd.Series, texts: Texts) -> tuple[str, ...]:
    """Printed cells of one indicator between two editions."""
    older, newer = (printed_date(dates[edition], texts) for edition in (row.superseded_edition, row.edition))
    revised = row.revised_cells > 0
    years = "–".join(map(str, dict.fromkeys([row.first_year, row.last_year])))
    where = names.get(row.largest_region)
    largest = Cell(
        f"{_change(row.largest_change_percent, texts)} ({where}, {row.largest_year})",
        value=row.largest_change_percent,
        year=row.largest_year,
        words=where,
    )
    return (
        titles[row.indicator],
        f"{older}{NO_BREAK_SPACE}→ {newer}",
        _count(row.revised_cells, row.cells, texts),
        Cell(years, first_year=row.first_year, last_year=row.last_year) if revised else MISSING,
        Cell(_change(row.median_change_percent, texts), value=row.median_change_percent),
        largest if revised and row.largest_region else MISSING,
        _count(row.study_revised_cells, row.study_cells, texts),
    )


def table(
    summary: pd.DataFrame,
    indicators: pd.DataFrame,
    regions: pd.DataFrame,
    sources: pd.DataFrame,
    texts: Texts,
    *,
    district: str,
    first_year: int,
    last_year: int,
    revised_only: bool,
    status: str = "published",
) -> PrintedTable:
    """Table of what was revised: a block for every indicator, a row for every pair of editions.

    summary: as vintages.revision_summary returns it, changes in per cent. indicators: indicator, title_en,
    title_ru, in the order of the blocks; regions: region, short_en, short_ru; sources: edition, published.
    district, first_year, last_year: the study, whose cells have a column. revised_only: leave out the
    pairs in which nothing was revised; the note counts them. Where no pair is left, one row says so.
    Raises StudyError for an edition without a date.
    """
    language = texts.language
    dates = sources.dropna(subset="edition").drop_duplicates("edition").set_index("edition")["published"]
    editions = sorted({*summary["superseded_edition"], *summary["edition"]} - set(dates.index))
    raise_problems([f"edition '{edition}' has no line" for edition in editions], "data/reference/sources.csv")
    titles = indicators.set_index("indicator")[f"title_{language}"]
    names = regions.set_index("region")[f"short_{language}"]
    place = summary["indicator"].map({indicator: place for place, indicator in enumerate(titles.index)})
    published = {column: summary[column].map(dates) for column in ("superseded_edition", "edition")}
    order = pd.DataFrame({"place": place, **published}).sort_values(["place", "superseded_edition", "edition"]).index
    is_shown = summary["revised_cells"].gt(0) | (not revised_only)
    printed = summary.loc[order][is_shown.loc[order]]
    facts = {"period": f"{first_year}–{last_year}", "district": names[district]}
    counts = {name: number(int(summary[name].sum()), language) for name in ("cells", "revised_cells")}
    nothing = (texts["table_s2.nothing"], *[MISSING] * (len(COLUMNS) - 1))
    notes = [texts["table_s2.note"]]
    if revised_only and not is_shown.all():
        notes.append(texts("table_s2.unrevised", n=int((~is_shown).sum())))
    return PrintedTable(
        name=NAME,
        language=language,
        title=texts["table_s2.title"],
        columns=tuple(Column(texts(f"table_s2.{key}", **facts), share, is_number) for key, share, is_number in COLUMNS),
        rows=tuple(_cells(row, titles, names, dates, texts) for row in printed.itertuples()) or (nothing,),
        caption=caption(NAME, texts, status=status, n=counts["cells"], revised=counts["revised_cells"], **facts),
        note=" ".join(notes),
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    summary = revision_summary(results.revisions, units_of(choices.district, results.regions), **choices.period)
    facts = (summary, results.indicators, results.regions, results.sources, texts)
    study = {"district": choices.district, **choices.period}
    # The page and the data hold every pair of editions, what goes into a paper the revised ones.
    whole, revised = (table(*facts, **study, revised_only=alone) for alone in (False, True))
    return replace(whole, for_paper=revised)
