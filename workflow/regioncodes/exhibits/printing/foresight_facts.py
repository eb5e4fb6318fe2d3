"""What the exhibits of foresight share: rows, names, horizons in words, and the finding of the primary test."""

import pandas as pd

from regioncodes.codes.foresight.names import (
    ALL,
    CODE_ID,
    CODE_NID,
    FORMULAS,
    LAGGED,
    PAST_GROWTH,
    PRIMARY,
    WITHOUT_LAG,
)
from regioncodes.exhibits.printing.cells import Cell
from regioncodes.exhibits.printing.printed_tables import Column
from regioncodes.words.numbers import MISSING, number, p_value_text, significant
from regioncodes.words.texts import Texts

SEEN = ("positive", "negative")
NOT_SEEN = "not_distinguishable"
# Of the primary test, and of what it tells from zero.
MARK, STAR = "†", "*"
# Rank correlations are printed with three decimals, as p-values are.
DIGITS = 3


def of_all_origins(scores: pd.DataFrame, target: str, figures: str = LAGGED) -> pd.DataFrame:
    """Rows of a target over all its origins. scores: results/models/foresight.csv; figures: what was known."""
    own = scores["target"].eq(target) & scores["figures"].eq(figures) & scores["origin"].astype(str).eq(ALL)
    return scores[own]


def primary_tests(scores: pd.DataFrame) -> pd.DataFrame:
    """Rows of the test that was fixed before looking, by code and horizon."""
    own = scores[scores["role"].eq(PRIMARY)]
    return own.sort_values(["predictor", "horizon_years"], ignore_index=True)


def predictor_name(predictor: str, texts: Texts) -> str:
    """Printed name of a predictor."""
    return texts[f"foresight.predictor.{predictor}"]


def over_years(horizons: list[int], texts: Texts) -> str:
    """Horizons in words: `over 1 and 3 years`."""
    counts = sorted(horizons)
    last = counts[-1]
    form = "one" if last == 1 else "few" if last < 5 else "many"
    earlier = ", ".join(map(str, counts[:-1]))
    listed = texts("foresight.and", earlier=earlier, last=last) if earlier else str(last)
    return texts(f"foresight.over.{form}", n=listed)


def finding(scores: pd.DataFrame, texts: Texts) -> str:
    """The sentence of the primary test, and whether past growth goes more closely with what came than the codes do.

    Past growth does where its correlation is positive and the largest, by size, at every primary horizon.
    """
    tests = primary_tests(scores)
    clauses = [
        texts(f"foresight.finding.{verdict}", formula=predictor_name(formula, texts), over=over_years(horizons, texts))
        for verdict in SEEN
        for formula, horizons in _horizons(tests, verdict).items()
    ]
    left = set(tests["verdict"]) - set(SEEN)
    if left:
        rest = "none" if left == {NOT_SEEN} else "untold"
        clauses.append(texts[f"foresight.finding.{'rest_' if clauses else ''}{rest}"])
    past = _past_growth(scores, tests)
    if past:
        clauses.append(texts[f"foresight.finding.past_{past}"])
    return capitalised("; ".join(clauses))


def capitalised(words: str) -> str:
    """The words with a capital letter first, the rest as it stands."""
    return f"{words[:1].upper()}{words[1:]}"


def _horizons(tests: pd.DataFrame, verdict: str) -> dict[str, list[int]]:
    """Horizons with a verdict, by code."""
    own = tests[tests["verdict"].eq(verdict)]
    return {formula: part["horizon_years"].tolist() for formula, part in own.groupby("predictor")}


def _past_growth(scores: pd.DataFrame, tests: pd.DataFrame) -> str:
    """`above` or `not_above`; nothing where a correlation is missing."""
    if tests.empty:
        return ""
    own = of_all_origins(scores, tests["target"].iloc[0])
    own = own[own["horizon_years"].isin(tests["horizon_years"])]
    table = own.pivot(index="horizon_years", columns="predictor", values="rank_correlation")
    table = table.reindex(columns=[*FORMULAS, PAST_GROWTH])
    if table.isna().any(axis=None):
        return ""
    return "above" if table[PAST_GROWTH].gt(table[[*FORMULAS]].abs().max(axis=1)).all() else "not_above"


def _told(tests: pd.DataFrame, p_value: str, texts: Texts) -> str:
    """Correlation and p-value of every test: `Code ID −0.055 over 1 year (p = 0.255); …`; a dash for none."""
    parts = [
        texts(
            "foresight.test",
            formula=predictor_name(row["predictor"], texts),
            over=over_years([row["horizon_years"]], texts),
            correlation=number(row["rank_correlation"], texts.language, DIGITS),
            p=p_with_relation(row[p_value], texts.language),
        )
        for _, row in tests.iterrows()
    ]
    return "; ".join(parts) or MISSING


def _without_lag(scores: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """What the primary tests are where every figure is out at the end of its year."""
    keys = ["target", "predictor", "horizon_years"]
    own = scores[scores["figures"].eq(WITHOUT_LAG) & scores["origin"].astype(str).eq(ALL)]
    return tests[keys].merge(own, on=keys, validate="one_to_one")


def correlation_told(row: pd.Series, texts: Texts) -> Cell:
    """A correlation with its p-value: of the primary tests that after Holm, marked, and with a star where it tells."""
    is_primary = row["role"] == PRIMARY
    words = number(row["rank_correlation"], texts.language, DIGITS)
    p_value = row["p_value_holm" if is_primary else "p_value"]
    if pd.notna(p_value):
        words = f"{words} ({p_value_text(p_value, texts.language)})"
    mark = f"{MARK if is_primary else ''}{STAR if is_primary and row['verdict'] in SEEN else ''}"
    return Cell(f"{words}{mark}", value=row["rank_correlation"], p_value=p_value, mark=mark)


def why_none(row: pd.Series, texts: Texts) -> str:
    """Why a row of the scores has no number."""
    return texts[f"foresight.status.{row['status']}"]


def counts_by_horizon(own: pd.DataFrame, horizons: list[int]) -> pd.DataFrame:
    """Origins, n and regions of Code NID at every horizon, zero where it was not tried. own: rows over all origins."""
    rows = own[own["predictor"].eq(CODE_NID)].set_index("horizon_years")[["origins", "n", "regions"]]
    return rows.reindex(sorted(horizons)).fillna(0).astype(int)


def horizon_columns(horizons: list[int], share: float, texts: Texts) -> list[Column]:
    """A column of numbers for every horizon. share: of the table's width, for all of them."""
    names = [capitalised(over_years([years], texts)) for years in horizons]
    return [Column(name, share / len(horizons), True) for name in names]


def p_with_relation(value: float, language: str) -> str:
    """`p = 0.255`, or `p < 0.001`."""
    words = p_value_text(value, language)
    return f"p {words}" if words.startswith("<") else f"p = {words}"


def facts(scores: pd.DataFrame, texts: Texts, *, foresight: dict, power: float) -> dict[str, str | int]:
    """What captions say of the trials of the primary target. n is that of every horizon, the shortest first.

    foresight: the choices of the config of that name. power: of what is called seen.
    """
    tests, language = primary_tests(scores), texts.language
    counts = counts_by_horizon(of_all_origins(scores, foresight["primary_target"]), foresight["horizons"])
    years = scores.loc[
        scores["target"].eq(foresight["primary_target"])
        & scores["figures"].eq(LAGGED)
        & scores["predictor"].eq(CODE_ID)
        & scores["rank_correlation"].notna()
        & scores["origin"].astype(str).ne(ALL),
        "origin",
    ].astype(int)
    return {
        "finding": finding(scores, texts),
        "target": texts[f"foresight.target.{foresight['primary_target']}"],
        "period": f"{years.min()}–{years.max()}" if len(years) else MISSING,
        "n": " / ".join(number(count, language) for count in counts["n"]),
        "horizons": " / ".join(str(years) for years in counts.index),
        "regions": number(counts["regions"].max(), language),
        "window": foresight["window_years"],
        "permutations": number(foresight["permutations"], language),
        "lowest": significant(tests["lowest_p_value"].max(), language, 1),
        "power": number(100 * power, language),
        "count": len(tests),
        "over": over_years(tests["horizon_years"].unique().tolist(), texts),
        "tests": _told(tests, "p_value_holm", texts),
        "without_lag": _told(_without_lag(scores, tests), "p_value", texts),
    }
