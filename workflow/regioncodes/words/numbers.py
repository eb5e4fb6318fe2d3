"""Numbers as printed: decimal comma in Russian, decimal point in English, never by the machine's locale."""

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
MISSING = "\u2014"
DECIMAL_MARKS = {"en": ".", "ru": ","}
THOUSANDS_MARKS = {"en": ",", "ru": NO_BREAK_SPACE}
LOWEST_PRINTED = 0.001


def number(value: float, language: str, digits: int = 0) -> str:
    """Text of a number: rounded half up to `digits` decimals, thousands grouped, U+2212 as the minus.

    A number less than a billionth of its last unit below a half is one: 100 × (57 / 200) comes out below 28.5.

    language: `en` (48,999.1) or `ru` (48 999,1 with no-break spaces). A missing value prints as a dash.
    Raises ValueError for an infinite value and KeyError for another language.
    """
    if value is None or math.isnan(value):
        return MISSING
    if math.isinf(value):
        raise ValueError("an infinite value cannot be printed; its row should carry a status instead")
    rounded = Decimal(repr(round(float(value), digits + 9))).quantize(
        Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP
    )
    whole, _, decimals = f"{abs(rounded):,f}".partition(".")
    sign = MINUS if rounded < 0 else ""
    body = whole.replace(",", THOUSANDS_MARKS[language])
    return f"{sign}{body}{DECIMAL_MARKS[language]}{decimals}" if decimals else f"{sign}{body}"


def to_twelve_figures(value: float) -> float:
    """The number without what follows its twelfth figure, where numbers computed from printed ones hold rounding."""
    return float(f"{value:.12g}")


def significant(value: float, language: str, figures: int = 4) -> str:
    """Text of a number with at least `figures` significant figures; whole digits are never rounded away."""
    if value is None or math.isnan(value) or value == 0:
        return number(value, language)
    value = to_twelve_figures(value)
    return number(value, language, max(0, figures - 1 - math.floor(math.log10(abs(value)))))


def interval(lower: float, upper: float, language: str, digits: int = 0) -> str:
    """Text of an interval, `[lower; upper]`, kept on one line by a no-break space."""
    return f"[{number(lower, language, digits)};{NO_BREAK_SPACE}{number(upper, language, digits)}]"


def rank_range(lowest: float, highest: float, language: str) -> str:
    """A range of ranks, the better first; one number where they are the same, a dash where there is none."""
    ends = [number(rank, language) for rank in (highest, lowest)]
    return "–".join(dict.fromkeys(ends))


def p_value_text(value: float, language: str) -> str:
    """A p-value to three decimals, never as zero; a dash where there is none."""
    if math.isnan(value):
        return MISSING
    if value < LOWEST_PRINTED:
        return f"<{NO_BREAK_SPACE}{number(LOWEST_PRINTED, language, 3)}"
    return number(value, language, 3)


def share_text(percent: float, language: str) -> str:
    """A share in whole per cent; to a tenth where that would print a small one as nothing."""
    return number(percent, language, 1 if 0 < percent < 1 else 0)


def years_in_words(years: Iterable[int]) -> str:
    """Years as text, in order and each once, unbroken runs joined: "2006, 2014–2016"."""
    # Within an unbroken run a year and its place move together.
    numbered = groupby(enumerate(sorted(set(years))), key=lambda pair: pair[1] - pair[0])
    runs = [[year for _, year in run] for _, run in numbered]
    return ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
