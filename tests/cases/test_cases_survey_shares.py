"""The collected cases of bases and weights, each run on its own file against its own right outcome.

The kinds are cured by tests with inputs of our own: test_survey_tabulation.py (bases), test_survey_weights.py.
"""

from pathlib import Path

import pandas as pd
import pytest

from regioncodes.ground.errors import StudyError
from regioncodes.surveys.cleaning import kept_and_dropped
from regioncodes.surveys.codebooks import COLUMNS, completed
from regioncodes.surveys.dumps import read_survey, survey_answers
from regioncodes.surveys.tabulation import tabulate
from regioncodes.surveys.weights import survey_weights, weights_of

CASES = Path(__file__).parents[2].parent / "shared/cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the collected cases are not beside the project")


def codebook_of(rows):
    facts = {"survey": "case", "base": "shown", "input_status": "published"}
    return completed(pd.DataFrame([dict.fromkeys(COLUMNS, "") | facts | row for row in rows]))


def expected(case):
    return pd.read_csv(CASES / f"expected/{case}.csv", dtype="str", keep_default_na=False)


def read(case, codebook):
    path = CASES / f"inputs/{case}.csv"
    export = read_survey(path, codebook)
    return export, survey_answers(export, codebook, f"{path}")


def test_s07_every_share_has_its_base():
    shape = {"question": "Q4", "kind": "multiple_columns", "code": "Да", "code_not_ticked": "Нет"}
    column = "Q4[{code}]. Чем пользуетесь? [{option}]"
    options = {"SQ001": "Телевизор", "SQ002": "Радио", "SQ003": "Интернет"}
    codebook = codebook_of(
        [
            {"column": "id", "kind": "respondent"},
            {"column": "submitdate", "kind": "finished"},
            *(
                shape | {"column": column.format(code=code, option=option), "option": option}
                for code, option in options.items()
            ),
            {"question": "Q4", "kind": "other_text", "column": column.format(code="other", option="Другое")}
            | {"option": "Другое"},
        ]
    ).assign(code_not_shown="(empty)")
    table = tabulate(read("S07", codebook)[1], codebook).set_index(["option", "base_name"])
    for row in expected("S07").iloc[:-1].itertuples():
        option = table.loc[row.option]
        assert set(option["count"]) == {int(row.mentions)}
        assert option.loc["all", "base"] == 10
        assert option.loc["shown", "base"] == int(row.n_shown)
        assert option.loc["ticked_any", "base"] == int(row.n_ticked_any)
        for base, share in [("shown", "pct_of_shown"), ("ticked_any", "pct_of_ticked_any")]:
            assert option.loc[base, "percent"] == pytest.approx(float(getattr(row, share)), abs=0.05001)
        assert option.loc["mentions", "percent"] == pytest.approx(float(row.pct_of_mentions), abs=0.05001)


def test_s09_faulty_weights_stop_the_run_and_respondents_are_dropped_by_name():
    single = {"question": "q", "kind": "single", "column": "q"}
    codebook = codebook_of(
        [
            {"column": "id", "kind": "respondent"},
            *(single | {"code": code, "option": code} for code in ["Да", "Нет"]),
            {"column": "weight", "kind": "weight"},
        ]
    )
    export, answers = read("S09", codebook)
    texts = survey_weights(export, codebook)
    with pytest.raises(StudyError) as caught:
        weights_of(texts, answers.respondents)
    assert "row 7: respondent '6' has the weight '-1', which is negative" in str(caught.value)
    assert "row 6: respondent '5' has no weight" in str(caught.value)
    by_name = {"survey": "case", "rule": "equals", "column": "id", "reason": "No weight."}
    rules = pd.DataFrame([by_name | {"order": name, "value": name} for name in ["5", "6"]])
    export, _ = kept_and_dropped(export, codebook, rules)
    kept = survey_answers(export, codebook, "S09")
    table = tabulate(kept, codebook, weights_of(survey_weights(export, codebook), kept.respondents))
    shown = table[table["base_name"] == "answered"].set_index("option")
    assert shown["count_weighted"].to_dict() == {"Да": 2.5, "Нет": 2.5}
    assert shown["count"].to_dict() == {"Да": 3, "Нет": 2}
    assert shown["percent"].tolist() == [50, 50]
    assert set(shown["base"]) == {5}
    assert set(shown["base_weighted"]) == {5.0}
    assert set(shown["not_answered"]) == {1}
