"""Data of the interactive charts: only what a chart shows, with the place that each number came from."""

import pandas as pd

from regioncodes.panel.provenance.provenance import Provenance
from regioncodes.publication.site.charts import CHOICES

RATES = "results/models/rates.csv"


def codes_data(rates: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """Levels (order 0, SD) and rates (order 1, SD per year) of the codes with their bands.

    rates: of one mapping and method. levels: results/models/codes.csv, for the number of indicators present.
    """
    shown = rates[rates["order"].isin([0, 1]) & rates["estimate"].notna()]
    keys = ["mapping", "region", "code", "year"]
    counted = levels[[*keys, "indicators_present", "indicators_expected"]]
    shown = shown.merge(counted, on=keys, how="left", validate="many_to_one")
    present = shown["indicators_present"].astype("Int64").astype("string").fillna("0")
    expected = shown["indicators_expected"].astype("Int64").astype("string").fillna("0")
    return pd.DataFrame(
        {
            **{name: shown[name] for name in ("region", "year", "order")},
            "code": shown["code"].where(shown["order"].eq(0), shown["dynamic_code"]),
            **{name: shown[name].round(6) for name in ("estimate", "lower_95", "upper_95")},
            "edge": shown["edge"].map({True: "✓", False: "–"}),
            "indicators": present.str.cat(expected, sep=" / ").astype("str"),
            "source": RATES,
        }
    )


def points_data(points: pd.DataFrame, provenance: Provenance, district: str, edition: str) -> pd.DataFrame:
    """Points of Figure 2 with the cell that prints the outcome and the chain to open.

    edition: whose figures the outcomes are; where it prints none, the newest stands.
    """
    rows = provenance.rows
    own = rows.loc[rows["region"].eq(district), ["indicator", "year", "edition", "file", "sheet", "cell"]]
    older = provenance.older.loc[
        provenance.older["edition"].eq(edition), ["position", "edition", "file", "sheet", "cell"]
    ]
    printed = older.set_index("position").combine_first(own[["edition", "file", "sheet", "cell"]]).reindex(own.index)
    places = printed["file"].str.cat([printed["sheet"], printed["cell"]], sep=", ", na_rep="–")
    sources = own[["indicator", "year"]].assign(source=places).rename(columns={"indicator": "outcome"})
    shown = points.merge(sources, on=["outcome", "year"], how="left", validate="one_to_one")
    chain = "figure_2." + shown["outcome"] + "." + shown["year"].astype("str")
    return shown[["outcome", "year", "education_percent", "value", "source"]].assign(chain=chain)


def curve_data(curve: pd.DataFrame) -> pd.DataFrame:
    """The choices of every specification shown, its partial correlation, p-value and n."""
    numbers = {"correlation": curve["correlation"].round(5), "p_value": curve["p_value"].round(6)}
    return pd.DataFrame({**{name: curve[name] for name in CHOICES}, **numbers, "n": curve["n"].astype("int64")})
