"""Answers of a survey from its dump, whatever the format: CSV of a web form, SPSS, Excel."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from regioncodes.errors import raise_problems
from regioncodes.surveys.codebooks import answer_entries
from regioncodes.surveys.multiple_responses import readings, unread

STATUSES = ["ticked", "not_ticked", "not_answered"]


def read_dump(path: str | Path, codebook: pd.DataFrame) -> pd.DataFrame:
    """Answers of every respondent to every option: columns respondent, question, option, status.

    codebook: see `codebooks.read_codebook`. Respondents come in the order of the dump, options in that of the
    codebook; `status` is one of STATUSES. The same answers give the same frame from every format.
    Raises StudyError that lists every column which the dump or the codebook lacks, every respondent without
    an id or with one used before, and every cell that is no option, with file, row and text.
    """
    cells = dump_cells(path, codebook)
    problems = _header_problems(cells, codebook)
    statuses = {}
    for column, options in answer_entries(codebook).groupby("column", sort=False):
        if list(cells.columns).count(column) == 1:
            statuses[column] = [statuses_in(text, options) for text in cells[column]]
            problems += _cell_problems(cells[column], options, statuses[column])
    identifier = codebook.loc[codebook["kind"] == "respondent", "column"].iloc[0]
    if list(cells.columns).count(identifier) == 1:
        problems += _respondent_problems(cells[identifier])
    raise_problems(problems, f"{path}")
    return _answers(cells[identifier], codebook, statuses)


def dump_cells(path: str | Path, codebook: pd.DataFrame) -> pd.DataFrame:
    """Cells of a dump as text, empty where nothing stands; the index counts rows as its program shows them.

    The name of the index is what the rows are called there: `row` (CSV, Excel) or `case` (SPSS).
    """
    reader = READERS.get(Path(path).suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise_problems([f"the ending '{Path(path).suffix}' is not known; dumps end in {known}"], f"{path}")
    return reader(path, codebook)


def statuses_in(text: str, options: pd.DataFrame) -> list[str] | None:
    """Status of each option of one column as a cell says it, or None where the cell cannot be read."""
    kind, missing = options["kind"].iloc[0], options["code_not_answered"].iloc[0]
    if text in ("", missing):
        return ["not_answered"] * len(options)
    codes = list(options["code"])
    if kind == "multiple_columns" and text == options["code_not_ticked"].iloc[0]:
        return ["not_ticked"]
    ticked = [[text]] if text in codes else []
    if kind == "multiple_cell":
        ticked = readings(text, codes, options["separator"].iloc[0])
    if len(ticked) != 1:
        return None
    return ["ticked" if code in ticked[0] else "not_ticked" for code in codes]


def _answers(respondents: pd.Series, codebook: pd.DataFrame, statuses: dict[str, list[list[str]]]) -> pd.DataFrame:
    parts = []
    for column, options in answer_entries(codebook).groupby("column", sort=False):
        for position, entry in enumerate(options.itertuples()):
            part = {
                "respondent": respondents.to_numpy(),
                "question": entry.question,
                "option": entry.option,
                "status": [found[position] for found in statuses[column]],
                "row": range(len(respondents)),
                "entry": entry.Index,
            }
            parts.append(pd.DataFrame(part))
    answers = pd.concat(parts).sort_values(["row", "entry"], ignore_index=True)
    return answers[["respondent", "question", "option", "status"]]


def _header_problems(cells: pd.DataFrame, codebook: pd.DataFrame) -> list[str]:
    source = f"data/reference/codebooks/{codebook['survey'].iloc[0]}.csv"
    described, found = list(dict.fromkeys(codebook["column"])), list(cells.columns)
    problems = [f"no column '{name}', which {source} describes" for name in described if name not in found]
    for name in dict.fromkeys(found):
        if name not in described:
            problems.append(f"column '{name}' is not described; add it to {source}")
        if found.count(name) > 1:
            problems.append(f"column '{name}' stands {found.count(name)} times; its name must be its own")
    return problems


def _respondent_problems(respondents: pd.Series) -> list[str]:
    where = respondents.index.name
    problems = [f"{where} {row}: the respondent has no id" for row in respondents.index[respondents == ""]]
    repeated = respondents[respondents.duplicated() & (respondents != "")]
    return problems + [
        f"{where} {row}: respondent '{name}' stands above already; keep one of the two"
        for row, name in repeated.items()
    ]


def _cell_problems(texts: pd.Series, options: pd.DataFrame, statuses: list[list[str] | None]) -> list[str]:
    where, column = texts.index.name, texts.name
    problems = []
    for (row, text), found in zip(texts.items(), statuses, strict=True):
        if found is None:
            problems.append(f"{where} {row}, column '{column}': found '{text}'{_reason(text, options)}")
    if problems:
        extra = [options["code_not_ticked"].iloc[0], options["code_not_answered"].iloc[0]]
        allowed = "', '".join([*options["code"], *(code for code in extra if code)])
        source = f"data/reference/codebooks/{options['survey'].iloc[0]}.csv"
        problems.append(f"column '{column}' allows '{allowed}' or nothing; add an option to {source}")
    return problems


def _reason(text: str, options: pd.DataFrame) -> str:
    if options["kind"].iloc[0] != "multiple_cell":
        return ", which is no option"
    codes, separator = list(options["code"]), options["separator"].iloc[0]
    if readings(text, codes, separator):
        return ", which can be read in more than one way"
    return f", of which '{unread(text, codes, separator)}' is no option or stands twice"


def _framed(rows: list[list[str]], path: str | Path) -> pd.DataFrame:
    """Frame of text cells from rows whose first one is the header."""
    header, *body = rows or [[]]
    numbers = range(2, len(body) + 2)
    raise_problems(
        [
            f"row {number} has {len(row)} cells, the header has {len(header)}"
            for number, row in zip(numbers, body, strict=True)
            if len(row) != len(header)
        ],
        f"{path}",
    )
    return pd.DataFrame(body, columns=header, index=pd.Index(numbers, name="row"), dtype=str)


def _csv_cells(path: str | Path, codebook: pd.DataFrame) -> pd.DataFrame:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise_problems([f"byte {error.start} is not UTF-8; export the form again as CSV (UTF-8)"], f"{path}")
    return _framed([[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))], path)


def _xlsx_cells(path: str | Path, codebook: pd.DataFrame) -> pd.DataFrame:
    from python_calamine import CalamineWorkbook

    workbook, sheet = CalamineWorkbook.from_path(str(path)), codebook["sheet"].iloc[0]
    if sheet not in workbook.sheet_names:
        names = "', '".join(workbook.sheet_names)
        raise_problems([f"no sheet '{sheet}', which the codebook names; there are '{names}'"], f"{path}")
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return _framed([[_text(cell) for cell in row] for row in rows], path)


def _sav_cells(path: str | Path, codebook: pd.DataFrame) -> pd.DataFrame:
    import pyreadstat

    # Declared missing codes are kept: "no answer" is an answer status here, not an absent number.
    values, _ = pyreadstat.read_sav(str(path), user_missing=True)
    rows = [[_text(cell) for cell in row] for row in values.itertuples(index=False)]
    cases = pd.RangeIndex(1, len(rows) + 1, name="case")
    return pd.DataFrame(rows, columns=list(values.columns), index=cases, dtype=str)


def _text(cell: object) -> str:
    """Text of a cell as a codebook writes it: whole numbers without a decimal point, nothing for missing."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


READERS: dict[str, Callable] = {".csv": _csv_cells, ".xlsx": _xlsx_cells, ".sav": _sav_cells}
