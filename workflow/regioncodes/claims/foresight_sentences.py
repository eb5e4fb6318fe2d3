"""What the codes foretell of later growth: sentences made of the test that was fixed before looking."""

import pandas as pd

from regioncodes.claims.code_sentences import Sentence
from regioncodes.codes.foresight.names import ALL, PAST_GROWTH, PRIMARY
from regioncodes.words.numbers import number, p_value_text
from regioncodes.words.texts import Texts


def foresight_sentences(scores: pd.DataFrame, texts: Texts, *, power: float) -> list[Sentence]:
    """How many of the primary correlations are told from zero and to which side, what else they could have seen.

    scores: results/models/foresight.csv. power: with which the smallest correlation seen would be. Then past growth,
    the simplest rival, and what codes are worth as forecasts.
    """
    primary = scores[scores["role"].eq(PRIMARY) & scores["rank_correlation"].notna()]
    if primary.empty:
        return [("foresight.none", {})]
    counts, ordered = primary["verdict"].value_counts(), primary.sort_values(["predictor", "horizon_years"])
    same = scores["figures"].isin(primary["figures"]) & scores["target"].isin(primary["target"])
    same &= scores["horizon_years"].isin(primary["horizon_years"]) & scores["predictor"].isin(primary["predictor"])
    origins = scores[same & scores["origin"].ne(ALL) & scores["rank_correlation"].notna()]
    facts = {
        "tests": len(primary),
        "positive": int(counts.get("positive", 0)),
        "regions": int(primary["regions"].max()),
    }
    facts |= {
        "negative": int(counts.get("negative", 0)),
        "list": "; ".join(_named(row, texts) for row in ordered.itertuples()),
    }
    facts |= {"first": origins["origin"].min(), "last": origins["origin"].max()}
    smallest = primary["smallest_seen"]
    seen = {"power": number(100 * power, texts.language)} | _ends(smallest, texts)
    sentences: list[Sentence] = [(f"foresight.{'seen' if facts['positive'] else 'not_seen'}", facts)]
    if smallest.notna().any():
        sentences.append(("foresight.could", seen))
    return [*sentences, *_rival(scores, primary, texts), *_forecasts(primary, texts)]


def _rival(scores: pd.DataFrame, primary: pd.DataFrame, texts: Texts) -> list[Sentence]:
    """Past growth of the same regions and years beside each code."""
    keys = ["figures", "target", "horizon_years", "origin"]
    rival = scores[scores["predictor"].eq(PAST_GROWTH) & scores["rank_correlation"].notna()]
    both = primary.merge(rival[[*keys, "rank_correlation"]], on=keys, validate="many_to_one", suffixes=("", "_rival"))
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


def _named(row, texts: Texts) -> str:
    """One correlation with its p-value after Holm."""
    return texts(
        "conclusions.foresight.correlation",
        formula=texts[f"claims.predictor.{row.predictor}"],
        years=int(row.horizon_years),
        value=number(row.rank_correlation, texts.language, 2),
        p=p_value_text(row.p_value_holm, texts.language),
    )


def _ends(values: pd.Series, texts: Texts, digits: int = 2) -> dict[str, str]:
    return {"low": number(values.min(), texts.language, digits), "high": number(values.max(), texts.language, digits)}
