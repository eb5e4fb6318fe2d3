import pytest

from regioncodes.publication.archive.machine import KERNEL, UNKNOWN, facts
from regioncodes.publication.archive.machines_compared import is_known, machine_lines, machines, other_versions

HERE = {
    "processor": "x86_64",
    KERNEL: "openblas 0.3.30 Zen",
    "Python": "3.11.7",
    "numpy": "2.4.6",
    "scipy": "1.17.1",
    "pandas": "3.1.1",
    "statsmodels": "0.15.0",
    "matplotlib": "3.11.2",
}


def test_of_two_equal_machines_the_kernel_alone_is_named():
    (table,) = machine_lines(machines(HERE, HERE))
    assert table.splitlines()[1:] == ["linear algebra  openblas 0.3.30 Zen  openblas 0.3.30 Zen"]


def test_facts_that_differ_stand_side_by_side():
    (table,) = machine_lines(machines(HERE, HERE | {"processor": "aarch64", KERNEL: "openblas 0.3.30 neoversen1"}))
    heads, *rows = table.splitlines()
    assert heads.split("  ")[-1].strip() == "the reference's"
    assert [row.split() for row in rows] == [
        ["processor", "x86_64", "aarch64"],
        ["linear", "algebra", "openblas", "0.3.30", "Zen", "openblas", "0.3.30", "neoversen1"],
    ]


def test_long_facts_are_not_cut_short():
    long = "openblas 0.3.30 Haswell; " * 20
    assert long.strip() in machine_lines(machines(HERE, HERE | {KERNEL: long.strip()}))[0]


def test_a_fact_that_one_machine_does_not_tell_is_said_not_to_be_told():
    both = machines({"new": "1"}, {"old": "2"})
    assert both.to_numpy().tolist() == [["1", UNKNOWN], [UNKNOWN, "2"]]


def test_other_versions_of_packages_are_named_with_what_to_do():
    (sentence,) = other_versions(machines(HERE, HERE | {"numpy": "2.4.5", "pandas": "3.1.0"}))
    assert "made with numpy 2.4.5 and pandas 3.1.0, and numpy 2.4.6 and pandas 3.1.1 ran here," in sentence
    assert "from requirements.lock again (delete .venv, say make verify);" in sentence


def test_another_python_is_named_with_the_interpreter_to_name():
    (sentence,) = other_versions(machines(HERE, HERE | {"Python": "3.12.1"}))
    assert "made with Python 3.12.1, and Python 3.11.7 ran here," in sentence
    assert "say make verify PYTHON=python3.12)" in sentence


@pytest.mark.parametrize("other", [{"Python": "3.11.9"}, {"processor": "aarch64"}, {}])
def test_what_the_lock_does_not_fix_is_no_other_version(other):
    assert other_versions(machines(HERE, HERE | other)) == []


def test_a_reference_without_a_machine_shows_this_one_and_says_so():
    both = machines(facts(), {})
    assert not is_known(both)
    table, sentence = machine_lines(both)
    assert all(fact in table for fact in facts())
    assert "not known; put it back: git checkout" in sentence
