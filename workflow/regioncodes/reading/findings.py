"""Findings of the readers: what is wrong or was decided, and where."""

from typing import NamedTuple

FINDINGS = ["severity", "file", "sheet", "place", "finding"]
Finding = tuple[str, str, str, str, str]


class Place(NamedTuple):
    """A file, a sheet of it or a cell; the finding made here carries it."""

    file: str
    sheet: str = ""
    place: str = ""

    def error(self, text: str) -> Finding:
        """Finding that stops the run."""
        return ("error", *self, text)

    def notice(self, text: str) -> Finding:
        """Finding that goes to the report."""
        return ("notice", *self, text)
