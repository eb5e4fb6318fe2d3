"""Toy figures for the claims: few rows by value, and the catalogue of texts as the project has it."""

from pathlib import Path

import pandas as pd

from regioncodes.claims.ledger import COLUMNS
from regioncodes.claims.verdicts import verdicts
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import Texts

ROOT = Path(__file__).parents[2]
BLANK = dict.fromkeys(COLUMNS) | {
    "section": "Text",
    "passage": "so it says",
    "statement_en": "A claim",
    "statement_ru": "Утверждение",
}


def ledger_of(*claims: dict) -> pd.DataFrame:
    """A ledger of claims by the columns that matter."""
    return pd.DataFrame([BLANK | {"claim": f"X{place}"} | claim for place, claim in enumerate(claims)], columns=COLUMNS)


def printed_table(table: str, shares: dict, block: str | None = None) -> pd.DataFrame:
    labels = [f"Aid for {name}" for name in shares]
    return pd.DataFrame(
        {
            "table": table,
            "order": range(1, len(shares) + 1),
            "block": block,
            "option": list(shares),
            "printed_label": labels,
            "printed_percent": list(shares.values()),
            "decimals": 1,
        }
    )


def survey_table(table: str, shares: dict, status: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"table": table, "option": list(shares), "percent": list(shares.values()), "input_status": status}
    )


def limits(lower, upper):
    """Ends of the three intervals of a slope, the fixed-b one wider by a half."""
    wider = {"slope": 0.0, "hc3": 0.0, "fixed_b": 0.5}
    ends = {"lower": (lower, -1), "upper": (upper, 1)}
    return {
        f"{name}_{side}_95": end + sign * more for name, more in wider.items() for side, (end, sign) in ends.items()
    }


def figure_2_tests(outcome: str = "cannot_be_told", largest: float = 90.0, lower: float = -0.1) -> pd.DataFrame:
    """One test that keeps its size in each sample of the panel, with its outcome and its one-sided limits.

    largest: per cent of Figure 2's slope, 2, that is not excluded; lower: the lower limit, in its units.
    """
    keys = {"outcome": "grp_per_capita", "prices": "volume", "decides": True, "form": "region_year_effects"}
    test = {"status": "fitted", "enters_verdict": True, "n": 54, "test_outcome": outcome, "lowest_reliability": 0.5}
    test |= {"p_value": 0.01 if outcome == "seen" else 0.5, "smallest_slope_seen": 1.0, "slope_of_figure": 2.0}
    test |= {"largest_not_excluded_percent": largest, "lower_limit_95": lower}
    rows = [keys | {"sample": "panel", "scope": scope} | test for scope in ("RU-UFD", "RU")]
    return pd.DataFrame(rows)


def toy_tables() -> dict[str, pd.DataFrame]:
    """Two instruments of one block, a dump that returns them, one panel that the calendar fits better."""
    return {
        "article_table_1": printed_table("table_1", {"tax": 58.7, "jobs": 56.9}, "institutional"),
        "article_table_2": printed_table("table_2", {"good": 11.7, "bad": 3.4}),
        "article_sample": printed_table("sample_group", {"science": 50.0, "business": 30.0}),
        "article_figure_2": printed_table("figure_2", {"grp_per_capita": None}),
        "survey_table_1": survey_table("table_1", {"tax": 58.65, "jobs": 56.86}, "reconstructed"),
        "survey_table_2": survey_table("table_2", {"good": 11.71, "bad": 3.41}, "reconstructed"),
        "survey_sample": survey_table("sample_group", {"science": 50.0}, "none"),
        "fits": pd.DataFrame({"outcome": ["grp_per_capita"], "status": ["fitted"], "slope": [2.0], "n": [9]}).assign(
            prices="volume", decides=True, **limits(1.0, 3.0)
        ),
        "estimates": figure_2_tests(),
        "placebos": pd.DataFrame({"outcome": ["grp_per_capita"], "kind": ["year"], "at_least_as_good": [True]}),
        "reading": pd.DataFrame(
            {"edition": ["a", "b"], "indicator": "grp_total", "first_year": [2000, 1998], "last_year": [2014, 2015]}
        ),
        "sources": pd.DataFrame({"edition": ["a", "b"], "published": ["2016-05-16", "2018"]}),
    }


def both_languages() -> list[Texts]:
    catalogue = read_table(ROOT / "data/reference/texts.csv")
    return [Texts(catalogue, language) for language in ("en", "ru")]


def judged(*claims: dict, district: str = "RU-UFD", **replaced: pd.DataFrame) -> pd.DataFrame:
    """Verdicts on the claims given, by the toy figures or those that replace them."""
    used = toy_tables() | replaced
    files = {name: f"results/{name}.csv" for name in (*used, "claims")}
    regions = read_table(ROOT / "data/reference/regions.csv")
    return verdicts(ledger_of(*claims), used, files, regions, both_languages(), district=district)
