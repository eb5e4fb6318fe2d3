"""The exhibits as files: what the page shows of each, found from the names of the files alone."""

import base64
import html
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from regioncodes.exhibits.printing.printed_tables import read_html
from regioncodes.ground.errors import raise_problems
from regioncodes.words.texts import LANGUAGES

NAMED = re.compile(r"(?P<kind>figure|table)_(?P<number>[0-9]+[a-z]?|s[0-9]+[a-z]?)_")
# Endings that the page itself shows; all others, and the pages of documents, are offered to be taken away.
SHOWN_ALONE = ("txt", "html", "md")


class ShownExhibit(NamedTuple):
    """One exhibit; every dictionary is by language.

    images: the drawing as a data address. captions: plain text. tables: HTML of the table, its note behind it.
    prose: Markdown. files: paths by ending, those to take away.
    """

    name: str
    images: dict[str, str]
    captions: dict[str, str]
    tables: dict[str, str]
    prose: dict[str, str]
    files: dict[str, dict[str, str]]

    @property
    def kind(self) -> str:
        """`figure`, `table`, or `document` where the name is neither's."""
        found = NAMED.match(self.name)
        return found["kind"] if found else "document"

    @property
    def number(self) -> str:
        """What stands behind the word Figure or Table: 2, 1b, S9; empty for a document."""
        found = NAMED.match(self.name)
        return found["number"].replace("s", "S") if found else ""


def exhibits(files: Sequence[str]) -> list[ShownExhibit]:
    """Exhibits behind files named `figure_2_education.en.svg`, in the order in which they are numbered.

    A `table_s1_codes.csv` is of both languages. Raises StudyError that lists every file with another kind of name.
    """
    parts = {file: PurePosixPath(file).name.split(".") for file in files}
    both = {file for file, names in parts.items() if len(names) == 2 and names[1] == "csv"}
    wrong = [
        f"{file}: a name of three parts is needed, such as name.en.svg"
        for file in files
        if len(parts[file]) != 3 and file not in both
    ]
    raise_problems(wrong, "the exhibits of the page")
    named: dict[str, dict[tuple[str, str], str]] = {}
    for file, (name, *language, ending) in parts.items():
        for own in language or LANGUAGES:
            named.setdefault(name, {})[own, ending] = file
    return [_exhibit(name, named[name]) for name in sorted(named, key=_place)]


def _place(name: str) -> tuple:
    """Main exhibits before supplements, by number, figures before tables, documents last."""
    found = NAMED.match(name)
    if not found:
        return (2, 0, "", name)
    digits = int(re.sub(r"\D", "", found["number"]))
    return (int(found["number"].startswith("s")), digits, name, name)


def _exhibit(name: str, files: dict[tuple[str, str], str]) -> ShownExhibit:
    """One exhibit, its files read."""
    contents: dict[str, dict[str, str]] = {ending: {} for ending in ("svg", "txt", "md")}
    tables: dict[str, str] = {}
    taken: dict[str, dict[str, str]] = {}
    for (language, ending), file in files.items():
        is_page = ending == "html" and not NAMED.match(name)
        if ending == "html" and not is_page:
            tables[language] = _table(file)
        elif ending in contents:
            contents[ending][language] = Path(file).read_text(encoding="utf-8")
        if is_page or ending not in SHOWN_ALONE:
            taken.setdefault(language, {})[ending] = file
    return ShownExhibit(
        name,
        images={language: _address(text) for language, text in contents["svg"].items()},
        captions={language: text.strip() for language, text in contents["txt"].items()},
        tables=tables,
        prose=contents["md"],
        files=taken,
    )


def _address(drawing: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def _table(file: str) -> str:
    """The table of a page and the note behind it, without the id: both languages stand on one page."""
    printed = read_html(file)
    return f'{printed.table}<p class="note">{html.escape(printed.note)}</p>'
