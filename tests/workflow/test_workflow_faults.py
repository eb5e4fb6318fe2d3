import re
import shutil
from pathlib import Path
from subprocess import CompletedProcess
from typing import NamedTuple

import pytest
import yaml
from fixture_study import ECONOMY, EDUCATION, PEOPLE, REVISION, hashes, mend_source, run, workbooks, write_workbook

pytestmark = pytest.mark.slow

SOURCES = "data/reference/sources.csv"
LISTED_FILES = f"the raw files, as listed in {SOURCES}"
PROBLEMS = re.compile(r"^(\d+) problems? in (.+)\n((?: {2}.*\n)*)", re.MULTILINE)
TRACEBACK = "Traceback (most recent call last)"
# File, then what its one line must say: the place, what was found, what is allowed or where to mend it.
FAULTS = [
    (ECONOMY, ["sheet 8.1.", "cell D7", "'412З45'", "is allowed"]),
    (ECONOMY, ["sheet 8.3.", "no row of years found", "2005, 2006, …", "data/reference/tables.csv"]),
    (PEOPLE, ["sheet 1.2.", "row 8", "'Курганская область'", "stands in row 7 already", "one row for a region"]),
    (PEOPLE, ["sheet 1.4.", "is not there", "data/reference/tables.csv"]),
    (REVISION, ["cut short or damaged", "download it again"]),
    (EDUCATION, ["is empty (0 bytes)", "put the published file back"]),
]
FONT = "workflow/regioncodes/exhibits/printing/fonts/DejaVuSans.ttf"
# What must stay as it was while the inputs are broken.
KEPT = ("models/", "figures/", "tables/", "surveys/", "notebooks/", "data/panel.", "data/revisions.csv")


class Broken(NamedTuple):
    """A finished study whose inputs were broken, what two runs said, and the results to be kept after each."""

    folder: Path
    first: CompletedProcess[str]
    kept_by_first: dict[str, str]
    second: CompletedProcess[str]
    kept_by_second: dict[str, str]


@pytest.fixture(scope="module")
def broken(copied) -> Broken:
    folder = copied()
    break_inputs(folder)
    first, kept_by_first = run(folder), kept_results(folder)
    second, kept_by_second = run(folder), kept_results(folder)
    return Broken(folder, first, kept_by_first, second, kept_by_second)


def break_inputs(folder):
    """Six faults in four files; the lines of sources.csv are mended but for the truncated file."""
    sheets = workbooks()
    sheets[ECONOMY]["8.1."][6][3] = "412З45"
    del sheets[ECONOMY]["8.3."][3]
    name, *_ = sheets[PEOPLE]["1.2."][6]
    sheets[PEOPLE]["1.2."].insert(7, [name, *sheets[PEOPLE]["1.2."][7][1:]])
    del sheets[PEOPLE]["1.4."]
    for file in (ECONOMY, PEOPLE):
        write_workbook(folder / file, sheets[file])
    whole = (folder / REVISION).read_bytes()
    (folder / REVISION).write_bytes(whole[: len(whole) // 2])
    (folder / EDUCATION).write_bytes(b"")
    for file in (ECONOMY, PEOPLE, EDUCATION):
        mend_source(folder, file)


def kept_results(folder):
    return {name: value for name, value in hashes(folder / "results").items() if name.startswith(KEPT)}


def output(process):
    return process.stdout + process.stderr


def problems(process):
    """Lines of every message of problems, by what they are problems in; each heading counts its lines."""
    found = [(subject, int(count), block.splitlines()) for count, subject, block in PROBLEMS.findall(output(process))]
    assert [count for _, count, _ in found] == [len(lines) for _, _, lines in found]
    return {subject: [line.strip() for line in lines] for subject, _, lines in found}


@pytest.mark.parametrize("attempt", ["first", "second"])
def test_every_fault_is_one_line_under_its_file_with_place_and_remedy_each_time(broken, attempt):
    process = getattr(broken, attempt)
    assert process.returncode != 0
    lines = problems(process)
    for file, words in FAULTS:
        assert [all(word in line for word in words) for line in lines[file]].count(True) == 1, words
    assert sum(len(lines[file]) for file in lines if file.startswith("data/raw/")) == len(FAULTS)


@pytest.mark.parametrize("attempt", ["first", "second"])
def test_a_file_changed_behind_the_list_of_sources_is_told_in_the_same_run(broken, attempt):
    (line,) = problems(getattr(broken, attempt))[LISTED_FILES]
    assert line.startswith(f"{REVISION}: the file has changed")


def test_faults_in_the_inputs_show_no_traceback(broken):
    assert TRACEBACK not in output(broken.first)
    assert TRACEBACK not in output(broken.second)


def test_results_stay_as_they_were_while_the_inputs_are_broken(broken, finished):
    before = kept_results(finished.folder)
    assert before
    assert broken.kept_by_first == before
    assert broken.kept_by_second == before


def test_mended_inputs_give_the_undisturbed_results(broken, finished):
    for file in (ECONOMY, PEOPLE, REVISION, EDUCATION, SOURCES):
        shutil.copyfile(finished.folder / file, broken.folder / file)
    process = run(broken.folder)
    assert process.returncode == 0, process.stderr
    assert hashes(broken.folder / "results") == hashes(finished.folder / "results")


def test_wrong_choices_stop_before_any_job_with_one_line_each(new_study):
    folder = new_study("study")
    path = folder / "workflow/config.yaml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config |= {"tau": 3, "district": "RU-URAL", "years": {"first": 2020, "last": 2016}}
    config["correlation"]["regressor"] = "education"
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    process = run(folder)
    assert process.returncode != 0
    assert TRACEBACK not in output(process)
    lines = dict(line.split(": ", 1) for line in problems(process)["workflow/config.yaml"])
    assert sorted(lines) == ["correlation.regressor", "district", "tau", "years"]
    for key, words in {
        "tau": ["unknown key", "3", "remove it"],
        "district": ["'RU-URAL'", "allowed:", "RU-UFD"],
        "years": ["2020", "2016", "first ≤ last is allowed"],
        "correlation.regressor": ["'education'", "allowed:", "employed_higher_education_share"],
    }.items():
        assert all(word in lines[key] for word in words), lines[key]
    assert not (folder / "results").exists()


def test_a_missing_raw_file_is_named_as_missing(copied):
    folder = copied()
    (folder / REVISION).unlink()
    process = run(folder)
    assert process.returncode != 0
    (line,) = problems(process)[LISTED_FILES]
    assert line.startswith(f"{REVISION}: the file is missing")
    assert "MissingInputException" not in output(process)
    assert TRACEBACK not in output(process)


def test_a_raw_file_that_no_list_names_is_an_error_that_names_it_and_what_a_desktop_left_is_none(copied):
    folder = copied()
    for left in ("Thumbs.db", "~$section-08-economy.xlsx"):
        (folder / ECONOMY).with_name(left).write_bytes(b"left behind")
    unlisted = f"{Path(ECONOMY).parent.as_posix()}/section-99.xlsx"
    write_workbook(folder / unlisted, {"1": [["A table of nobody"]]})
    process = run(folder)
    assert process.returncode != 0
    (line,) = problems(process)[LISTED_FILES]
    assert line.startswith(f"{unlisted}: the file is not listed")
    assert TRACEBACK not in output(process)


def test_a_missing_font_is_named_and_once_it_is_back_the_study_ends_as_if_nothing_had_happened(copied, finished):
    folder = copied()
    font = folder / FONT
    content = font.read_bytes()
    font.unlink()
    shutil.rmtree(folder / "results/figures")
    process = run(folder)
    assert process.returncode != 0
    lines = problems(process)["fonts"]
    assert {FONT in line and "is not there" in line and "restore it" in line for line in lines} == {True}
    assert TRACEBACK not in output(process)
    assert hashes(folder / "results/figures") == {}
    font.write_bytes(content)
    process = run(folder)
    assert process.returncode == 0, process.stderr
    assert hashes(folder / "results") == hashes(finished.folder / "results")
