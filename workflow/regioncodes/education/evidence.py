"""What speaks for and against Figure 2, outcome by outcome, side by side: computed, with what would settle it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from regioncodes.education.estimates import SERIES
from regioncodes.education.outcomes import NOMINAL
from regioncodes.ground.tables import rows_where
from regioncodes.statistics.gate import FITTED
from regioncodes.statistics.permutations import holm
from regioncodes.statistics.power import CANNOT_BE_TOLD, EXCLUDED, LEVEL, SEEN
from regioncodes.statistics.rounding import reaches
from regioncodes.statistics.trends import LARGEST_SIZE_PERCENT

FOR, AGAINST, NEITHER = "for", "against", "neither"
EVIDENCE = [
    "outcome",
    "prices",
    "item",
    "side",
    "value",
    "beside",
    "p_value",
    "size_percent",
    "enters_verdict",
    "n",
]
VERDICTS = [
    "outcome",
    "prices",
    "finding",
    "seen",
    "excluded",
    "tests",
    "not_excluded_percent",
    "smallest_seen_percent",
    "years_needed",
]
DIVIDED = "divided"
_SIDES = {SEEN: FOR, EXCLUDED: AGAINST, CANNOT_BE_TOLD: NEITHER}


def evidence(tables: Mapping[str, pd.DataFrame], estimates: pd.DataFrame) -> pd.DataFrame:
    """Every piece of evidence on each outcome, in the prices that decide: one row an item, columns EVIDENCE.

    tables: fits, placebos, walks, checks and their sizes (check, n, size_percent), cointegration. estimates: as of
    estimates.slope_estimates.
    side: `for`, `against` or `neither`; value and beside are the two numbers held against each other:
    level: R² and, beside, that of nominal figures where others decide; for where HC3 tells the slope from zero.
    durbin_watson: the statistic beside R²; against where it is the lower (Granger and Newbold 1974).
    ranks: Spearman's correlation; for by its permutation test. calendar: R² of education beside that of the year.
    districts: R² of education beside the best of the other districts'; for where none of them fits as well, against
    where half of them or more do. walks: R² beside the median of unrelated walks.
    lead: R² on next year's education beside that of the same year, both without the last year, which has no next;
    against where the later fits at least as well.
    cointegration: mean statistic beside its median under the null; against where it finds nothing with a power of 80 %.
    The tests of estimates: slope in percent of Figure 2's beside the largest not excluded.
    enters_verdict: tests that keep their size under shocks that regions share; the others describe.
    """
    rows = []
    for outcome, own in estimates[estimates["decides"]].groupby("outcome", sort=False):
        facts = {"outcome": outcome, "prices": own["prices"].iloc[0]}
        found = [*_of_the_figure(tables, facts), *_of_placebos(tables, facts), *_of_cointegration(tables, facts)]
        rows += [facts | row for row in [*found, *_of_tests(own)]]
    table = pd.DataFrame(rows, columns=EVIDENCE).astype({"n": "Int64"})
    return table.assign(enters_verdict=table["enters_verdict"].eq(True))


def findings(estimates: pd.DataFrame) -> pd.DataFrame:
    """What the tests together say of each outcome: columns VERDICTS, one row an outcome.

    estimates: as of estimates.slope_estimates; only those that enter the verdict count. finding: `seen` (one sees the
    relation at 5 % by Holm over the outcome's tests), `excluded` (the test whose education has the least noise excludes
    it, fixed so that tests do not exclude by their number), `divided` (both) or `cannot_be_told`. not_excluded_percent:
    the largest slope that this test leaves; smallest_seen_percent: of the test that could see most. years_needed: of
    such figures until differences of the district would see Figure 2's slope with the power of the options, with the
    noise that corrects them; missing where that leaves them no signal.
    """
    rows = []
    for outcome, own in estimates[estimates["decides"]].groupby("outcome", sort=False):
        tests = own[own["enters_verdict"] & own["status"].eq(FITTED)]
        sees = tests["test_outcome"].eq(SEEN) & holm(tests["p_value"]).le(LEVEL)
        least_noise = tests.nlargest(1, "lowest_reliability")
        excludes = least_noise["test_outcome"].eq(EXCLUDED)
        kinds = {(True, True): DIVIDED, (True, False): SEEN, (False, True): EXCLUDED}
        rows.append(
            {
                "outcome": outcome,
                "prices": own["prices"].iloc[0],
                "finding": kinds.get((bool(sees.any()), bool(excludes.any())), CANNOT_BE_TOLD),
                "seen": int(sees.sum()),
                "excluded": int(excludes.sum()),
                "tests": len(tests),
                "not_excluded_percent": least_noise["largest_not_excluded_percent"].max(),
                "smallest_seen_percent": _smallest_seen(tests).min(),
                "years_needed": _years_needed(own),
            }
        )
    return pd.DataFrame(rows, columns=VERDICTS).astype({"years_needed": "Int64"})


def _years_needed(own: pd.DataFrame) -> int | None:
    """Years until the differences of the district would see Figure 2's slope, their error falling as 1/√n of them."""
    rows = own[own["sample"].eq(SERIES) & own["form"].eq("first_differences") & own["enters_verdict"]]
    smallest = _smallest_seen(rows).min()
    if not np.isfinite(smallest):
        return None
    return 1 + int(np.ceil(rows["n"].iloc[0] * max(1.0, (smallest / 100) ** 2)))


def item_of(sample: str, scope: str, form: str) -> str:
    """Name of the item of a test: `series.FORM`, `panel.district.FORM` or `panel.country.FORM`."""
    return f"series.{form}" if sample == SERIES else f"panel.{'country' if scope == 'RU' else 'district'}.{form}"


def _smallest_seen(tests: pd.DataFrame) -> pd.Series:
    """Smallest slopes that the tests could have seen, in per cent of Figure 2's."""
    return 100 * tests["smallest_slope_seen"] / tests["slope_of_figure"].abs()


def _row(table: pd.DataFrame, **wanted: object) -> pd.Series | None:
    """The one fitted row with these values, or None."""
    rows = rows_where(table, **wanted, status=FITTED)
    return rows.iloc[0] if len(rows) else None


def _side(is_for: bool, is_against: bool = False) -> str:
    return FOR if is_for else AGAINST if is_against else NEITHER


def _of_the_figure(tables: Mapping[str, pd.DataFrame], facts: dict) -> list[dict]:
    """Level, Durbin–Watson, ranks and the lead."""
    rows = []
    fit = _row(tables["fits"], **facts)
    checks = tables["checks"].fillna({"variant": ""})
    ranks = _row(checks, **facts, check="spearman", variant="")
    if fit is not None:
        nominal = _row(tables["fits"], outcome=facts["outcome"], prices=NOMINAL)
        size = _size(tables, "levels", fit["n"])
        told = bool(fit["hc3_p_value"] <= LEVEL) and fit["slope"] > 0
        beside = np.nan if nominal is None or facts["prices"] == NOMINAL else nominal["r_squared"]
        numbers = {"value": fit["r_squared"], "beside": beside, "p_value": fit["hc3_p_value"], "n": fit["n"]}
        rows.append({"item": "level", "side": _side(told), "size_percent": size, **numbers})
        low = fit["durbin_watson"] < fit["r_squared"]
        numbers = {"value": fit["durbin_watson"], "beside": fit["r_squared"], "n": fit["n"]}
        rows.append({"item": "durbin_watson", "side": _side(False, low), **numbers})
    if ranks is not None:
        told = bool(ranks["p_value"] <= LEVEL) and ranks["correlation"] > 0
        numbers = {"value": ranks["correlation"], "p_value": ranks["p_value"], "n": ranks["n"]}
        size = _size(tables, "spearman", ranks["n"])
        rows.append({"item": "ranks", "side": _side(told), "size_percent": size, **numbers})
    lead = _row(checks, **facts, check="lag", variant="-1")
    last = None if fit is None else str(int(fit["last_year"]))
    same = _row(checks, **facts, check="without_year", variant=last)
    if lead is not None and same is not None:
        value, beside = lead["correlation"] ** 2, same["correlation"] ** 2
        later = bool(reaches(value, beside))
        rows.append({"item": "lead", "side": _side(not later, later), "value": value, "beside": beside, "n": lead["n"]})
    return rows


def _of_placebos(tables: Mapping[str, pd.DataFrame], facts: dict) -> list[dict]:
    """The calendar, the other districts, and walks that know nothing."""
    rows = []
    for item, kind in (("calendar", "year"), ("districts", "district")):
        others = rows_where(tables["placebos"], **facts, kind=kind, status=FITTED)
        if len(others):
            best = others.loc[others["r_squared"].idxmax()]
            beaten = others["at_least_as_good"].mean()
            numbers = {"value": best["education_r_squared"], "beside": best["r_squared"], "n": best["n"]}
            rows.append({"item": item, "side": _side(beaten == 0, beaten >= 0.5), **numbers})
    walks = _row(tables["walks"], **facts)
    if walks is not None:
        numbers = {"value": walks["education_r_squared"], "beside": walks["median_r_squared"], "n": walks["n"]}
        told = walks["p_value"] <= LEVEL
        rows.append({"item": "walks", "side": _side(told), "p_value": walks["p_value"], **numbers})
    return rows


def _of_cointegration(tables: Mapping[str, pd.DataFrame], facts: dict) -> list[dict]:
    found = _row(tables["cointegration"], **facts, education_noise="estimated", trend=False)
    if found is None:
        return []
    told, strong = found["p_value"] <= LEVEL, found["power_50_percent"] >= 80
    numbers = {"value": found["statistic"], "beside": found["null_median"], "p_value": found["p_value"]}
    return [{"item": "cointegration", "side": _side(told, strong and not told), "n": found["regions"], **numbers}]


def _of_tests(own: pd.DataFrame) -> list[dict]:
    """The tests of estimates in logarithms, Figure 2's own levels aside."""
    tests = own[own["scale"].eq("log") & own["form"].ne("levels") & own["status"].eq(FITTED)]
    return [
        {
            "item": item_of(row.sample, row.scope, row.form),
            "side": _SIDES[row.test_outcome] if row.size_percent <= LARGEST_SIZE_PERCENT else NEITHER,
            "value": 100 * row.slope / row.slope_of_figure,
            "beside": row.largest_not_excluded_percent,
            "p_value": row.p_value,
            "size_percent": row.size_percent,
            "enters_verdict": row.enters_verdict,
            "n": row.n,
        }
        for row in tests.itertuples()
    ]


def _size(tables: Mapping[str, pd.DataFrame], check: str, n: int) -> float:
    rows = rows_where(tables["sizes"], check=check, n=n)
    return float(rows["size_percent"].iloc[0]) if len(rows) else np.nan
