"""What the reader sees in a file with one row for each region and year, before anything is configured."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.formats.documents import Sheet
from regioncodes.ground.tables import ALIASES, REGIONS, TABLES
from regioncodes.reading.coded_texts import CodedTexts, repeated
from regioncodes.reading.dimensions import dimensions
from regioncodes.reading.layout.periods import period_of
from regioncodes.reading.listed_rows import ListedRows, values_of
from regioncodes.reading.long_tables import REGIONS as REGION_NAMES
from regioncodes.reading.long_tables import LongTable
from regioncodes.reading.measurement_units import UnitError, in_words, unit_factor
from regioncodes.reading.numbers import compared_title
from regioncodes.reading.region_names import region_of
from regioncodes.reading.tidy_files import INDICATOR, Columns, columns_of, whole_years

# More choices than these are not written out: a person names the one that is meant.
MOST_DRAFTS = 12
MOST_SHOWN = 12


class TidySeen(NamedTuple):
    """What is told of a file, and what is said of it in tables.csv: columns of one line for each choice there is."""

    report: list[str]
    years: list[int]
    unit: str | None  # of its first row, or ""; None where each row names its indicator
    choices: list[dict[str, object]]


def tidy_seen(sheet: Sheet, long: LongTable, facts) -> TidySeen:
    """The columns of a list of regions and years with their values, units, periods and unknown names.

    facts: the reference tables, indexed (sources.ReferenceIndex).
    """
    listed = ListedRows(sheet)
    columns = columns_of(listed.header)._replace(region=listed.header[long.region])
    whole = whole_years(listed, columns)
    years = _years(listed.texts(columns.year), whole)
    if not years:
        parts = "; ".join(listed.texts(columns.period).texts)
        return TidySeen([f"one row for each region and part of a year, no whole year: {parts}"], [], None, [])
    titles = listed.texts(columns.title).texts
    guessed = guessed_indicator(titles[0], facts.indicators) if len(titles) == 1 else ""
    named = INDICATOR in listed.header
    indicators = listed.texts(INDICATOR) if named else repeated(guessed, listed.count)
    others = {name: listed.texts(name) for name in columns.others(listed.header)}
    divided = dimensions(others, np.flatnonzero(whole), listed.texts(columns.region), facts.regions)
    report = [
        f"one row for each region and year, {years[0]}–{years[-1]}",
        *_about(indicators.texts if named else [], titles, guessed),
        *_columns_said(others, whole, divided),
        *_units_said(listed, columns, indicators, whole, facts),
        *_periods_said(listed, columns),
        *_names_said(listed, columns, whole, facts),
    ]
    common = {"form": "tidy", "indicator": "" if named else guessed}
    common["region_column"] = "" if columns.region.lower() in REGION_NAMES else columns.region
    units = values_of(listed.texts(columns.unit), whole)
    choices = _choices(listed.texts(columns.year), whole, others, divided)
    return TidySeen(report, years, None if named else units[0], [{**common, **choice} for choice in choices])


def guessed_indicator(title: str, indicators: pd.DataFrame) -> str:
    """The indicator whose Russian title a title holds, the longest where several fit, or "". indicators: by id."""
    said = compared_title(title)
    titles = {name: compared_title(own.split(" (")[0]) for name, own in indicators["title_ru"].items()}
    fitting = [name for name, own in titles.items() if own in said]
    return max(fitting, key=lambda name: len(indicators.loc[name, "title_ru"]), default="")


def _years(years: CodedTexts, rows: np.ndarray) -> list[int]:
    periods = map(period_of, values_of(years, rows))
    return sorted({period.year for period in periods if period and period.year})


def _about(indicators: Sequence[str], titles: Sequence[str], guessed: str) -> list[str]:
    if indicators:
        return [f"  indicators: {', '.join(indicators)}"]
    return [f"  {title!r}: {guessed or 'no indicator of ours has this title'}" for title in titles if title]


def _columns_said(others: Mapping[str, CodedTexts], whole: np.ndarray, divided: Mapping[str, list[str]]) -> list[str]:
    lines = []
    for column, texts in others.items():
        values = values_of(texts, whole)
        shown = "; ".join(map(repr, values[:MOST_SHOWN])) + (" …" if len(values) > MOST_SHOWN else "")
        choose = f"; one of them is to be named in column labels of {TABLES}" if column in divided else ""
        lines.append(f"  column {column!r}, {len(values)} value{'s' * (len(values) != 1)}: {shown}{choose}")
    return lines


def _units_said(listed: ListedRows, columns: Columns, indicators: CodedTexts, whole: np.ndarray, facts) -> list[str]:
    if not columns.unit:
        return ["  no column of units: the figures are taken as those of indicators.csv"]
    units = listed.texts(columns.unit)
    keys = indicators.codes.astype("int64") * len(units.texts) + units.codes
    used, first, counts = np.unique(keys[whole], return_index=True, return_counts=True)
    lines = []
    for place in np.argsort(first).tolist():
        own, unit = divmod(int(used[place]), len(units.texts))
        said = _unit_said(indicators.texts[own], units.texts[unit], facts)
        lines.append(f"  unit {units.texts[unit]!r} in {counts[place]} rows: {said}")
    return lines


def _unit_said(indicator: str, unit: str, facts) -> str:
    if indicator not in facts.indicators.index:
        return "not held against an indicator yet"
    try:
        factor = unit_factor(unit, facts.indicators.loc[indicator], facts.units)
    except UnitError as error:
        return f"error: {error}"
    own = facts.indicators.loc[indicator, "unit"]
    return f"that of {indicator}" if factor == 1 else f"becomes {own} of {indicator}, {in_words(factor)}"


def _periods_said(listed: ListedRows, columns: Columns) -> list[str]:
    if not columns.period:
        return []
    whole, periods = whole_years(listed, columns), listed.texts(columns.period)
    counts = np.bincount(periods.codes, minlength=len(periods.texts))
    yearly = set(values_of(periods, whole))
    return [
        f"  period {text!r} in {count} rows: {'the year' if text in yearly else 'left out, the study is yearly'}"
        for text, count in zip(periods.texts, counts.tolist(), strict=True)
    ]


def _names_said(listed: ListedRows, columns: Columns, whole: np.ndarray, facts) -> list[str]:
    """How many regions there are, the unknown ones, and those with figures of years in which they were no more."""
    column, years = listed.texts(columns.region), listed.texts(columns.year)
    names = values_of(column, whole)
    unknown = [name for name in names if region_of(name, facts.regions) is None]
    lines = [f"  {len(names)} regions in column {columns.region!r}, {len(unknown)} unknown"]
    lines += [f"  unknown region {name!r}: add it to {ALIASES}" for name in unknown]
    for name in names:
        last = facts.until.get(region_of(name, facts.regions) or "")
        if last is None:
            continue
        own = whole & (column.codes == column.texts.index(name))
        if any(year > last for year in _years(years, own)):
            lines.append(f"  region {name!r} ended in {last} ({REGIONS}): a figure of a later year is an error")
    return lines


def _choices(
    years: CodedTexts, whole: np.ndarray, others: Mapping[str, CodedTexts], divided: Mapping[str, list[str]]
) -> list[dict[str, object]]:
    """Labels and years of every choice that the file has figures for; one without labels where there are too many."""
    labels = list(product(*divided.values()))
    if len(labels) > MOST_DRAFTS:
        labels = [()]
    choices = []
    for choice in labels:
        own = whole.copy()
        for column, value in zip(divided, choice, strict=False):
            own &= others[column].codes == others[column].texts.index(value)
        if found := _years(years, own):
            choices.append({"labels": "; ".join(choice), "first_year": found[0], "last_year": found[-1]})
    return choices
