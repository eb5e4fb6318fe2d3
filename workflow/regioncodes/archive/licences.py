"""Licences of every package of the lock: python -m regioncodes.archive.licences prints docs/licences.md."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pandas as pd

from regioncodes.errors import raise_problems
from regioncodes.tables import read_table

LOCK, NOTES = "requirements.lock", "data/reference/licence_notes.csv"
COPYLEFT = re.compile(r"GPL|General Public|MPL|Mozilla|EUPL|CDDL|Eclipse|Artistic|CeCILL|Reciprocal", re.IGNORECASE)
HEAD = """# Licences of the packages that the study runs on

Made by `make list` from `requirements.lock`, what each package says of itself, and `data/reference/licence_notes.csv`.
The study only imports these packages and the bundle holds none of them; each is fetched under its own licence.
Copyleft licences are accepted one by one, with the reason.
"""


def locked_packages(lock: str) -> list[str]:
    """Names of the packages of a lock, sorted, each once."""
    return sorted(set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)))


def stated_licence(package: str) -> str:
    """What an installed package says of its licence in a few words; "" where it says nothing or is not installed."""
    try:
        stated = metadata(package)
    except PackageNotFoundError:
        return ""
    if expression := stated.get("License-Expression"):
        return expression
    classifiers = [line for line in stated.get_all("Classifier") or [] if line.startswith("License :: ")]
    if classifiers:
        return "; ".join(line.rpartition(" :: ")[2] for line in classifiers)
    words = (stated.get("License") or "").strip()
    return words if len(words) <= 40 and words != "UNKNOWN" else ""


def licences(packages: list[str], notes: pd.DataFrame) -> pd.DataFrame:
    """Columns package, licence, accepted: one row a package, the reason beside each copyleft licence.

    notes: package, licence, accepted. Its licence stands before what the package says, where the package says nothing
    or runs on other systems only. Raises StudyError naming each package without a licence, each copyleft one
    that nobody accepted, and each note on a package that is not locked.
    """
    noted = notes.fillna("").set_index("package")
    rows, problems = [], [f"{name}: not in {LOCK}; delete its line" for name in noted.index if name not in packages]
    for package in packages:
        note, accepted = noted.loc[package, ["licence", "accepted"]] if package in noted.index else ("", "")
        licence = note or stated_licence(package)
        if not licence:
            problems.append(f"{package}: its licence is not known; add a line with its licence")
        elif COPYLEFT.search(licence) and not accepted:
            problems.append(f"{package}: '{licence}' is copyleft; replace the package, or add a line that says why not")
        rows.append((package, licence, accepted))
    raise_problems(problems, NOTES)
    return pd.DataFrame(rows, columns=["package", "licence", "accepted"])


def licences_page(table: pd.DataFrame) -> str:
    """docs/licences.md: the copyleft packages with the reason, then all."""
    accepted = table[table["licence"].str.contains(COPYLEFT)]
    lines = [HEAD, "## Copyleft, accepted", "", "| package | licence | why |", "|---|---|---|"]
    lines += [f"| {row.package} | {row.licence} | {row.accepted} |" for row in accepted.itertuples()]
    lines += ["", "## All", "", "| package | licence |", "|---|---|"]
    return "\n".join([*lines, *(f"| {row.package} | {row.licence} |" for row in table.itertuples())]) + "\n"


def page(folder: Path) -> str:
    """docs/licences.md for the lock and the notes of a project's folder."""
    packages = locked_packages((folder / LOCK).read_text(encoding="utf-8"))
    return licences_page(licences(packages, read_table(folder / NOTES)))


if __name__ == "__main__":
    import sys

    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print(page(Path()), end="")
