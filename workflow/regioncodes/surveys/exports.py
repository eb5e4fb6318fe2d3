"""Answers as a form or a statistical package exports them: columns, cells as text, labels, declared missing codes."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.export_headers import header_columns, header_rows, kind_of
from regioncodes.surveys.export_tables import csv_table, excel_table
from regioncodes.surveys.statistical_files import READERS, read_statistical
from regioncodes.surveys.table_edges import row_of_years, without_totals

KINDS = {
    "google_forms": "Google Forms: one header row, several answers in one cell",
    "limesurvey": "LimeSurvey: one header row, an option in brackets behind its question",
    "qualtrics": "Qualtrics: three header rows (names, texts, import ids)",
    "surveymonkey": "SurveyMonkey: two header rows (questions, options)",
    "yandex_forms": "Yandex Forms: one header row, the time of creation beside the id",
    "kobo": "KoBoToolbox: one header row, an option behind its question and a slash",
    "ms_forms": "Microsoft Forms: one header row, several answers in one cell",
    "one_ka": "1ka: names of variables, below them their texts; codes below zero are missing answers",
    "spss": "SPSS (.sav, .zsav)",
    "stata": "Stata (.dta)",
    "plain": "a table with one header row",
}
# Missing answers that 1ka writes by itself: not answered, broken off before it, wholly empty. -2 and -4, not shown, are
# the codebook's `code_not_shown`. Source: https://www.1ka.si, "What do negative values in the survey data mean?"
ONE_KA_MISSING = ("-1", "-3", "-5")
# pyreadstat reads portable files without their declared missing codes, and none whose letters are not UTF-8.
PORTABLE = ".por"
# What else is given to a command on surveys, by ending, and where it belongs.
ELSEWHERE = {
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".svg"),
        "a picture holds no answers that can be read; export them from the form as CSV or XLSX",
    ),
    **dict.fromkeys(
        (".json", ".jsonl", ".xml", ".lss", ".lsa", ".qsf"),
        "it holds form or answers as a program keeps them; export the answers as CSV, and say "
        "python -m regioncodes survey inspect ANSWERS.csv",
    ),
    **dict.fromkeys(
        (".pdf", ".docx", ".doc", ".html", ".htm", ".rtf"),
        "a document holds no answers; its tables are shown by python -m regioncodes inspect FILE, and shares printed "
        "in it, once they are typed into a CSV, are checked by python -m regioncodes granularity TABLE.csv --base N",
    ),
}
TABLES = {".csv": "delimited", ".tsv": "delimited", ".txt": "delimited", ".xlsx": "workbook", ".xls": "workbook"}


class Export(NamedTuple):
    """One export. `kind`: one of KINDS.

    columns: position (from 1), name (header or variable), question, option (texts without line breaks, "" where
    none), duplicated (the name stands more than once). cells: text, "" where nothing stands, one column per
    position; the index numbers rows as their program shows them and is called `row` or, in SPSS and Stata, `case`.
    labels: position, code, label. missing: position, low, high (codes declared missing). notices: sentences.
    """

    kind: str
    columns: pd.DataFrame
    cells: pd.DataFrame
    labels: pd.DataFrame
    missing: pd.DataFrame
    notices: list[str]


def read_export(path: str | Path, *, sheet: str = "", encoding: str = "", kind: str = "") -> Export:
    """The export in a file, nothing dropped and nothing interpreted: every cell is text.

    sheet: of a workbook. encoding and kind: where given, taken instead of what the file itself seems to say.
    Raises StudyError for a file that is unknown, empty or damaged.
    """
    ending = Path(path).suffix.lower()
    if ending in READERS:
        return Export("stata" if ending == ".dta" else "spss", *read_statistical(path, encoding))
    if ending == PORTABLE:
        raise_problems(["portable SPSS files are not read; open it in SPSS or PSPP and save it as .sav"], f"{path}")
    if ending in ELSEWHERE:
        raise_problems([ELSEWHERE[ending]], f"{path}")
    if ending not in TABLES:
        known = ", ".join([*TABLES, *READERS])
        raise_problems([f"the ending '{Path(path).suffix}' is not known; dumps end in {known}"], f"{path}")
    is_text = TABLES[ending] == "delimited"
    table, notices = csv_table(path, encoding) if is_text else excel_table(path, sheet)
    if row := row_of_years(table):
        found = f"row {row} is a row of years: a table of statistics, and no answers of respondents"
        raise_problems([f"{found}; python -m regioncodes inspect {path} shows what is read of it"], f"{path}")
    top = [list(row) for row in table.head(3).itertuples(index=False)]
    found = kind or kind_of(top)
    height = header_rows(found, top)
    columns = header_columns(found, top[:height])
    cells, totals = without_totals(table.iloc[height:])
    return Export(
        found,
        columns,
        cells,
        pd.DataFrame(columns=["position", "code", "label"]),
        _conventional_missing(found, columns),
        [*notices, *totals, *_duplicate_notices(columns)],
    )


def _conventional_missing(kind: str, columns: pd.DataFrame) -> pd.DataFrame:
    codes = ONE_KA_MISSING if kind == "one_ka" else ()
    rows = [(position, code, code) for position in columns["position"] for code in codes]
    return pd.DataFrame(rows, columns=["position", "low", "high"])


def _duplicate_notices(columns: pd.DataFrame) -> list[str]:
    repeated = columns[columns["duplicated"]].groupby("name", sort=False)["position"].agg(list)
    return [
        f"header '{name}' stands over the columns {', '.join(map(str, places))}; the codebook tells them by 'position'"
        for name, places in repeated.items()
    ]
