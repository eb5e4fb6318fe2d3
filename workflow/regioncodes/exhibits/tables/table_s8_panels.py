"""Supplementary table 8: slopes on education in the panel of regions, under every error, with the sizes of tests."""

import math
from collections.abc import Callable
from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.cells import Cell, number_cell, parts_of
from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.selection import names_of
from regioncodes.statistics.permutations import LEVEL
from regioncodes.statistics.trends import LARGEST_SIZE_PERCENT, NO_SHOCKS, sizes_of_tests
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING, NO_BREAK_SPACE, interval, number, p_value_text, significant
from regioncodes.words.texts import Texts

NAME = "table_s8_panels"
ERRORS = (
    "classical",
    "hc3",
    "fixed_b",
    "cr1",
    "cr2",
    "cr2_district",
    "wild_rademacher",
    "wild_webb",
    "driscoll_kraay",
    "cr_region_year",
    "ibragimov_muller",
)
# Blocks of the panel as printed: estimator and form.
BLOCKS = (
    ("pooled", "level"),
    ("region_effects", "log"),
    ("region_year_effects", "log"),
    ("first_differences", "log"),
    ("first_differences_year_effects", "log"),
    ("region_slopes", "log"),
)
MARK = "†"
STAR = "*"
NOMINAL = "nominal"
# Names under which a cell keeps the numbers of nominal prices beside those that decide.
IN_NOMINAL = {"value": "nominal", "p_value": "nominal_p_value", "mark": "nominal_mark"}


def table(
    models: pd.DataFrame,
    sizes: pd.DataFrame,
    factors: pd.DataFrame,
    fits: pd.DataFrame,
    regions: pd.DataFrame,
    texts: Texts,
    *,
    district: str,
    outcomes: list[str],
    status: str = "published",
) -> PrintedTable:
    """Table of slopes and p-values: a block for each reading of the points and estimator, a row for each test.

    A cell holds the number in the prices that decide and, in brackets, in nominal ones where these are others.
    models: as common_shocks.with_sizes, of the district and the country. sizes: as statistics.trends.sizes; the last
    two columns hold those of the test under independent walks and the largest under any shocks, at the years of the
    points, a dash where one was not measured. A p-value of up to 5 % has a star where the largest size is at most 10 %;
    a larger size is marked. factors: as common_shocks.shared_shocks. fits: as correlations.education_fits.
    Levels are in units of the outcome, logarithms in per cent, both per percentage point of education.
    """
    line_sizes = sizes_of_tests(sizes[sizes["reading"].eq("series")])
    estimates = pd.concat([_district_rows(fits, district, line_sizes), models])
    named = names_of(estimates["scope"], regions, texts)
    names = {scope: named[scope] for scope in dict.fromkeys([district, *named])}
    blocks = [(district, "levels", "level"), *((scope, *block) for scope in names for block in BLOCKS)]
    series = f"{names[district]}. {texts['table_s8.levels.level']}"
    rows = [(series, *cells, "", "") for cells in _line_rows(fits, outcomes, texts)]
    rows += [
        (f"{names[scope]}. {texts[f'table_s8.{estimator}.{form}']}", *cells)
        for scope, estimator, form in blocks
        for cells in _block(estimates, sizes, (scope, estimator, form), outcomes, texts)
    ]
    facts = _facts(models, fits, names, district)
    headings = ["model", "test", *outcomes, "size.none", "size.largest"]
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s8.title"],
        columns=tuple(
            Column(texts[f"table_s8.{heading}"], share, place > 1)
            for place, (heading, share) in enumerate(zip(headings, _shares(len(outcomes)), strict=True))
        ),
        rows=tuple(rows),
        caption=caption(NAME, texts, status=status, outcomes=counted("outcomes", len(outcomes), texts), **facts),
        note=_note(models, sizes, factors, texts, district),
        has_blocks=True,
    )


def _shares(outcomes: int) -> list[float]:
    """Shares of the width: two columns of words, the outcomes, the sizes."""
    return [0.17, 0.17, *[0.54 / outcomes] * outcomes, 0.06, 0.06]


def _line_rows(fits: pd.DataFrame, outcomes: list[str], texts: Texts) -> list[tuple[str, ...]]:
    """Rows of the lines of Figure 2: R², Durbin–Watson, and the 95 % intervals of the slope by error.

    The intervals in nominal prices have rows of their own, for the outcomes that are judged in others.
    """
    judged, nominal = (_one_a_row(rows, outcomes) for rows in _in_both_prices(fits))
    rows = [
        (
            texts[f"table_s8.{name}"],
            *(
                _both(*(number_cell(value, texts, 2) for value in pair), pd.notna(pair[1]))
                for pair in zip(judged[name], nominal[name], strict=True)
            ),
        )
        for name in ("r_squared", "durbin_watson")
    ]
    for method, prefix in (("classical", "slope"), ("hc3", "hc3"), ("fixed_b", "fixed_b")):
        heading = texts[f"table_s8.interval.{method}"]
        named = ((heading, judged), (texts("table_s8.interval.nominal", interval=heading), nominal))
        for name, lines in named if nominal["slope"].notna().any() else named[:1]:
            edges = zip(lines[f"{prefix}_lower_95"], lines[f"{prefix}_upper_95"], strict=True)
            rows.append((name, *(slope_interval(*pair, texts) for pair in edges)))
    return rows


def _in_both_prices(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows in the prices that decide, and those in nominal prices of the outcomes that are judged in others."""
    decides = rows["decides"].eq(True)
    return rows[decides], rows[~decides & rows["prices"].eq(NOMINAL)]


def _one_a_row(rows: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """The rows by outcome, in the order of the outcomes; missing where there is none."""
    return rows.set_index("outcome").reindex(outcomes)


def _both(judged: str, nominal: str, has_nominal: bool) -> str:
    """The text in the prices that decide with that in nominal prices in brackets, where there is one."""
    if not has_nominal:
        return judged
    beside = {IN_NOMINAL[name]: part for name, part in parts_of(nominal).items() if name in IN_NOMINAL}
    return Cell(f"{judged} ({nominal})", **parts_of(judged), **beside)


def slope_interval(lower: float, upper: float, texts: Texts) -> str:
    """An interval with three significant figures of its wider edge; a dash where there is none.

    A narrow cell may break it after the semicolon.
    """
    if pd.isna(lower):
        return MISSING
    digits = max(0, 2 - math.floor(math.log10(max(abs(lower), abs(upper)))))
    words = interval(lower, upper, texts.language, digits).replace(f";{NO_BREAK_SPACE}", "; ")
    return Cell(words, lower_95=lower, upper_95=upper)


def _district_rows(fits: pd.DataFrame, district: str, tests: pd.DataFrame) -> pd.DataFrame:
    """The fits of Figure 2 as rows of models with the sizes of their tests: one for each error.

    tests: as statistics.trends.sizes_of_tests, of series.
    """
    columns = {"classical": "p_value", "hc3": "hc3_p_value", "fixed_b": "fixed_b_p_value"}
    facts = fits[["outcome", "prices", "decides", "status", "slope", "n"]].assign(
        scope=district, form="level", estimator="levels", years=fits["n"]
    )
    rows = pd.concat([facts.assign(method=method, p_value=fits[name]) for method, name in columns.items()])
    keys = ["scope", "estimator", "method", "years"]
    return rows.merge(tests[[*keys, "size_percent", "size_verdict"]], on=keys, how="left", validate="many_to_one")


def _most_years(fits: pd.DataFrame) -> int:
    """Years of the longest series of the district; 0 where no year has both figures."""
    return int(fits["n"].max()) if len(fits) else 0


def _block(estimates, sizes, key, outcomes, texts) -> list[tuple[str, ...]]:
    """Rows of one block: the slopes, then a p-value for each test; one row of reasons where nothing was fitted."""
    scope, estimator, form = key
    is_own = estimates["scope"].eq(scope) & estimates["estimator"].eq(estimator) & estimates["form"].eq(form)
    judged, nominal = _in_both_prices(estimates[is_own])
    first = (_one_a_row(rows.drop_duplicates("outcome"), outcomes) for rows in (judged, nominal))
    slopes = _cells(*first, lambda row: _slope(row, form, texts))
    rows = [(texts[f"table_s8.slope.{form}"], *slopes, "", "")]
    free = sizes[sizes["shocks"].eq(NO_SHOCKS) & sizes["scope"].eq(scope) & sizes["estimator"].eq(estimator)]
    for method in (method for method in ERRORS if method in set(judged["method"])):
        tests = [_one_a_row(rows[rows["method"].eq(method)], outcomes) for rows in (judged, nominal)]
        lengths = pd.concat(tests)["years"].dropna()
        walks = free.loc[free["method"].eq(method) & free["years"].isin(lengths), "size_percent"].max()
        largest = pd.concat(tests)["size_percent"].max()
        cells = _cells(*tests, lambda row: _test(row, texts))
        mark = f"{NO_BREAK_SPACE}{MARK}" if largest > LARGEST_SIZE_PERCENT else ""
        size = Cell(f"{number(largest, texts.language, 1)}{mark}", value=largest, mark=mark.strip(NO_BREAK_SPACE))
        rows.append((texts[f"table_s8.{method}"], *cells, number_cell(walks, texts, 1), size))
    return rows


def _cells(judged: pd.DataFrame, nominal: pd.DataFrame, told: Callable) -> tuple[str, ...]:
    """A cell for each outcome, the nominal text in brackets where there is one; a dash where there is no row."""
    return tuple(
        _both(*(told(row) if has_row else MISSING for row, has_row in zip(pair, has, strict=True)), has[1])
        for pair in zip(judged.itertuples(), nominal.itertuples(), strict=True)
        for has in [[pd.notna(row.status) for row in pair]]
    )


def _slope(row: tuple, form: str, texts: Texts) -> str:
    """The slope of one outcome, or why there is none."""
    if pd.isna(row.slope):
        return texts[f"panel_status.{row.status}"]
    slope = row.slope * (100 if form == "log" else 1)
    return Cell(significant(slope, texts.language, 3), value=slope)


def _test(row: tuple, texts: Texts) -> str:
    """The p-value of a slope, with a star where it may have one, or why the slope has none."""
    if pd.notna(row.slope) and row.status != "fitted":
        return texts[f"panel_status.{row.status}"]
    is_seen = row.p_value <= LEVEL and row.size_percent <= LARGEST_SIZE_PERCENT
    mark = STAR if is_seen else ""
    return Cell(f"{p_value_text(row.p_value, texts.language)}{mark}", p_value=row.p_value, mark=mark)


def _facts(models: pd.DataFrame, fits: pd.DataFrame, names: dict[str, str], district: str) -> dict[str, str | int]:
    """What the caption says of the points, by the largest fit of the district and of the widest scope."""
    pooled = models[models["estimator"] == "pooled"].groupby("scope")[["n", "clusters"]].max()
    return {
        "district": names[district],
        "period": f"{fits['first_year'].min()}–{fits['last_year'].max()}" if len(fits) else MISSING,
        "n": _most_years(fits),
        "panel_n": " / ".join(str(pooled.loc[scope, "n"]) for scope in names),
        "clusters": " / ".join(str(pooled.loc[scope, "clusters"]) for scope in names),
    }


def _note_of_sizes(sizes: pd.DataFrame, factors: pd.DataFrame, texts: Texts) -> list[str]:
    """How the sizes were measured and how precisely, and what shocks the regions share."""
    language = texts.language
    measured = sizes.groupby(["reading", "scope"], sort=False)[["draws", "clusters"]].max().reset_index()
    panels = measured[measured["reading"].eq("panel")]
    samples = [
        texts(
            "table_s8.panels",
            draws=number(own.draws, language),
            clusters=own.clusters,
            # Two standard errors of a share of 5 % in so many draws.
            error=number(200 * math.sqrt(0.05 * 0.95 / own.draws), language, 1),
        )
        for own in panels.itertuples()
    ]
    series = number(measured.loc[measured["reading"].eq("series"), "draws"].max(), language)
    limit = number(LARGEST_SIZE_PERCENT, language)
    told = texts("table_s8.sizes", mark=MARK, star=STAR, limit=limit, series_draws=series, panels="; ".join(samples))
    return [told, _note_of_shocks(factors, texts)]


def _note_of_shocks(factors: pd.DataFrame, texts: Texts) -> str:
    """The one factor of education and of the outcomes as they decide: its share and its persistence."""
    fitted = factors[factors["shocks"].eq("one_factor") & factors["status"].eq("fitted")]
    education, outcomes = fitted[fitted["side"].eq("education")], fitted[fitted["decides"].eq(True)]
    if education.empty or outcomes.empty:
        return texts["table_s8.no_shocks"]
    language = texts.language
    return texts(
        "table_s8.shocks",
        education=number(education["share_percent"].iloc[0], language),
        low=number(outcomes["share_percent"].min(), language),
        high=number(outcomes["share_percent"].max(), language),
        calm=number(outcomes["persistence"].min(), language, 1),
        lasting=number(outcomes["persistence"].max(), language, 1),
    )


def _note(models: pd.DataFrame, sizes: pd.DataFrame, factors: pd.DataFrame, texts: Texts, district: str) -> str:
    """How to read the table, the lowest p-value that the signs of few regions allow, and what was left out."""
    own = models[models["scope"] == district]
    lowest = own.loc[own["method"] == "wild_rademacher", "lowest_p_value"].max()
    sentences = [texts["table_s8.note"], *_note_of_sizes(sizes, factors, texts)]
    if pd.notna(lowest):
        sentences.append(texts("table_s8.lowest", lowest=number(lowest, texts.language, 3)))
    left_out = own[own["form"].eq("log") & own["prices"].eq(NOMINAL)].groupby("outcome")["cells_left_out"].max().sum()
    if left_out:
        sentences.append(texts("table_s8.left_out", n=int(left_out)))
    return " ".join(sentences)


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    frames = (results.panel_models, results.test_sizes, results.common_factors, results.education_fits, results.regions)
    return table(*frames, texts, district=choices.district, outcomes=choices.outcomes)
