"""The exhibits as files: what a page shows of each, found from the names of the files alone."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from regioncodes.exhibits.printing.printed_tables import read_html
from regioncodes.ground.errors import raise_problems

NAMED = re.compile(r"(?P<kind>figure|table)_(?P<number>[0-9]+[a-z]?|s[0-9]+[a-z]?)_")
# Endings that a page itself shows; all others, and the pages of documents, are offered to be taken away.
SHOWN_ALONE = ("txt", "html", "md")
# A table of more rows stands on its own page, which is offered.
MOST_ROWS = 150
# A point of a drawing in pixels of a page.
PIXELS = 96 / 72
SIZE = re.compile(r'<svg\b[^>]*?\bviewBox="0 0 ([\d.]+) ([\d.]+)"', re.DOTALL)


class Image(NamedTuple):
    """A drawing by its file, with the pixels that a page keeps free for it before it is there."""

    file: str
    width: int
    height: int


class ShownExhibit(NamedTuple):
    """One exhibit in one language.

    title: of a table, as printed. caption: plain text. table: HTML of the table; note: what stands behind it. prose:
    Markdown. files: paths by ending, those to take away.
    """

    name: str
    title: str
    image: Image | None
    caption: str
    table: str
    note: str
    prose: str
    files: dict[str, str]

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

    @property
    def is_supplement(self) -> bool:
        """Whether it is one of the supplementary exhibits."""
        return self.number.startswith("S")


def exhibits(files: Sequence[str], language: str) -> list[ShownExhibit]:
    """Exhibits of one language behind files named `figure_2_education.en.svg`, in the order of their numbers.

    A file whose name has no language, `table_3_claims.csv`, belongs to the exhibit in each of them.
    Raises StudyError that lists every file whose name has another form.
    """
    parts = {file: PurePosixPath(file).name.split(".") for file in files}
    wrong = [f"{file}: a name such as name.en.svg is needed" for file in files if len(parts[file]) not in (2, 3)]
    raise_problems(wrong, "the exhibits of the site")
    named: dict[str, dict[str, str]] = {}
    for file, own in parts.items():
        if len(own) == 2 or own[1] == language:
            named.setdefault(own[0], {})[own[-1]] = file
    return [_exhibit(name, named[name]) for name in sorted(named, key=_place)]


def _place(name: str) -> tuple:
    """Main exhibits before supplements, by number, figures before tables, documents last."""
    found = NAMED.match(name)
    if not found:
        return (2, 0, "", name)
    digits = int(re.sub(r"\D", "", found["number"]))
    return (int(found["number"].startswith("s")), digits, name, name)


def _exhibit(name: str, files: dict[str, str]) -> ShownExhibit:
    """One exhibit, its files read. files: by ending."""
    printed = read_html(files["html"]) if "html" in files and NAMED.match(name) else None
    is_shown = printed is not None and printed.table.count("<tr") <= MOST_ROWS
    return ShownExhibit(
        name,
        title=printed.title if printed else "",
        image=_image(files["svg"]) if "svg" in files else None,
        caption=printed.caption if printed else _text(files, "txt").strip(),
        table=printed.table if is_shown else "",
        note=printed.note if printed else "",
        prose=_text(files, "md"),
        files={
            ending: file
            for ending, file in files.items()
            if ending not in SHOWN_ALONE or (ending == "html" and not is_shown)
        },
    )


def _text(files: dict[str, str], ending: str) -> str:
    return Path(files[ending]).read_text(encoding="utf-8") if ending in files else ""


def _image(file: str) -> Image:
    return Image(file, *drawing_size(Path(file).read_text(encoding="utf-8"), file))


def drawing_size(drawing: str, subject: str) -> tuple[int, int]:
    """Width and height of an SVG in pixels of a page. Raises StudyError, about the subject, without them."""
    found = SIZE.search(drawing)
    if found is None:
        raise_problems(["its first element has no viewBox from 0 0; draw it anew"], subject)
    width, height = (round(PIXELS * float(length)) for length in found.groups())
    return width, height
