"""Columns of results that are drawn: each with the tolerance that its draws need, and why they need it."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import StudyError, raise_problems
from regioncodes.publication.archive.printed_numbers import is_printed
from regioncodes.publication.archive.reference import FOLDER, BrokenReferenceError, read_reference
from regioncodes.publication.archive.tables_compared import TOLERANCE, cells

TABLE = "data/reference/drawn_columns.csv"
COLUMNS = ["file", "column", "tolerance", "argument"]


def drawn_tolerances(folder: Path, listed: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Tolerances of the drawn columns, by result and column; every other column is held to 1e-9.

    folder: the project's folder. listed: results of the reference, with columns result, kind and sha256. Tolerances
    are relative to the larger number.
    Raises StudyError with every line that names an unknown or printed result, an unknown column, no
    tolerance between 1e-9 and 1, or no argument.
    """
    table = _read(folder)
    kinds = dict(zip(listed["result"], listed["kind"], strict=True))
    sums = dict(zip(listed["result"], listed["sha256"], strict=True))
    problems, tolerances = [], {}
    for line, row in enumerate(table.itertuples(), 2):
        problems += [f"line {line}: {problem}" for problem in _line_problems(row)]
        if kinds.get(row.file) != "table" or is_printed(row.file):
            problems.append(f"line {line}: file '{row.file}' is no table of unrounded results that {FOLDER} lists")
        elif row.column not in _columns(folder, row.file, sums[row.file], row.column):
            problems.append(f"line {line}: column '{row.column}' does not stand in {row.file}")
        elif row.column in tolerances.setdefault(row.file, {}):
            problems.append(f"line {line}: column '{row.column}' of {row.file} has a line before; delete one of them")
        else:
            tolerances[row.file][row.column] = _number(row.tolerance)
    raise_problems(problems, TABLE)
    return tolerances


def _read(folder: Path) -> pd.DataFrame:
    path = folder / TABLE
    if not path.is_file():
        raise StudyError(f"{path} is not there; put it back: git checkout -- {TABLE}, or the bundle's copy")
    try:
        table = cells(path.read_bytes())
    except ValueError as error:
        raise StudyError(f"{path} cannot be read ({error}); mend it, or put it back as it was") from None
    if list(table) != COLUMNS:
        raise StudyError(f"{path}: found the columns {', '.join(table)}; allowed are {', '.join(COLUMNS)}")
    return table


def _line_problems(row) -> Iterator[str]:
    if not TOLERANCE < _number(row.tolerance) < 1:
        yield f"tolerance '{row.tolerance}'; a number between {TOLERANCE:g} and 1 is allowed"
    if not row.argument.strip():
        yield "no argument; say why the draws need this tolerance"


def _number(text: str) -> float:
    return float(pd.to_numeric(text, errors="coerce"))


def _columns(folder: Path, file: str, total: str, otherwise: str) -> list[str]:
    """Columns of the reference's table; where it is broken, which verification tells by itself, the one asked for."""
    try:
        return list(cells(read_reference(folder, file, "table", total)))
    except BrokenReferenceError:
        return [otherwise]
