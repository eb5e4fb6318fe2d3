"""Files made to harm, opened in a process of their own whose memory and time are limited."""

import json
import subprocess
import sys
from typing import NamedTuple

import pytest
from hostile_files import FILES

pytestmark = pytest.mark.slow

MOST_MEMORY = 3 * 1024**3
MOST_SECONDS = 120
# Prints what became of each file on a line of its own, so that a file that kills the process is the first without one.
READER = f"""
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({MOST_SECONDS}, {MOST_SECONDS}))
from regioncodes.formats.documents import FileError
from regioncodes.formats.opening import read_document, superscripts
from regioncodes.reading.layout import tables
for path in sys.argv[1:]:
    started = time.process_time()
    try:
        document = read_document(path)
        for sheet in document.sheets:
            superscripts(path, sheet.name)
            tables(sheet)
        content = [sheet.grid[:2] for sheet in document.sheets[:2]]
        found = ["read", str(content)[:200]]
    except FileError as error:
        found = ["refused", str(error)]
    print(json.dumps([path, *found, time.process_time() - started]), flush=True)
"""


class Outcome(NamedTuple):
    """Whether a file was read or refused, its first cells or the message, and the time that it took."""

    kind: str
    text: str
    seconds: float


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, Outcome]:
    """What became of every hostile file, by its name; one that killed the reader is not there."""
    pytest.importorskip("resource", reason="limits of memory and time are set on Linux and macOS only")
    folder = tmp_path_factory.mktemp("hostile")
    paths = {name: folder / name for name in FILES}
    for name, make in FILES.items():
        paths[name].write_bytes(make())
    process = subprocess.run(
        [sys.executable, "-c", READER, *map(str, paths.values())], capture_output=True, encoding="utf-8", check=False
    )
    names = {str(path): name for name, path in paths.items()}
    lines = map(json.loads, process.stdout.splitlines())
    return {names[path]: Outcome(*found) for path, *found in lines}


SECONDS = 20
REFUSED = {
    "bomb.xlsx": "expands from",
    "members.xlsx": "10,000 are allowed",
    "laughs.xlsx": "unrecognized entity",
    "outside.xlsx": "unrecognized entity",
    **dict.fromkeys(
        ["laughs.docx", "outside.docx", "laughs.xml", "outside.xml", "laughs.xls", "outside.xls"],
        "document type declaration",
    ),
    **dict.fromkeys(
        ["far.xlsx", "far-without-rows.xlsx", "far-with-blanks.xlsx", "far-in-small-letters.xlsx"],
        "1,048,576 rows by 16,384 columns",
    ),
    "far-without-addresses.xlsx": "500 rows by 100,000 columns",
    "far-many-sheets.xls": "its first 6 sheets span 54,000,000 cells",
    "merged.htm": "10,000,000 cells are allowed",
    "wide.csv": "10,000,000 cells are allowed",
    "long.csv": "10,000,000 cells are allowed",
    "cell.csv": "the row that begins on line 2",
    "deep.xlsx": "damaged",
    "deep.docx": "damaged",
    "deep.htm": "nested too deeply",
    "nul.csv": "neither text nor an office file",
}
READ = {
    "climbing.xlsx": "[[[1.0]]]",
    "merged.xlsx": "[[[1.0]]]",
    "merged.xls": "[[[1.0]]]",
    "merged.docx": "[[['1']]]",
    "deep.xls": "[[['x']]]",
    "rows-in-text.xlsx": "row row row",
    "attribute.htm": "[[['1']]]",
    "formula.xlsx": "[[[7.0]]]",
    "script.htm": "[[['2005']]]",
    "control.csv": r"\x01\x0b",
}


def test_every_file_is_expected_to_be_read_or_refused():
    assert {*REFUSED, *READ} == {*FILES}
    assert not REFUSED.keys() & READ.keys()


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_harm_is_read_as_it_stands_or_refused_within_its_limits(outcomes, name):
    assert name in outcomes, "the reader was killed"
    kind, text, seconds = outcomes[name]
    assert kind == ("refused" if name in REFUSED else "read"), text
    assert {**REFUSED, **READ}[name] in text
    assert "root:" not in text
    assert seconds < SECONDS


def test_no_member_of_an_archive_is_written_anywhere(outcomes, tmp_path_factory):
    assert "climbing.xlsx" in outcomes
    written = [path.name for path in tmp_path_factory.getbasetemp().parent.rglob("climbed*")]
    assert written == []
