"""Figures as they had been published by the end of an origin, from the editions that there are."""

from collections.abc import Iterable

import pandas as pd

from regioncodes.ground.publication_dates import end_of_period

CELL = ["indicator", "year", "region"]


def printed_editions(
    panel: pd.DataFrame, revisions: pd.DataFrame, sources: pd.DataFrame, names: Iterable[str]
) -> pd.DataFrame:
    """Every printed value of some indicators with the day of its edition: indicator, year, region, value, day.

    panel, revisions: as panel.panel_and_revisions returns them; sources: edition, published. Values that are derived in
    the panel were printed by no edition.
    """
    wanted = list(names)
    is_printed = panel["value"].notna() & ~panel["flags"].fillna("").str.contains("derived")
    newest = panel[is_printed & panel["indicator"].isin(wanted)][[*CELL, "value", "edition"]]
    superseded = {"superseded_value": "value", "superseded_edition": "edition"}
    older = revisions.loc[revisions["indicator"].isin(wanted), [*CELL, *superseded]].rename(columns=superseded)
    every = pd.concat([newest, older], ignore_index=True)
    published = sources.dropna(subset="edition").drop_duplicates("edition").set_index("edition")["published"]
    return every.assign(day=every["edition"].map(published[published.ne("")].map(end_of_period)))


def values_at(values: pd.Series, printed: pd.DataFrame, origin: int) -> pd.Series:
    """Values to compute with at the end of an origin: those of the indicators printed, in the newest edition of then.

    values: of panel.units.usable_values, kept for all other indicators; printed: of printed_editions. A figure that no
    edition had by then is missing.
    """
    of_then = printed[printed["day"] <= pd.Timestamp(origin, 12, 31)]
    newest = of_then.sort_values([*CELL, "day"], kind="stable").drop_duplicates(CELL, keep="last")
    others = values[~values.index.isin(printed["indicator"].unique(), level="indicator")]
    return pd.concat([others, newest.set_index(CELL)["value"]]).sort_index()
