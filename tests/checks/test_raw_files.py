import hashlib

import pandas as pd
import pytest

from regioncodes.checks.raw_files import verified
from regioncodes.ground.errors import StudyError


def listed(**hashes):
    return pd.DataFrame({"file": list(hashes), "sha256": list(hashes.values())})


def test_unchanged_files_pass_and_come_back_sorted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        (tmp_path / name).write_text(name, encoding="utf-8")
    table = listed(**{name: hashlib.sha256(name.encode()).hexdigest() for name in "ba"})
    assert verified(["b", "a"], table, ["a"])["file"].tolist() == ["a", "b"]


def test_changed_missing_unlisted_and_doubled_files_are_named_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("changed", "unlisted"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    table = pd.concat([listed(changed="0", missing="1", doubled="2"), listed(doubled="2")])
    with pytest.raises(StudyError) as error:
        verified(["changed", "unlisted"], table, ["changed", "described"])
    lines = str(error.value).splitlines()
    assert lines[0].startswith("6 problems")
    expected = [
        ["changed:", hashlib.sha256(b"changed").hexdigest()],
        ["missing:", "is missing"],
        ["unlisted:", "is not listed"],
        ["doubled:", "listed twice"],
        ["described:", "tables.csv describes it"],
    ]
    for words in expected:
        assert any(all(word in line for word in words) for line in lines)
