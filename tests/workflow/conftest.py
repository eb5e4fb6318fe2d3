"""One finished run of the fixture study, shared by every proof, and copies of it to change."""

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import NamedTuple

import pytest
from fixture_study import make_study, run


class Finished(NamedTuple):
    """A study that has run, and what the run said."""

    folder: Path
    process: CompletedProcess[str]


@pytest.fixture(scope="session")
def new_study(tmp_path_factory) -> Callable[[str], Path]:
    """Makes a fixture study that has not run, in a new folder of the given name."""
    return lambda name: make_study(tmp_path_factory.mktemp("place") / name)


@pytest.fixture(scope="session")
def finished(new_study) -> Finished:
    """The fixture study after the bare word snakemake."""
    folder = new_study("study")
    return Finished(folder, run(folder, LC_ALL="C.UTF-8", TZ="UTC", PYTHONHASHSEED="1"))


@pytest.fixture(scope="session")
def copied(finished, tmp_path_factory) -> Callable[[], Path]:
    """Makes a copy of the finished study, with its times and Snakemake's memory of it."""
    assert finished.process.returncode == 0, finished.process.stderr
    return lambda: Path(shutil.copytree(finished.folder, tmp_path_factory.mktemp("copy") / "study"))
