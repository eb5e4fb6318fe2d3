import hashlib
from pathlib import Path

import pytest

from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import abandoned, altered, checksum_lines, write_text, write_whole


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path):
    write_text("first\n\n", tmp_path / "new/file.txt")
    write_text("second", tmp_path / "new/file.txt")
    assert (tmp_path / "new/file.txt").read_bytes() == b"second\n"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file.txt"]


def test_a_file_that_cannot_be_written_is_named_and_the_old_one_stays(tmp_path, monkeypatch):
    target = tmp_path / "file.txt"
    target.write_bytes(b"old")

    def full(path, content):
        path.open("wb").close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(StudyError, match=r"file\.txt: cannot be written \(No space left on device\); free space"):
        write_whole(b"new", target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "results").write_bytes(b"")
    with pytest.raises(StudyError, match="cannot be written"):
        write_whole(b"new", tmp_path / "results/file.txt")


def test_sums_are_those_of_sha256_sorted_by_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_whole(b"b", "two words")
    write_whole(b"a", "one")
    lines = checksum_lines(["two words", "one"]).splitlines()
    assert lines == [f"{hashlib.sha256(b'a').hexdigest()}  one", f"{hashlib.sha256(b'b').hexdigest()}  two words"]


def test_a_changed_file_is_altered_and_one_that_is_gone_is_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("same", "changed", "gone"):
        write_whole(name.encode(), name)
    listed = checksum_lines(["same", "changed", "gone"])
    assert altered(listed) == []
    write_whole(b"other", "changed")
    (tmp_path / "gone").unlink()
    assert altered(listed) == ["changed"]


def test_a_list_that_was_damaged_makes_its_files_altered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_whole(b"a", "one")
    assert altered(checksum_lines(["one"]).replace("a", "0")) == ["one"]
    assert altered("nothing that is a list\n") == []


def test_of_the_results_that_no_choice_makes_any_more_only_those_of_the_seal_are_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results").mkdir()
    names = [f"results/{name}.csv" for name in ("still_made", "left", "edited", "gone", "own")]
    for name in (*names, "outside.csv"):
        Path(name).write_text(name, encoding="utf-8")
    sealed = checksum_lines([*names[:4], "outside.csv"])
    Path("results/edited.csv").write_text("by hand", encoding="utf-8")
    Path("results/gone.csv").unlink()
    climbing = checksum_lines(["outside.csv"]).replace("outside.csv", "results/../outside.csv")
    assert abandoned(sealed + climbing, ["results/still_made.csv"]) == (["results/left.csv"], ["results/edited.csv"])
    assert abandoned("", ["results/still_made.csv"]) == ([], [])
