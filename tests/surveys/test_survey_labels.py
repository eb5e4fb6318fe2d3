"""The labels of a file of SPSS or Stata, held against the codebook's."""

import pandas as pd
import pyreadstat
import pytest
from survey_inputs import filled_codebook

from answer_frames import read_dump
from regioncodes.ground.errors import StudyError
from regioncodes.surveys.exports import read_export
from regioncodes.surveys.label_comparison import label_notices, label_problems

LABELS = {1: "Нет", 2: "Да"}


def file_of(tmp_path, ending="sav", labels=LABELS):
    path = tmp_path / f"wave.{ending}"
    values = pd.DataFrame({"uses": [1, 1, 2]})
    getattr(pyreadstat, f"write_{ending}")(values, str(path), variable_value_labels={"uses": labels})
    return path


def single(code, option, english, russian):
    names = {"label_en": english, "label_ru": russian}
    return {"column": "uses", "question": "uses", "kind": "single", "code": code, "option": option} | names


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_a_codebook_that_says_the_opposite_of_the_file_stops(tmp_path, ending):
    swapped = filled_codebook([single("1", "yes", "Yes", "Да"), single("2", "no", "No", "Нет")])
    with pytest.raises(StudyError) as caught:
        read_dump(file_of(tmp_path, ending), swapped)
    message = str(caught.value)
    assert "variable 'uses', code 1: the file's label is 'Нет', the codebook's 'Yes' or 'Да'; mend the code" in message
    assert "variable 'uses', code 2: the file's label is 'Да', the codebook's 'No' or 'Нет'" in message
    agreeing = filled_codebook([single("1", "no", "No", "Нет"), single("2", "yes", "Yes", "Да")])
    assert read_dump(file_of(tmp_path, ending), agreeing).statuses.tolist() == [[3, 2], [3, 2], [2, 3]]


def test_a_label_that_the_codebook_gives_another_code_stops():
    labels = {1: "Города", 2: "Сёла"}
    codebook = filled_codebook([single("1", "rural", "Villages", "Села"), single("2", "urban", "Towns", "Города")])
    assert len(label_problems(exported(labels), codebook)) == 2


def test_another_wording_is_told_and_stops_nothing():
    codebook = filled_codebook([single("1", "urban", "Towns", "Города"), single("2", "rural", "Villages", "Село")])
    export = exported({1: "города.", 2: "Сельская местность"})
    assert label_problems(export, codebook) == []
    [notice] = label_notices(export, codebook, {})
    assert notice == "variable 'uses', code 2: the file's label is 'Сельская местность', the codebook's 'Villages'"


def test_a_ticked_code_whose_label_says_no_stops():
    entry = single("1", "price", "Price", "Цена") | {"kind": "multiple_columns", "code_not_ticked": "2"}
    assert len(label_problems(exported(LABELS), filled_codebook([entry]))) == 2
    assert label_problems(exported({1: "Да", 2: "Нет"}), filled_codebook([entry])) == []
    assert label_problems(exported({1: "Цена", 2: "Не отмечено"}), filled_codebook([entry])) == []


def test_codes_of_one_option_may_share_a_label():
    entries = [single("1", "yes", "Yes", "Да"), single("3", "yes", "Yes", "Да"), single("2", "no", "No", "Нет")]
    assert label_problems(exported({1: "Да", 3: "Да", 2: "Нет"}), filled_codebook(entries)) == []


def exported(labels):
    """An export of one variable with labels, as the readers give it."""
    columns = pd.DataFrame({"position": [1], "name": "uses", "question": "uses", "option": "", "duplicated": False})
    named = pd.DataFrame(
        [(1, str(code), label) for code, label in labels.items()], columns=["position", "code", "label"]
    )
    empty = read_export.__annotations__["return"]
    return empty(
        "spss", columns, pd.DataFrame({1: ["1", "2"]}), named, pd.DataFrame(columns=["position", "low", "high"]), []
    )
