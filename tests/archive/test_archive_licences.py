import re

import pandas as pd
import pytest

from conftest import ROOT
from regioncodes.archive.licences import COPYLEFT, LOCK, NOTES, licences, licences_page, locked_packages, page
from regioncodes.errors import StudyError
from regioncodes.tables import read_table

NOTES_LINE = {"package": "pandas", "licence": "GPL-3.0", "accepted": "a reason"}


def notes(**changed) -> pd.DataFrame:
    return pd.DataFrame([NOTES_LINE | changed])


def test_the_page_of_licences_is_true():
    assert (ROOT / "docs/licences.md").read_text(encoding="utf-8") == page(ROOT), "say make list"


def test_every_package_of_the_lock_has_a_licence_and_every_copyleft_one_a_reason():
    packages = locked_packages((ROOT / LOCK).read_text(encoding="utf-8"))
    table = licences(packages, read_table(ROOT / NOTES))
    assert len(table) == len(packages) > 150
    assert table["licence"].str.len().min() > 2
    accepted = table[table["licence"].str.contains(COPYLEFT)]
    assert {"hypothesis", "certifi"} <= set(accepted["package"])
    assert accepted["accepted"].str.len().min() > 20


def test_a_package_that_only_some_machines_have_or_in_another_version_has_its_licence_in_the_notes():
    lock = (ROOT / LOCK).read_text(encoding="utf-8")
    elsewhere = set(re.findall(r"^([\w.-]+)==[^ ]+ ; ", lock, re.MULTILINE))
    noted = read_table(ROOT / NOTES).dropna(subset="licence")["package"]
    assert {"overrides", "numpy"} <= elsewhere
    assert elsewhere - set(noted) == set(), f"add a line for each to {NOTES}"


def test_a_lock_names_each_package_once():
    lock = (
        "zlib-x==1.0 ; python_version < '3.12' \\\n    --hash=sha256:aa\nzlib-x==2.0 \\\n    --hash=sha256:bb\nabc==3\n"
    )
    assert locked_packages(lock) == ["abc", "zlib-x"]


@pytest.mark.parametrize("licence", ["GPL-3.0", "LGPLv2+", "GNU General Public License", "MPL-2.0", "EUPL-1.2"])
def test_a_copyleft_licence_that_nobody_accepted_stops(licence):
    with pytest.raises(StudyError, match=r"pandas: .* is copyleft"):
        licences(["pandas"], notes(licence=licence, accepted=None))


def test_a_package_without_a_licence_and_a_note_without_a_package_stop_together():
    with pytest.raises(StudyError, match=r"(?s)pandas: not in requirements.lock.*no-such-package: its licence is not"):
        licences(["no-such-package"], notes())


def test_an_accepted_licence_stands_with_its_reason():
    text = licences_page(licences(["numpy", "pandas"], notes()))
    assert "| pandas | GPL-3.0 | a reason |" in text
    assert "| numpy | BSD-3-Clause" in text
