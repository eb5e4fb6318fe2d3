"""All tables of one edition as tidy rows, with a report of everything that could not be read for certain."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from regioncodes.formats.documents import FileError, Sheet
from regioncodes.formats.opening import read_document
from regioncodes.ground.tables import HINTS_OF_TABLES, TABLES
from regioncodes.reading import tidy_files
from regioncodes.reading.coded_texts import Column, joined_frame, repeated
from regioncodes.reading.findings import FINDINGS, Finding, Place
from regioncodes.reading.region_names import region_index, without_okrugs
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


def read_source(
    edition: str,
    files: Iterable[str],
    tables: pd.DataFrame,
    regions: pd.DataFrame,
    aliases: pd.DataFrame,
    indicators: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tidy rows of every table in the files of one edition, and the findings (errors and notices).

    files: paths, of any format that the room `formats` opens. tables: one line per table (data/reference/tables.csv).
    Rows: one per region, indicator, year and cell, value NaN where the status is not a value; a cell that is no
    number and no mark has status `error` and is a finding too.
    Findings with severity `error` are for verify_tables to raise, all at once; `notice` is for the report.
    """
    index = region_index(regions, aliases)
    facts = ReferenceIndex(index, without_okrugs(index, regions), indicators.set_index("indicator"))
    rows: list[dict[str, Column]] = []
    findings: list[Finding] = []
    for file in sorted(files):
        records = tables[tables["file"] == file].to_dict("records")
        lines = [{column: record.get(column, "") for column in LINE} for record in records]
        _read_file(file, lines, facts, rows, findings)
    return _joined(rows, edition), pd.DataFrame(findings, columns=FINDINGS)


def _joined(rows: list[dict[str, Column]], edition: str) -> pd.DataFrame:
    """The tidy rows of all tables, with their edition."""
    if not rows:
        return pd.DataFrame(columns=ROWS).astype({"value": float, "note": "Int64"})
    parts = [{**columns, "edition": repeated(edition, len(columns["year"]))} for columns in rows]
    return joined_frame(parts, categories=False)[ROWS]


def _read_file(
    file: str, lines: list[dict], facts: ReferenceIndex, rows: list[dict[str, Column]], findings: list[Finding]
) -> None:
    """Every table of one file that tables.csv describes; a sheet that it does not describe is a notice."""
    whole = Place(file)
    if not lines:
        findings.append(whole.error(f"is described nowhere; add a line to {TABLES}"))
        return
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
    for line in lines:
        if line["sheet"] not in sheets:
            findings.append(Place(file, line["sheet"]).error(f"the sheet is not there; mend the name in {TABLES}"))
        else:
            READERS[line["form"]](file, sheets[line["sheet"]], line, facts, rows, findings)
