"""The page of licences names each package that asks for more than a mention or says nothing of itself."""

import json
import re
import subprocess
import sys

import pytest

from project import ROOT

PAGE = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = set(re.findall(r"^([\w.-]+)(?:\[[^]]+\])?==", LOCK, re.MULTILINE))
NAMED = set(re.findall(r"^\| ([\w-]+) \| (?!licence)", PAGE, re.MULTILINE))
COPYLEFT = re.compile(r"GPL|General Public|MPL|Mozilla|EUPL|CDDL|Eclipse|Artistic|CeCILL|Reciprocal|UNKNOWN")


@pytest.fixture(scope="module")
def stated():
    """What each installed package of the lock says of its licence."""
    words = ["--from=mixed", "--with-system", "--format=json", "--packages", *sorted(LOCKED)]
    listing = subprocess.run([sys.executable, "-m", "piplicenses", *words], capture_output=True, check=True).stdout
    return {row["Name"].lower().replace("_", "-"): row["License"] for row in json.loads(listing)}


def test_every_package_that_is_copyleft_or_says_nothing_stands_on_the_page(stated):
    assert len(stated) > 150
    assert {name for name, licence in stated.items() if COPYLEFT.search(licence)} == NAMED & stated.keys()


def test_the_page_names_no_package_that_is_not_locked():
    assert len(NAMED) > 10
    assert LOCKED >= NAMED
