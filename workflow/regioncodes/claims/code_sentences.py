"""What the joint bands tell of the codes, and what holds of them whatever is chosen: sentences and the finding."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.claims.finding import Asked, Finding, Sentence, listed, missing
from regioncodes.codes.foresight.names import CODE_ID, CODE_NID, FORMULAS
from regioncodes.codes.multiverse.multiverse import NEARLY_ALL, holding, largest_mover
from regioncodes.ground.tables import rows_where
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

# The reading of each formula that the exhibits show.
SHOWN_READINGS = {CODE_ID: "sum", CODE_NID: "memory"}


def code_sentences(
    shares: pd.DataFrame, choices: pd.DataFrame, names: Mapping[str, str], texts: Texts
) -> list[Sentence]:
    """For each formula how many inner region-years hold in nearly all combinations, and which comes nearest.

    shares, choices: of multiverse.multiverse. names: printed names of the regions that count, by code.
    """
    held = holding(shares, list(names))
    if held.empty:
        return [("codes.none", {})]
    sentences: list[Sentence] = []
    for row in held.itertuples():
        own = shares[shares["formula"].eq(row.Index) & shares["inner"] & shares["region"].isin(names)]
        formula = texts[f"multiverse.formula.{row.Index}"]
        facts = {"formula": formula, "held": int(row.above + row.below), "above": int(row.above)}
        facts |= {"below": int(row.below), "region_years": int(row.region_years)}
        sampled = number(own["sampled_combinations"].iloc[0], texts.language)
        sentences.append(("codes.hold", facts | {"sampled": sampled}))
        largest = own[["above_percent", "below_percent"]].max(axis=1)
        mover = largest_mover(choices, row.Index)
        if largest.max() > 0 and mover is not None:
            most = own.loc[largest.idxmax()]
            side = "above" if most["above_percent"] >= most["below_percent"] else "below"
            facts = {"formula": formula, "region": names[most["region"]], "year": int(most["year"])}
            facts |= {"side": texts[f"conclusions.codes.{side}"], "percent": number(largest.max(), texts.language)}
            sentences.append(("codes.most", facts | {"mover": texts[f"multiverse.choice.{mover}"]}))
    return sentences


def codes_finding(tables: Mapping[str, pd.DataFrame], asked: Asked) -> Finding:
    """In how many inner region-years of the district both formulas are told from zero, and what holds over the choices.

    tables: nid (codes.formulas) and shares (multiverse.multiverse).
    """
    name = "codes"
    inner = inner_sums(tables["nid"], asked)
    if inner.empty:
        return missing(name)
    told = inner[told_apart(inner)]
    facts = {}
    for formula in FORMULAS:
        facts[formula] = int(told["formula"].eq(formula).sum())
        facts[f"{formula}_years"] = int(inner["formula"].eq(formula).sum())
    kind = "some" if len(told) else "none"
    which = [("finding.codes.basis.told", {"list": _region_years(told, asked)})] if len(told) else []
    span = {"first": int(inner["year"].min()), "last": int(inner["year"].max()), "regions": inner["region"].nunique()}
    return Finding(
        name,
        decided=len(told),
        tests=len(inner),
        headlines=[(f"finding.{name}.headline", facts)],
        basis=[(f"finding.{name}.basis", span), *which, *_whatever_is_chosen(tables["shares"], asked)],
        settle=(f"finding.{name}.settle", {}),
        do=(f"finding.{name}.do.{kind}", {}),
        avoid=(f"finding.{name}.avoid.{kind}", {}),
    )


def inner_sums(nid: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """The sums of whole windows of inner years with a joint band: both formulas as shown, regions of the district."""
    signed = rows_where(nid, mapping=asked.mapping, method=asked.method, sign="signed")
    shown = signed[signed["reading"].eq(signed["formula"].map(SHOWN_READINGS)) & signed["region"].isin(asked.units)]
    return shown[shown["inner"].astype(bool) & shown["status"].ne("short_window") & shown["joint_lower_95"].notna()]


def told_apart(sums: pd.DataFrame) -> pd.Series:
    """Whether the joint band of a sum excludes zero."""
    return sums["joint_lower_95"].gt(0) | sums["joint_upper_95"].lt(0)


def _region_years(told: pd.DataFrame, asked: Asked) -> str:
    texts = asked.texts
    items = [
        texts(
            "conclusions.finding.codes.region_year",
            formula=texts[f"multiverse.formula.{row.formula}"],
            region=asked.names[row.region],
            year=int(row.year),
            side=texts[f"conclusions.codes.{'above' if row.joint_lower_95 > 0 else 'below'}"],
        )
        for row in told.itertuples()
    ]
    return listed(items, texts)


def _whatever_is_chosen(shares: pd.DataFrame, asked: Asked) -> list[Sentence]:
    """How many region-years keep their sign in nearly all combinations of choices, both formulas together."""
    held = holding(shares, asked.units)
    if held.empty:
        return []
    own = shares[shares["inner"] & shares["region"].isin(asked.units)]
    most = own[["above_percent", "below_percent"]].max(axis=1).max()
    facts = {"held": int(held[["above", "below"]].sum().sum()), "region_years": int(held["region_years"].sum())}
    facts |= {"least": number(100 * NEARLY_ALL, asked.texts.language), "most": number(most, asked.texts.language)}
    return [("finding.codes.basis.chosen", facts)]
