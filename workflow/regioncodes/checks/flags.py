"""Flags of the figures that a break separates from those before."""

import pandas as pd

from regioncodes.ground.errors import raise_problems

KINDS = ["break_in_method", "break_in_coverage"]
BREAKS = "data/reference/breaks.csv"


def flagged(rows: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """The rows with the flags of breaks.csv added, each on the first year that cannot be compared with the last.

    breaks: columns indicator and region (empty: all), year, kind (break_in_method or break_in_coverage), reason.
    A row keeps the flags it has; flags are separated by blanks. Raises StudyError for an unknown kind.
    """
    lines = breaks.fillna({"indicator": "", "region": ""})
    raise_problems(
        [
            f"line {position + 2}: kind {line.kind!r}; {' or '.join(KINDS)} is allowed"
            for position, line in enumerate(lines.itertuples())
            if line.kind not in KINDS
        ],
        BREAKS,
    )
    candidates = rows.loc[rows["year"].isin(lines["year"]), ["indicator", "region", "year"]].reset_index(drop=True)
    flags = rows["flags"].to_numpy(copy=True)
    positions = rows["year"].isin(lines["year"]).to_numpy().nonzero()[0]
    added = pd.DataFrame({kind: False for kind in KINDS}, index=candidates.index)
    for line in lines.itertuples():
        hit = candidates["year"] == line.year
        if line.indicator:
            hit &= candidates["indicator"] == line.indicator
        if line.region:
            hit &= candidates["region"] == line.region
        added[line.kind] |= hit
    for kind in KINDS:
        for position in positions[added[kind].to_numpy()]:
            flags[position] = " ".join([*flags[position].split(), kind])
    return rows.assign(flags=pd.array(flags, dtype=rows["flags"].dtype))
