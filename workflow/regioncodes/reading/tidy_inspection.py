"""What the reader sees in a file with one row for each region and year, before anything is configured."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

import pandas as pd

from regioncodes.formats.documents import Sheet
from regioncodes.ground.tables import ALIASES, REGIONS, TABLES
from regioncodes.reading.dimensions import Record, dimensions, values_of
from regioncodes.reading.findings import Place
from regioncodes.reading.layout.periods import period_of
from regioncodes.reading.measurement_units import UnitError, in_words, unit_factor
from regioncodes.reading.numbers import levelled
from regioncodes.reading.region_names import region_of
from regioncodes.reading.sheets import raw_text
from regioncodes.reading.tidy_files import (
    INDICATOR,
    PERIOD,
    REGION,
    TITLE,
    Columns,
    columns_of,
    header_of,
    is_whole_year,
    records_of,
)

# More choices than these are not written out: a person names the one that is meant.
MOST_DRAFTS = 12
MOST_SHOWN = 12


class TidySeen(NamedTuple):
    """What is told of a file, and what is said of it in tables.csv: columns of one line for each choice there is."""

    report: list[str]
    years: list[int]
    unit: str | None  # of its first row, or ""; None where each row names its indicator
    choices: list[dict[str, object]]


def tidy_seen(sheet: Sheet, facts) -> TidySeen | None:
    """The columns of a tidy table with their values, units, periods and unknown names; None for another sheet.

    facts: the reference tables, indexed (sources.ReferenceIndex).
    """
    header = header_of(sheet)
    columns = columns_of(header)
    region = columns.region if columns.region in header else _region_column(sheet, header, facts.regions)
    if not region or columns.year not in header:
        return None
    columns = columns._replace(region=region)
    titles = values_of(records_of(sheet, "", Place()), TITLE) if TITLE in header else [""]
    guessed = guessed_indicator(titles[0], facts.indicators) if len(titles) == 1 else ""
    records = records_of(sheet, "" if INDICATOR in header else guessed, Place())
    whole = [record for record in records if is_whole_year(record)]
    years = _years(whole, columns)
    if not years:
        return None
    others = columns.others(header)
    divided = dimensions(whole, others, region, facts.regions)
    report = [
        f"one row for each region and year, {years[0]}–{years[-1]}",
        *_about(records, header, titles, guessed),
        *_columns_said(whole, others, divided),
        *_units_said(whole, columns, facts),
        *_periods_said(records, header),
        *_names_said(whole, columns, facts),
    ]
    common = {"form": "tidy", "indicator": "" if INDICATOR in header else guessed}
    common["region_column"] = "" if region in REGION else region
    unit = None if INDICATOR in header else str(whole[0].cells.get(columns.unit, "")).strip()
    return TidySeen(report, years, unit, [{**common, **choice} for choice in _choices(whole, columns, divided)])


def guessed_indicator(title: str, indicators: pd.DataFrame) -> str:
    """The indicator whose Russian title a title holds, the longest where several fit, or "". indicators: by id."""
    said = levelled(title).lower()
    titles = {name: levelled(own.split(" (")[0]).lower() for name, own in indicators["title_ru"].items()}
    fitting = [name for name, own in titles.items() if own in said]
    return max(fitting, key=lambda name: len(indicators.loc[name, "title_ru"]), default="")


def _region_column(sheet: Sheet, header: Sequence[str], index: dict[str, str]) -> str:
    """The column most of whose names are regions, or ""."""
    known = {
        name: sum(region_of(str(contents[place]), index) is not None for contents in sheet.grid[1:])
        for place, name in enumerate(header)
        if name
    }
    best = max(known, key=lambda name: known[name], default="")
    return best if best and 2 * known[best] > len(sheet.grid) - 1 else ""


def _years(records: Iterable[Record], columns: Columns) -> list[int]:
    periods = {period_of(raw_text(record.cells[columns.year])) for record in records}
    return sorted({period.year for period in periods if period and period.year})


def _about(records: list[Record], header: Sequence[str], titles: list[str], guessed: str) -> list[str]:
    if INDICATOR in header:
        return [f"  indicators: {', '.join(dict.fromkeys(record.indicator for record in records))}"]
    return [f"  {title!r}: {guessed or 'no indicator of ours has this title'}" for title in titles if title]


def _columns_said(records: list[Record], others: list[str], divided: dict[str, list[str]]) -> list[str]:
    lines = []
    for column in others:
        values = values_of(records, column)
        shown = "; ".join(map(repr, values[:MOST_SHOWN])) + (" …" if len(values) > MOST_SHOWN else "")
        choose = f"; one of them is to be named in column labels of {TABLES}" if column in divided else ""
        lines.append(f"  column {column!r}, {len(values)} value{'s' * (len(values) != 1)}: {shown}{choose}")
    return lines


def _units_said(records: list[Record], columns: Columns, facts) -> list[str]:
    if not columns.unit:
        return ["  no column of units: the figures are taken as those of indicators.csv"]
    known, lines = facts.indicators, []
    for (indicator, unit), count in Counter(
        (record.indicator, str(record.cells.get(columns.unit, "")).strip()) for record in records
    ).items():
        said = "not held against an indicator yet"
        if indicator in known.index:
            try:
                factor = unit_factor(unit, known.loc[indicator], facts.units)
                own = known.loc[indicator, "unit"]
                said = f"that of {indicator}" if factor == 1 else f"becomes {own} of {indicator}, {in_words(factor)}"
            except UnitError as error:
                said = f"error: {error}"
        lines.append(f"  unit {unit!r} in {count} rows: {said}")
    return lines


def _periods_said(records: list[Record], header: Sequence[str]) -> list[str]:
    if PERIOD not in header:
        return []
    whole = {str(record.cells[PERIOD]): is_whole_year(record) for record in records}
    counts = Counter(str(record.cells[PERIOD]) for record in records)
    return [
        f"  period {period!r} in {count} rows: {'the year' if whole[period] else 'left out, the study is yearly'}"
        for period, count in counts.items()
    ]


def _names_said(records: list[Record], columns: Columns, facts) -> list[str]:
    """How many regions there are, the unknown ones, and those with figures of years in which they were no more."""
    names = values_of(records, columns.region)
    unknown = [name for name in names if region_of(name, facts.regions) is None]
    lines = [f"  {len(names)} regions in column {columns.region!r}, {len(unknown)} unknown"]
    lines += [f"  unknown region {name!r}: add it to {ALIASES}" for name in unknown]
    for name in names:
        last = facts.until.get(region_of(name, facts.regions) or "")
        own = [record for record in records if str(record.cells[columns.region]).strip() == name]
        if last is not None and any(year > last for year in _years(own, columns)):
            lines.append(f"  region {name!r} ended in {last} ({REGIONS}): a figure of a later year is an error")
    return lines


def _choices(records: list[Record], columns: Columns, divided: dict[str, list[str]]) -> list[dict[str, object]]:
    """Labels and years of every choice that the file has figures for; one without labels where there are too many."""
    choices = [choice for choice in product(*divided.values())] if divided else [()]
    if len(choices) > MOST_DRAFTS:
        choices = [()]
    drafts = []
    for choice in choices:
        own = [
            record
            for record in records
            if all(str(record.cells[column]).strip() == value for column, value in zip(divided, choice, strict=False))
        ]
        if years := _years(own, columns):
            drafts.append({"labels": "; ".join(choice), "first_year": years[0], "last_year": years[-1]})
    return drafts
