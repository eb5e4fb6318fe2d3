"""The same answers written in every format, read and tabulated: the same table."""

import itertools

import pandas as pd
import pytest
from survey_inputs import answers_of

from answer_frames import read_dump
from regioncodes.surveys.codebooks import COLUMNS, codebook_problems, completed
from regioncodes.surveys.exports import read_export
from regioncodes.surveys.tabulation import tabulate
from regioncodes.surveys.writing import write_dump

ANSWERS = answers_of(
    {
        ("sex", "female"): "x-x-?x--xx",
        ("sex", "male"): "-x-x?-xx--",
        ("source", "friends"): "xx-x?-x-x-",
        ("source", "networks"): "x-xx?x---x",
        ("source", "radio"): "--x-?-xx-x",
        ("reason", "price"): "xx--x?--xx",
        ("reason", "quality"): "x---x?xx-x",
    }
)
TEXTS = {"female": "Женский", "male": "Мужской", "friends": "Друзья, родственники", "networks": "Сети (ВКонтакте, др.)"}
TEXTS |= {"radio": "Радио", "price": "Цена", "quality": "=Качество"}
# Headers and codes by form: column of ids, a marker that the form writes, one-column question, multiple question.
FORMS = {
    "google_forms": ("Отметка времени", "", "{question}?", "{question}? [{option}]"),
    "limesurvey": ("id", "submitdate", "{question}. {question}?", "{question}[SQ{place}]. {question}? [{option}]"),
    "qualtrics": ("ResponseId", "", "Q_{question}", "Q_{question}_{place}"),
    "surveymonkey": ("Respondent ID", "", "{question}?", "{question}? [{option}]"),
    "yandex_forms": ("ID", "Время создания", "{question}?", "{question}? / {option}"),
    "plain": ("number", "", "{question}?", "{question}? - {option}"),
}
TABLE_CASES = list(itertools.product(FORMS, ["csv", "xlsx"], ["cell", "columns"]))


def codebook_of_form(form, ending, shape):
    """Codebook of the answers as a form exports them; the several answers of `source` in one cell or in columns."""
    identifier, marker, single, multiple = FORMS[form]
    rows = [{"column": identifier, "kind": "respondent"}]
    rows += [{"column": marker, "kind": "finished"}] if marker else []
    for place, (question, option) in enumerate(ANSWERS.options.itertuples(index=False, name=None)):
        facts = {"question": question, "option": option, "code": TEXTS[option]}
        if question == "sex":
            facts |= {"kind": "single", "column": single.format(question=question)}
        elif question == "source" and shape == "cell":
            facts |= {"kind": "multiple_cell", "separator": ", ", "column": single.format(question=question)}
        else:
            column = multiple.format(question=question, option=option, place=f"{place:03}")
            codes = {"code": "Да", "code_not_ticked": "Нет", "code_not_answered": "Нет ответа"}
            facts |= {"kind": "multiple_columns", "column": column} | codes
        rows.append(facts)
    return filled(rows, ending)


def codebook_of_package(ending):
    """Codebook of the answers as codes in the variables of a statistical package."""
    missing = {"code_not_answered": "9"}
    rows = [{"column": "ID", "kind": "respondent", "label_ru": "Номер"}]
    for question, option in ANSWERS.options.itertuples(index=False, name=None):
        facts = {"question": question, "option": option, "label_ru": TEXTS[option]} | missing
        if question == "sex":
            facts |= {"kind": "single", "column": "SEX", "code": str(1 + (option == "male"))}
        else:
            facts |= {"kind": "multiple_columns", "column": option.upper(), "code": "1", "code_not_ticked": "0"}
        rows.append(facts)
    return filled(rows, ending)


def filled(rows, ending):
    facts = {"survey": "small", "file": f"small.{ending}", "sheet": "Answers", "input_status": "synthetic"}
    codebook = completed(
        pd.DataFrame([dict.fromkeys(COLUMNS, "") | {"base": "answered"} | facts | row for row in rows])
    )
    assert codebook_problems(codebook) == []
    return codebook


def returned(codebook, folder, kind):
    path = write_dump(ANSWERS, codebook, folder, "Synthetic.", kind)
    answers = read_dump(path, codebook)
    assert answers.respondents.tolist() == ANSWERS.respondents.tolist()
    return tabulate(answers, codebook).drop(columns=["label_en", "label_ru"])


@pytest.fixture(scope="module")
def table():
    return tabulate(ANSWERS, codebook_of_package("sav")).drop(columns=["label_en", "label_ru"])


@pytest.mark.parametrize(("form", "ending", "shape"), TABLE_CASES)
def test_every_form_gives_the_same_table(tmp_path, table, form, ending, shape):
    codebook = codebook_of_form(form, ending, shape)
    pd.testing.assert_frame_equal(returned(codebook, tmp_path, form), table)


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_every_statistical_package_gives_the_same_table(tmp_path, table, ending):
    pd.testing.assert_frame_equal(returned(codebook_of_package(ending), tmp_path, ending), table)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "plain"])
def test_a_form_is_known_by_the_headers_written_for_it(tmp_path, form):
    path = write_dump(ANSWERS, codebook_of_form(form, "csv", "columns"), tmp_path, "Synthetic.", form)
    assert read_export(path).kind == form


@pytest.mark.parametrize("ending", ["sav", "dta", "xlsx"])
def test_dumps_carry_a_fixed_date_and_repeat_byte_for_byte(tmp_path, ending):
    codebook = codebook_of_form("plain", ending, "cell") if ending == "xlsx" else codebook_of_package(ending)
    first, second = (write_dump(ANSWERS, codebook, tmp_path / name, "Synthetic.") for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    stamp = {"sav": b"01 Jan 16", "dta": b"01 Jan 2016 00:00", "xlsx": b""}[ending]
    assert stamp in first.read_bytes()
