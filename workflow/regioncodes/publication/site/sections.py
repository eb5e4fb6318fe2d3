"""What stands on the page and where: a list of sections, each a list of blocks that the template knows how to show."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from regioncodes.claims.verdicts import VERDICTS
from regioncodes.exhibits.registry import SECTIONS
from regioncodes.publication.site.exhibit_files import ShownExhibit
from regioncodes.words.numbers import MINUS, number, p_value_text, significant

Words = dict[str, str]  # a text by language
Say = Callable[..., Words]  # key of the catalogue and its facts to a text in every language

# Documents that stand among the exhibits, before them.
DOCUMENTS = {"conclusions": "placebo"}
CHARTS = {"education": ("education",), "specifications": ("curve",), "codes": ("codes",), "data": ("series",)}


class PageBlock(NamedTuple):
    """One thing to show; `kind` names a macro of the template."""

    kind: str
    content: object


class Section(NamedTuple):
    """A section of the page: its key (anchor and heading) and its blocks."""

    key: str
    blocks: list[PageBlock]


class PageCell(NamedTuple):
    """A cell of a table of the page: its text in every language, or one text for all; the chain behind it."""

    words: Words | str
    chain: str = ""
    is_number: bool = False


class PageTable(NamedTuple):
    """A table of the page: caption, headings, rows of cells of which the first is the heading of its row."""

    caption: Words
    headings: list[Words | str]
    rows: list[list[PageCell]]
    is_long: bool = False


def sections(
    exhibits: Sequence[ShownExhibit], places: Sequence[tuple[str, str]], blocks: Mapping[str, Sequence[PageBlock]]
) -> list[Section]:
    """Every section with its own blocks, then its interactive charts, then its exhibits; empty ones are left out.

    places: exhibits with their sections, in the order of the list of exhibits. blocks: by section, what stands there
    beside exhibits and charts. Without a place, a document goes to `passports`, a figure or a table to `more`.
    """
    by_name = {exhibit.name: exhibit for exhibit in exhibits}
    placed = [*DOCUMENTS.items(), *places]
    unplaced = [exhibit for exhibit in exhibits if exhibit.name not in dict(placed)]
    placed += [(exhibit.name, "passports" if exhibit.kind == "document" else "more") for exhibit in unplaced]
    found = []
    for key in SECTIONS:
        shown = [PageBlock("exhibit", by_name[name]) for name, place in placed if place == key and name in by_name]
        charts = [PageBlock("chart", name) for name in CHARTS.get(key, ())]
        found.append(Section(key, [*blocks.get(key, []), *charts, *shown]))
    return [section for section in found if section.blocks]


def points_grid(points: pd.DataFrame, say: Say, languages: Sequence[str]) -> PageTable:
    """Points of Figure 2, years down, each number with its chain."""
    outcomes = list(points["outcome"].drop_duplicates())
    digits = {outcome: _digits(points.loc[points["outcome"].eq(outcome), "value"]) for outcome in outcomes}
    rows = []
    for year, own in points.groupby("year"):
        values = own.set_index("outcome")["value"]
        education = _number(own["education_percent"].iloc[0], languages, f"figure_2.education.{year}", digits=2)
        cells = [
            _number(values.get(outcome, float("nan")), languages, f"figure_2.{outcome}.{year}", digits[outcome])
            for outcome in outcomes
        ]
        rows.append([PageCell(str(year)), education, *cells])
    headings = [say("column.year"), say("chart.education.education"), *(say(f"outcome.{name}") for name in outcomes)]
    return PageTable(say("grid.points"), headings, rows)


def fits_grid(fits: pd.DataFrame, say: Say, languages: Sequence[str]) -> PageTable:
    """The four lines of Figure 2, each number with its chain; a refused fit says why."""
    rows = []
    for fit in fits.itertuples():
        chain = f"figure_2.{fit.outcome}.fit"
        numbers = [
            _number(getattr(fit, column), languages, chain, digits)
            for column, digits in (("slope", None), ("r_squared", 2), ("n", 0))
        ]
        p_value = {language: p_value_text(fit.p_value, language) for language in languages}
        numbers.insert(2, PageCell(p_value, chain, is_number=True))
        rows.append([PageCell(say(f"outcome.{fit.outcome}")), *numbers, PageCell(say(f"status_of_fit.{fit.status}"))])
    headings = [say(key) for key in ("column.indicator", "column.slope", "column.r_squared", "column.p_value")]
    return PageTable(say("grid.fits"), [*headings, "n", say("column.status")], rows)


def claim_blocks(claims: pd.DataFrame, say: Say, languages: Sequence[str]) -> list[PageBlock]:
    """The article's claims by verdict, counts first. claims: as claims.verdicts gives them."""
    counts = claims["verdict"].value_counts()
    found = [verdict for verdict in VERDICTS if verdict in counts]
    names = ("claim", "place", "passage", "statement", "printed", "computed", "reason")
    headings = [say(f"column.{name}") for name in names]
    blocks = [PageBlock("counts", [(say(f"verdict.{verdict}"), int(counts[verdict]), verdict) for verdict in found])]
    for verdict in found:
        rows = [_claim(row, languages) for _, row in claims[claims["verdict"].eq(verdict)].iterrows()]
        caption = _joined(say(f"verdict.{verdict}"), say(f"verdict.{verdict}.meaning"))
        blocks.append(PageBlock("grid", PageTable(caption, headings, rows, is_long=True)))
    return blocks


def frame_grid(frame: pd.DataFrame, caption: Words, headings: Sequence[Words | str]) -> PageTable:
    """A table of the data as it stands, one text for all languages."""
    rows = [
        [PageCell("" if pd.isna(value) else str(value)) for value in row] for row in frame.astype(object).to_numpy()
    ]
    return PageTable(caption, list(headings), rows, is_long=True)


def _claim(row: pd.Series, languages: Sequence[str]) -> list[PageCell]:
    """Cells of one claim; its computed number opens what the verdict was computed from."""
    statement, reason = (
        {language: _text(row[f"{name}_{language}"]) for language in languages} for name in ("statement", "reason")
    )
    return [
        PageCell(str(row["claim"])),
        PageCell(_text(row["section"])),
        PageCell(_text(row["passage"])),
        PageCell(statement),
        _figure(row["value"], languages),
        _figure(row["computed"], languages, f"claims.{row['claim']}"),
        PageCell(reason),
    ]


def _figure(value: float, languages: Sequence[str], chain: str = "") -> PageCell:
    """A number with the decimals that it has, four at most; years are not grouped."""
    if pd.notna(value) and float(value).is_integer() and abs(value) < 10_000:
        return PageCell(str(int(value)).replace("-", MINUS), chain, is_number=True)
    digits = 0 if pd.isna(value) else min(4, max(0, -Decimal(repr(float(value))).as_tuple().exponent))
    return PageCell({language: number(value, language, digits) for language in languages}, chain, is_number=True)


def _number(value: float, languages: Sequence[str], chain: str, digits: int | None = None) -> PageCell:
    words = {
        language: significant(value, language) if digits is None else number(value, language, digits)
        for language in languages
    }
    return PageCell(words, chain, is_number=True)


def _joined(first: Words, second: Words) -> Words:
    return {language: f"{first[language]}. {second[language]}" for language in first}


def _digits(values: pd.Series) -> int:
    """Decimals that a column of figures needs: none where all are whole or in the thousands."""
    return 0 if (values % 1).eq(0).all() or values.abs().min() >= 1000 else 2


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
