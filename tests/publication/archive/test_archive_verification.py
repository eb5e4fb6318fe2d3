import lzma
import re

import pandas as pd
import pytest
from finished_study import LARGE, PASSPORT, PICTURE, RATES, finished_study, png

from regioncodes.ground.errors import StudyError
from regioncodes.publication.archive.reference import FOLDER, LIST, MACHINE, kind, write_reference
from regioncodes.publication.archive.verification import verification
from regioncodes.publication.archive.verification_report import verified_text


@pytest.fixture
def study(tmp_path):
    return finished_study(tmp_path)


def states(folder) -> dict[str, str]:
    files = verification(folder).files
    return dict(zip(files["result"], files["state"], strict=True))


def problem(folder, file) -> tuple[str, str]:
    """State of one result and what is said of its file."""
    files = verification(folder).files.set_index("result")
    return files.loc[file, "state"], files.loc[file, "problem"]


def told(folder) -> str:
    """What a study that does not agree with its reference is told."""
    with pytest.raises(StudyError, match="NOT VERIFIED") as raised:
        verified_text(*verification(folder))
    return str(raised.value)


def test_an_unchanged_study_is_verified(study):
    assert set(states(study).values()) == {"identical"}
    assert "VERIFIED: 7 results" in verified_text(*verification(study))


def test_measurements_are_no_results(study):
    assert "results/benchmarks/report.md" not in states(study)


def test_a_changed_number_is_named_with_file_row_column_and_both_values(study):
    path = study / LARGE
    path.write_text(path.read_text().replace("R10,2010,3.3333333333333335", "R10,2010,3.34"))
    with pytest.raises(StudyError, match="NOT VERIFIED: 1 of 7") as raised:
        verified_text(*verification(study))
    line = "region=R10, column value: found '3.34', expected '3.3333333333333335' (relative difference 0.002)"
    assert "1 difference in results/models/large.csv" in str(raised.value)
    assert line in str(raised.value)


def test_numbers_within_the_tolerance_agree(study):
    path = study / RATES
    frame = pd.read_csv(path)
    frame.assign(value=frame["value"] * (1 + 1e-11)).to_csv(path, index=False)
    assert states(study)[RATES] == "agrees"
    verified_text(*verification(study))


def test_a_changed_word_is_named_by_its_line(study):
    (study / "results/conclusions.en.md").write_text("One.\nThree.\n")
    with pytest.raises(StudyError, match=r"line 2: found 'Three.', expected 'Two.'"):
        verified_text(*verification(study))


def test_a_changed_picture_differs_and_a_changed_copy_of_it_is_only_told(study):
    (study / PICTURE).write_bytes(png(140))
    (study / "results/figures/figure.en.pdf").write_bytes(b"%PDF two")
    found = states(study)
    assert found[PICTURE] == "differs"
    assert found["results/figures/figure.en.pdf"] == "other_bytes"


def test_a_missing_file_fails_and_a_new_one_is_told(study):
    (study / RATES).rename(study / "results/models/paces.csv")
    found = states(study)
    assert found[RATES] == "missing"
    assert found["results/models/paces.csv"] == "not_in_reference"
    with pytest.raises(StudyError, match=r"results/models/paces.csv"):
        verified_text(*verification(study))


@pytest.mark.parametrize("content", [b"", b"region\n1,2,3\n4,5\n6,7,8,9\n"])
def test_a_broken_table_differs_without_a_traceback(study, content):
    (study / RATES).write_bytes(content)
    assert states(study)[RATES] == "differs"


def test_a_broken_picture_differs_without_a_traceback(study):
    (study / PICTURE).write_bytes(b"no picture")
    assert states(study)[PICTURE] == "differs"


def test_the_reference_forgets_results_that_are_no_more(study):
    (study / RATES).unlink()
    write_reference(study)
    assert not (study / FOLDER / "models/rates.csv").exists()
    assert set(states(study).values()) == {"identical"}


def test_without_results_or_reference_the_next_word_to_say_is_named(tmp_path):
    with pytest.raises(StudyError, match="make reference"):
        verification(tmp_path)
    write_reference(tmp_path)
    with pytest.raises(StudyError, match="make study"):
        verification(tmp_path)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("results/tables/table_1.en.html", "text"),
        ("results/site/index.html", "copy"),
        ("results/figures/figure_1.en.svg", "copy"),
        ("results/data/panel.csv", "table"),
        ("results/data/panel.parquet", "copy"),
        ("results/passports/RU-SVE.en.pdf", "copy"),
        ("results/passports/RU-SVE.en.html", "page"),
    ],
)
def test_a_result_is_compared_by_what_it_is(file, expected):
    assert kind(file) == expected


def test_a_table_cut_in_the_middle_of_a_row_is_told_with_its_line_and_what_to_do(study):
    path = study / RATES
    path.write_bytes(path.read_bytes()[:-8])
    sentence = "is cut short: its line 13 has no end; delete it and say make study, which makes it anew"
    assert problem(study, RATES) == ("differs", sentence)
    assert f"{RATES}: {sentence}" in told(study)


@pytest.mark.parametrize("length", [-1, -12, 40])
def test_a_cut_picture_is_told_with_what_to_do(study, length):
    (study / PICTURE).write_bytes(png(140)[:length])
    sentence = (
        "is cut short: the last bytes of a picture are missing; delete it and say make study, which makes it anew"
    )
    assert problem(study, PICTURE) == ("differs", sentence)


def test_an_empty_result_is_said_to_be_empty(study):
    (study / RATES).write_bytes(b"")
    assert problem(study, RATES)[1].startswith("is empty; delete it")


def test_a_whole_picture_that_is_damaged_inside_is_told_to_be_unreadable(study):
    content = bytearray(png(140))
    content[60:80] = bytes(20)
    (study / PICTURE).write_bytes(content)
    state, sentence = problem(study, PICTURE)
    assert state == "differs"
    assert re.match(r"cannot be read as a picture \(.+\); delete it and say make study", sentence)


def test_a_listed_file_that_the_reference_lacks_fails_even_where_the_result_is_the_same(study):
    (study / FOLDER / "models/rates.csv").unlink()
    (study / FOLDER / "models/large.csv.xz").unlink()
    assert problem(study, RATES) == (
        "reference_broken",
        "tests/reference/models/rates.csv is listed in files.csv and is not there; "
        "put it back: git checkout -- tests/reference, or the bundle's copy",
    )
    assert "NOT VERIFIED: 2 of 7" in told(study)


def damage_packed(reference):
    path = reference / "models/large.csv.xz"
    path.write_bytes(path.read_bytes()[:-30])


def damage_table(reference):
    path = reference / "models/large.csv.xz"
    path.write_bytes(lzma.compress(lzma.decompress(path.read_bytes()).replace(b"R10,", b"R11,")))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (damage_packed, r"tests/reference/models/large\.csv\.xz is damaged \(.+\); put it back"),
        (
            damage_table,
            r"tests/reference/models/large\.csv\.xz is not what files\.csv lists \(another sha256\); put it",
        ),
    ],
)
def test_a_damaged_reference_is_not_taken_for_a_wrong_result(study, damage, sentence):
    damage(study / FOLDER)
    path = study / LARGE
    path.write_bytes(path.read_bytes() + b"R9000,2010,3000.0\n")
    state, found = problem(study, LARGE)
    assert state == "reference_broken"
    assert re.match(sentence, found)


def test_a_damaged_picture_of_the_reference_is_told(study):
    (study / FOLDER / "figures/figure.en.png").write_bytes(b"no picture")
    (study / PICTURE).write_bytes(png(140))
    state, found = problem(study, PICTURE)
    assert state == "reference_broken"
    assert found.startswith("what tests/reference keeps of it cannot be read")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (LIST, "", r"files\.csv cannot be read \(.+\); put it back: git checkout"),
        (LIST, "result,kind\n", r"files\.csv: found the columns result, kind; needed are result, kind, sha256; put it"),
        (LIST, f"result,kind,sha256\n{RATES},song,0\n", r"files\.csv: found the kinds song; allowed are table, text"),
        (MACHINE, "fact\nPython\n", r"machine\.csv: found the columns fact; needed are fact, value; put it back"),
    ],
)
def test_an_unreadable_reference_ends_with_a_sentence(study, name, content, sentence):
    (study / FOLDER / name).write_text(content)
    with pytest.raises(StudyError, match=sentence):
        verification(study)


def test_a_reference_that_does_not_name_its_machine_is_told_whatever_the_verdict(study):
    (study / FOLDER / MACHINE).unlink()
    sentence = (
        "tests/reference/machine.csv is not there, so the machine that made the reference is not known; put it back"
    )
    assert sentence in verified_text(*verification(study))
    (study / "results/conclusions.en.md").write_text("One.\nThree.\n")
    assert sentence in told(study)


def test_a_reference_made_by_other_versions_is_told_with_what_to_do(study):
    path = study / FOLDER / MACHINE
    path.write_text(re.sub(r"(?m)^numpy,.*$", "numpy,1.0.0", path.read_text()))
    (study / RATES).write_text("region,year,value\nRU-SVE,2010,1.5\n")
    assert re.search(
        r"made with numpy 1\.0\.0, and numpy .+ ran here.+ make the environment from .+ again", told(study)
    )


def test_where_an_unrounded_number_differs_no_printed_one_does(study):
    path = study / RATES
    path.write_text(path.read_text().replace(str(2010 / 7), str(2010 / 7 * (1 + 1e-6))))
    text = told(study)
    assert "No printed number differs." in text
    assert f"difference of an unrounded number is 1e-06: {RATES}, region=RU-SVE, year=2010, column value" in text
    assert "linear algebra" in text


def test_a_passport_is_held_to_its_words_and_not_to_its_marks(study):
    path = study / PASSPORT
    path.write_text(path.read_text().replace("size: 1", "size: 2"))
    assert problem(study, PASSPORT) == ("agrees", "")
    path.write_text(path.read_text().replace("0.32", "0.33"))
    assert f"1 printed number differs:\n  {PASSPORT}, line 2: " in told(study)
