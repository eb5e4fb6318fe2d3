"""Every table that the reader sees in files, without configuration, as tidy rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import is_litter
from regioncodes.ground.tables import read_table, reference_folder
from regioncodes.reading.bare_oblasts import UNDECIDED, with_bare_oblasts
from regioncodes.reading.cells import ALLOWED
from regioncodes.reading.coded_texts import joined_frame, repeated
from regioncodes.reading.findings import FINDINGS, Finding, Place
from regioncodes.reading.seen_sheets import SeenSheet, opened, seen_sheets
from regioncodes.reading.sheets import placed_in
from regioncodes.reading.sources import reference_index
from regioncodes.reading.tidy_columns import Columns, long_columns, wide_columns
from regioncodes.reading.tidy_inspection import guessed_indicator

# Each column with its type by Table Schema and what it holds.
COLUMNS = {
    "region": (
        "string",
        "code of the region, such as RU-SVE; empty where the printed name does not tell it for certain",
    ),
    "region_text": ("string", "name of the region as printed"),
    "region_status": (
        "string",
        "known; unknown: no region of data/reference; with_or_without_okrugs: an oblast of which the table does not "
        "tell whether its autonomous okrugs are within",
    ),
    "year": ("integer", "year; of an academic year or a span of years the first"),
    "period": ("string", "year, academic_year, quarter, month or other (half-years, spans, comparisons)"),
    "period_text": ("string", "which quarter or month, or the words of another period"),
    "labels": ("string", "texts over the column and beside the row that tell one measure of a table from another"),
    "value": ("number", "the number, in the unit of column unit; empty where there is none"),
    "unit": ("string", "unit and moment as printed, or the unit that a row has of its own"),
    "status": (
        "string",
        "value, rounds_to_zero, absent (a dash), not_available, not_applicable, suppressed, blank, or error: neither a "
        "number nor a mark",
    ),
    "flags": ("string", "words beside the value, between blanks: repeated, hidden, estimate, times and others"),
    "notes": ("string", "notes of title, row, column and cell, each with its mark and text"),
    "title": ("string", "title of the table, or the indicator that the row names"),
    "file": ("string", "path of the file"),
    "sheet": ("string", "sheet; empty in a file without sheets"),
    "cell": ("string", "cell, such as C8"),
    "raw_text": ("string", "what stands in the cell"),
}
# What no two rows of a table have in common; where they do, both have the flag `repeated`.
KEY = ["file", "sheet", "table", "title", "unit", "labels", "year", "period", "period_text"]

REASONS = {
    "unknown": "no such region in data/reference/regions.csv or region_aliases.csv",
    UNDECIDED: "the table does not tell whether its autonomous okrugs are within",
}
FACTS = ("regions", "region_aliases", "indicators")

Progress = Callable[[str, float], None]


def read(path: str | Path, folder: str | Path | None = None) -> pd.DataFrame:
    """Every table of regions and periods in a file, or in all files of a folder, one row for each cell.

    Columns: region, region_text, region_status, year, period, period_text, labels, value, unit, status, flags, notes,
    title, file, sheet, cell, raw_text (docs/tidy.md). What was left out, and why, stands in `attrs["left_out"]`.
    folder: a project whose data/reference names the regions (default: where you are, else that of this package).
    Raises StudyError where nothing was found to read.
    """
    rows, findings = tidied([Path(path)], folder)
    rows.attrs["left_out"] = [
        f"{' '.join(filter(None, (finding.file, finding.sheet, finding.place)))}: {finding.finding}"
        for finding in findings.itertuples()
    ]
    return rows


def tidied(
    paths: Iterable[str | Path],
    folder: str | Path | None = None,
    *,
    omitted: Iterable[Path] = (),
    progress: Progress | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tidy rows of every table in files and folders, and the findings: what was left out or is in doubt.

    paths: files, or folders of which every file is read but hidden ones and those omitted. progress: is told each file
    and sheet, with the share of all bytes that is read by then.
    Raises StudyError where no file has a table, with what was found instead.
    """
    regions, aliases, indicators = (read_table(reference_folder(folder) / f"{name}.csv") for name in FACTS)
    facts = reference_index(regions, aliases, indicators)
    known = facts.regions
    parts: list[Columns] = []
    findings: list[Finding] = []
    for path, seen, share in _sheets(_files(paths, omitted), known, findings):
        if progress:
            progress(f"{path.name} {seen.sheet.name}".strip(), share)
        findings += [placed_in(Place(str(path), seen.sheet.name), part) for part in seen.findings]
        parts += _columns(path, seen, known)
    if not parts:
        listed = "".join(f"\n  {' '.join(filter(None, part[1:]))}" for part in findings)
        raise StudyError(f"no table of regions and periods was found in {', '.join(map(str, paths))}{listed}")
    rows = with_bare_oblasts(
        _flagged(joined_frame(parts, categories=True)), regions, facts, _totals(parts, facts.indicators)
    )
    return rows[list(COLUMNS)], pd.DataFrame([*findings, *_doubts(rows)], columns=FINDINGS)


def _files(paths: Iterable[str | Path], omitted: Iterable[Path]) -> list[Path]:
    """The files named, and those of the folders named; hidden ones and what desktops leave are no files to read."""
    left = {path.resolve() for path in omitted}
    found = []
    for path in map(Path, paths):
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [file for file in inside if not path.is_dir() or (file.is_file() and _is_data(file))]
    return [file for file in dict.fromkeys(found) if file.resolve() not in left]


def _is_data(file: Path) -> bool:
    return not is_litter(file) and not file.name.startswith(".")


def _sheets(
    files: list[Path], known: Mapping[str, str], findings: list[Finding]
) -> Iterator[tuple[Path, SeenSheet, float]]:
    """Every sheet with its file and the share of all bytes read with it; a file that does not open is a finding."""
    sizes = [file.stat().st_size if file.is_file() else 0 for file in files]
    done = 0
    for file, size in zip(files, sizes, strict=True):
        try:
            document = opened(file)
        except StudyError as error:
            findings.append(Place(str(file)).notice(f"left out: {str(error).removeprefix(f'{file}: ')}"))
            continue
        findings += [Place(str(file)).notice(text) for text in document.notices]
        for number, seen in enumerate(seen_sheets(file, document, known), start=1):
            yield file, seen, (done + size * number / len(document.sheets)) / max(sum(sizes), 1)
        done += size


def _columns(path: Path, seen: SeenSheet, known: Mapping[str, str]) -> Iterator[Columns]:
    """Columns of each table of a sheet, with file, sheet and number of the table."""
    tables = [wide_columns(seen.sheet, part.table, part.cells, known) for part in seen.tables]
    tables += long_columns(seen.sheet, seen.long, known) if seen.long else []
    for number, table in enumerate(tables, start=1):
        count = len(table["value"])
        file, sheet = repeated(str(path), count), repeated(seen.sheet.name, count)
        yield {**table, "file": file, "sheet": sheet, "table": np.full(count, number)}


def _flagged(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the flag `repeated` where a table says something twice."""
    keys = rows[KEY].assign(**{name: rows[name].cat.codes for name in KEY if name not in ("table", "year")})
    code, text = rows["region"], rows["region_text"].cat.codes
    # A name without a code stands for itself.
    twice = keys.assign(region=code.cat.codes, text=text.where(code == "", -1)).duplicated(keep=False)
    flags = rows["flags"].astype("object")
    return rows.assign(flags=pd.Categorical(flags.mask(twice, (flags + " repeated").str.strip())))


def _totals(parts: Iterable[Columns], indicators: pd.DataFrame) -> set[tuple[str, str]]:
    """Titles and units of the tables that print totals: those of an indicator that is one, in its unit."""
    tables = {(title, unit) for part in parts for title in part["title"].texts for unit in part["unit"].texts}
    found = set()
    for title, unit in tables:
        indicator = title if title in indicators.index else guessed_indicator(title, indicators)
        is_total = bool(indicator) and indicators.loc[indicator, "kind"] == "total"
        if is_total and unit.lower().endswith(indicators.loc[indicator, "unit_ru"].split("; ")[-1].lower()):
            found.add((title, unit))
    return found


def _doubts(rows: pd.DataFrame) -> list[Finding]:
    """Cells that are neither number nor mark, cells that say something twice, and names without a code."""
    found = []
    for row in rows[rows["status"] == "error"].itertuples():
        text = f"found {row.raw_text!r}; {ALLOWED}; the row has status error and no value"
        found.append(Place(row.file, row.sheet, f"cell {row.cell}").error(text))
    twice = rows[rows["flags"].astype("object").str.contains("repeated")]
    for (file, sheet), group in twice.groupby(["file", "sheet"], sort=False, observed=True):
        places = ", ".join(group["cell"].head(4)) + (", …" if len(group) > 4 else "")
        text = f"{len(group)} cells say something of a region and period that another says too (flag repeated)"
        found.append(Place(file, sheet, f"cells {places}").notice(text))
    nameless = rows[rows["region_status"] != "known"]
    keys = ["file", "sheet", "region_text", "region_status"]
    for (file, sheet, name, status), group in nameless.groupby(keys, sort=False, observed=True):
        found.append(Place(file, sheet).notice(f"{len(group)} rows of {name!r} have no region code: {REASONS[status]}"))
    return found
