"""Every line that inspect drafts for the files as Rosstat published them reads its table without an error."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from regioncodes.reading.inspection import inspected
from regioncodes.reading.sources import LINE, read_source

ORIGINALS = Path(__file__).parents[3] / "shared/originals"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the files as Rosstat published them are not beside the project"),
]


def originals():
    return sorted(path for path in ORIGINALS.rglob("*") if path.is_file()) if ORIGINALS.is_dir() else []


def filled(lines, indicators):
    """The lines with an indicator of the printed unit where their user fills one in, and the indicators with these."""
    named = [{**line, "indicator": line["indicator"] or f"own_{number}"} for number, line in enumerate(lines)]
    own = [
        dict.fromkeys(["unit", "unit_ru"], line["unit_printed"]) | {"indicator": line["indicator"]} for line in named
    ]
    known = pd.concat([indicators, pd.DataFrame(own).assign(title_ru="own")])
    return pd.DataFrame(named, columns=LINE), known.drop_duplicates("indicator")


@pytest.mark.parametrize("path", originals(), ids=lambda path: path.name)
def test_every_line_that_is_drafted_reads_its_table(path, regions, aliases, indicators, units):
    report = inspected(path, regions, aliases, indicators, units)
    text = report[report.index(",".join(LINE)) :].split("\n\n")[0]
    lines, known = filled(list(csv.DictReader(io.StringIO(text))), indicators)
    refused = report.count("no line for data/reference/tables.csv")
    print(f"{path.name}: {len(lines)} lines, {refused} reasons for no line")
    assert len(lines) or refused
    rows, findings = read_source("edition", [str(path)] if len(lines) else [], lines, regions, aliases, known, units)
    assert findings.loc[findings["severity"].eq("error"), ["sheet", "place", "finding"]].to_numpy().tolist() == []
    assert set(rows["sheet"]) == set(lines["sheet"])
