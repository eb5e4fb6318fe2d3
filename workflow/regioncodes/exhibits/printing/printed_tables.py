"""Tables as printed: one table exhibit, as a page for a browser, whole or not at all."""

import html
import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from regioncodes.exhibits.printing.pages import filled_page
from regioncodes.ground.errors import StudyError, raise_problems
from regioncodes.ground.files import write_whole

PAGE_STYLE = """\
body { font-family: "DejaVu Sans", Arial, sans-serif; color: #1a1a1a; margin: 2rem auto; max-width: 60rem; }
table { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; width: 100%; }
caption { text-align: left; padding-bottom: 0.6rem; line-height: 1.4; }
thead th { border-bottom: 1px solid; text-align: left; vertical-align: bottom; }
tbody + tbody tr:first-child > * { border-top: 1px solid #999; }
th, td { padding: 0.3rem 0.6rem; vertical-align: top; }
tbody th { font-weight: normal; text-align: left; }
th.number, td.number, thead th.number { text-align: right; }
td.number { white-space: nowrap; }
p.note { font-size: 0.85rem; color: #444; }
"""
PAGE = """\
{% extends "frame" %}
{% macro cell(text, column, scope="", span=1) -%}
{% set tag = "th" if scope else "td" %}
<{{ tag }}{% if scope %} scope="{{ scope }}"{% endif %}{% if span > 1 %} rowspan="{{ span }}"{% endif %}
{%- if column.is_number %} class="number"{% endif %}>{{ text }}</{{ tag }}>
{%- endmacro %}
{% block body %}
{% set named = 1 if table.has_blocks else 0 %}
<table id="{{ table.name }}">
<caption><strong>{{ table.title }}</strong><br>{{ table.caption }}</caption>
<thead>
<tr>{% for column in table.columns %}{{ cell(column.heading, column, "col") }}{% endfor %}</tr>
</thead>
{% for block in table.blocks() %}
<tbody>
{% for row in block %}
<tr>
{%- if named and loop.first %}{{ cell(row[0], table.columns[0], "rowgroup", block|length) }}{% endif %}
{%- for text in row[named:] %}
{{- cell(text, table.columns[named + loop.index0], "row" if loop.first else "") -}}
{% endfor -%}
</tr>
{% endfor %}
</tbody>
{% endfor %}
</table>
<p class="note">{{ table.note }}</p>
{% endblock %}
"""
PAGE_PARTS = re.compile(
    r"<table[^>]*>(?P<table>\s*<caption><strong>(?P<title>.*?)</strong><br>(?P<caption>.*?)</caption>.*)</table>\s*"
    r"<p class=\"note\">(?P<note>.*?)</p>",
    re.DOTALL,
)


@dataclass(frozen=True)
class Column:
    """Heading of a column, its share of the table's width, and whether it holds numbers (set right)."""

    heading: str
    share: float
    is_number: bool = False


@dataclass(frozen=True)
class PrintedTable:
    """A table exhibit: every cell is text already rounded and set in the table's language.

    name: file name and label; title and caption stand above, note below. With `has_blocks` the first
    column names blocks of consecutive rows and is printed once a block. for_paper: the shorter
    table that goes into a paper, where this one is too long for it.
    Raises StudyError where there are no rows, or that lists every row with a wrong number of cells.
    """

    name: str
    language: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    note: str
    has_blocks: bool = False
    for_paper: "PrintedTable | None" = None

    def __post_init__(self) -> None:
        problems = [] if self.rows else ["no rows were found; there is nothing to print"]
        problems += [
            f"row {number}: {len(row)} cells found, {len(self.columns)} columns have headings"
            for number, row in enumerate(self.rows, start=1)
            if len(row) != len(self.columns)
        ]
        raise_problems(problems, f"table {self.name}")

    def blocks(self) -> list[tuple[tuple[str, ...], ...]]:
        """Runs of rows with the same first cell; the whole table is one block where it has none."""
        if not self.has_blocks:
            return [self.rows]
        return [tuple(rows) for _, rows in groupby(self.rows, key=lambda row: row[0])]


def write_html(table: PrintedTable, path: str | Path) -> None:
    """Write a page that stands alone: one semantic table with caption, no outside address, all escaped."""
    content = filled_page(PAGE, language=table.language, title=table.title, style=PAGE_STYLE, table=table)
    write_whole(content.encode("utf-8"), path)


class PrintedPage(NamedTuple):
    """What a page of a printed table holds: its words as text, and the table as HTML, its caption within, no id."""

    title: str
    caption: str
    note: str
    table: str


def read_html(path: str | Path) -> PrintedPage:
    """The parts of a page as `write_html` writes it. Raises StudyError that names the file where it is no such page."""
    found = PAGE_PARTS.search(Path(path).read_text(encoding="utf-8"))
    if not found:
        raise StudyError(f"{path}: found no table with title, caption and note; write the page with write_html")
    words = {part: html.unescape(found[part]) for part in ("title", "caption", "note")}
    return PrintedPage(**words, table=f"<table>{found['table']}</table>")
