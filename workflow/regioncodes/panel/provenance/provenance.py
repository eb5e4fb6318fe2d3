"""From a number to its cells: rows of the panel with what they superseded and what they were derived from."""

from typing import NamedTuple

import pandas as pd

from regioncodes.ground.regions import derivations, units_of
from regioncodes.panel.units import KEY

PRINTED = ["value", "edition", "file", "sheet", "cell", "raw_text"]
ROWS = [*KEY, "value", "status", "flags", "note", *PRINTED[1:5], "region_text", "raw_text", "derivation"]


class Provenance(NamedTuple):
    """Rows of the panel in the order of their positions, and what hangs on each position.

    rows: the columns ROWS, one row per region, indicator and year. older: position, and PRINTED of an older
    edition. parts: position of a derived row, role (part or weight), region, indicator, and the position of the
    row it was made from, missing where the panel has none.
    """

    rows: pd.DataFrame
    older: pd.DataFrame
    parts: pd.DataFrame


def provenance(
    panel: pd.DataFrame, revisions: pd.DataFrame, regions: pd.DataFrame, indicators: pd.DataFrame, district: str
) -> Provenance:
    """Origins of every value of the district's units, the country's, and the oblasts around their okrugs.

    panel, revisions: as panel.panel_and_revisions returns them. The same links as trace.trace follows, for all
    rows at once; a whole of which the parts are not among these regions keeps its derivation in words alone.
    """
    units = set(units_of(district, regions))
    units |= set(regions.loc[regions["region"].isin(units), "part_of"].dropna())
    rows = panel.loc[panel["region"].isin(units), ROWS].sort_values(KEY, ignore_index=True)
    positions = rows[KEY].assign(position=rows.index)
    older = revisions.drop(columns=["value", "edition"]).rename(
        columns={"superseded_value": "value", "superseded_edition": "edition"}
    )
    older = older.merge(positions, on=KEY, how="inner", validate="many_to_one")
    return Provenance(
        rows,
        older[["position", *PRINTED]].sort_values(["position", "edition"], ignore_index=True),
        _parts(rows, positions, regions, indicators),
    )


def _parts(
    rows: pd.DataFrame, positions: pd.DataFrame, regions: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """Parts and weights of the derived rows, by their positions."""
    recipes = pd.DataFrame(
        [(whole, place, part) for whole, parts in derivations(regions).items() for place, part in enumerate(parts)],
        columns=["whole", "place", "part"],
    )
    derived = rows.loc[rows["derivation"].ne(""), KEY].rename(columns={"region": "whole"})
    derived = derived.assign(position=derived.index)
    made = derived.merge(recipes, on="whole", how="inner", validate="many_to_many").rename(columns={"part": "region"})
    made = made[made["region"].isin(rows["region"])]
    weights = made.assign(role="weight", indicator=made["indicator"].map(indicators.set_index("indicator")["weight"]))
    both = pd.concat([made.assign(role="part"), weights.dropna(subset="indicator")])
    both = both.merge(positions.rename(columns={"position": "part"}), on=KEY, how="left", validate="many_to_one")
    both = both.sort_values(["position", "place", "role"], ignore_index=True).astype({"part": "Int64"})
    return both[["position", "role", "region", "indicator", "part"]]
