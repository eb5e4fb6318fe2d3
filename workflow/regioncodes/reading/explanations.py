"""What the foot of a table says of a mark: that the figure is confidential, in one of the wordings of a table."""

import re
from functools import cache

from regioncodes.ground.tables import read_table, reference_folder
from regioncodes.reading.numbers import levelled

# Marks that stand for one another, by the one that a foot is kept under.
ALIKE = {**dict.fromkeys(["….", "..", "...", "...."], "…"), "х": "x"}
# A mark explained without a number: "… – данные не публикуются", "к - конфиденциально", "Символ «…» означает".
EXPLAINED = re.compile(
    r"(?:(?:знак|символ|обозначение|the (?:mark|symbol))\s+)?"
    r"(?:[\"«“(]\s*(?P<quoted>…\.?|\.{2,4}|\*{1,3}|[^\W\d]{1,3}|-)\s*[\"»”)]|(?P<bare>…\.?|\.{2,4}|[xх](?=\s)))"
    r"\s*(?:[-:=]|означает,?(?: что)?|means)?\s*(?P<text>\S.*)"
    r"|(?P<letters>[^\W\d]{1,3}|\*{1,3}|-)\s*[-:=]\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def explained_status(text: str) -> str:
    """The status that a text under a table gives a mark: `suppressed`, `not_available`, or "" where it says neither."""
    return next((status for wording, status in _wordings() if wording.search(text)), "")


def explained_mark(text: str) -> tuple[str, str] | None:
    """A mark and the text that explains it as confidential, or None for another line under a table.

    A line that says so and names no mark explains the dots (…), the mark of what is not available.
    """
    level = levelled(text)
    if explained_status(level) != "suppressed":
        return None
    found = EXPLAINED.fullmatch(level)
    if not found:
        return "…", level
    mark = (found["quoted"] or found["bare"] or found["letters"]).lower()
    return ALIKE.get(mark, mark), found["text"] or found["rest"]


@cache
def _wordings() -> list[tuple[re.Pattern, str]]:
    table = read_table(reference_folder() / "mark_wordings.csv")
    return [
        (re.compile(wording, re.IGNORECASE), status)
        for wording, status in zip(table["wording"], table["status"], strict=True)
    ]
