"""Findings of the readers: what is wrong or was decided, and where."""

from typing import NamedTuple


class Finding(NamedTuple):
    """What is wrong or was decided, and where; sheet and place are empty where it is about more than one."""

    severity: str  # error: stops the run; notice: goes to the report
    file: str  # empty while a sheet is read that knows no file
    sheet: str
    place: str  # a cell, a row, a line
    finding: str


FINDINGS = list(Finding._fields)


class Place(NamedTuple):
    """A file, a sheet of it or a cell; the finding made here carries it."""

    file: str = ""
    sheet: str = ""
    place: str = ""

    def error(self, text: str) -> Finding:
        """Finding that stops the run."""
        return Finding("error", *self, text)

    def notice(self, text: str) -> Finding:
        """Finding that goes to the report."""
        return Finding("notice", *self, text)
