"""Supplementary table 3: the holes in the data, why each is there, and what would fill it."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.selection import names_of
from regioncodes.ground.regions import units_of
from regioncodes.panel.coverage import coverage, filled_by, grouped
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING, number
from regioncodes.words.texts import Texts

NAME = "table_s3_coverage"
# Heading, share of the width, and whether the column is set right on one line.
COLUMNS = (
    ("indicator", 0.22, False),
    ("units", 0.17, False),
    ("years", 0.14, True),
    ("reason", 0.16, False),
    ("filled_by", 0.31, False),
)
# Reasons with one answer to what would fill the cell, whatever the indicator.
ANSWERED = ("published", "derived", "absent", "confidential")


def _filled_by(row: tuple, texts: Texts) -> str:
    """The publication and its table; a set phrase where no publication is needed or none is known."""
    if row.reason in ANSWERED:
        return texts[f"table_s3.{row.reason}"]
    publication = getattr(row, f"publication_{texts.language}")
    if not publication:
        return texts["table_s3.not_known"]
    return texts("table_s3.publication", publication=publication, table=row.table) if row.table else publication


def _units(regions: list[str], names: dict[str, str], texts: Texts) -> str:
    """Names of units; of all of them, or of all but one or two, in fewer words."""
    others = [name for region, name in names.items() if region not in regions]
    if not others:
        return texts("table_s3.all_units", n=len(names))
    if len(others) <= 2 < len(regions):
        return texts("table_s3.all_but", units=", ".join(others))
    return ", ".join(name for region, name in names.items() if region in regions)


def table(
    cells: pd.DataFrame,
    indicators: pd.DataFrame,
    regions: pd.DataFrame,
    texts: Texts,
    *,
    district: str,
    holes_only: bool,
    status: str = "published",
) -> PrintedTable:
    """Table of the cells of the study by reason: a block for every indicator, units and years gathered.

    cells: as coverage.filled_by returns them. indicators: indicator, title_en, title_ru; regions: region,
    short_en, short_ru, name_en, name_ru. holes_only: leave out what is published and what is derived; else
    derived values and indicators published throughout have rows too. A study without holes has one row saying so.
    """
    names = names_of(cells["region"], regions, texts)
    titles = indicators.set_index("indicator")[f"title_{texts.language}"]
    lines = grouped(cells)
    is_rest = lines["reason"].eq("published") & lines.duplicated("indicator", keep=False)
    shown = lines[~lines["reason"].isin(["published", "derived"])] if holes_only else lines[~is_rest]
    rows = tuple(
        (
            titles[row.indicator],
            _units(row.regions, names, texts),
            row.years,
            texts[f"coverage.{row.reason}"],
            _filled_by(row, texts),
        )
        for row in shown.itertuples()
    )
    holes = ~cells["reason"].isin(["published", "derived"])
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s3.title" if holes_only else "table_s3.title_whole"],
        columns=tuple(Column(texts[f"table_s3.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=rows or ((texts["table_s3.no_holes"], *[MISSING] * (len(COLUMNS) - 1)),),
        caption=caption(
            NAME,
            texts,
            status=status,
            n=number(len(cells), texts.language),
            holes=int(holes.sum()),
            units=len(names),
            period=f"{cells['year'].min()}–{cells['year'].max()}",
            district=regions.set_index("region").loc[district, f"name_{texts.language}"],
        ),
        note=texts["table_s3.note"],
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    units = units_of(choices.district, results.regions)
    found = coverage(results.panel, results.indicators, units, **choices.period)
    facts = (filled_by(found, results.gaps), results.indicators, results.regions, texts)
    # The page and the data hold every cell of the study, what goes into a paper the holes.
    whole, holes = (table(*facts, district=choices.district, holes_only=alone) for alone in (False, True))
    return replace(whole, for_paper=holes)
