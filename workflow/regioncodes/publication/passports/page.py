"""The passport as one A4 page."""

from matplotlib.figure import Figure

from regioncodes.exhibits.printing import colours, style
from regioncodes.ground.errors import raise_problems
from regioncodes.publication.passports import words
from regioncodes.publication.passports.charts import bars_height, draw_bars, draw_curves
from regioncodes.publication.passports.facts import READINGS, Names, RegionFacts
from regioncodes.publication.passports.wrapped_text import width_cm, wrapped
from regioncodes.words.captions import status_text
from regioncodes.words.texts import Texts

WIDTH_CM, HEIGHT_CM = 21.0, 29.7
MARGIN_CM = 1.5
ROOM_CM = WIDTH_CM - 2 * MARGIN_CM
FOOT_CM = 0.2
TITLE_POINTS = 15.0
# Text sizes tried in turn until the charts have the height they need.
TEXT_POINTS = (8.0, 7.5, 7.0, 6.5, 6.0)
# Indicators of a code that the sheet names with their shares in its changes; all have bars.
LARGEST = 2
CURVES_CM = (5.7, 10.5)  # least and most
TABLE_SHARES = (0.23, 0.25, 0.13, 0.13, 0.14, 0.12)
SECTION_CM = 0.75


class Pen:
    """Writes down the page: each block begins where the one before it ended, in centimetres from the top."""

    def __init__(self, drawing: Figure, points: float) -> None:
        self.drawing, self.points, self.top = drawing, points, MARGIN_CM - 0.3

    def line(self, text: str, left: float = 0.0, down: float = 0.0, **font: object) -> None:
        """One line at the present height, which stays."""
        place = ((MARGIN_CM + left) / WIDTH_CM, 1 - (self.top + down) / HEIGHT_CM)
        self.drawing.text(*place, text, **({"fontsize": self.points, "va": "top"} | font))

    def heading(self, text: str) -> None:
        """Heading of a section."""
        self.top += 0.25
        self.line(text, fontsize=9, weight="bold")
        self.top += SECTION_CM - 0.25

    def paragraph(self, text: str, indent: float = 0.0, **font: object) -> None:
        """A wrapped text."""
        for line in wrapped(text, ROOM_CM - indent, self.points):
            self.line(line, indent, **font)
            self.top += line_cm(self.points)

    def bullets(self, sentences: list[str]) -> None:
        """Sentences, each after a dot."""
        for sentence in sentences:
            self.line("•")
            self.paragraph(sentence, 0.35)
            self.top += 0.06

    def table(self, heads: list[str], rows: list[tuple[str, ...]]) -> None:
        """Columns of fixed shares, a rule under the heads."""
        lefts = [ROOM_CM * sum(TABLE_SHARES[:place]) for place in range(len(heads))]
        for row, font in [(heads, {"color": colours.GREY}), *((row, {}) for row in rows)]:
            for left, cell in zip(lefts, row, strict=True):
                self.line(cell, left, **font)
            self.top += line_cm(self.points) + 0.06


def line_cm(points: float) -> float:
    """Distance between lines of text."""
    return 1.32 * points / 72 * style.CENTIMETRES_PER_INCH


@style.house_style()
def page(region_facts: RegionFacts, names: Names, texts: Texts, *, base: str, edge_years: int, mapping: str) -> Figure:
    """A4 page: title, the page in short, curves, table of readings, drivers with bars, figures and sources.

    The letters become smaller until everything stands on the page. Raises StudyError where even the smallest
    leave no room: there are too many indicators without figures to name them all.
    """
    told = {
        "short": words.short(region_facts, names, texts, base),
        "drivers": [
            *words.driver_sentences(region_facts, names, texts),
            words.composition_sentence(region_facts, names, texts, LARGEST),
        ],
        "figures": words.figure_sentences(region_facts, names, texts),
        "note": [note(texts, base=base, edge_years=edge_years, mapping=mapping)],
    }
    bars_cm = bars_height(region_facts, names, ROOM_CM)
    for points in TEXT_POINTS:
        free = HEIGHT_CM - FOOT_CM - MARGIN_CM - _text_cm(told, points) - bars_cm
        if free >= CURVES_CM[0]:
            return _drawn(region_facts, names, texts, told, points, min(free, CURVES_CM[1]))
    raise_problems(
        ["its text is longer than a page; name fewer indicators in the mapping"], f"passport {region_facts.region}"
    )


def note(texts: Texts, *, base: str, edge_years: int, mapping: str) -> str:
    """How to read the page."""
    return texts("passport.note", base=base, edge=edge_years, mapping=mapping, status=status_text("published", texts))


def _text_cm(told: dict[str, list[str]], points: float) -> float:
    """Height of all text: title, five headings, table, sentences."""
    sentences = sum(
        len(wrapped(sentence, ROOM_CM - 0.35, points)) * line_cm(points) + 0.06
        for part in told.values()
        for sentence in part
    )
    return 1.6 + 5 * SECTION_CM + 4 * (line_cm(points) + 0.06) + sentences + 0.6


def _drawn(
    region_facts: RegionFacts, names: Names, texts: Texts, told: dict, points: float, curves_cm: float
) -> Figure:
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    pen = Pen(drawing, points)
    title = texts("passport.title", region=names.regions[region_facts.region])
    shrunk = min(1.0, ROOM_CM / width_cm(title, TITLE_POINTS, "bold"))
    pen.line(title, fontsize=TITLE_POINTS * shrunk, weight="bold")
    period = f"{region_facts.nid['year'].min()}–{region_facts.last_year}"
    pen.line(texts("passport.subtitle", period=period), down=0.75, fontsize=8.5, color=colours.GREY)
    pen.top += 1.3
    pen.heading(texts["passport.heading.short"])
    pen.bullets(told["short"])
    pen.heading(texts["passport.heading.curves"])
    draw_curves(drawing, region_facts, texts, MARGIN_CM + 0.35, pen.top, ROOM_CM - 0.35, curves_cm)
    pen.top += curves_cm
    pen.heading(texts("passport.heading.readings", year=region_facts.year))
    pen.table(reading_heads(texts), words.reading_rows(region_facts, READINGS, texts))
    periods = region_facts.contributions.iloc[0]
    pen.heading(texts("passport.heading.drivers", later=periods["later"], earlier=periods["earlier"]))
    pen.bullets(told["drivers"])
    draw_bars(drawing, region_facts, names, texts, MARGIN_CM, pen.top, ROOM_CM)
    pen.top += bars_height(region_facts, names, ROOM_CM)
    pen.heading(texts["passport.heading.figures"])
    pen.bullets(told["figures"])
    for sentence in told["note"]:
        pen.paragraph(sentence, color=colours.GREY)
    return drawing


def reading_heads(texts: Texts) -> list[str]:
    """Heads of the table of readings."""
    return [texts[f"passport.column.{key}"] for key in ("reading", "nid", "place", "first", "district", "zero")]
