"""Commands of README and docs that need a finished study, and the pages that are made from one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_study import ROOT

from regioncodes.publication.documentation.pages import commands

pytestmark = pytest.mark.slow

# The pages whose commands are given in the folder of this study; those of use-as-module.md make a study of its own.
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OWN = [path.read_text(encoding="utf-8") for path in PAGES if path.name != "use-as-module.md"]
MADE = ("architecture", "data-dictionary")
FINISHED = re.compile(
    r"python (-m regioncodes trace .*|workflow/ready\.py)|snakemake( .*)?|make (docs|report)|sha256sum .*"
)


@pytest.fixture(scope="module")
def study(copied):
    folder = copied()
    for name in ("Makefile", "docs"):
        source = ROOT / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copyfile(source, folder / name)
    return folder


def say(command, folder):
    """The command in the folder; make takes the environment of the tests as it is."""
    programs = str(Path(sys.executable).parent)
    words = re.sub(r"^make ", f"make -o .venv/ready BIN='{programs}' ", command)
    environment = {**os.environ, "PATH": os.pathsep.join([programs, os.environ["PATH"]])}
    return subprocess.run(words, shell=True, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize(
    "command", sorted({each for text in OWN for each in commands(text) if FINISHED.fullmatch(each)})
)
def test_the_command_works_on_a_finished_study(study, command):
    process = say(command, study)
    assert process.returncode == 0, process.stderr


def test_the_made_pages_are_up_to_date(study):
    process = say("make docs", study)
    assert process.returncode == 0, process.stderr
    made, kept = (
        [(folder / f"docs/{name}.md").read_text(encoding="utf-8") for name in MADE] for folder in (study, ROOT)
    )
    assert made[0] == kept[0]
    # The fixture has fewer kinds of cells, which are columns of reading.csv, and no column that the page lacks.
    assert sorted(set(made[1].splitlines()) - set(kept[1].splitlines())) == []
