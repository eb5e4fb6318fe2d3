"""The page on adding a survey, held to its word."""

import re
import shlex
from pathlib import Path

from regioncodes.__main__ import main
from regioncodes.surveys.cleaning import RULES
from regioncodes.surveys.codebooks import KINDS

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


def test_the_page_names_every_rule_and_every_kind():
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert set(RULES) | set(KINDS) <= named
