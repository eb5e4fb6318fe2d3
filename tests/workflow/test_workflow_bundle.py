"""The bundle of a finished study, unpacked in an empty folder: whole, made anew there, and the same again."""

import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from fixture_study import copy_project, hashes, run, sha256

from regioncodes.ground.files import read_checksums

pytestmark = pytest.mark.slow

# Beside the files of the fixture study: what the bundle is described from, and the words that one says in it.
MORE = ("CITATION.cff", "Makefile", "LICENSE", "docs/archive-readme.md", ".gitignore")


class Packed(NamedTuple):
    """A finished study that git knows, and the bundle made of it."""

    study: Path
    bundle: Path


def say(folder, *words):
    """The program and its arguments in the folder; make and python are those of the tests."""
    programs = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": os.pathsep.join([programs, os.environ["PATH"]])}
    process = subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout + process.stderr


def make(folder, word):
    return say(folder, "make", "-o", ".venv/ready", f"BIN={Path(sys.executable).parent}", word)


def unpack(bundle, folder):
    """The bundle unpacked as unzip does it: with the modes and the times that it brings."""
    with zipfile.ZipFile(bundle) as archive:
        for entry in archive.infolist():
            path = Path(archive.extract(entry, folder))
            path.chmod(entry.external_attr >> 16 & 0o777)
            os.utime(path, times=(time.mktime((*entry.date_time, 0, 0, -1)),) * 2)
    (top,) = folder.iterdir()
    return top


@pytest.fixture(scope="module")
def packed(copied):
    """The references are made first, then the bundle, both by the command."""
    study = copied()
    copy_project(study, *MORE)
    say(study, sys.executable, "-m", "regioncodes", "reference")
    say(study, "git", "init", "--quiet")
    say(study, "git", "add", ".")
    said = say(study, sys.executable, "-m", "regioncodes", "bundle")
    return Packed(study, study / said.splitlines()[0])


@pytest.fixture(scope="module")
def remade(packed, tmp_path_factory):
    """The study made in the unpacked bundle, whose folder has a blank in its name, after its results were removed."""
    folder = unpack(packed.bundle, tmp_path_factory.mktemp("an empty folder"))
    shutil.rmtree(folder / "results")
    make(folder, "study")
    return folder


def test_the_sums_hold_and_name_every_file(packed, tmp_path):
    folder = unpack(packed.bundle, tmp_path)
    found = hashes(folder)
    assert read_checksums((folder / "SHA256SUMS").read_text(encoding="utf-8")) == {
        name: value for name, value in found.items() if name != "SHA256SUMS"
    }


def test_the_results_are_those_of_the_study_and_its_seal_holds(packed, finished, tmp_path):
    folder = unpack(packed.bundle, tmp_path)
    made = hashes(finished.folder / "results")
    assert hashes(folder / "results") == made
    sealed = read_checksums((folder / "results/SHA256SUMS").read_text(encoding="utf-8"))
    assert sealed == {name: sha256(folder / name) for name in sealed}
    assert say(folder, sys.executable, "workflow/ready.py") == ""


@pytest.mark.parametrize("as_it_comes", [True, False])
def test_results_of_which_no_run_is_remembered_are_all_made_anew(packed, tmp_path, as_it_comes):
    """Snakemake's memory of the choices behind a result does not travel: nothing is taken for up to date."""
    folder = unpack(packed.bundle, tmp_path)
    for path in [] if as_it_comes else sorted(folder.rglob("*")):
        os.utime(path)
    planned, all_jobs = (
        set(re.findall(r"^total +(\d+)$", run(folder, "--dry-run", *more).stdout, re.MULTILINE))
        for more in ([], ["--forceall"])
    )
    assert len(planned) == 1
    assert planned == all_jobs


def test_the_study_is_made_anew_and_verified(remade, finished):
    assert hashes(remade / "results") == hashes(finished.folder / "results")
    said = say(remade, sys.executable, "-m", "regioncodes", "verify")
    assert "VERIFIED" in said
    assert "NOT VERIFIED" not in said
    assert "Nothing to be done" in say(remade, sys.executable, "-m", "snakemake")


def test_the_bundle_of_the_bundle_is_the_same_to_the_byte(remade, packed):
    say(remade, sys.executable, "-m", "regioncodes", "bundle")
    assert (remade / "results/bundle" / packed.bundle.name).read_bytes() == packed.bundle.read_bytes()


def test_a_result_that_differs_is_not_verified(packed, tmp_path):
    folder = unpack(packed.bundle, tmp_path)
    rates = folder / "results/models/rates.csv"
    text = rates.read_text(encoding="utf-8")
    number = re.search(r"\d\.\d{6,}", text)[0]
    rates.write_text(text.replace(number, f"9{number}", 1), encoding="utf-8")
    process = subprocess.run(
        [sys.executable, "-m", "regioncodes", "verify"], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert process.returncode == 1
    assert "1 difference in results/models/rates.csv" in process.stdout + process.stderr
