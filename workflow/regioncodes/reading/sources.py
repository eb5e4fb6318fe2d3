"""All tables of one edition as tidy rows, with a report of everything that could not be read for certain."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from regioncodes.formats.documents import FileError, Sheet
from regioncodes.formats.opening import read_document
from regioncodes.ground.files import twin
from regioncodes.ground.reference_lines import TableLine
from regioncodes.ground.reference_tables import faults, typed
from regioncodes.ground.tables import HINTS_OF_TABLES, TABLES
from regioncodes.reading import tidy_files
from regioncodes.reading.coded_texts import Column, joined_frame, repeated
from regioncodes.reading.findings import FINDINGS, Finding, Place
from regioncodes.reading.measurement_units import Meanings, unit_meanings
from regioncodes.reading.region_names import last_years, region_index, without_okrugs
from regioncodes.reading.sheets import read_sheet

ROWS = [
    "region",
    "year",
    "indicator",
    "value",
    "unit",
    "status",
    "flags",
    "note",
    "edition",
    "file",
    "sheet",
    "cell",
    "region_text",
    "raw_text",
]
# The columns of tables.csv.
LINE = ["file", "sheet", "form", "indicator", "first_year", "last_year", *HINTS_OF_TABLES]
READERS = {"": read_sheet, "tidy": tidy_files.read_sheet}


class ReferenceIndex(NamedTuple):
    """The reference tables a reader needs, indexed."""

    regions: dict[str, str]  # normalised name → region, the bare name of an oblast with its okrugs
    regions_without_okrugs: dict[str, str]  # the same, the bare name without them
    indicators: pd.DataFrame  # by indicator
    units: Meanings  # by levelled spelling
    until: dict[str, int]  # last year of the regions that are no more
    okrugs: dict[str, str]  # oblast by its autonomous okrug


def reference_index(
    regions: pd.DataFrame, aliases: pd.DataFrame, indicators: pd.DataFrame, units: pd.DataFrame | None = None
) -> ReferenceIndex:
    """The reference tables, indexed. Raises StudyError as `region_index` and `unit_meanings` do.

    units: spellings of units; without it no unit but the indicator's own is known.
    """
    index = region_index(regions, aliases)
    parts = regions.dropna(subset="part_of")
    return ReferenceIndex(
        index,
        without_okrugs(index, regions),
        indicators.set_index("indicator"),
        unit_meanings(pd.DataFrame(columns=["spelling", "quantity", "size"]) if units is None else units),
        last_years(regions),
        dict(zip(parts["region"], parts["part_of"], strict=True)),
    )


def read_source(
    edition: str,
    files: Iterable[str],
    tables: pd.DataFrame,
    regions: pd.DataFrame,
    aliases: pd.DataFrame,
    indicators: pd.DataFrame,
    units: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tidy rows of every table in the files of one edition, and the findings (errors and notices).

    files: paths, of any format that the room `formats` opens. tables: one line per table (data/reference/tables.csv).
    units: spellings of units (data/reference/units.csv); without it no unit but the indicator's own is known.
    Rows: one per region, indicator, year and cell, value NaN where the status is not a value; a cell that is no
    number and no mark has status `error` and is a finding too.
    Findings with severity `error` are for verify_tables to raise, all at once; `notice` is for the report.
    """
    facts = reference_index(regions, aliases, indicators, units)
    rows: list[dict[str, Column]] = []
    findings: list[Finding] = []
    for file in sorted(files):
        own = tables[tables["file"] == file]
        if own.empty and not twin(file, tables["file"]):  # a name in other bytes is told with the list of sources
            findings.append(Place(file).error(f"is described nowhere; add a line to {TABLES}"))
        elif lines := list(_described(own, facts, findings)):
            _read_file(file, lines, facts, rows, findings)
    return joined(rows, edition), pd.DataFrame(findings, columns=FINDINGS)


def joined(rows: list[dict[str, Column]], edition: str) -> pd.DataFrame:
    """The tidy rows of all tables, with their edition."""
    if not rows:
        return pd.DataFrame(columns=ROWS).astype({"value": float, "note": "Int64"})
    parts = [{**columns, "edition": repeated(edition, len(columns["year"]))} for columns in rows]
    return joined_frame(parts, categories=False)[ROWS]


def _described(lines: pd.DataFrame, facts: ReferenceIndex, findings: list[Finding]) -> Iterator[dict]:
    """The lines of tables.csv with years as numbers; one that is not as its columns ask for is a finding."""
    known = {"indicator": list(facts.indicators.index)}
    for record in lines.to_dict("records"):
        fields = {column: _as_written(record.get(column, "")) for column in LINE}
        wrong = [f"{column}{text}" for column, text in faults(TableLine, fields, known)]
        findings += [
            Place(fields["file"], fields["sheet"]).error(f"{text}; mend its line in {TABLES}") for text in wrong
        ]
        if not wrong:
            yield typed(TableLine, fields, known).model_dump()


def _as_written(content: object) -> str:
    """What stands in a cell of a table of facts: a column of whole numbers with a hole is one of floats in a frame."""
    if pd.isna(content):
        return ""
    return str(int(content)) if isinstance(content, float) and content.is_integer() else str(content)


def _read_file(
    file: str, lines: list[dict], facts: ReferenceIndex, rows: list[dict[str, Column]], findings: list[Finding]
) -> None:
    """Every table of one file that tables.csv describes; a sheet that it does not describe is a notice."""
    whole = Place(file)
    try:
        document = read_document(file)
    except FileError as error:
        findings.append(whole.error(str(error)))
        return
    findings += [whole.notice(text) for text in document.notices]
    sheets: dict[str, Sheet] = {sheet.name: sheet for sheet in document.sheets}
    described = {line["sheet"] for line in lines}
    findings += [
        Place(file, name).notice(f"sheet not read: it has no line in {TABLES}")
        for name in sheets
        if name not in described
    ]
    findings += _mixed_choices(lines, whole)
    for line in lines:
        if line["sheet"] not in sheets:
            findings.append(Place(file, line["sheet"]).error(f"the sheet is not there; mend the name in {TABLES}"))
        else:
            READERS[line["form"]](file, sheets[line["sheet"]], line, facts, rows, findings)


def _mixed_choices(lines: list[dict], whole: Place) -> list[Finding]:
    """Errors for two lines that would make one series of two choices of a tidy file, such as two age groups."""
    chosen: dict[tuple[str, str], dict[str, None]] = {}
    for line in lines:
        if line["form"] == "tidy":
            chosen.setdefault((line["sheet"], line["indicator"]), {})[str(line["labels"])] = None
    return [
        whole._replace(sheet=sheet).error(
            f"lines for {indicator or 'every indicator'} with labels {' and '.join(map(repr, labels))} would make one "
            f"series of them; keep one of the lines of {TABLES}"
        )
        for (sheet, indicator), labels in chosen.items()
        if len(labels) > 1
    ]
