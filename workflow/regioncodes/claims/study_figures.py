"""Figures of the study's own results from published statistics, which know nothing of the article's numbers.

`tables` holds the frames by name: fits, placebos, estimates, findings, connections, rates, nid, foresight, stability
(results/models),
reading and sources (results/data). Every public function takes it first and returns a Figure.
"""

import numpy as np
import pandas as pd

from regioncodes.claims.figures import DEFINED, PUBLISHED, Figure, NoFigureError, computed, found_rows, listed
from regioncodes.codes.foresight.names import ALL, LAGGED
from regioncodes.education.evidence import DIVIDED, findings
from regioncodes.ground.code_names import CODES
from regioncodes.statistics.permutations import LEVEL
from regioncodes.statistics.power import EXCLUDED, SEEN

# Assumption: the article means its own district; figures of another one bear on none of its claims.
ARTICLE_DISTRICT = "RU-UFD"
# Tests of Figure 2, and the table that tells what they say.
TESTS = {"all": "findings", "regions_of_district": "estimates"}
# Ends of an interval, and which of several is the widest.
ENDS = {"lower": min, "upper": max}
CODE_KEYS = ["mapping", "region", "year", "method"]

Tables = dict[str, pd.DataFrame]


def _fit(tables: Tables, outcome: str, column: str) -> Figure:
    if outcome in _missing_panels(tables):
        raise NoFigureError("fits", outcome)
    rows = found_rows(tables["fits"], outcome=outcome)
    row = rows[rows["decides"]].iloc[0]
    return computed(row[column], PUBLISHED, "fits", f"{outcome}, prices={row['prices']}")


def _missing_panels(tables: Tables) -> set[str]:
    """Panels of the article's Figure 2 that this study has not: it was told to study other outcomes, or has no data."""
    return set(tables["article_figure_2"]["option"]) - set(tables["fits"]["outcome"])


def _as_in_the_article(tables: Tables, table: str) -> pd.DataFrame:
    """A table of Figure 2, whose counts bear on the article only where the panels are the article's.

    Of outcomes in several prices the rows that decide.
    """
    if _missing_panels(tables) or set(tables["fits"]["outcome"]) - set(tables["article_figure_2"]["option"]):
        raise NoFigureError(table, "outcome")
    rows = tables[table]
    return rows[rows["decides"]] if "decides" in rows else rows


def slope(tables: Tables, outcome: str) -> Figure:
    """Slope of an outcome of Figure 2 on the share of employed with higher education, units per percentage point.

    In the prices that decide: real ones for roubles.
    """
    return _fit(tables, outcome, "slope")


def panels(tables: Tables) -> Figure:
    """Number of panels of Figure 2 that could be fitted."""
    fits = _as_in_the_article(tables, "fits")
    return computed(fits["status"].eq("fitted").sum(), PUBLISHED, "fits", "status=fitted")


def calendar_as_good(tables: Tables) -> Figure:
    """Number of panels of Figure 2 that the calendar year fits at least as well as education does."""
    rows = found_rows(_as_in_the_article(tables, "placebos"), kind="year")
    return computed(rows["at_least_as_good"].eq(True).sum(), PUBLISHED, "placebos", "kind=year")


def slope_limit(tables: Tables, outcome: str, side: str) -> Figure:
    """Widest end of the 95 % intervals of that slope, over classical, HC3 and fixed-b errors.

    side: `lower` or `upper`.
    """
    if side not in ENDS:
        raise ValueError(f"side '{side}' found; allowed: {', '.join(ENDS)}")
    ends = [_fit(tables, outcome, f"{errors}_{side}_95") for errors in ("slope", "hc3", "fixed_b")]
    return ENDS[side](ends, key=lambda end: end.value)


def outcomes_seen(tables: Tables, tests: str) -> Figure:
    """Number of outcomes in which tests that keep their size see the relation beyond what trends and years share.

    tests: `all`, or those of the `regions_of_district`.
    """
    return _outcomes(tables, tests, [SEEN])


def outcomes_excluded(tables: Tables, tests: str) -> Figure:
    """Number of outcomes in which a test that keeps its size excludes a good part of the slope; tests: as above."""
    return _outcomes(tables, tests, [EXCLUDED, DIVIDED])


def _outcomes(tables: Tables, tests: str, wanted: list[str]) -> Figure:
    """Number of outcomes with one of the findings wanted."""
    if tests not in TESTS:
        raise ValueError(f"tests '{tests}' found; allowed: {listed(TESTS)}")
    table = TESTS[tests]
    rows = _as_in_the_article(tables, table)
    if table == "estimates":
        rows = findings(found_rows(rows, scope=ARTICLE_DISTRICT, sample="panel"))
    return computed(rows["finding"].isin(wanted).sum(), PUBLISHED, table, f"tests={tests}")


def told_connections(tables: Tables, kind: str) -> Figure:
    """Number of connections of Figure 1 of one kind that the regions of Russia tell from zero at 5 %, by Holm."""
    rows = found_rows(tables["connections"], scope="country", kind=kind)
    return computed(rows["p_value_holm"].le(LEVEL).sum(), PUBLISHED, "connections", f"scope=country, kind={kind}")


def told_rates(tables: Tables, dynamic_code: str, side: str) -> Figure:
    """Share of the regions' inner years in which the joint band of a dynamic code lies on a side of zero, in percent.

    side: `above` or `below`. Every mapping of defining codes counts, by the first method of the derivative; the
    district and the country are left out. Dynamic codes measured directly have an arbitrary zero.
    """
    sides = {"above": ("joint_lower_95", 1), "below": ("joint_upper_95", -1)}
    if side not in sides:
        raise ValueError(f"side '{side}' found; allowed: {', '.join(sides)}")
    rates = _of_defining_codes(tables)
    rows = found_rows(rates, dynamic_code=dynamic_code, order=1, method=rates["method"].iloc[0])
    is_inner = rows["estimate"].notna() & ~rows["edge"].astype(bool)
    own = rows[is_inner & ~rows["region"].isin([ARTICLE_DISTRICT, "RU"])]
    end, sign = sides[side]
    share = 100 * (sign * own[end]).gt(0).mean()
    return computed(share, PUBLISHED, "rates", f"dynamic_code={dynamic_code}, order=1, edge=False")


def foretold(tables: Tables, predictor: str, target: str, years: float) -> Figure:
    """Rank correlation within the year of a code with what came after it, over all regions and origins.

    predictor: code_id or code_nid; target: real_grp_per_head, or codes, their own later change. From figures out by
    then.
    """
    where = f"target={target}, horizon_years={years:g}, predictor={predictor}"
    rows = found_rows(tables["foresight"], figures=LAGGED, target=target, predictor=predictor, origin=ALL)
    own = rows.loc[rows["horizon_years"].eq(years), "rank_correlation"]
    # Horizons are a choice: one that was not tried has no figure.
    if own.empty:
        raise NoFigureError("foresight", where)
    return computed(own.iloc[0], PUBLISHED, "foresight", where)


def lasting_percent(tables: Tables, code: str) -> Figure:
    """Share of the variance of a code that lies between regions rather than within them over the years, in percent."""
    row = found_rows(tables["stability"], code=code).iloc[0]
    return computed(row["between_percent"], PUBLISHED, "stability", f"code={code}")


def codes_of(tables: Tables, kind: str) -> Figure:
    """Number of codes of a kind, `defining` or `dynamic`, that the study computes as the article defines them."""
    columns = {"defining": "code", "dynamic": "dynamic_code"}
    if kind not in columns:
        raise ValueError(f"kind '{kind}' found; allowed: {listed(columns)}")
    return computed(_of_defining_codes(tables)[columns[kind]].nunique(), DEFINED, "rates", f"column={columns[kind]}")


def formula_1_gap(tables: Tables) -> Figure:
    """Largest distance of Code_ID of Formula (1) from the sum of the three rates, in standard deviations per year."""
    rates = _of_defining_codes(tables)
    first = rates[rates["order"].eq(1) & rates["method"].eq(rates["method"].iloc[0])]
    sums = first.groupby(CODE_KEYS)["estimate"].sum(min_count=3).rename("summed").reset_index()
    whole = found_rows(tables["nid"], formula="code_id", sign="signed")
    both = whole.merge(sums, on=CODE_KEYS, how="inner", validate="one_to_one")
    gap = round(float((both["estimate"] - both["summed"]).abs().max()), 9)
    return computed(gap, DEFINED, "nid", "formula=code_id, sign=signed")


def second_derivative_gap(tables: Tables) -> Figure:
    """Largest distance between the two forms of NID(t) in Formula (2), by yearly differences of the fitted codes.

    One sums the differences of the dynamic codes, the other the second differences of the defining codes.
    """
    levels = _fitted_codes(tables)
    dynamic = np.diff(levels, axis=0)
    gap = np.abs(np.diff(dynamic.sum(axis=1)) - np.diff(levels, n=2, axis=0).sum(axis=1)).max()
    return computed(round(float(gap), 9), DEFINED, "rates", "region=RU, order=0")


def inner_year_influence(tables: Tables) -> Figure:
    """Largest change of Formula (2) with unit weights when a code moves by 1 SD in one year between the end years.

    The sum of second differences over a period; its two first and two last years are the ends. Formula (2) as printed
    telescopes to the last velocity less the first, so that the years between have no influence.
    """
    levels = _fitted_codes(tables).sum(axis=1)
    moved = levels + np.eye(len(levels))[2:-2]
    change = np.diff(moved, n=2, axis=1).sum(axis=1) - np.diff(levels, n=2).sum()
    return computed(round(float(np.abs(change).max()), 9), DEFINED, "rates", "region=RU, order=0")


def _of_defining_codes(tables: Tables) -> pd.DataFrame:
    """Rates of the defining codes: where dynamic codes are measured, Formula (1) sums these themselves."""
    rates = tables["rates"]
    return rates[rates["code"].isin(CODES)]


def _fitted_codes(tables: Tables) -> np.ndarray:
    """Fitted defining codes of the country, years × codes, by the first mapping and method of the table."""
    rates = _of_defining_codes(tables)
    rows = found_rows(rates, mapping=rates["mapping"].iloc[0], method=rates["method"].iloc[0], region="RU", order=0)
    return rows.pivot(index="year", columns="code", values="estimate").dropna().to_numpy()


def publication_lag(tables: Tables, indicator: str) -> Figure:
    """Fewest years between the last year of an indicator in an edition and the year that published the edition."""
    published = tables["sources"].drop_duplicates("edition").set_index("edition")["published"].astype(str).str[:4]
    rows = found_rows(tables["reading"], indicator=indicator)
    last = rows.groupby("edition")["last_year"].max()
    lags = published.reindex(last.index).astype(float) - last
    return computed(lags.min(), PUBLISHED, "reading", f"indicator={indicator}")


def first_published(tables: Tables, indicator: str) -> Figure:
    """First year for which any edition prints an indicator."""
    rows = found_rows(tables["reading"], indicator=indicator)
    return computed(rows["first_year"].min(), PUBLISHED, "reading", f"indicator={indicator}")
