"""Says what a finished study finds: `python -m regioncodes.publication.summary results/conclusions.csv`."""

import sys
from pathlib import Path

import pandas as pd

from regioncodes.claims.findings import in_language
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table

FIRST_PAGE, SUMMARIES = "site/index.html", "summary.*.pdf"


def ending(conclusions: pd.DataFrame, results: Path) -> str:
    """The findings in English, one line each with its strength, then what to open first.

    conclusions: as of claims.findings.conclusions. results: the folder in which the study has written.
    """
    findings = [
        f"  {place}. {row['headline']} ({row['strength']})"
        for place, row in enumerate(in_language(conclusions, "en"), start=1)
    ]
    pages = [results / FIRST_PAGE, *sorted(results.glob(SUMMARIES))]
    return "\n".join(["What the study finds:", *findings, "Open first:", *(f"  {page.as_posix()}" for page in pages)])


def main(path: Path) -> None:
    """Print the ending of the study whose table of findings this is. Raises StudyError where there is none."""
    if not path.is_file():
        raise StudyError(f"{path} is not there; say make study, which makes it")
    # A terminal that lacks a character shows another one in its place.
    sys.stdout.reconfigure(errors="replace")
    print(ending(read_table(path), path.parent))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
