"""The page on adding a survey, held to its word."""

import io
import re
import shlex
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from survey_inputs import answers_of, codebook_for, filled_codebook

from regioncodes.__main__ import main
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.surveys.cleaning import RULE_COLUMNS, RULES, kept_and_dropped
from regioncodes.surveys.codebooks import BASES, KINDS
from regioncodes.surveys.dumps import read_survey
from regioncodes.surveys.tabulation import tabulate
from regioncodes.words.texts import Texts

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/add-a-survey.md").read_text(encoding="utf-8")


def test_every_command_of_the_page_works_in_the_order_it_is_given(tmp_path, monkeypatch, capsys):
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^python -m regioncodes (.+)$", PAGE, re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        main(shlex.split(command))
        assert capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == [
        "dropped_rows.csv",
        "groups.csv",
        "reading.csv",
        "shares.csv",
    ]


def test_the_page_names_every_rule_kind_and_base():
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert set(RULES) | set(KINDS) | set(BASES) <= named


def test_a_duplicate_by_a_dropped_column_is_refused_and_by_a_hashed_one_is_found(tmp_path, monkeypatch):
    path = tmp_path / "small.csv"
    path.write_text("E-mail,q\na@example.org,yes\nb@example.org,no\na@example.org,yes\n", encoding="utf-8")
    rules = pd.DataFrame([["small", "1", "duplicate", "E-mail", "first", "Once."]], columns=RULE_COLUMNS)
    answer = {"column": "q", "question": "q", "kind": "single"}
    options = [answer | {"code": code, "option": code} for code in ("yes", "no")]
    monkeypatch.setenv("REGIONCODES_HASH_KEY", "k" * 32)
    kept = {}
    for kind in ("drop", "hash"):
        codebook = filled_codebook([{"column": "E-mail", "kind": kind}, *options])
        kept[kind] = lambda book=codebook: kept_and_dropped(read_survey(path, book), book, rules)[0]
    assert len(kept["hash"]().cells) == 2
    with pytest.raises(
        StudyError, match=r"column 'E-mail' stands 0 times among the columns read \(those of kind 'drop'"
    ):
        kept["drop"]()


def test_the_exhibit_of_the_page_prints_the_shares_of_a_survey_of_ones_own():
    [module] = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)
    [lines] = re.findall(r"```csv\n(table_s20.+?)```", PAGE, re.DOTALL)
    shipped = read_table(ROOT / "data/reference/texts.csv")
    texts = pd.concat([shipped, pd.read_csv(io.StringIO(lines), names=list(shipped.columns))])
    names = {}
    exec(module, names)
    answers = answers_of({("q", "yes"): "xxx-?", ("q", "no"): "---x?"})
    shares = tabulate(answers, codebook_for(answers, label_en="Yes", label_ru="Да"))
    results = SimpleNamespace(shares_club=shares)
    printed = names["exhibit"](results, SimpleNamespace(), Texts(texts, "ru"))
    assert [row[1:3] for row in printed.rows] == [("75,0", "3 из 4"), ("25,0", "1 из 4")]
    assert printed.caption.startswith("Ответы n = 5 респондентов. Источник: опрос нашего института")
    assert "собраны опросом" in printed.caption
