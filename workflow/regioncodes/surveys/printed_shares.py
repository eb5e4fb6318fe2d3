"""Printed tables of shares from any CSV, as text, because "49.0" and "49" are different claims."""

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.exports import TABLES, read_export
from regioncodes.surveys.granularity import decimals_of
from regioncodes.surveys.table_edges import TOTAL

HEADERS = re.compile(r"percent|per cent|%|share|процент|дол[яи]|pct", re.IGNORECASE)
PERCENT = re.compile(r"percent|per cent|%|процент|pct", re.IGNORECASE)
TABLE_HEADERS = ("table", "таблица")
SHARE = re.compile(r"\d{1,3}(\.\d+)?")


def read_printed_shares(path: str | Path, column: str = "") -> pd.DataFrame:
    """Printed shares of a CSV file: see `shares_and_notices`."""
    return shares_and_notices(path, column)[0]


def shares_and_notices(path: str | Path, column: str = "") -> tuple[pd.DataFrame, list[str]]:
    """Printed shares of a CSV file and sentences on how they were read.

    Columns: table, row, label, printed (percent as text with a decimal point), decimals. The shares stand in `column`,
    or else in the only column of numbers whose header speaks of shares or percent, or else in the only column of
    numbers. Decimal commas and signs of percent are allowed. `label` is the nearest column of text on their left;
    `table` is what stands in a column headed "table", where there is one. Rows without a share and rows of totals are
    left out, and proportions from 0 to 1 are turned into percent; both are told. Raises StudyError for a file that is
    no CSV or has no such column, and for every cell that is no share from 0 to 100, with its row.
    """
    _check_ending(path)
    export = read_export(path, kind="plain")
    headers, cells = export.columns.set_index("position")["name"], export.cells
    position = _share_position(cells, headers, column, path)
    printed = cells[position].map(_levelled)
    problems = [
        f"row {row}, column '{headers[position]}': found '{cells.at[row, position]}'; "
        "a share from 0 to 100 such as 56.9 or 56,9 % is allowed"
        for row, text in printed.items()
        if text and not _is_share(text)
    ]
    raise_problems(problems, f"{path}")
    tables = [place for place, name in headers.items() if name.strip().lower() in TABLE_HEADERS]
    left = [place for place in cells if place < position and place not in tables and not _numeric(cells[place])]
    shares = pd.DataFrame(
        {
            "table": cells[tables[0]] if tables else "",
            "row": cells.index,
            "label": cells[left[-1]] if left else "",
            "printed": printed,
        }
    )
    shares, totals = _without_totals(shares[printed != ""])
    is_percent = PERCENT.search(headers[position]) or cells[position].str.contains("%").any()
    shares, told = _as_percent(shares, stated=bool(is_percent), path=path)
    decimals = shares["printed"].map(decimals_of).astype(int)
    return shares.assign(decimals=decimals).reset_index(drop=True), [*export.notices, *totals, *told]


def _check_ending(path: str | Path) -> None:
    """Raise StudyError for a file whose shares do not stand there as they were printed."""
    ending = Path(path).suffix.lower()
    if ending not in (".csv", ".tsv", ".txt"):
        lost = "does not keep the decimals as printed (49.0 becomes 49)"
        found = f"a file '{ending}' {lost if ending in TABLES else 'is no table of shares'}"
        way_out = "save the table as CSV, with the shares as text, and say python -m regioncodes granularity TABLE.csv"
        raise_problems([f"{found}; {way_out} --base N"], f"{path}")


def _without_totals(shares: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The shares without totals: rows called so, and a last 100 to which the others of its table add up."""
    is_total = shares["label"].map(lambda text: bool(TOTAL.fullmatch(text.strip())))
    for _, own in shares[~is_total].groupby("table", sort=False):
        values = own["printed"].astype(float)
        is_total[own.index[-1]] = len(own) > 2 and values.iloc[-1] in (1, 100) and _adds_up(own["printed"].iloc[:-1])
    notices = [
        f"row {total.row} holds the total of the others ({total.printed}) and no share of an option: left aside"
        for total in shares[is_total].itertuples()
    ]
    return shares[~is_total], notices


def _adds_up(printed: pd.Series) -> bool:
    """Whether shares add up to 100, or proportions to 1, as far as their decimals tell."""
    total, unit = printed.astype(float).sum(), sum(10.0 ** -decimals_of(text) for text in printed)
    return any(abs(total - whole) <= unit / 2 + 1e-9 for whole in (1, 100))


def _as_percent(shares: pd.DataFrame, *, stated: bool, path: str | Path) -> tuple[pd.DataFrame, list[str]]:
    """Shares in percent; proportions, all from 0 to 1 with decimals, are moved by two places and told.

    stated: header or cells speak of percent: then only what adds up to 1 is taken for proportions.
    """
    values = shares["printed"].astype(float)
    decimals = shares["printed"].map(decimals_of).max() if len(shares) else 0
    if len(shares) == 0 or values.max() > 1 or values.sum() == 0:
        return shares, []
    if decimals == 0 or (stated and not (len(shares) > 1 and _adds_up(shares["printed"]))):
        return shares, [
            "all shares are from 0 to 1 and are read as percent; if they are proportions, give them times 100"
        ]
    if decimals < 2:
        found = "the shares look like proportions (all from 0 to 1) with one decimal, which is 10 percent"
        raise_problems([f"{found}; give them as printed, such as 45.0 or 0.450"], f"{path}")
    moved = [f"{Decimal(text) * 100:.{decimals - 2}f}" for text in shares["printed"]]
    first = shares["printed"].iloc[0]
    told = f"the shares look like proportions (0 to 1) and are read as percent: {first} is {moved[0]}"
    if shares["printed"].map(decimals_of).min() < decimals:
        told += f"; those with fewer than {decimals} decimals are taken to have lost zeros"
    return shares.assign(printed=moved), [told]


def _levelled(text: str) -> str:
    return re.sub(r"[\s%]", "", text).replace(",", ".")


def _is_share(text: str) -> bool:
    return bool(SHARE.fullmatch(text)) and float(text) <= 100


def _numeric(texts: pd.Series) -> bool:
    filled = texts.map(_levelled)[texts != ""]
    return len(filled) > 0 and bool(filled.str.fullmatch(r"-?\d+(\.\d+)?").all())


def _share_position(cells: pd.DataFrame, headers: pd.Series, column: str, path: str | Path) -> int:
    named = [place for place, name in headers.items() if name == column]
    numeric = [place for place in cells if _numeric(cells[place])]
    speaking = [place for place, name in headers.items() if HEADERS.search(name)]
    choices = (named,) if column else ([place for place in speaking if place in numeric], speaking, numeric)
    for chosen in choices:
        if len(chosen) == 1:
            return chosen[0]
    sought = f"one column '{column}'" if column else "one column of shares"
    names, several = "', '".join(headers), "' and '".join(headers[place] for place in numeric)
    which = f"; which of '{several}' is meant?" if len(numeric) > 1 and not column else ""
    raise_problems([f"{sought} is needed, the columns are '{names}'; name it: --column NAME{which}"], f"{path}")
