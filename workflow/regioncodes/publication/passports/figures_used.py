"""The figures behind a passport: which of them are there, which not and why, and from which editions."""

import pandas as pd

from regioncodes.ground.code_names import CODES, DEFLATORS
from regioncodes.ground.options import Period
from regioncodes.panel.coverage import coverage
from regioncodes.words.numbers import years_in_words

COLUMNS = ["region", "indicator", "reason", "edition", "years", "figures"]


def indicators_used(mapping: dict) -> list[str]:
    """Ids of the indicators that a mapping needs, those it divides by and deflates with included, without repeats."""
    terms = [term for code in CODES for term in mapping[code]]
    keys = [term[key] for key in ("indicator", "denominator", "deflator") for term in terms]
    return list(dict.fromkeys(name for key in keys for name in DEFLATORS.get(key, [key])))


def figures_used(
    panel: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    mapping: dict,
    chosen: list[str],
    period: Period,
) -> pd.DataFrame:
    """Years of every region and indicator by why a figure is there or not and by edition; a row for each set of years.

    reason: of coverage.REASONS. edition: empty where there is no figure. years: text such as "2005, 2007–2016";
    figures: how many years these are.
    """
    used = indicators[indicators["indicator"].isin(indicators_used(mapping))]
    cells = coverage(panel, used, chosen, first_year=period.first, last_year=period.last)
    editions = panel[["indicator", "region", "year", "edition"]]
    known = cells.merge(editions, on=["indicator", "region", "year"], how="left", validate="one_to_one")
    edition = known["edition"].where(known["reason"].isin(["published", "derived"])).fillna("")
    grouped = known.assign(edition=edition).groupby(["region", "indicator", "reason", "edition"], sort=False)["year"]
    return (
        grouped.agg(years=years_in_words, figures="size")
        .reset_index()[COLUMNS]
        .sort_values(COLUMNS[:4], ignore_index=True)
    )
