"""Toy results for the findings on the model and on the article: few rows by value."""

import pandas as pd

from regioncodes.claims.finding import Asked

TERMS = {
    ("production", "investment"): "investment",
    ("institutional", "revenue"): "revenue to spending",
    ("social", "migration"): "net migration",
}


def asked_of(texts, **changed) -> Asked:
    """What the toys are asked of: a district of one region."""
    facts = {
        "district": "RU-UFD",
        "names": {"RU-UFD": "UFD", "RU-SVE": "Sverdlovsk"},
        "units": ["RU-SVE"],
        "terms": TERMS,
        "mapping": "composite",
        "method": "gaussian_process",
        "share_of_slope": 0.4,
        "power": 0.7,
    }
    return Asked(texts=texts, **facts | changed)


def of_the_model_and_the_article() -> dict[str, pd.DataFrame]:
    """Tables of the findings on codes, composition, connections, surveys and claims."""
    return {
        "nid": sums([-1.0, 0.5]),
        "composition": composition(0.9),
        "validity": tested(1, ["not_distinguishable", "positive"]),
        "connections": connections(["positive", "not_distinguishable"]),
        "table_1": pd.DataFrame({"stated_base": [10.0, None], "input_status": "reconstructed"}),
        "granularity": granularity([True, False]),
        "claims": pd.DataFrame(
            {"verdict": ["reproduced", "contradicted", "inconsistent", "not_shown", "by_construction"]}
        ),
    }


def sums(lower_ends) -> pd.DataFrame:
    """Code ID of inner years with these lower ends of a joint band to 2; beside it what is never counted."""
    facts = {"mapping": "composite", "method": "gaussian_process", "sign": "signed", "region": "RU-SVE"}
    facts |= {"formula": "code_id", "reading": "sum", "inner": True, "status": "estimated", "joint_upper_95": 2.0}
    rows = [facts | {"year": 2009 + place, "joint_lower_95": end} for place, end in enumerate(lower_ends)]
    told = facts | {"year": 2009, "joint_lower_95": 1.0}
    others = (
        {"mapping": "proxies"},
        {"method": "kalman"},
        {"sign": "sign_only"},
        {"region": "RU"},
        {"inner": False},
        {"formula": "code_nid", "reading": "literal"},
        {"formula": "code_nid", "reading": "memory", "status": "short_window"},
    )
    return pd.DataFrame([*rows, *(told | other for other in others)])


def composition(largest: float) -> pd.DataFrame:
    """Shares of one indicator a code in the changes of the district: of the last two codes `largest`."""
    facts = {"mapping": "composite", "form": "change", "region": "RU-UFD", "pooled": True, "status": "estimated"}
    shares = [0.3, largest, largest]
    return pd.DataFrame(
        [
            facts | {"code": code, "indicator": indicator, "covariance_share": share, "dominant": share > 0.5}
            for (code, indicator), share in zip(TERMS, shares, strict=True)
        ]
    )


def tested(count: int, verdicts) -> pd.DataFrame:
    facts = {"status": "estimated", "smallest_seen": 0.25, "regions": 80}
    return pd.DataFrame([facts | {"verdict": verdict} for verdict in verdicts] * count)


def connections(verdicts) -> pd.DataFrame:
    """Arrows of the country with these verdicts, and one of the district that could not be tested."""
    facts = {"scope": "country", "start": "production", "end": "social", "correlation": 0.4, "p_value_holm": 0.03}
    country = tested(1, verdicts).assign(**facts)
    return pd.concat([country, tested(1, ["no_power"]).assign(**facts | {"scope": "district"})], ignore_index=True)


def granularity(fits) -> pd.DataFrame:
    """Shares of Table 1 on base 10, by whether they fit; another base and table beside."""
    facts = {"table": "table_1", "base": 10, "chance_percent": 50.0}
    rows = [facts | {"printed_percent": 50.5 + place, "fits": own} for place, own in enumerate(fits)]
    others = [rows[0] | {"base": 9, "fits": False}, rows[0] | {"table": "table_2", "fits": False}]
    return pd.DataFrame([*rows, *others])
