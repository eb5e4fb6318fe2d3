"""Four A4 pages for those who decide: the question and all findings, then each finding with its picture."""

import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from regioncodes.claims.finding import STRENGTHS, Asked, scale
from regioncodes.education.outcomes import NOMINAL
from regioncodes.exhibits.printing import colours, style
from regioncodes.ground.errors import raise_problems
from regioncodes.ground.tables import rows_where
from regioncodes.publication.passports.wrapped_text import wrapped
from regioncodes.publication.summary.pictures import PICTURES
from regioncodes.words.captions import status_text
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

WIDTH_CM, HEIGHT_CM, MARGIN_CM = 21.0, 29.7, 1.8
ROOM_CM, FOOT_CM = WIDTH_CM - 2 * MARGIN_CM, 1.3
PICTURE_CM = (7.2, 6.2)  # the place of a picture with its labels, width and height
LABEL_CM = 1.2  # below it
GAP_CM = 0.5
TEXT_CM = ROOM_CM - PICTURE_CM[0] - GAP_CM
STRENGTH_CM = 4.4
# Text sizes tried in turn until everything stands on its page.
TEXT_POINTS = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
# How many findings the second page and the third hold; the fourth has the others.
ON_PAGES = (2, 3)
# Squares filled of three, by strength.
FILLED = dict(zip(STRENGTHS, (3, 2, 1, 0, 0), strict=True))


# A number stays on one line with the word before it, and with the number that it is a part of.
NUMBER = re.compile(r"(?<=\w) (?=\d)|(?<=\d) (?=(?:of|из)\b)")


class Sheet:
    """Writes down one page, or only measures it where there is no drawing; centimetres from its upper left corner."""

    def __init__(self, drawing: Figure | None, points: float) -> None:
        self.drawing, self.points, self.top = drawing, points, MARGIN_CM

    def line(self, text: str, left: float = 0.0, **font: object) -> None:
        """One line at the present height, which stays."""
        if self.drawing is not None:
            place = ((MARGIN_CM + left) / WIDTH_CM, 1 - self.top / HEIGHT_CM)
            self.drawing.text(*place, text, **({"fontsize": self.points, "va": "top"} | font))

    def paragraph(self, text: str, left: float = 0.0, room: float = ROOM_CM, **font: object) -> None:
        """A wrapped text."""
        points = float(font.get("fontsize", self.points))
        # Bold letters are wider than those that the lines are broken by; widths of large letters are rounded less.
        wide = 0.87 if font.get("weight") == "bold" else 0.99
        for line in wrapped(NUMBER.sub("\u00a0", text), 10 * wide * (room - left), 10 * points):
            self.line(line, left, **font)
            self.top += 1.32 * points / 72 * style.CENTIMETRES_PER_INCH

    def heading(self, text: str) -> None:
        """Heading of a part of a page."""
        self.top += 0.35
        self.paragraph(text, fontsize=self.points + 2.5, weight="bold", color=colours.INK)
        self.top += 0.15

    def rule(self) -> None:
        """A thin line across the page."""
        if self.drawing is not None:
            height = 1 - self.top / HEIGHT_CM
            ends = [MARGIN_CM / WIDTH_CM, 1 - MARGIN_CM / WIDTH_CM]
            self.drawing.add_artist(Line2D(ends, [height, height], color=colours.PALE, linewidth=0.8))

    def strength(self, row: Mapping[str, str], left: float, room: float) -> None:
        """The squares of a strength and its words."""
        filled, side, start = FILLED[row["key"]], 0.24, self.top
        for place in range(3):
            if self.drawing is not None:
                corner = ((MARGIN_CM + left + place * 0.32) / WIDTH_CM, 1 - (start + 0.06 + side) / HEIGHT_CM)
                colour = colours.INK if place < filled else colours.PALE
                sizes = side / WIDTH_CM, side / HEIGHT_CM
                self.drawing.add_artist(Rectangle(corner, *sizes, color=colour, linewidth=0))
        self.paragraph(row["strength"], left + 1.1, left + room, color=colours.INK if filled else colours.GREY)


def pages(findings: Sequence[Mapping[str, str]], tables: Mapping[str, pd.DataFrame], asked: Asked) -> list[Figure]:
    """The four pages as figures, to be drawn in `house_style`.

    findings: of findings.in_language, with the key of its strength as `key`. tables: as the pictures need them, fits
    (education.correlations) and sources. The letters become smaller until everything stands on its page; raises
    StudyError where even the smallest leave no room.
    """
    drawn = [lambda sheet: _first(sheet, findings, asked)]
    start = 0
    for place, count in enumerate((*ON_PAGES, len(findings))):
        own = list(enumerate(findings, start=1))[start : start + count]
        is_last = place == len(ON_PAGES)
        drawn.append(lambda sheet, own=own, is_last=is_last: _told(sheet, own, tables, asked, is_last=is_last))
        start += count
    for points in TEXT_POINTS:
        if all(_height(draw, points) <= HEIGHT_CM - FOOT_CM for draw in drawn):
            return [_page(draw, points, place, asked.texts) for place, draw in enumerate(drawn, start=1)]
    raise_problems(["its text is longer than four pages; shorten its sentences in data/reference/texts.csv"], "summary")


def status_sentences(tables: Mapping[str, pd.DataFrame], texts: Texts) -> list[str]:
    """What the data are that the findings rest on."""
    sources, fits = tables["sources"], rows_where(tables["fits"], prices=NOMINAL)
    files = {"files": number(len(sources), texts.language), "editions": int(sources["edition"].nunique())}
    years = {"first": int(fits["first_year"].min()), "last": int(fits["last_year"].max()), "n": int(fits["n"].max())}
    answers = " / ".join(status_text(own, texts) for own in sorted(set(tables["table_1"]["input_status"])))
    return [
        texts("summary.status.figures", **files),
        texts("summary.status.education", **years),
        texts("summary.status.answers", status=answers),
        texts["summary.status.indicators"],
        texts["summary.status.recomputed"],
    ]


def _first(sheet: Sheet, findings: Sequence[Mapping[str, str]], asked: Asked) -> None:
    """The first page: the question, all findings in one line each, and how strong they are."""
    texts = asked.texts
    sheet.paragraph(texts["summary.title"], fontsize=18, weight="bold")
    sheet.paragraph(texts("summary.subtitle", district=asked.names[asked.district]), fontsize=10, color=colours.GREY)
    sheet.heading(texts["summary.heading.question"])
    for key in ("article", "question"):
        sheet.paragraph(texts[f"summary.{key}"])
        sheet.top += 0.2
    sheet.heading(texts["summary.heading.findings"])
    for place, row in enumerate(findings, start=1):
        sheet.rule()
        sheet.top += 0.22
        start = sheet.top
        sheet.line(f"{place}", weight="bold", color=colours.INK, fontsize=sheet.points + 2)
        sheet.paragraph(row["headline"], 0.8, ROOM_CM - STRENGTH_CM - 0.4, fontsize=sheet.points + 1)
        end, sheet.top = sheet.top, start
        sheet.strength(row, ROOM_CM - STRENGTH_CM, STRENGTH_CM)
        sheet.top = max(end, sheet.top) + 0.22
    sheet.rule()
    sheet.heading(texts["summary.heading.strength"])
    sheet.paragraph(scale(texts))
    sheet.heading(texts["summary.heading.further"])
    sheet.paragraph(texts["summary.further"])


def _told(
    sheet: Sheet,
    findings: Sequence[tuple[int, Mapping[str, str]]],
    tables: Mapping[str, pd.DataFrame],
    asked: Asked,
    *,
    is_last: bool,
) -> None:
    """A page of findings, each with its basis, picture and what to do; the last also says what the data are."""
    for place, row in findings:
        _finding(sheet, place, row, tables, asked)
    if is_last:
        sheet.heading(asked.texts["summary.heading.status"])
        for sentence in status_sentences(tables, asked.texts):
            sheet.line("•")
            sheet.paragraph(sentence, 0.4)
            sheet.top += 0.06


def _finding(
    sheet: Sheet, place: int, row: Mapping[str, str], tables: Mapping[str, pd.DataFrame], asked: Asked
) -> None:
    """One finding: its text on the left, its picture on the right."""
    texts = asked.texts
    sheet.paragraph(f"{place}. {row['headline']}", fontsize=sheet.points + 2, weight="bold", color=colours.INK)
    sheet.top += 0.1
    start = sheet.top
    sheet.strength(row, 0.0, TEXT_CM)
    sheet.top += 0.1
    sheet.paragraph(row["basis"], room=TEXT_CM)
    sheet.top += 0.15
    sheet.paragraph(texts["conclusions.part.settle"], room=TEXT_CM, color=colours.GREY)
    sheet.paragraph(row["settle"], room=TEXT_CM)
    sheet.top += 0.15
    for mark, colour, text in (("✓", colours.ABOVE, row["do"]), ("✗", colours.BELOW, row["avoid"])):
        sheet.line(mark, color=colour, weight="bold")
        sheet.paragraph(text, 0.45, TEXT_CM)
    if sheet.drawing is not None and row["key"] != "not_testable":
        axes = sheet.drawing.add_axes(_box(start, 0.0))
        PICTURES[row["finding"]](axes, tables, asked)
        # The names of the rows stand left of them, within the picture's place.
        wide = axes.get_tightbbox(sheet.drawing.canvas.get_renderer()).x0
        names_cm = MARGIN_CM + TEXT_CM + GAP_CM - wide / sheet.drawing.dpi * style.CENTIMETRES_PER_INCH
        axes.set_position(_box(start, max(0.0, names_cm)))
    sheet.top = max(sheet.top, start + PICTURE_CM[1]) + 0.3
    sheet.rule()
    sheet.top += 0.35


def _box(top_cm: float, names_cm: float) -> tuple[float, float, float, float]:
    """The place of a picture on the page, left of which its names have their room."""
    width, height = PICTURE_CM[0] - names_cm, PICTURE_CM[1] - LABEL_CM
    left, lower = MARGIN_CM + ROOM_CM - width, HEIGHT_CM - top_cm - height
    return left / WIDTH_CM, lower / HEIGHT_CM, width / WIDTH_CM, height / HEIGHT_CM


def _height(draw: Callable[[Sheet], None], points: float) -> float:
    sheet = Sheet(None, points)
    draw(sheet)
    return sheet.top


def _page(draw: Callable[[Sheet], None], points: float, place: int, texts: Texts) -> Figure:
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    sheet = Sheet(drawing, points)
    draw(sheet)
    sheet.top = HEIGHT_CM - 1.0
    sheet.line(texts("summary.foot", page=place, pages=2 + len(ON_PAGES)), fontsize=7, color=colours.GREY)
    return drawing
