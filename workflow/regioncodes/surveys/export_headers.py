"""Whose form wrote an export, and what its header rows say: the published conventions of each form."""

import re
from collections.abc import Sequence

import pandas as pd

from regioncodes.surveys.export_tables import folded

# First header of a form's export, in the languages met here.
FIRST_HEADERS = {
    "google_forms": ("Timestamp", "Отметка времени"),
    "surveymonkey": ("Respondent ID", "ID респондента", "Идентификатор респондента"),
    "one_ka": ("recnum",),
    "limesurvey": ("id", "Response ID", "ID ответа", "Id ответа"),
    "yandex_forms": ("ID",),
    "ms_forms": ("ID", "Id", "Идентификатор"),
}
# Some forms begin with a common word; one of these beside it tells them.
SECOND_HEADERS = {
    "limesurvey": (
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "Date submitted",
        "Last page",
        "Start language",
        "Дата отправки",
        "Последняя страница",
        "Начальный язык",
    ),
    "yandex_forms": ("Время создания", "Created", "Creation time", "Creation date"),
    "ms_forms": ("Completion time", "Время выполнения", "Время завершения"),
}
# KoBoToolbox adds some of these behind the questions, and an option stands behind its question and a slash.
KOBO_HEADERS = ("_id", "_uuid", "_submission_time", "formhub/uuid", "meta/instanceID")
OPTION_MARK = "/"
QUALTRICS_IDS = '{"ImportId"'
# What SurveyMonkey writes under a question of one column.
ANSWER_HEADERS = ("Response", "Open-Ended Response", "Ответ", "Свободный ответ")
BRACKETED = re.compile(r"^(?P<question>.+?)\s*\[(?P<option>[^\[\]]+)\]$", re.DOTALL)
LIMESURVEY_CODE = re.compile(r"^\w+(\[\w+\])*\.\s+")
QUALTRICS_PART = re.compile(r"^.+_\d+(_TEXT)?$")


def kind_of(rows: Sequence[Sequence[str]]) -> str:
    """Kind of an export by its first rows, one of `exports.KINDS`; `plain` where no form is recognised."""
    if _qualtrics_rows(rows):
        return "qualtrics"
    for kind, firsts in FIRST_HEADERS.items():
        seconds = SECOND_HEADERS.get(kind, rows[0])
        if rows[0][0] in firsts and set(seconds) & set(rows[0]):
            return kind
    return "kobo" if _is_kobo(rows[0]) else "plain"


def header_rows(kind: str, rows: Sequence[Sequence[str]]) -> int:
    """Number of rows above the answers.

    Qualtrics has three (two in old exports, without the texts), SurveyMonkey two, 1ka one or two, others one.
    """
    if kind == "qualtrics":
        return _qualtrics_rows(rows) or 1
    if kind == "surveymonkey" and len(rows) > 1 and rows[1][0] == "":
        return 2
    if kind == "one_ka" and len(rows) > 1 and not rows[1][0].isdigit():
        return 2
    return 1


def header_columns(kind: str, headers: Sequence[Sequence[str]]) -> pd.DataFrame:
    """One row per column of an export: position (from 1), name, question, option, duplicated.

    headers: the header rows. `name` is the header as it stands (a variable's name in Qualtrics and 1ka; in
    SurveyMonkey the question with its option in brackets), `question` and `option` are texts without line breaks.
    Of "q/a" beside "q", as KoBoToolbox has them, the option is "a".
    """
    named = [_named(kind, column) for column in zip(*_filled(kind, headers), strict=True)]
    if kind == "kobo":
        named = [_option_of_kobo(name, headers[0]) for name, _, _ in named]
    columns = pd.DataFrame(named, columns=["name", "question", "option"], dtype="str")
    columns.insert(0, "position", range(1, len(columns) + 1))
    return columns.assign(duplicated=columns["name"].map(folded).duplicated(keep=False))


def _is_kobo(names: Sequence[str]) -> bool:
    options = sum(bool(option) for _, _, option in (_option_of_kobo(name, names) for name in names))
    return options > 1 or len(set(names) & set(KOBO_HEADERS)) > 1


def _option_of_kobo(name: str, names: Sequence[str]) -> tuple[str, str, str]:
    question, mark, option = name.rpartition(OPTION_MARK)
    return (name, folded(question), folded(option)) if mark and question in names else (name, folded(name), "")


def _qualtrics_rows(rows: Sequence[Sequence[str]]) -> int:
    return next((number for number, row in enumerate(rows[:3], 1) if row[0].startswith(QUALTRICS_IDS)), 0)


def _filled(kind: str, headers: Sequence[Sequence[str]]) -> list[list[str]]:
    """Header rows in which SurveyMonkey's question, written over its first column alone, stands over each."""
    if kind != "surveymonkey" or len(headers) < 2:
        return [list(row) for row in headers]
    questions = []
    for question in headers[0]:
        questions.append(question or questions[-1])
    return [questions, list(headers[1])]


def _named(kind: str, column: Sequence[str]) -> tuple[str, str, str]:
    name, text = column[0], folded(column[1] if len(column) > 1 else column[0])
    if kind == "qualtrics":
        question, dash, option = text.removesuffix(" - Text").rpartition(" - ")
        return (name, question, option) if dash and QUALTRICS_PART.match(name) else (name, text, "")
    if kind == "surveymonkey" and len(column) > 1:
        option = "" if text in ANSWER_HEADERS else text
        return (f"{folded(name)} [{option}]" if option else name), folded(name), option
    if kind == "limesurvey":
        text = LIMESURVEY_CODE.sub("", text)
    bracketed = BRACKETED.match(text)
    return (name, bracketed["question"], bracketed["option"]) if bracketed else (name, text, "")
