"""No free text, name, address or device of a respondent reaches a table of results."""

import csv

import pandas as pd
from survey_inputs import filled_codebook

from regioncodes.ground.tables import write_table
from regioncodes.surveys.cleaning import RULE_COLUMNS
from regioncodes.surveys.survey_tables import survey_tables

SECRETS = ["Иванова Мария Петровна", "maria@example.org", "192.168.17.4", "моя улица Ленина 5", "мы не чужие"]
HEADER = ["id", "ФИО", "E-mail", "IP", "Which?", "Which? [other]", "Remark"]


def test_nothing_personal_reaches_a_table(tmp_path, monkeypatch):
    monkeypatch.setenv("REGIONCODES_HASH_KEY", "a key of the tests, 32 letters..")
    name, address, device, place, other = SECRETS
    rows = [["1", name, address, device, "Loans", other, place], ["2", name, address, device, "Taxes", "", "=1+1"]]
    with (tmp_path / "dump.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    single = {"column": "Which?", "question": "which", "kind": "single"}
    codebook = filled_codebook(
        [
            {"column": "id", "kind": "respondent"},
            {"column": "ФИО", "kind": "hash"},
            *({"column": column, "kind": "drop"} for column in ["E-mail", "IP", "Remark"]),
            single | {"code": "Loans", "option": "loans"},
            single | {"code": "Taxes", "option": "taxes"},
            {"column": "Which? [other]", "question": "more", "kind": "other_text", "option": "other"},
        ]
    )
    rules = pd.DataFrame(columns=RULE_COLUMNS, dtype="str")
    tables = survey_tables(tmp_path / "dump.csv", codebook, rules, groups="which", minimum_n=1)
    assert (tables["shares"].query("option == 'other' and base_name == 'all'")["count"] == [1]).all()
    for title, table in tables.items():
        write_table(table, tmp_path / f"results/{title}.csv")
        written = (tmp_path / f"results/{title}.csv").read_text(encoding="utf-8")
        assert [secret for secret in [*SECRETS, "1+1"] if secret in written] == []
