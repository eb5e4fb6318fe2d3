"""The Makefile chooses the interpreter of the environment, and says in one sentence where it cannot."""

import os
import shutil
import subprocess
import sys

import pytest

from project import ROOT

# Neither what the tests were started with, nor an environment that is active, is given to a user's make.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHON" and not name.startswith(("MAKE", "MFLAGS"))
}


def made_anew(python):
    """The line by which an interpreter makes the environment, whatever stands in its path."""
    return f'"{python}" -m venv --clear .venv\n'


@pytest.fixture
def folder(tmp_path):
    """A project without an environment, in a folder with blanks and Cyrillic letters in its name, and a python3."""
    project = tmp_path / "мой клон с пробелами"
    project.mkdir()
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copyfile(ROOT / name, project / name)
    interpreter(project / "programs/python3", "3.12")
    return project


def planned(folder, *words):
    """What make would do to make ready: its answer, with the commands, of which it runs none."""
    environment = {**ENVIRONMENT, "PATH": os.pathsep.join([str(folder / "programs"), ENVIRONMENT["PATH"]])}
    command = ["make", "--dry-run", ".venv/ready", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def interpreter(path, version):
    """A program that answers as a Python of that version does when it is asked which one it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def prepared(folder):
    """The project with an environment that Python 3.12 has made and that is up to date."""
    interpreter(folder / ".venv/bin/python", "3.12")
    (folder / ".venv/ready").touch()
    return folder


def test_where_there_is_no_environment_the_interpreter_that_is_named_makes_one(folder):
    assert made_anew(sys.executable) in planned(folder, f"PYTHON={sys.executable}").stdout


def test_an_interpreter_may_have_blanks_in_its_path(folder):
    named = interpreter(folder / "мой Python/python", "3.13")
    assert made_anew(named) in planned(folder, f"PYTHON={named}").stdout


def test_without_a_name_python3_makes_the_environment(folder):
    assert made_anew("python3") in planned(folder).stdout


@pytest.mark.parametrize("words", [[], ["PYTHON=./same"]])
def test_an_environment_of_the_same_python_stays_as_it_is(prepared, words):
    interpreter(prepared / "same", "3.12")
    assert "up to date" in planned(prepared, *words).stdout


def test_another_interpreter_makes_the_environment_anew_and_says_so(prepared):
    interpreter(prepared / "another", "3.13")
    said = planned(prepared, "PYTHON=./another").stdout
    assert "Python 3.12 made the environment: made anew by 3.13." in said
    assert made_anew("./another") in said


def test_a_new_lock_is_installed_into_the_environment_that_is_there(prepared):
    os.utime(prepared / ".venv/ready", (0, 0))
    said = planned(prepared).stdout
    assert "-m pip install" in said
    assert "-m venv" not in said


def test_an_environment_whose_interpreter_is_gone_is_made_anew(prepared):
    (prepared / ".venv/bin/python").unlink()
    assert made_anew("python3") in planned(prepared).stdout


def test_an_unknown_interpreter_is_refused_in_one_sentence(prepared):
    process = planned(prepared, "PYTHON=python9")
    assert process.returncode == 2
    assert process.stdout == ""
    [line] = process.stderr.splitlines()
    assert "python9 does not start, or is older than Python 3.11: name another interpreter, as in make study" in line


@pytest.mark.parametrize(("version", "accepted"), [((3, 10), False), ((3, 11), True), ((3, 14), True)])
def test_a_python_before_3_11_is_refused(folder, version, accepted):
    """The Makefile's own question, put to this interpreter, which believes to be of another version."""
    program = (
        f'#!/bin/sh\nexec \'{sys.executable}\' -c "import sys; sys.version_info = {version}; exec(sys.argv[1])" "$2"\n'
    )
    path = interpreter(folder / "python", "")
    path.write_text(program, encoding="utf-8")
    process = planned(folder, "PYTHON=./python")
    assert (process.returncode == 0) == accepted
    assert (made_anew("./python") in process.stdout) == accepted
