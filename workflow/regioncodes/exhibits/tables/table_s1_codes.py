"""Supplementary table 1: Code ID and the three readings of Code NID in the last common year."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.cells import Cell
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.selection import (
    JOINT,
    names_of,
    shown_codes,
    side_of_zero,
    signed_codes,
    units_counted,
)
from regioncodes.words.captions import caption
from regioncodes.words.code_terms import beside_a_rate
from regioncodes.words.numbers import MISSING, NO_BREAK_SPACE, interval, number
from regioncodes.words.texts import Texts

NAME = "table_s1_codes"
# Formula and reading of each column of numbers.
READINGS = (("code_id", "sum"), ("code_nid", "memory"), ("code_nid", "literal"), ("code_nid", "elapsed"))
DIGITS = 2
TOLD = "*"


def last_common_year(codes: pd.DataFrame) -> int:
    """Last year in which the regions have an estimate for Formula (1) and every reading of Formula (2).

    codes: rows as `signed_codes` returns them. A region that has them all in no year cannot hold the
    others back and does not count. Where no year is common to the rest it is the last in which most have them, and
    where none has any, the last of all.
    """
    estimated = codes[codes["status"].eq("estimated") & codes["estimate"].notna()]
    wanted = pd.MultiIndex.from_tuples(READINGS)
    estimated = estimated[estimated.set_index(["formula", "reading"]).index.isin(wanted)]
    readings = estimated.groupby(["region", "year"]).size().reset_index(name="readings")
    complete = readings[readings["readings"].eq(len(READINGS))]
    if complete.empty:
        return int(codes["year"].max())
    regions_by_year = complete.groupby("year").size()
    return int(regions_by_year.index[regions_by_year.eq(regions_by_year.max())].max())


def cell(codes: pd.DataFrame, region: str, formula: str, reading: str, language: str) -> str:
    """`estimate [lower; upper]` of one region and reading with its joint band, kept on one line; a dash without one."""
    keys = codes["region"].eq(region) & codes["formula"].eq(formula) & codes["reading"].eq(reading)
    found = codes[keys & codes["status"].eq("estimated") & codes["estimate"].notna()]
    if found.empty:
        return MISSING
    row = found.iloc[0]
    edges = interval(*row[list(JOINT)], language, DIGITS)
    mark = TOLD if side_of_zero(row) != "unclear" else ""
    words = f"{number(row['estimate'], language, DIGITS)}{mark}{NO_BREAK_SPACE}{edges}"
    ends = dict(zip(("lower_95", "upper_95"), row[list(JOINT)], strict=True))
    return Cell(words, value=row["estimate"], **ends, mark=mark)


def _note(codes: pd.DataFrame, rows: tuple[tuple[str, ...], ...], texts: Texts) -> str:
    """Units, a warning where the year is an edge of the series, and the dash where one was printed."""
    sentences = [texts("table_s1.note", mark=TOLD)]
    if codes["edge"].astype(bool).any():
        sentences.append(texts("table_s1.edge", year=int(codes["year"].iloc[0])))
    if any(MISSING in row for row in rows):
        sentences.append(texts("table_s1.missing", mark=MISSING))
    return " ".join(sentences)


def table(nid: pd.DataFrame, regions: pd.DataFrame, texts: Texts, status: str = "published") -> PrintedTable:
    """Table of the codes of every region in the last common year, each as `estimate [lower; upper]`.

    nid: mapping, region, year, formula, reading, sign, method, estimate, the joint band (SD per year), edge, status; of
    one mapping and one method, the signed rows are printed. regions: region, level, short_en, short_ru; its order is
    the order of the rows. Formulas (1) and (2).
    """
    signed = signed_codes(nid, NAME)
    names = names_of(signed["region"], regions, texts)
    year = last_common_year(signed)
    codes = signed[signed["year"].eq(year)]
    headings = [Column(texts[f"table_s1.{formula}.{reading}"], 0.195, True) for formula, reading in READINGS]
    rows = tuple(
        (name, *(cell(codes, region, *reading, texts.language) for reading in READINGS))
        for region, name in names.items()
    )
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts("table_s1.title", year=year),
        columns=(Column(texts["table_s1.region"], 0.22), *headings),
        rows=rows,
        caption=caption(
            NAME,
            texts,
            status=status,
            n=len(names),
            units=units_counted(signed["region"], regions, texts),
            period=year,
            mapping=signed["mapping"].iloc[0],
        ),
        note=_note(codes, rows, texts),
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    printed = table(shown_codes(results.nid, **choices.shown), results.regions, texts)
    made_of = beside_a_rate(
        results.code_composition, results.regions, results.indicators, texts, choices.shown["mapping"]
    )
    return replace(printed, note=f"{printed.note} {made_of}")
