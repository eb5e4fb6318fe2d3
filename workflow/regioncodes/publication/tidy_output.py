"""Tidy rows of published files as a file for R, pandas or a spreadsheet, with its schema, and what was left out."""

import io
import json
from collections import Counter
from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import write_text, write_whole
from regioncodes.ground.tables import write_table
from regioncodes.reading.tidying import COLUMNS

FORMATS = (".csv", ".parquet", ".xlsx")
MOST_SHEET_ROWS = 1_048_575
PERIODS = ["year", "academic_year", "quarter", "month", "other"]


def schema_path(output: Path) -> Path:
    """The file beside an output that says what its columns are."""
    return output.with_name(f"{output.stem}.schema.json")


def check_output(output: Path, inputs: list[Path]) -> None:
    """Raise StudyError where an output has no format of ours, or would take the place of a file that is not its own."""
    if output.suffix not in FORMATS:
        raise StudyError(f"{output}: {', '.join(FORMATS)} are allowed at the end of its name")
    if output.exists() and not schema_path(output).exists():
        raise StudyError(f"{output} is there already and no schema beside it; name a new file, or delete this one")
    if output.resolve() in {path.resolve() for path in inputs}:
        raise StudyError(f"{output} is one of the files to read; name a new file")


def write_tidy(rows: pd.DataFrame, output: Path) -> None:
    """Write tidy rows in the format of the name's end, and their schema beside them.

    rows: reading.tidying.COLUMNS. Raises StudyError for more rows than a sheet of a workbook has.
    """
    if output.suffix == ".xlsx":
        _write_workbook(rows, output)
    else:
        write_table(rows.assign(**{name: rows[name].astype("str") for name in rows.select_dtypes("category")}), output)
    write_text(table_schema(), schema_path(output))


def table_schema() -> str:
    """Text of the schema of tidy rows. Reference: Table Schema (Data Package 2.0), as frictionless reads it."""
    fields = [{"name": name, "type": kind, "description": meaning} for name, (kind, meaning) in COLUMNS.items()]
    fields[list(COLUMNS).index("period")]["constraints"] = {"enum": PERIODS}
    return json.dumps({"fields": fields, "missingValues": [""]}, ensure_ascii=False, indent=2)


def summary(rows: pd.DataFrame, findings: pd.DataFrame, output: Path | None) -> str:
    """What was read and where it stands, then what was left out or is in doubt, errors first, each with its place.

    findings: as `reading.tidying.tidied` gives them.
    """
    tables = rows.groupby(["file", "sheet", "title"], observed=True).ngroups
    statuses = Counter(rows["status"])
    lines = [
        f"{len(rows):,} rows of {tables:,} tables in {rows['file'].nunique():,} files"
        + (f": {output}, what its columns are: {schema_path(output)}" if output else ""),
        "status: " + ", ".join(f"{count:,} {status}" for status, count in statuses.most_common()),
    ]
    left = findings["finding"].str.startswith(("left out: ", "no table of regions and years: "))
    kinds = {
        "Errors": findings["severity"] == "error",
        "Left out": (findings["severity"] != "error") & left,
        "Decided, or in doubt": (findings["severity"] != "error") & ~left,
    }
    for heading, chosen in kinds.items():
        if chosen.any():
            lines += ["", f"{heading}:", *(f"  {_line(part)}" for part in findings[chosen].itertuples())]
    return "\n".join(lines)


def _line(finding) -> str:
    sheet = f"sheet {finding.sheet}" if finding.sheet else ""
    return f"{', '.join(filter(None, (finding.file, sheet, finding.place)))}: {finding.finding}"


def _write_workbook(rows: pd.DataFrame, output: Path) -> None:
    """One sheet, header frozen, texts as texts: none is run as a formula or made a link."""
    if len(rows) > MOST_SHEET_ROWS:
        raise StudyError(
            f"{output}: {len(rows):,} rows, and a sheet has room for {MOST_SHEET_ROWS:,}; write a .csv or .parquet file"
        )
    content = io.BytesIO()
    options = {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs={"options": options}) as workbook:
        rows.to_excel(workbook, sheet_name="tidy", index=False, freeze_panes=(1, 0))
    write_whole(content.getvalue(), output)
