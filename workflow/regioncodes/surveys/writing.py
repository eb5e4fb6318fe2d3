"""Dumps of a survey from its answers, byte for byte the same at every run: the way back from `dumps`."""

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from regioncodes.surveys.answers import NOT_ANSWERED, NOT_SHOWN, NOT_TICKED, TICKED, Answers
from regioncodes.surveys.codebooks import ANSWER_KINDS, answer_entries, codes, completed
from regioncodes.surveys.export_headers import BRACKETED
from regioncodes.surveys.multiple_responses import joined

CREATED = datetime(2016, 1, 1)
# The header of an SPSS file holds its date and time of creation as text, from byte 92 to byte 109
# (PSPP, System File Format: file header record, after 60 bytes of product name and seven numbers).
SAV_CREATED = slice(92, 109)
# The same in Stata's (dta 119, header).
DTA_CREATED = re.compile(rb"<timestamp>\x11.{17}</timestamp>")
# What stands in a cell for a whole question or column that has no tick.
EMPTY_CODES = {NOT_SHOWN: "code_not_shown", NOT_ANSWERED: "code_not_answered", NOT_TICKED: "code_not_ticked"}


def dump_frame(answers: Answers, codebook: pd.DataFrame) -> pd.DataFrame:
    """Cells of a dump as text, one row per respondent: what the codebook says stands for each answer.

    Columns of the kinds that hold no answers are empty, but for the ids and the remarks.
    """
    places = {option: place for place, option in enumerate(answers.options.itertuples(index=False, name=None))}
    columns = {}
    for column, entries in completed(codebook).groupby("column", sort=False):
        first = entries.iloc[0]
        if first["kind"] == "respondent":
            columns[column] = answers.respondents.tolist()
        elif first["kind"] in ANSWER_KINDS:
            asked = [places[option] for option in zip(entries["question"], entries["option"], strict=True)]
            columns[column] = _cells(answers.statuses[:, asked], entries)
        else:
            columns[column] = first["code"]
    return pd.DataFrame(columns, index=range(len(answers.respondents)), dtype="str")


def write_dump(answers: Answers, codebook: pd.DataFrame, directory: str | Path, note: str, kind: str = "plain") -> Path:
    """Path of the dump written into `directory` under the name and in the format the codebook gives.

    note: what the answers are, kept in the file's own description where the format has one (SPSS, Excel). kind: whose
    header rows a table gets, one of `exports.KINDS`; forms of one header row differ in the codebook's headers alone.
    """
    path = Path(directory) / codebook["file"].iloc[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = dump_frame(answers, codebook)
    if path.suffix in TABLE_WRITERS:
        rows = [*header_rows(list(cells.columns), kind), *cells.to_numpy().tolist()]
        TABLE_WRITERS[path.suffix](rows, codebook, path, note)
    else:
        STATISTICAL_WRITERS[path.suffix](cells.apply(_numbers), codebook, path, note)
    return path


def header_rows(columns: list[str], kind: str) -> list[list[str]]:
    """The rows above the answers of a form's export: see `export_headers`, which reads them."""
    if kind == "qualtrics":
        return [columns, columns, [json.dumps({"ImportId": column}, ensure_ascii=False) for column in columns]]
    if kind == "surveymonkey":
        parts = [BRACKETED.match(column) for column in columns]
        questions = [part["question"] if part else column for part, column in zip(parts, columns, strict=True)]
        repeated = [place > 0 and question == questions[place - 1] for place, question in enumerate(questions)]
        options = [part["option"] if part else "Response" for part in parts]
        return [
            ["" if is_same else question for is_same, question in zip(repeated, questions, strict=True)],
            ["", *options[1:]],
        ]
    return [columns]


def _cells(statuses: np.ndarray, entries: pd.DataFrame) -> np.ndarray:
    """Text of each row of statuses of one column's options; equal rows are written once."""
    patterns, places = np.unique(statuses, axis=0, return_inverse=True)
    return np.array([_cell(pattern, entries) for pattern in patterns], dtype=object)[places]


def _cell(pattern: np.ndarray, entries: pd.DataFrame) -> str:
    ticked = entries["code"][pattern == TICKED]
    if len(ticked):
        return joined(ticked, entries["separator"].iloc[0])
    stated = codes(entries[EMPTY_CODES[pattern.min()]].iloc[0])
    return stated[0] if stated else ""


def _numbers(column: pd.Series) -> pd.Series:
    """A column as whole numbers, or with a system-missing value where a cell is empty."""
    numbers = pd.to_numeric(column.replace("", None))
    return numbers if numbers.isna().any() else numbers.astype(int)


def _write_csv(rows: list[list[str]], codebook: pd.DataFrame, path: Path, note: str) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _write_xlsx(rows: list[list[str]], codebook: pd.DataFrame, path: Path, note: str) -> None:
    import xlsxwriter

    identifiers = set(codebook.loc[codebook["kind"] == "respondent", "column"])
    places = [place for place, column in enumerate(rows[0]) if column in identifiers]
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": CREATED, "comments": note})
        sheet = workbook.add_worksheet(codebook["sheet"].iloc[0])
        for number, row in enumerate(rows):
            values = [int(cell) if place in places and cell.isdecimal() else cell for place, cell in enumerate(row)]
            sheet.write_row(number, 0, values)


def _write_sav(cells: pd.DataFrame, codebook: pd.DataFrame, path: Path, note: str) -> None:
    import pyreadstat

    answers = answer_entries(codebook)
    missing = answers.drop_duplicates("column").set_index("column")["code_not_answered"]
    pyreadstat.write_sav(
        cells,
        str(path),
        column_labels=_variable_labels(codebook),
        variable_value_labels=_labels_by_variable(answers),
        missing_ranges={column: [int(code)] for column, code in missing.items()},
        row_compress=True,
        note=note,
    )
    content = bytearray(path.read_bytes())
    content[SAV_CREATED] = CREATED.strftime("%d Jan %y%H:%M:%S").encode("ascii")
    path.write_bytes(bytes(content))


def _write_dta(cells: pd.DataFrame, codebook: pd.DataFrame, path: Path, note: str) -> None:
    import pyreadstat

    labels = _labels_by_variable(answer_entries(codebook))
    names = _variable_labels(codebook)
    pyreadstat.write_dta(cells, str(path), file_label=note[:80], column_labels=names, variable_value_labels=labels)
    stamp = b"<timestamp>\x11" + CREATED.strftime("%d Jan %Y %H:%M").encode("ascii") + b"</timestamp>"
    path.write_bytes(DTA_CREATED.sub(stamp, path.read_bytes(), count=1))


def _variable_labels(codebook: pd.DataFrame) -> dict[str, str]:
    return codebook[codebook["kind"] != "single"].set_index("column")["label_ru"].to_dict()


def _labels_by_variable(answers: pd.DataFrame) -> dict[str, dict[int, str]]:
    return {column: _value_labels(options) for column, options in answers.groupby("column", sort=False)}


def _value_labels(options: pd.DataFrame) -> dict[int, str]:
    first = options.iloc[0]
    if first["kind"] == "single":
        labels = dict(zip(options["code"].astype(int), options["label_ru"], strict=True))
    else:
        labels = {int(first["code"]): "Да", int(first["code_not_ticked"]): "Нет"}
    return labels | {int(first["code_not_answered"]): "Нет ответа"}


TABLE_WRITERS = {".csv": _write_csv, ".xlsx": _write_xlsx}
STATISTICAL_WRITERS = {".sav": _write_sav, ".dta": _write_dta}
