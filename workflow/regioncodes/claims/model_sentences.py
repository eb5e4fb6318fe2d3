"""The findings on the model: what the codes are made of, and which connections of Figure 1 the data tell from zero."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.claims.finding import Asked, Finding, Sentence, listed, missing
from regioncodes.ground.code_names import CODES
from regioncodes.ground.tables import rows_where
from regioncodes.words.code_terms import changes_of, share
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

ESTIMATED = "estimated"
TOLD = ("positive", "negative")


def composition_finding(tables: Mapping[str, pd.DataFrame], asked: Asked) -> Finding:
    """Which indicator has most of the yearly change of each code in the district, and whether the names are borne out.

    tables: composition (codes.composition) and validity (codes.validity).
    """
    name = "composition"
    texts = asked.texts
    pooled, largest = largest_shares(tables["composition"], asked)
    if largest.empty:
        return missing(name)
    dominated = largest[largest["dominant"].astype(bool)]
    kind = "dominated" if len(dominated) else "spread"
    facts = {"dominated": len(dominated), "codes": len(largest), "shares": _shares(dominated, texts)}
    headlines = [(f"finding.{name}.headline.{kind}", facts)]
    if len(dominated):
        headlines.insert(0, (f"finding.{name}.headline.named", facts | {"items": _items(dominated, asked)}))
    basis = [(f"finding.{name}.basis.shares", {"items": _items(largest, asked)})]
    return Finding(
        name,
        decided=len(largest),
        tests=pooled["code"].nunique(),
        headlines=headlines,
        basis=[*basis, *_validity(tables["validity"], texts)],
        settle=(f"finding.{name}.settle", {}),
        do=(f"finding.{name}.do.{kind}", {}),
        avoid=(f"finding.{name}.avoid.{kind}", {}),
    )


def connections_finding(tables: Mapping[str, pd.DataFrame], asked: Asked) -> Finding:
    """How many arrows of Figure 1 are told from zero over all regions, by Holm within each kind.

    tables: connections (codes.connections).
    """
    name = "connections"
    texts = asked.texts
    country = rows_where(tables["connections"], scope="country")
    tested = country[country["status"].eq(ESTIMATED)]
    if tested.empty:
        return missing(name)
    told = tested[tested["verdict"].isin(TOLD)]
    kind = "some" if len(told) else "none"
    facts = {"tests": len(country), "told": len(told), "regions": int(tested["regions"].max())}
    closest = tested.loc[tested["p_value_holm"].idxmin()]
    basis = [(f"finding.{name}.basis.{kind}", facts | {"list": _arrows(told, texts), **_arrow(closest, texts)})]
    district = rows_where(tables["connections"], scope="district")
    if len(district):
        untold = int((~district["verdict"].isin([*TOLD, "not_distinguishable"])).sum())
        facts_of_district = {"untold": untold, "district_tests": len(district)}
        basis.append((f"finding.{name}.basis.district", facts_of_district))
    seen = tested["smallest_seen"].dropna()
    limits = {} if seen.empty else {"low": number(seen.min(), texts.language, 2)}
    return Finding(
        name,
        decided=len(told),
        tests=len(country),
        headlines=[(f"finding.{name}.headline.{kind}", facts)],
        basis=basis,
        settle=(f"finding.{name}.settle.{'limited' if limits else 'open'}", limits),
        do=(f"finding.{name}.do.{kind}", {}),
        avoid=(f"finding.{name}.avoid.{kind}", {}),
    )


def largest_shares(composition: pd.DataFrame, asked: Asked) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the changes of the codes are made of over the district's regions, and the largest share of each code."""
    changes = changes_of(composition, asked.mapping)
    pooled = changes[changes["pooled"].astype(bool) & changes["region"].eq(asked.district)]
    known = pooled[pooled["status"].eq(ESTIMATED)]
    # Shares that differ by rounding alone keep the order of the config.
    by_size = known.assign(size=-known["covariance_share"].round(9)).sort_values("size", kind="stable")
    largest = by_size.drop_duplicates("code")
    return pooled, largest.sort_values("code", key=lambda codes: codes.map(_place))


def _place(code: str) -> int:
    return CODES.index(code) if code in CODES else len(CODES)


def _items(rows: pd.DataFrame, asked: Asked) -> str:
    """Each code with its largest indicator and the share of it."""
    texts = asked.texts
    return "; ".join(
        texts(
            "conclusions.finding.composition.item",
            code=texts[f"code.{row.code}"],
            indicator=asked.terms[row.code, row.indicator],
            share=share(row.covariance_share, texts),
        )
        for row in rows.itertuples()
    )


def _shares(rows: pd.DataFrame, texts: Texts) -> str:
    """Each code with the share of its largest indicator."""
    return "; ".join(
        texts(
            "conclusions.finding.composition.share",
            code=texts[f"code.{row.code}"],
            share=share(row.covariance_share, texts),
        )
        for row in rows.itertuples()
    )


def _validity(validity: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """How many correlations with measurements of what the codes are named for are told from zero."""
    tested = validity[validity["status"].eq(ESTIMATED)]
    if tested.empty:
        return [("finding.composition.basis.no_measure", {})]
    told = tested["verdict"]
    facts = {"tests": len(tested), "positive": int(told.eq("positive").sum())}
    facts |= {"negative": int(told.eq("negative").sum())}
    return [("finding.composition.basis.validity", facts)]


def _arrow(row: pd.Series, texts: Texts) -> dict[str, str]:
    ends = (texts[f"code.{row[end]}"] for end in ("start", "end"))
    return {
        **dict(zip(("start", "end"), ends, strict=True)),
        "value": number(row["correlation"], texts.language, 2),
        "p": number(row["p_value_holm"], texts.language, 2),
    }


def _arrows(rows: pd.DataFrame, texts: Texts) -> str:
    arrows = [texts("conclusions.finding.connections.arrow", **_arrow(row, texts)) for _, row in rows.iterrows()]
    return listed(arrows, texts)
