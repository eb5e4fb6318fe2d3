"""One line of each table of facts: its columns, and what a cell of each may hold.

What a column means stands in `data/reference/columns.csv`; the data dictionary prints both.
"""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator

from regioncodes.ground.config_values import PART_OF_A_FILE_NAME, known
from regioncodes.ground.publication_dates import ALLOWED, date_problem
from regioncodes.ground.tables import HINTS_OF_TABLES


def _shaped(pattern: str | re.Pattern, allowed: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Validator: the text has a shape; `allowed` says which, to who reads the error or the data dictionary."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"is not allowed; allowed: {allowed}")
        return text

    return BeforeValidator(check), WithJsonSchema({"type": "string", "format": allowed})


def _published(text: str) -> str:
    if date_problem(text):
        raise ValueError(f"is no date; allowed: {ALLOWED}")
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is not allowed; allowed: {PATTERN} ({error})") from None
    return text


PATTERN = "words as a regular expression of Python"
NUMBER = r"-?\d+(\.\d+)?([eE][+-]?\d+)?"

Text = Annotated[str, *_shaped(r"(?s).*\S.*", "a text")]
Year = Annotated[int, *_shaped(r"(19|20|21)\d\d(\.0)?", "a year such as 2005")]
Whole = Annotated[int, *_shaped(r"-?\d{1,9}", "a whole number")]
Number = Annotated[float, *_shaped(NUMBER, "a number, with a decimal point if any")]
Positive = Annotated[float, *_shaped(r"(?!0+(\.0+)?$)\d+(\.\d+)?", "a number above 0, with a decimal point if any")]
NotNegative = Annotated[float, *_shaped(r"\d+(\.\d+)?", "0 or more, with a decimal point if any")]
Years = Annotated[str, *_shaped(r"\d{4}(;\d{4})*", "years joined by a semicolon, such as 2014;2023")]
Day = Annotated[str, AfterValidator(_published), WithJsonSchema({"type": "string", "format": ALLOWED})]
Checksum = Annotated[str, *_shaped(r"[0-9a-f]{64}", "a sha256: 64 of the letters 0–9 and a–f")]
FileName = Annotated[
    str, *_shaped(PART_OF_A_FILE_NAME, "letters, digits, hyphens and dots: it becomes part of file names")
]
Cell = Annotated[str, *_shaped(r"[A-Z]{1,3}[1-9]\d*|row \d+", "a cell such as K23, or row 7 of a tidy file")]
Factors = Annotated[
    str,
    *_shaped(
        rf"[^=;]+=\s*{NUMBER}\s*(;[^=;]+=\s*{NUMBER}\s*)*", "name of a row = factor, several joined by a semicolon"
    ),
]
HeaderRows = Annotated[str, *_shaped(r"[1-9]\d*(-[1-9]\d*)?", "a row or two of them, such as 4 or 4-7")]
ColumnLetters = Annotated[str, *_shaped(r"[A-Za-z]{1,3}", "the letters of a column, such as B")]
Recode = Annotated[str, *_shaped(rf"{NUMBER}( {NUMBER})*", "numbers joined by blanks")]
Abbreviation = Annotated[str, *_shaped(r"[^\W\d_]{2,3}", "two or three letters: more do not fit into a square")]
Indicator = Annotated[
    str,
    known("indicator", "data/reference/indicators.csv"),
    WithJsonSchema({"type": "string", "format": "an id of indicators.csv"}),
]
Region = Annotated[
    str,
    known("region", "data/reference/regions.csv"),
    WithJsonSchema({"type": "string", "format": "a code of regions.csv"}),
]


class Line(BaseModel):
    """One line of a table. distinct: columns that tell lines apart. spare: columns that a table may leave out."""

    model_config = ConfigDict(extra="forbid")
    distinct: ClassVar[tuple[str, ...]] = ()
    spare: ClassVar[tuple[str, ...]] = ()


class Spanned(Line):
    """A line with a first and a last year."""

    first_year: Year
    last_year: Year

    @model_validator(mode="after")
    def _in_order(self):
        if self.first_year > self.last_year:
            found = f"first_year {self.first_year} is after last_year {self.last_year}"
            raise ValueError(f"{found}; first ≤ last is allowed")
        return self


class AcceptedFinding(Line):
    """A finding of the checks that is no error."""

    distinct = ("file", "sheet", "place", "finding")
    file: Text
    sheet: str = ""
    place: str = ""
    finding: Text
    reason: Text


class Break(Line):
    """A year from which the figures mean something else; without indicator or region it holds for all of them."""

    distinct = ("indicator", "region", "year", "kind")
    indicator: Indicator = ""
    region: Region = ""
    year: Year
    kind: Literal["break_in_method", "break_in_coverage"]
    reason: Text


class Column(Line):
    """What a column means; without a column, what a table holds."""

    distinct = ("column", "table")
    column: str = ""
    table: str = ""
    unit: str = ""
    meaning: Text


class Correction(Line):
    """A printed error and what is used instead."""

    distinct = ("file", "sheet", "cell")
    file: Text
    sheet: str = ""
    cell: Cell
    found: Text
    corrected: Text
    reason: Text
    source: Text


class DistrictChange(Line):
    """A region that moved from one district to another."""

    distinct = ("region", "last_year")
    region: Region
    district: Region
    last_year: Year
    reason: Text


class Gap(Spanned):
    """Where figures that the study lacks stand in print."""

    indicator: Indicator
    publication_en: Text
    publication_ru: Text
    table: str = ""


# What an operation of identities.csv needs beside `left`.
OPERANDS = {
    "ratio": ("right", "result"),
    "mean_of_year_ends": ("result",),
    "not_above": ("right",),
    "growth": ("right",),
}


class Identity(Line):
    """What has to hold between indicators."""

    left: Indicator
    operation: Literal["ratio", "mean_of_year_ends", "not_above", "growth"]
    right: Indicator = ""
    result: Indicator = ""
    scale: Positive
    tolerance_percent: NotNegative
    reason: Text

    @model_validator(mode="after")
    def _has_its_operands(self):
        missing = [name for name in OPERANDS[self.operation] if not getattr(self, name)]
        if missing:
            raise ValueError(f"operation {self.operation!r} needs an indicator in {', '.join(missing)}")
        return self


class IndicatorLine(Line):
    """One statistical series."""

    distinct = ("indicator",)
    spare = ("short_en", "short_ru", "per_en", "per_ru")
    indicator: FileName
    kind: Literal["total", "ratio", "index"]
    weight: Indicator = ""
    volume_index: Indicator = ""
    unit: Text
    unit_ru: Text
    title_en: Text
    title_ru: Text
    short_en: str = ""
    short_ru: str = ""
    per_en: str = ""
    per_ru: str = ""


class MarkWording(Line):
    """Words under a table that say what its marks mean."""

    distinct = ("wording",)
    wording: Annotated[str, AfterValidator(_pattern), WithJsonSchema({"type": "string", "format": PATTERN})]
    status: Literal["suppressed", "not_available"]
    example: Text
    source: Text


class Measurement(Line):
    """A time or a size that was measured."""

    distinct = ("measure",)
    measure: Text
    value: NotNegative
    unit: Text
    machine: Text


class Translated(Line):
    """A text in every language, those of the project and others that the user adds."""

    model_config = ConfigDict(extra="allow")
    distinct = ("key",)
    key: Text
    en: Text
    ru: Text


class Bounds(Line):
    """Bounds outside of which a figure is an error."""

    distinct = ("indicator",)
    indicator: Indicator
    lowest: Number
    highest: Number | None = None
    reason: Text


class PublicationLag(Line):
    """After how many years the figures of a year are out; without an indicator, of all that have no line."""

    distinct = ("indicator",)
    indicator: Indicator = ""
    lag_years: Annotated[int, *_shaped(r"\d", "whole years, 0 to 9")]
    reason: Text
    source: Text


class Alias(Line):
    """A name of a region other than the official ones."""

    distinct = ("alias",)
    alias: Text
    region: Region
    reason: Text


class RegionLine(Line):
    """The country, a district, a region, a part of one; a region of before, or of another country."""

    distinct = ("region",)
    region: FileName
    level: Literal["country", "district", "region", "part", "total", "former", "abroad"]
    part_of: Region = ""
    district: Region = ""
    since: Year | None = None
    name_ru: Text
    name_en: Text
    short_ru: Text
    short_en: Text
    country: Annotated[str, *_shaped(r"[A-Z]{2}", "two letters by ISO 3166-1, such as RU")]
    until: Year | None = None
    successor: str = ""
    breaks: Years = ""
    okato: Annotated[str, *_shaped(r"\d{11}", "eleven digits")] = ""
    oktmo: Annotated[str, *_shaped(r"\d{8}", "eight digits")] = ""


class Tile(Line):
    """The square of a region on the tile map, and the letters on it; their layout is checked as a whole."""

    distinct = ("region",)
    region: Region
    row: Annotated[int, *_shaped(r"[1-9]\d?", "a row, 1 at the top")]
    column: Annotated[int, *_shaped(r"[1-9]\d?", "a column, 1 at the left")]
    abbreviation_en: Abbreviation
    abbreviation_ru: Abbreviation


class Source(Line):
    """A raw file and where it is from."""

    distinct = ("file",)
    file: Text
    edition: FileName = ""
    publisher: Text
    title_en: str = ""
    title_ru: str = ""
    published: Day = ""
    licence: Text
    sha256: Checksum
    publisher_ru: str = ""
    licence_ru: str = ""

    @model_validator(mode="after")
    def _an_edition_has_a_day(self):
        # It decides which edition is the newer one.
        if self.edition and not self.published:
            raise ValueError(f"column published: '' is no date; allowed: {ALLOWED}")
        return self


class SurveyMark(Line):
    """A text in a survey's cell that is no answer."""

    distinct = ("mark",)
    mark: Text
    kind: Literal["not_shown", "not_answered", "refused", "dont_know"]
    language: Annotated[str, *_shaped("[a-z]{2}", "two letters by ISO 639-1, such as ru")]
    met_in: Text


class SurveyRule(Line):
    """Which rows of a dump count for nothing; rules and values are checked with their survey."""

    survey: Text
    order: Whole
    rule: Text
    column: str = ""
    value: str = ""
    reason: Text


class TableLine(Spanned):
    """Which sheet of which file holds which indicator."""

    distinct = ("file", "sheet", "indicator", "labels", "title_printed", "first_year")
    spare = HINTS_OF_TABLES[1:]
    file: Text
    sheet: str = ""
    form: Literal["", "tidy"] = ""
    indicator: Indicator = ""
    bare_oblast_name: Literal["with_okrugs", "without_okrugs"]
    row_factors: Factors = ""
    labels: str = ""
    title_printed: str = ""
    unit_printed: str = ""
    header_rows: HeaderRows = ""
    region_column: str = ""
    repeated_year_column: ColumnLetters = ""

    @model_validator(mode="after")
    def _says_what_its_form_needs(self):
        if self.form == "tidy":
            return self
        if not self.indicator:
            raise ValueError(
                "column indicator: empty; a printed table holds one indicator, and a list (form tidy) names its own"
            )
        if self.region_column and not re.fullmatch(r"[A-Za-z]{1,3}", self.region_column):
            raise ValueError(f"column region_column: {self.region_column!r} is not allowed; allowed: letters such as B")
        first, _, last = self.header_rows.partition("-")
        if last and int(first) > int(last):
            raise ValueError(f"column header_rows: {self.header_rows!r} is not allowed; allowed: first row ≤ last row")
        return self


class SurveySize(Spanned):
    """How many persons Rosstat's labour force survey asks."""

    distinct = ("first_year",)
    rounds: Positive
    respondents_thousand: Positive
    source: Text
    doubt: Text


class UnitSpelling(Line):
    """How a unit is spelt; without a quantity, words beside it that only say when or at which prices."""

    distinct = ("spelling", "quantity")
    spelling: Text
    quantity: str = ""
    size: Positive | None = None
    reason: Text

    @model_validator(mode="after")
    def _a_quantity_has_a_size(self):
        if bool(self.quantity) != bool(self.size):
            raise ValueError("quantity and size stand together, or both are empty")
        return self


class AxisLoading(Line):
    """The loading of an item on an axis of values."""

    distinct = ("axis", "item")
    axis: Literal["secular_rational", "self_expression"]
    item: Text
    loading: Number
    source: Text


class IndexItem(Line):
    """The recode of an item in one of Welzel's indices."""

    distinct = ("overall", "sub_index", "item")
    overall: Text
    sub_index: Text
    item: Text
    values: Recode
    source: Text


class ValueItem(Line):
    """An item of the World Values Survey."""

    distinct = ("item",)
    item: Text
    origin: Literal["asked", "derived"]
    label_en: Text
    label_ru: Text
    low: Whole
    high: Whole
    pole: Annotated[int, *_shaped("-1|0|1", "-1, 0 or 1")]


class Substitution(Line):
    """The regression that stands in for an absent item."""

    distinct = ("sub_index", "absent")
    sub_index: Text
    absent: Text
    constant: Number
    first: Text
    first_weight: Number
    second: Text
    second_weight: Number
    source: Text


LINES: dict[str, type[Line]] = {
    "accepted_findings": AcceptedFinding,
    "breaks": Break,
    "columns": Column,
    "corrections": Correction,
    "district_changes": DistrictChange,
    "gaps": Gap,
    "identities": Identity,
    "indicators": IndicatorLine,
    "mark_wordings": MarkWording,
    "measurements": Measurement,
    "passport_texts": Translated,
    "publication_lags": PublicationLag,
    "ranges": Bounds,
    "region_aliases": Alias,
    "region_tiles": Tile,
    "regions": RegionLine,
    "site_texts": Translated,
    "sources": Source,
    "survey_marks": SurveyMark,
    "survey_rules": SurveyRule,
    "survey_sizes": SurveySize,
    "tables": TableLine,
    "texts": Translated,
    "units": UnitSpelling,
    "value_axes": AxisLoading,
    "value_indices": IndexItem,
    "value_items": ValueItem,
    "value_substitutions": Substitution,
}
