"""What stands on a page and where: a list of sections, each a list of blocks that the template knows how to show."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from regioncodes.claims.verdicts import VERDICTS
from regioncodes.exhibits.registry import SECTIONS
from regioncodes.publication.site.exhibit_files import ShownExhibit
from regioncodes.words.numbers import MINUS, number, p_value_text, significant
from regioncodes.words.texts import Texts

# Documents that stand among the exhibits, before them.
DOCUMENTS = {"conclusions": "findings", "summary": "findings", "tables": "provenance"}
CHARTS = {"education": ("education",), "specifications": ("curve",), "codes": ("codes",), "data": ("series",)}

# What a reader can use: a script of its own fills its place.
TOOLS = {"codes": ("map",), "trial": ("trial",)}


class Say:
    """Texts of a page in one language: its own (`site.KEY`) before those of the exhibits."""

    def __init__(self, texts: Texts) -> None:
        """texts: both catalogues in one."""
        self.texts = texts
        self.language = texts.language

    def __call__(self, key: str, **facts: str | int) -> str:
        """Text of a key, its places filled. Raises StudyError as Texts does."""
        return self.texts(f"site.{key}" if f"site.{key}" in self.texts else key, **facts)


class PageBlock(NamedTuple):
    """One thing to show; `kind` names a macro of the template."""

    kind: str
    content: object


class Section(NamedTuple):
    """A section of a page: its key (anchor and heading) and its blocks."""

    key: str
    blocks: list[PageBlock]


class PageCell(NamedTuple):
    """A cell of a table of a page: its text, and the chain behind it."""

    words: str
    chain: str = ""
    is_number: bool = False


class PageRow(NamedTuple):
    """A row of a table of a page: its cells, the first of which is its heading, its anchor, its kind for filters."""

    cells: list[PageCell]
    id: str = ""
    kind: str = ""


class PageTable(NamedTuple):
    """A table of a page: caption, headings and rows."""

    caption: str
    headings: list[str]
    rows: list[PageRow]
    is_long: bool = False


class Filter(NamedTuple):
    """One kind of the rows of a table: its word, what it means, and how many rows are of it."""

    kind: str
    word: str
    meaning: str
    count: int


class FilteredTable(NamedTuple):
    """A table of which a reader picks kinds of rows."""

    filters: list[Filter]
    table: PageTable


def sections(
    exhibits: Sequence[ShownExhibit], places: Sequence[tuple[str, str]], blocks: Mapping[str, Sequence[PageBlock]]
) -> list[Section]:
    """Every section with its own blocks, its tools, its charts, then its exhibits; empty ones are left out.

    Documents without a text of their own, such as passports, are one block, a list of their files.

    places: exhibits with their sections, in the order of the list of exhibits. blocks: by section, what stands there
    beside exhibits and charts. Without a place, a document goes to `passports`, a figure or a table to `more`.
    """
    by_name = {exhibit.name: exhibit for exhibit in exhibits}
    placed = [*DOCUMENTS.items(), *places]
    unplaced = [exhibit for exhibit in exhibits if exhibit.name not in dict(placed)]
    placed += [(exhibit.name, "passports" if exhibit.kind == "document" else "more") for exhibit in unplaced]
    found = []
    for key in SECTIONS:
        own = [by_name[name] for name, place in placed if place == key and name in by_name]
        listed = [exhibit for exhibit in own if exhibit.kind == "document" and not exhibit.prose]
        shown = [PageBlock("exhibit", exhibit) for exhibit in own if exhibit not in listed]
        charts = [PageBlock("chart", name) for name in CHARTS.get(key, ())]
        tools = [PageBlock("tool", name) for name in TOOLS.get(key, ())]
        documents = [PageBlock("documents", listed)] if listed else []
        found.append(Section(key, [*blocks.get(key, []), *tools, *charts, *documents, *shown]))
    return [section for section in found if section.blocks]


def points_grid(points: pd.DataFrame, say: Say) -> PageTable:
    """Points of Figure 2, years down, each number with its chain."""
    outcomes = list(points["outcome"].drop_duplicates())
    digits = {outcome: _digits(points.loc[points["outcome"].eq(outcome), "value"]) for outcome in outcomes}
    rows = []
    for year, own in points.groupby("year"):
        values = own.set_index("outcome")["value"]
        education = _number(own["education_percent"].iloc[0], say, f"figure_2.education.{year}", digits=2)
        cells = [
            _number(values.get(outcome, float("nan")), say, f"figure_2.{outcome}.{year}", digits[outcome])
            for outcome in outcomes
        ]
        rows.append(PageRow([PageCell(str(year)), education, *cells]))
    headings = [say("column.year"), say("chart.education.education"), *(say(f"outcome.{name}") for name in outcomes)]
    return PageTable(say("grid.points"), headings, rows)


def fits_grid(fits: pd.DataFrame, say: Say) -> PageTable:
    """The four lines of Figure 2, each number with its chain; a refused fit says why."""
    rows = []
    for fit in fits.itertuples():
        chain = f"figure_2.{fit.outcome}.fit"
        numbers = [
            _number(getattr(fit, column), say, chain, digits)
            for column, digits in (("slope", None), ("r_squared", 2), ("n", 0))
        ]
        numbers.insert(2, PageCell(p_value_text(fit.p_value, say.language), chain, is_number=True))
        rows.append(
            PageRow([PageCell(say(f"outcome.{fit.outcome}")), *numbers, PageCell(say(f"status_of_fit.{fit.status}"))])
        )
    headings = [say(f"column.{name}") for name in ("indicator", "slope", "r_squared", "p_value")]
    return PageTable(say("grid.fits"), [*headings, "n", say("column.status")], rows)


def claims_table(claims: pd.DataFrame, say: Say) -> FilteredTable:
    """The article's claims in its own order, to be picked by verdict. claims: as claims.verdicts gives them."""
    counts = claims["verdict"].value_counts()
    filters = [
        Filter(
            verdict, say(f"claims.verdict.{verdict}"), say(f"claims.verdict.{verdict}.meaning"), int(counts[verdict])
        )
        for verdict in VERDICTS
        if verdict in counts
    ]
    names = ("claim", "verdict", "passage", "statement", "printed", "computed", "reason")
    rows = [PageRow(_claim(row, say), id=f"claim-{row['claim']}", kind=row["verdict"]) for _, row in claims.iterrows()]
    return FilteredTable(filters, PageTable(say("grid.claims"), [say(f"column.{name}") for name in names], rows))


def frame_grid(frame: pd.DataFrame, caption: str, headings: Sequence[str]) -> PageTable:
    """A table of the data as it stands."""
    cells = frame.astype(object).to_numpy()
    rows = [PageRow([PageCell("" if pd.isna(value) else str(value)) for value in row]) for row in cells]
    return PageTable(caption, list(headings), rows, is_long=True)


def _claim(row: pd.Series, say: Say) -> list[PageCell]:
    """Cells of one claim; its computed number opens what the verdict was computed from."""
    statement, reason = (_text(row[f"{name}_{say.language}"]) for name in ("statement", "reason"))
    return [
        PageCell(str(row["claim"])),
        PageCell(say(f"claims.verdict.{row['verdict']}")),
        PageCell(f"{_text(row['section'])}. {_text(row['passage'])}"),
        PageCell(statement),
        _figure(row["value"], say),
        _figure(row["computed"], say, f"claims.{row['claim']}"),
        PageCell(reason),
    ]


def _figure(value: float, say: Say, chain: str = "") -> PageCell:
    """A number with the decimals that it has, four at most; years are not grouped."""
    if pd.notna(value) and float(value).is_integer() and abs(value) < 10_000:
        return PageCell(str(int(value)).replace("-", MINUS), chain, is_number=True)
    digits = 0 if pd.isna(value) else min(4, max(0, -Decimal(repr(float(value))).as_tuple().exponent))
    return PageCell(number(value, say.language, digits), chain, is_number=True)


def _number(value: float, say: Say, chain: str, digits: int | None = None) -> PageCell:
    words = significant(value, say.language) if digits is None else number(value, say.language, digits)
    return PageCell(words, chain, is_number=True)


def _digits(values: pd.Series) -> int:
    """Decimals that a column of figures needs: none where all are whole or in the thousands."""
    return 0 if (values % 1).eq(0).all() or values.abs().min() >= 1000 else 2


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
