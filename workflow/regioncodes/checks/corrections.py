"""Printed errors put right: each by a line of data/reference/corrections.csv that gives its reason and expires."""

import numpy as np
import pandas as pd

from regioncodes.ground.tables import CORRECTIONS
from regioncodes.reading.cells import Cell, CellError, parse_cell
from regioncodes.reading.findings import FINDINGS, Place

PLACE = ["file", "sheet", "cell"]
FIRST_LINE = 2  # of the file, after its header


def corrected(rows: pd.DataFrame, corrections: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows with the corrections applied and flagged `corrected`, and the findings (as in FINDINGS).

    rows: tidy rows of all editions. corrections: columns file, sheet, cell, found (the text that stands there),
    corrected (a number in the printed unit, or a mark), reason, source. raw_text stays as printed.
    A correction whose cell holds another text than `found`, or is not there, has expired: an error that names its
    line. One for a file that was not read is a notice, and so is every correction applied.
    """
    lines = corrections.fillna("").astype("str")
    read = set(rows["file"].unique())
    near = np.flatnonzero((rows["file"].isin(lines["file"]) & rows["cell"].isin(lines["cell"])).to_numpy())
    positions = dict(zip(rows[PLACE].iloc[near].itertuples(index=False, name=None), near, strict=True))
    findings, changes = [], {}
    for number, line in enumerate(lines.itertuples(), start=FIRST_LINE):
        position = positions.get((line.file, line.sheet, line.cell))
        own_line = Place(CORRECTIONS, place=f"line {number}")
        if line.file not in read:
            findings.append(own_line.notice(f"not applied: {line.file} was not read"))
            continue
        raw_text = None if position is None else str(rows["raw_text"].iloc[position])
        problem = _problem(line, raw_text, repeated=position in changes)
        if problem:
            findings.append(own_line.error(f"{_words(line)}: {problem}"))
            continue
        changes[position] = parse_cell(line.corrected, {})
        text = f"{line.found} corrected to {line.corrected}: {line.reason} ({line.source})"
        findings.append(Place(line.file, line.sheet, f"cell {line.cell}").notice(text))
    return _changed(rows, changes), pd.DataFrame(findings, columns=FINDINGS)


def _problem(line: tuple, raw_text: str | None, *, repeated: bool) -> str | None:
    """What is wrong with a correction, in the words of the person who has to mend it; None if nothing is."""
    if repeated:
        return "an earlier line corrects this cell already; keep one of them"
    if raw_text is None:
        return "this cell is not read; mend its place or delete the line"
    if not _same(line.found, raw_text):
        return f"holds {raw_text!r}, {line.found!r} was to be corrected: it has changed, check it and delete the line"
    if not line.reason or not line.source:
        return "has no reason or no source; give both"
    try:
        parse_cell(line.corrected, {})
    except CellError as error:
        return f"corrected: {error}"
    return None


def _same(found: str, raw_text: str) -> bool:
    """Whether two texts are the same text or the same number (22232 and 22232.0)."""
    if found.strip() == raw_text.strip():
        return True
    try:
        return float(found.replace(",", ".")) == float(raw_text.replace(",", "."))
    except ValueError:
        return False


def _changed(rows: pd.DataFrame, changes: dict[int, Cell]) -> pd.DataFrame:
    """The rows with other values and statuses at the positions given; a row's factor stays as it was."""
    values, statuses, flags = (rows[column].to_numpy(copy=True) for column in ("value", "status", "flags"))
    for position, cell in changes.items():
        printed = pd.to_numeric(str(rows["raw_text"].iloc[position]).replace(",", "."), errors="coerce")
        factor = values[position] / printed if printed and np.isfinite(values[position] / printed) else 1.0
        values[position] = np.nan if cell.value is None else cell.value * factor
        statuses[position] = cell.status
        flags[position] = f"{flags[position]} corrected".strip()
    return rows.assign(
        value=values,
        status=pd.array(statuses, dtype=rows["status"].dtype),
        flags=pd.array(flags, dtype=rows["flags"].dtype),
    )


def _words(line: tuple) -> str:
    return f"{line.file}, sheet {line.sheet or '–'}, cell {line.cell}"
