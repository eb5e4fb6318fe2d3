"""Coverage: which cells of the study have a value, why the others have none, and what would fill them."""

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.words.numbers import years_in_words

GAPS_TABLE = "data/reference/gaps.csv"
# From the worst to the best: what kept a value out of a cell, then how a value came in.
REASONS = ("not_in_files", "not_published", "confidential", "absent", "derived", "published")
WITH_VALUE = ("derived", "published")
REASON_BY_STATUS = {
    "value": "published",
    "rounds_to_zero": "published",
    "absent": "absent",
    "not_applicable": "absent",
    "suppressed": "confidential",
    "not_available": "not_published",
    "blank": "not_published",
    "error": "not_published",
}
PUBLICATION = ["publication_en", "publication_ru", "table"]
GROUP = ["indicator", "reason", *PUBLICATION]


def coverage(
    panel: pd.DataFrame, indicators: pd.DataFrame, units: list[str], *, first_year: int, last_year: int
) -> pd.DataFrame:
    """One row for every indicator, unit and year of the study, with the reason why it has a value or none.

    panel: region, indicator, year, status, flags. indicators: column indicator; its order is that of the rows.
    Returns the columns indicator, region, year, reason (one of REASONS; `not_in_files` where the panel has no
    row). Raises StudyError for a status that has no reason.
    """
    asked = pd.MultiIndex.from_product(
        [indicators["indicator"], units, range(first_year, last_year + 1)], names=["indicator", "region", "year"]
    ).to_frame(index=False)
    known = panel[["indicator", "region", "year", "status", "flags"]]
    cells = asked.merge(known, on=["indicator", "region", "year"], how="left", validate="one_to_one")
    unknown = sorted(set(cells["status"].dropna()) - set(REASON_BY_STATUS))
    allowed = ", ".join(REASON_BY_STATUS)
    raise_problems([f"status '{status}' found; allowed: {allowed}" for status in unknown], "the panel")
    reason = cells["status"].map(REASON_BY_STATUS).fillna("not_in_files")
    is_derived = cells["flags"].fillna("").str.contains("derived")
    return cells[["indicator", "region", "year"]].assign(reason=reason.mask(is_derived, "derived"))


def coverage_by_year(cells: pd.DataFrame) -> pd.DataFrame:
    """How many units have a value, of how many, and the worst reason, by indicator and year.

    cells: as `coverage` returns them; the indicators keep their order. Returns the columns indicator, year,
    units, units_with_value, reason.
    """
    ranked = cells.assign(rank=cells["reason"].map(REASONS.index), has_value=cells["reason"].isin(WITH_VALUE))
    counted = ranked.groupby(["indicator", "year"], sort=False, as_index=False).agg(
        units=("region", "size"), units_with_value=("has_value", "sum"), rank=("rank", "min")
    )
    return counted.assign(reason=counted["rank"].map(dict(enumerate(REASONS)))).drop(columns="rank")


def filled_by(cells: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """The cells, each with the publication and the table that would fill it; empty where none is known.

    cells: as `coverage` returns them. gaps: indicator, first_year, last_year, publication_en, publication_ru,
    table. Only holes that are not published or not in our files are looked up: what is confidential or absent
    no publication fills. Raises StudyError where two lines speak of the same indicator and year, a
    line has its years in the wrong order, or names an indicator that the cells do not have.
    """
    problems = [
        f"row {row.Index + 2}: {row.indicator} {row.first_year}–{row.last_year} found; a known indicator and years "
        "from the first to the last are allowed"
        for row in gaps.itertuples()
        if row.first_year > row.last_year or row.indicator not in set(cells["indicator"])
    ]
    years = [range(first, last + 1) for first, last in zip(gaps["first_year"], gaps["last_year"], strict=True)]
    known = gaps.assign(year=years).explode("year").dropna(subset="year").astype({"year": "int64"})
    problems += [
        f"{row.indicator} {row.year}: two lines found; one line for an indicator and year is allowed"
        for row in known[known.duplicated(["indicator", "year"])].itertuples()
    ]
    raise_problems(problems, GAPS_TABLE)
    found = cells.merge(
        known[["indicator", "year", *PUBLICATION]], on=["indicator", "year"], how="left", validate="many_to_one"
    )
    is_fillable = found["reason"].isin(["not_in_files", "not_published"])
    return found.assign(**{column: found[column].where(is_fillable).fillna("") for column in PUBLICATION})


def grouped(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells gathered into lines for a reader: by indicator, reason and publication, units with the same years together.

    cells: as `filled_by` returns them. The indicators with the worst holes come first, and within one the worst
    reason; else indicators and units keep their order.
    Returns the columns indicator, reason, publication_en, publication_ru, table, regions (list), years (text
    such as "2006, 2014–2016").
    """
    ranks = cells["reason"].map(REASONS.index).groupby(cells["indicator"], sort=False).min()
    order = {indicator: place for place, indicator in enumerate(ranks.sort_values(kind="stable").index)}
    lines = cells.groupby([*GROUP, "region"], sort=False)["year"].agg(years_in_words).rename("years").reset_index()
    units = list(cells["region"].unique())
    lines = lines.groupby([*GROUP, "years"], sort=False)["region"].agg(lambda found: sorted(found, key=units.index))
    named = lines.rename("regions").reset_index()
    rank = named["indicator"].map(order) * len(REASONS) + named["reason"].map(REASONS.index)
    first_unit = named["regions"].map(lambda found: units.index(found[0]))
    ordered = named.assign(rank=rank, first_unit=first_unit).sort_values(["rank", "first_unit", "years"])
    return ordered.drop(columns=["rank", "first_unit"]).reset_index(drop=True)
