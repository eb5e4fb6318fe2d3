"""Dumps of a survey from its answers, byte for byte the same at every run: the way back from `dumps`."""

import csv
import io
from datetime import datetime
from pathlib import Path

import pandas as pd

from regioncodes.surveys.codebooks import answer_entries

CREATED = datetime(2016, 1, 1)
# The header of an SPSS file holds its date and time of creation as text, from byte 92 to byte 109
# (PSPP, System File Format: file header record, after 60 bytes of product name and seven numbers).
SAV_CREATED = slice(92, 109)


def dump_frame(answers: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Cells of a dump as text, one row per respondent: what the codebook says stands for each answer."""
    wide = answers.pivot_table(index="respondent", columns=["question", "option"], values="status", aggfunc="first")
    wide = wide.loc[answers["respondent"].drop_duplicates()]
    options = dict(list(answer_entries(codebook).groupby("column", sort=False)))
    columns = {}
    for entry in codebook.drop_duplicates("column").itertuples():
        if entry.kind == "respondent":
            columns[entry.column] = list(wide.index)
        elif entry.kind == "note":
            columns[entry.column] = [entry.code] * len(wide)
        else:
            columns[entry.column] = _cells(wide, options[entry.column])
    return pd.DataFrame(columns, dtype=str)


def write_dump(answers: pd.DataFrame, codebook: pd.DataFrame, directory: str | Path, note: str) -> Path:
    """Path of the dump written into `directory` under the name and in the format the codebook gives.

    note: what the answers are, kept in the file's own description where the format has one (SPSS, Excel).
    """
    path = Path(directory) / codebook["file"].iloc[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    WRITERS[path.suffix](dump_frame(answers, codebook), codebook, path, note)
    return path


def _cells(wide: pd.DataFrame, options: pd.DataFrame) -> list[str]:
    first = options.iloc[0]
    keys = list(zip(options["question"], options["option"], strict=True))
    cells = []
    for statuses in wide[keys].itertuples(index=False):
        ticked = [code for code, status in zip(options["code"], statuses, strict=True) if status == "ticked"]
        if ticked:
            cells.append(first["separator"].join(ticked))
        else:
            absent = "not_answered" in statuses
            cells.append(first["code_not_answered"] if absent else first["code_not_ticked"])
    return cells


def _write_csv(cells: pd.DataFrame, codebook: pd.DataFrame, path: Path, note: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(cells.columns)
    writer.writerows(cells.itertuples(index=False))
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _write_xlsx(cells: pd.DataFrame, codebook: pd.DataFrame, path: Path, note: str) -> None:
    import xlsxwriter

    respondent = codebook.loc[codebook["kind"] == "respondent", "column"].iloc[0]
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"created": CREATED, "comments": note})
        sheet = workbook.add_worksheet(codebook["sheet"].iloc[0])
        sheet.write_row(0, 0, list(cells.columns))
        for position, column in enumerate(cells.columns):
            values = cells[column].astype(int) if column == respondent else cells[column]
            sheet.write_column(1, position, list(values))


def _write_sav(cells: pd.DataFrame, codebook: pd.DataFrame, path: Path, note: str) -> None:
    import pyreadstat

    answers = answer_entries(codebook)
    labels = {column: _value_labels(options) for column, options in answers.groupby("column", sort=False)}
    missing = answers.drop_duplicates("column").set_index("column")["code_not_answered"]
    pyreadstat.write_sav(
        cells.astype(int),
        str(path),
        column_labels=codebook[codebook["kind"] != "single"].set_index("column")["label_ru"].to_dict(),
        variable_value_labels=labels,
        missing_ranges={column: [int(code)] for column, code in missing.items()},
        row_compress=True,
        note=note,
    )
    content = bytearray(path.read_bytes())
    content[SAV_CREATED] = CREATED.strftime("%d Jan %y%H:%M:%S").encode("ascii")
    path.write_bytes(bytes(content))


def _value_labels(options: pd.DataFrame) -> dict[int, str]:
    first = options.iloc[0]
    if first["kind"] == "single":
        labels = dict(zip(options["code"].astype(int), options["label_ru"], strict=True))
    else:
        labels = {int(first["code"]): "Да", int(first["code_not_ticked"]): "Нет"}
    return labels | {int(first["code_not_answered"]): "Нет ответа"}


WRITERS = {".csv": _write_csv, ".xlsx": _write_xlsx, ".sav": _write_sav}
