"""Lines for tables.csv that describe the tables of a sheet, each tried on the sheet before it is offered."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.formats.documents import Sheet
from regioncodes.reading.cells import Cell
from regioncodes.reading.findings import Finding
from regioncodes.reading.layout import PlacedCells, Table
from regioncodes.reading.numbers import levelled
from regioncodes.reading.region_names import region_of
from regioncodes.reading.sheets import LABELS, goes_with_any_label, labelled, yearly
from regioncodes.reading.sources import LINE, READERS, ReferenceIndex
from regioncodes.reading.tidy_inspection import TidySeen

# So many reasons are told where a line would stop; mending them shows the others.
MOST_REASONS = 3
STAND_IN = "INDICATOR"


class Draft(NamedTuple):
    """A line for tables.csv as a record, or why there is none."""

    line: dict | None
    reasons: tuple[str, ...] = ()


def table_drafts(
    path: str | Path, sheet: Sheet, table: Table, cells: PlacedCells, indicator: str, facts: ReferenceIndex
) -> Iterator[Draft]:
    """A draft for every set of labels under which a table has one figure for each region and year.

    cells: of the table. indicator: whose title it bears, or ""; the first line that works has it. A hidden sheet, a
    table without whole years, and one whose rows are no regions, have no line.
    """
    of_years = yearly(cells)
    if reason := _hopeless(sheet, table, of_years, facts):
        yield Draft(None, (reason,))
        return
    sets = [tuple(filter(None, text.split(LABELS))) for text in of_years.labels(LABELS).texts]
    if goes_with_any_label(of_years):
        sets = [labels for labels in sets if labels]
    for labels in sorted(sets, key=bool):
        text = "; ".join(labels) or "none" * (len(sets) > 1)
        chosen, problem = labelled(of_years, text)
        if problem:
            yield Draft(None, (problem,))
            continue
        own = {
            "indicator": indicator,
            "bare_oblast_name": _bare_oblast_name(chosen, indicator, facts),
            "labels": text,
            **_printed(table, indicator, facts.indicators),
        }
        years = np.unique(chosen.years()).tolist()
        draft = tried(sheet, {**_line(path, sheet, years), **own}, facts, unit=table.unit_line)
        indicator = "" if draft.line else indicator
        yield draft


def tidy_drafts(path: str | Path, sheet: Sheet, seen: TidySeen, facts: ReferenceIndex) -> list[Draft]:
    """A draft for each choice of a sheet with one row for each region and year."""
    return [
        tried(sheet, {**_line(path, sheet, seen.years), **choice}, facts, unit=seen.unit) for choice in seen.choices
    ]


def tried(sheet: Sheet, line: dict, facts: ReferenceIndex, unit: str | None) -> Draft:
    """The line as a draft where the sheet can be read by it, else why not.

    unit: as printed; None where each row of a list names its own indicator. A line without an indicator is tried with
    one of this unit, because its user will fill one in.
    """
    whole = {column: line.get(column, "") for column in LINE}
    known, trial = facts, whole
    if unit is not None and not whole["indicator"]:
        stand_in = pd.DataFrame([{"unit": unit, "unit_ru": unit, "title_ru": "none"}], index=[STAND_IN])
        known = facts._replace(indicators=pd.concat([stand_in, facts.indicators]))
        trial = {**whole, "indicator": STAND_IN}
    findings: list[Finding] = []
    READERS[whole["form"]](whole["file"], sheet, trial, known, [], findings)
    errors = [": ".join(filter(None, (part.place, part.finding))) for part in findings if part.severity == "error"]
    if not errors:
        return Draft(whole)
    more = [f"and {len(errors) - MOST_REASONS} more"] * (len(errors) > MOST_REASONS)
    return Draft(None, (*errors[:MOST_REASONS], *more))


def written(line: dict) -> str:
    """A line as it stands in tables.csv."""
    text = io.StringIO()
    csv.DictWriter(text, LINE, lineterminator="").writerow(line)
    return text.getvalue()


def _hopeless(sheet: Sheet, table: Table, years: PlacedCells, facts: ReferenceIndex) -> str:
    """Why no line could describe a table, or ""."""
    unknown = [row.name.strip() for row in table.rows if region_of(row.name, facts.regions) is None]
    if not sheet.visible:
        return "the sheet is hidden; write its line by hand if it is meant"
    if not len(years):
        return "its columns are parts of years, and the study is yearly"
    if 2 * len(unknown) > len(table.rows):
        return f"most of its rows are no regions, such as {unknown[0]!r}"
    return ""


def _printed(table: Table, indicator: str, indicators: pd.DataFrame) -> dict[str, str]:
    """Title and unit where the sheet prints others than the indicator has; `none` where it prints none."""
    own_unit = indicator and levelled(indicators.loc[indicator, "unit_ru"]) == levelled(table.unit_line)
    return {
        "title_printed": "" if indicator else table.title or "none",
        "unit_printed": "" if own_unit else table.unit_line or "none",
    }


def _bare_oblast_name(cells: PlacedCells, indicator: str, facts: ReferenceIndex) -> str:
    """What the bare name of an oblast means: in a table of totals, one smaller than its okrug is printed without it."""
    if not indicator or facts.indicators.loc[indicator, "kind"] != "total":
        return "with_okrugs"
    values = {
        (region_of(part.row.name, facts.regions), part.heading.year): part.cell.value
        for part in cells
        if isinstance(part.cell, Cell) and part.cell.value is not None
    }
    printed = {region for region, _ in values}  # beside a row that says it is without the okrugs, the bare one is not
    is_smaller = any(
        values.get((facts.okrugs[region], year), value) < value
        for (region, year), value in values.items()
        if region in facts.okrugs and f"{facts.okrugs[region]}-0" not in printed
    )
    return "without_okrugs" if is_smaller else "with_okrugs"


def _line(path: str | Path, sheet: Sheet, years: list[int]) -> dict[str, object]:
    """What a line of tables.csv says of any table."""
    said = {"file": str(path), "sheet": sheet.name, "first_year": years[0], "last_year": years[-1]}
    return {**said, "bare_oblast_name": "with_okrugs"}
