"""What the codes foretell of later growth: sentences made of the test that was fixed before looking."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.claims.finding import Asked, Finding, Sentence, missing
from regioncodes.codes.foresight.names import ALL, PAST_GROWTH, PRIMARY, WITHOUT_LAG
from regioncodes.words.numbers import number, p_value_text
from regioncodes.words.texts import Texts


def foresight_sentences(scores: pd.DataFrame, texts: Texts, *, power: float) -> list[Sentence]:
    """How many of the primary correlations are told from zero and to which side, what else they could have seen.

    scores: results/models/foresight.csv. power: with which the smallest correlation seen would be. Then past growth,
    the simplest rival, and what codes are worth as forecasts.
    """
    primary = primary_tests(scores)
    if primary.empty:
        return [("foresight.none", {})]
    facts = _counts(primary) | {"list": _list(primary, texts)} | _origins(scores, primary)
    sentences: list[Sentence] = [(f"foresight.{'seen' if facts['positive'] else 'not_seen'}", facts)]
    return [
        *sentences,
        *_could_see(primary, texts, power),
        *_rival(scores, primary, texts),
        *_forecasts(primary, texts),
    ]


def foresight_finding(tables: Mapping[str, pd.DataFrame], asked: Asked) -> Finding:
    """Whether the codes foretell growth: the primary correlations, what they could have seen, and past growth.

    tables: foresight (results/models/foresight.csv).
    """
    name, scores = "foresight", tables["foresight"]
    texts = asked.texts
    primary = primary_tests(scores)
    if primary.empty:
        return missing(name)
    facts = _counts(primary)
    kind = "seen" if facts["positive"] else "negative" if facts["negative"] else "not_seen"
    told = "seen" if facts["positive"] else "unseen"
    listed = (f"finding.{name}.basis", {"list": _list(primary, texts)} | _origins(scores, primary) | facts)
    rival = _rival(scores, primary, texts)
    smallest = primary["smallest_seen"].dropna()
    limits = {} if smallest.empty else _limits(smallest, asked)
    return Finding(
        name,
        decided=facts["positive"] + facts["negative"],
        tests=facts["tests"],
        headlines=[(f"finding.{name}.headline.{kind}", facts)],
        basis=[listed, *_without_lag(scores, primary, texts), *rival],
        settle=(f"finding.{name}.settle.{'limited' if limits else 'open'}", limits),
        do=(f"finding.{name}.do.{told}", {}),
        avoid=(f"finding.{name}.avoid.{told}", {}),
    )


def primary_tests(scores: pd.DataFrame) -> pd.DataFrame:
    """The correlations that were fixed before looking and could be computed."""
    return scores[scores["role"].eq(PRIMARY) & scores["rank_correlation"].notna()]


def beside_past_growth(scores: pd.DataFrame, primary: pd.DataFrame) -> pd.DataFrame:
    """The primary correlations that have one of past growth beside them, in rank_correlation_rival."""
    keys = ["figures", "target", "horizon_years", "origin"]
    rival = scores[scores["predictor"].eq(PAST_GROWTH) & scores["rank_correlation"].notna()]
    return primary.merge(rival[[*keys, "rank_correlation"]], on=keys, validate="many_to_one", suffixes=("", "_rival"))


def _counts(primary: pd.DataFrame) -> dict[str, int]:
    counts = primary["verdict"].value_counts()
    told = {side: int(counts.get(side, 0)) for side in ("positive", "negative")}
    return told | {"tests": len(primary), "regions": int(primary["regions"].max())}


def _without_lag(scores: pd.DataFrame, primary: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """Of each correlation that is told, the one with figures that were not yet out: whether it hangs on the lag."""
    told = primary[primary["verdict"].isin(["positive", "negative"])]
    keys = ["target", "horizon_years", "predictor", "origin"]
    others = scores[scores["figures"].eq(WITHOUT_LAG)].merge(told[keys], on=keys, validate="one_to_one")
    known = others[others["rank_correlation"].notna()]
    return [("finding.foresight.basis.without_lag", {"list": _list(known, texts, "p_value")})] if len(known) else []


def _limits(smallest: pd.Series, asked: Asked) -> dict[str, str]:
    language = asked.texts.language
    return {"low": number(smallest.min(), language, 2), "power": number(100 * asked.power, language)}


def _list(rows: pd.DataFrame, texts: Texts, p_value: str = "p_value_holm") -> str:
    ordered = rows.sort_values(["predictor", "horizon_years"])
    return "; ".join(_named(row, texts, p_value) for row in ordered.itertuples())


def _origins(scores: pd.DataFrame, primary: pd.DataFrame) -> dict[str, str]:
    """First and last origin of the primary correlations."""
    same = scores["figures"].isin(primary["figures"]) & scores["target"].isin(primary["target"])
    same &= scores["horizon_years"].isin(primary["horizon_years"]) & scores["predictor"].isin(primary["predictor"])
    origins = scores[same & scores["origin"].ne(ALL) & scores["rank_correlation"].notna()]
    return {"first": origins["origin"].min(), "last": origins["origin"].max()}


def _could_see(primary: pd.DataFrame, texts: Texts, power: float) -> list[Sentence]:
    smallest = primary["smallest_seen"]
    facts = {"power": number(100 * power, texts.language)} | _ends(smallest, texts)
    return [("foresight.could", facts)] if smallest.notna().any() else []


def _rival(scores: pd.DataFrame, primary: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """Past growth of the same regions and years beside each code."""
    both = beside_past_growth(scores, primary)
    if both.empty:
        return []
    above = int((both["rank_correlation_rival"] > both["rank_correlation"]).sum())
    by_horizon = both.drop_duplicates("horizon_years").sort_values("horizon_years")
    values = "; ".join(
        texts(
            "conclusions.foresight.horizon",
            years=int(row.horizon_years),
            value=number(row.rank_correlation_rival, texts.language, 2),
        )
        for row in by_horizon.itertuples()
    )
    return [("foresight.rival", {"above": above, "tests": len(both), "values": values})]


def _forecasts(primary: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """R² out of sample against the year's mean, and what the sign of the code says of later growth."""
    facts = {}
    for name, column, digits in (("r2", "r2_out_of_sample", 3), ("auc", "auc", 2)):
        if primary[column].isna().all():
            return []
        facts |= {f"{name}_{end}": value for end, value in _ends(primary[column], texts, digits).items()}
    return [("foresight.forecasts", facts)]


def _named(row, texts: Texts, p_value: str) -> str:
    """One correlation with its p-value, of a column."""
    return texts(
        "conclusions.foresight.correlation",
        formula=texts[f"claims.predictor.{row.predictor}"],
        years=int(row.horizon_years),
        value=number(row.rank_correlation, texts.language, 2),
        p=p_value_text(getattr(row, p_value), texts.language),
    )


def _ends(values: pd.Series, texts: Texts, digits: int = 2) -> dict[str, str]:
    return {"low": number(values.min(), texts.language, digits), "high": number(values.max(), texts.language, digits)}
