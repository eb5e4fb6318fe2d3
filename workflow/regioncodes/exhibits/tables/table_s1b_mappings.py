"""Supplementary table 1b: Code ID and Code NID of the regions by every mapping, side by side."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.selection import names_of, signed_codes, units_counted
from regioncodes.exhibits.tables.table_s1_codes import READINGS, TOLD, cell
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING
from regioncodes.words.texts import Texts

NAME = "table_s1b_mappings"


def last_inner_year(codes: pd.DataFrame) -> int:
    """Last year that is an edge of no mapping and in which each has a full sum; that of most where there is none.

    codes: signed rows of Code NID. A mapping with no such year holds the others back in none.
    """
    inner = codes[codes["formula"].eq("code_nid") & codes["status"].eq("estimated") & ~codes["edge"].astype(bool)]
    mappings_by_year = inner.groupby("year")["mapping"].nunique()
    if mappings_by_year.empty:
        return int(codes["year"].max())
    return int(mappings_by_year.index[mappings_by_year.eq(mappings_by_year.max())].max())


def table(nid: pd.DataFrame, regions: pd.DataFrame, texts: Texts, status: str = "published") -> PrintedTable:
    """Table of a block for every mapping and a row in it for every unit, each number as `estimate [lower; upper]`.

    nid: of formulas.nid, every mapping and one method; the signed rows are printed. regions: region, short_en,
    short_ru; its order is the order of the rows. Formulas (1) and (2), the year of last_inner_year.
    """
    by_mapping = {name: signed_codes(own, NAME) for name, own in nid.groupby("mapping", sort=True)}
    year = last_inner_year(pd.concat(by_mapping.values()))
    names = names_of(nid["region"], regions, texts)
    shown = {name: own[own["year"].eq(year)] for name, own in by_mapping.items()}
    headings = [Column(texts[f"table_s1.{formula}.{reading}"], 0.195, True) for formula, reading in READINGS]
    rows = tuple(
        (mapping, name, *(cell(own, region, *reading, texts.language) for reading in READINGS))
        for mapping, own in shown.items()
        for region, name in names.items()
    )
    has_dash = any(MISSING in row for row in rows)
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts("table_s1b.title", year=year),
        columns=(Column(texts["table_s1b.mapping"], 0.2), Column(texts["table_s1.region"], 0.22), *headings),
        rows=rows,
        caption=caption(
            NAME,
            texts,
            status=status,
            n=len(names),
            units=units_counted(nid["region"], regions, texts),
            mappings=len(shown),
            period=year,
        ),
        note=" ".join(
            [texts("table_s1b.note", mark=TOLD), *([texts("table_s1.missing", mark=MISSING)] if has_dash else [])]
        ),
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    own = results.nid["method"].eq(choices.shown["method"])
    return table(results.nid[own], results.regions, texts)
