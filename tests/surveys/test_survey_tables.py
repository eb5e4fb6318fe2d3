"""From an export and a codebook to tables, by the command that an economist gives."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from regioncodes.__main__ import main
from regioncodes.ground.errors import StudyError

ROOT = Path(__file__).parents[2]
DUMP = ROOT / "data/raw/surveys/import-substitution-2016.csv"
CODEBOOK = ROOT / "data/reference/codebooks/import-substitution-2016.csv"
HEADER = ["id", "seconds", "kind", "Measures", "w", "Remark"]
ROWS = [
    ["1", "200", "firm", "loans; taxes", "2", "call me at home"],
    ["2", "210", "firm", "loans", "1", ""],
    ["3", "190", "state", "taxes", "1", ""],
    ["4", "205", "state", "loans; taxes", "0,5", ""],
    ["5", "9", "firm", "loans", "9", ""],
]


@pytest.fixture
def survey(tmp_path):
    """An export, its codebook with a weight, and rules that drop the hasty fifth interview."""
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    kinds = dict(zip(HEADER, ["respondent", "duration", "single", "multiple_cell", "weight", "drop"], strict=True))
    entries = [{"column": name, "kind": kind} for name, kind in kinds.items() if kind in ("respondent", "duration")]
    for column, codes in [("kind", ["firm", "state"]), ("Measures", ["loans", "taxes"])]:
        separator = "; " if column == "Measures" else ""
        described = {"column": column, "kind": kinds[column], "question": column.lower(), "separator": separator}
        entries += [{**described, "code": code, "option": code, "label_en": code, "base": "answered"} for code in codes]
    entries += [{"column": "w", "kind": "weight"}, {"column": "Remark", "kind": "drop"}]
    columns = pd.read_csv(CODEBOOK, nrows=0).columns
    codebook = pd.DataFrame(entries).assign(survey="answers", file="answers.csv").reindex(columns=columns)
    codebook.to_csv(tmp_path / "codebook.csv", index=False)
    rules = "survey,order,rule,column,value,reason\nanswers,1,shorter_than_seconds,,60,Nobody reads so fast.\n"
    (tmp_path / "rules.csv").write_text(rules, encoding="utf-8")
    return tmp_path


def tabulated(folder, *words):
    files = [str(folder / name) for name in ("answers.csv", "codebook.csv")]
    main(["survey", "tabulate", *files, "--rules", str(folder / "rules.csv"), *words])


def test_weights_rules_and_bases_reach_the_tables(survey, capsys):
    tabulated(survey, "--write", str(survey / "tables"), "--by", "kind", "--minimum", "1")
    printed = capsys.readouterr().out
    shares = pd.read_csv(survey / "tables/shares.csv").query("base_name == 'answered'").set_index("option")
    # Of the weights 2, 1, 1 and 0.5 that are left: loans 3.5 of 4.5, taxes 3.5 of 4.5.
    assert shares.loc["loans", "percent"] == pytest.approx(100 * 3.5 / 4.5)
    assert shares.loc["loans", ["count", "base", "respondents"]].tolist() == [3, 4, 4]
    dropped = pd.read_csv(survey / "tables/dropped_rows.csv")
    assert dropped[["row", "rule", "detail"]].to_numpy().tolist() == [[6, "shorter_than_seconds", "9 s"]]
    groups = pd.read_csv(survey / "tables/groups.csv").set_index(["option", "group"])
    assert groups.loc[("taxes", "state"), "percent"] == 100
    assert groups.loc[("taxes", "firm"), "percent"] == pytest.approx(100 * 2 / 3)
    assert "1 row dropped by 'shorter_than_seconds': Nobody reads so fast." in printed
    assert "base: who answered, of 4 respondents; percent and interval are weighted" in printed


def test_a_dropped_column_reaches_neither_the_print_nor_a_file(survey, capsys):
    tabulated(survey, "--write", str(survey / "tables"))
    written = [path.read_text(encoding="utf-8") for path in sorted((survey / "tables").iterdir())]
    assert len(written) == 3
    assert "call me" not in capsys.readouterr().out + "".join(written)


def test_table_1_of_the_article_is_printed_from_its_dump(capsys):
    main(["survey", "tabulate", str(DUMP), str(CODEBOOK)])
    printed = capsys.readouterr().out
    assert "66.3       59.7-72.4     138 of 208  Preferential lending" in printed
    assert "56.9       50.0-63.5     116 of 204  Creating highly productive jobs" in printed


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(StudyError, match=r"nowhere\.csv is not there; name a file by its path"):
        main(["survey", "tabulate", "nowhere.csv", str(CODEBOOK)])


def test_two_columns_of_weights_are_an_error(survey):
    codebook = pd.read_csv(survey / "codebook.csv", dtype=str, keep_default_na=False)
    codebook["kind"] = codebook["kind"].mask(codebook["column"] == "seconds", "weight")
    codebook.to_csv(survey / "codebook.csv", index=False)
    (survey / "rules.csv").write_text("survey,order,rule,column,value,reason\n", encoding="utf-8")
    with pytest.raises(StudyError, match="one column of kind 'weight' is allowed"):
        tabulated(survey)
