import hashlib
import unicodedata

import pandas as pd
import pytest

from regioncodes.checks.raw_files import verified
from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import is_litter


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


def test_a_name_in_other_bytes_is_told_as_such_and_neither_as_missing_nor_as_unlisted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stored, written = (unicodedata.normalize(form, "Край.csv") for form in ("NFD", "NFC"))
    (tmp_path / stored).write_text("a", encoding="utf-8")
    with pytest.raises(StudyError) as error:
        verified([stored], listed(**{written: "0"}), [written])
    [problem] = str(error.value).splitlines()[1:]
    assert problem.startswith(f"  {written}: the file's name has й, ё or another letter in two parts")


def test_what_desktops_and_office_programs_leave_behind_is_no_raw_file():
    left = ["~$grp.xlsx", "Thumbs.db", "desktop.ini", ".DS_Store", ".~lock.grp.xlsx#", "._grp.xlsx"]
    assert all(is_litter(f"data/raw/rosstat/edition/{name}") for name in left)
    assert not any(map(is_litter, ["grp.xlsx", "desktop.csv", "$a.xlsx", "Thumbs.xlsx"]))
