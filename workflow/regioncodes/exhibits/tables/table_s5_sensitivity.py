"""Supplementary table 5: how much each choice of the study moves Code NID and the rank of every region."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.codes.sensitivity import MAIN, ranges
from regioncodes.exhibits.printing.cells import Cell
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.selection import names_of
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING, NO_BREAK_SPACE, number, rank_range
from regioncodes.words.texts import Texts

NAME = "table_s5_sensitivity"
DIGITS = 2


def _span(row: tuple, language: str) -> str:
    """Lowest … highest Code NID, one number where they print the same, a dash where there is none."""
    ends = [number(value, language, DIGITS) for value in (row.lowest_sd_year, row.highest_sd_year)]
    words = f"{NO_BREAK_SPACE}…{NO_BREAK_SPACE}".join(dict.fromkeys(ends))
    return Cell(words, lowest=row.lowest_sd_year, highest=row.highest_sd_year)


def _ranks(row: tuple, language: str) -> Cell:
    """The best and the worst rank; one number where they are the same, a dash where there is none."""
    words = rank_range(row.lowest_rank, row.highest_rank, language)
    best, worst = sorted((row.lowest_rank, row.highest_rank))
    return Cell(words, lowest=best, highest=worst)


def table(
    moves: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str, status: str = "published"
) -> PrintedTable:
    """Table of ranges: a block for every choice, a row in it for every ranked region, two columns for every year.

    moves: of sensitivity.sensitivity. regions: region, short_en, short_ru; its order is the order of the rows.
    district: its code; it and the country have no rank and no row. A range holds the main variant; the first block
    is the main variant alone.
    """
    ranked = moves[~moves["region"].isin([district, "RU"])]
    names = names_of(ranked["region"], regions, texts)
    years = sorted(ranked["year"].unique())
    found = ranges(ranked)
    cells = {(row.choice, row.region, row.year): row for row in found.itertuples()}
    counts = ranked[["choice", "variant"]].drop_duplicates().groupby("choice").size()
    rows = tuple(
        (
            texts("table_s5.choice", choice=texts[f"choice.{choice}"], n=int(counts[choice])),
            name,
            *(
                text
                for row in (cells[choice, region, year] for year in years)
                for text in (_span(row, texts.language), _ranks(row, texts.language))
            ),
        )
        for choice in found["choice"].drop_duplicates()
        for region, name in names.items()
    )
    headings = [
        Column(texts(f"table_s5.{kind}", year=int(year)), share, True)
        for year in years
        for kind, share in (("nid", 0.17), ("rank", 0.1))
    ]
    blank = moves.loc[moves["nid_sd_year"].isna(), ["choice", "variant", "year"]].drop_duplicates()
    variants = ranked.loc[ranked["choice"] != MAIN, ["choice", "variant"]].drop_duplicates()
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s5.title"],
        columns=(Column(texts["table_s5.heading"], 0.27), Column(texts["table_s1.region"], 0.2), *headings),
        rows=rows,
        caption=caption(
            NAME, texts, status=status, n=len(variants), regions=len(names), period=", ".join(map(str, years))
        ),
        note=texts("table_s5.note", mark=MISSING, blank=_listed(blank, texts)),
        has_blocks=True,
    )


def _listed(blank: pd.DataFrame, texts: Texts) -> str:
    """Variants without a number for some region, with the years."""
    names = [
        texts(
            "table_s5.blank",
            choice=texts[f"choice.{choice}"],
            variant=variant,
            years=", ".join(map(str, sorted(own["year"]))),
        )
        for (choice, variant), own in blank.groupby(["choice", "variant"], sort=False)
    ]
    return "; ".join(names) or MISSING


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.sensitivity, results.regions, texts, district=choices.district)
