"""Supplementary table 8: slopes on education in the panel of regions, under every error, with the size of each test."""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd

from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.selection import names_of
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
    "wild_rademacher",
    "wild_webb",
    "driscoll_kraay",
    "ibragimov_muller",
)
# Blocks of the panel as printed: estimator and form.
BLOCKS = (
    ("pooled", "level"),
    ("region_effects", "log"),
    ("region_year_effects", "log"),
    ("first_differences", "log"),
    ("region_slopes", "log"),
)
# Assumption: a size stands for panels of up to a quarter more or fewer regions, and says nothing of others.
ALIKE = 1.25
MARK = "†"


def table(
    models: pd.DataFrame,
    sizes: pd.DataFrame,
    fits: pd.DataFrame,
    regions: pd.DataFrame,
    texts: Texts,
    *,
    district: str,
    outcomes: list[str],
    status: str = "published",
) -> PrintedTable:
    """Table of slopes and p-values: a block for each reading of the points and estimator, a row for each test.

    models: as panel_models.panel_models returns it, of the district and the country. sizes: as
    statistics.trends.sizes; the last column holds the size for about as many regions, at the number of
    years nearest to that of the points, marked where it is off by more than half; a dash where none was measured.
    fits: as correlations.education_fits.
    Levels are in units of the outcome, logarithms in per cent, both per percentage point of education.
    """
    estimates = pd.concat([_district_rows(fits, district), models])
    named = names_of(estimates["scope"], regions, texts)
    names = {scope: named[scope] for scope in dict.fromkeys([district, *named])}
    own_sizes = _nearest(sizes, _most_years(fits))
    blocks = [(district, "levels", "level"), *((scope, *block) for scope in names for block in BLOCKS)]
    series = f"{names[district]}. {texts['table_s8.levels.level']}"
    rows = [(series, *cells, "") for cells in _line_rows(fits, outcomes, texts)]
    rows += [
        (f"{names[scope]}. {texts[f'table_s8.{estimator}.{form}']}", *cells)
        for scope, estimator, form in blocks
        for cells in _block(estimates, own_sizes, (scope, estimator, form), outcomes, texts)
    ]
    facts = _facts(models, fits, names, district)
    headings = [texts["table_s8.model"], texts["table_s8.test"], *(texts[f"table_s8.{name}"] for name in outcomes)]
    headings.append(texts("table_s8.size", years=int(own_sizes["years"].iloc[0])))
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s8.title"],
        columns=tuple(
            Column(heading, share, place > 1)
            for place, (heading, share) in enumerate(zip(headings, _shares(len(outcomes)), strict=True))
        ),
        rows=tuple(rows),
        caption=caption(NAME, texts, status=status, outcomes=counted("outcomes", len(outcomes), texts), **facts),
        note=_note(models, sizes, texts, district),
        has_blocks=True,
    )


def _shares(outcomes: int) -> list[float]:
    """Shares of the width: two columns of words, the outcomes, the size."""
    return [0.18, 0.2, *[0.54 / outcomes] * outcomes, 0.08]


def _line_rows(fits: pd.DataFrame, outcomes: list[str], texts: Texts) -> list[tuple[str, ...]]:
    """Rows of the lines of Figure 2: R², Durbin–Watson, and the 95 % intervals of the slope by error."""
    lines = fits.set_index("outcome").reindex(outcomes)
    rows = [
        (texts[f"table_s8.{name}"], *(number(value, texts.language, 2) for value in lines[name]))
        for name in ("r_squared", "durbin_watson")
    ]
    for method, prefix in (("classical", "slope"), ("hc3", "hc3"), ("fixed_b", "fixed_b")):
        edges = zip(lines[f"{prefix}_lower_95"], lines[f"{prefix}_upper_95"], strict=True)
        rows.append((texts[f"table_s8.interval.{method}"], *(slope_interval(*pair, texts) for pair in edges)))
    return rows


def slope_interval(lower: float, upper: float, texts: Texts) -> str:
    """An interval with three significant figures of its wider edge; a dash where there is none.

    A narrow cell may break it after the semicolon.
    """
    if pd.isna(lower):
        return MISSING
    digits = max(0, 2 - math.floor(math.log10(max(abs(lower), abs(upper)))))
    return interval(lower, upper, texts.language, digits).replace(f";{NO_BREAK_SPACE}", "; ")


def _district_rows(fits: pd.DataFrame, district: str) -> pd.DataFrame:
    """The fits of Figure 2 as rows of models: one for each error."""
    columns = {"classical": "p_value", "hc3": "hc3_p_value", "fixed_b": "fixed_b_p_value"}
    facts = fits[["outcome", "status", "slope", "n"]].assign(
        scope=district, form="level", estimator="levels", clusters=1
    )
    return pd.concat([facts.assign(method=method, p_value=fits[name]) for method, name in columns.items()])


def _most_years(fits: pd.DataFrame) -> int:
    """Years of the longest series of the district; 0 where no year has both figures."""
    return int(fits["n"].max()) if len(fits) else 0


def _nearest(sizes: pd.DataFrame, years: int) -> pd.DataFrame:
    """Sizes at the number of years nearest to that of the points."""
    distance = (sizes["years"] - years).abs()
    nearest = sizes.loc[distance.idxmin(), "years"]
    return sizes[sizes["years"] == nearest]


def _block(estimates, sizes, key, outcomes, texts) -> list[tuple[str, ...]]:
    """Rows of one block: the slopes, then a p-value for each test; one row of reasons where nothing was fitted."""
    scope, estimator, form = key
    reading = "series" if estimator == "levels" else "panel"
    block = estimates[estimates["scope"].eq(scope) & estimates["estimator"].eq(estimator) & estimates["form"].eq(form)]
    own_sizes = sizes[sizes["reading"].eq(reading) & sizes["estimator"].eq(estimator)]
    fitting = own_sizes[_stands_for(own_sizes["clusters"], block["clusters"].max())]
    slopes = tuple(_slope(block[block["outcome"] == outcome], form, texts) for outcome in outcomes)
    rows = [(texts[f"table_s8.slope.{form}"], *slopes, "")]
    for method in (method for method in ERRORS if method in set(block["method"])):
        tests = block[block["method"] == method].set_index("outcome").reindex(outcomes)
        size = _size(fitting[fitting["method"].eq(method)], texts)
        rows.append((texts[f"table_s8.{method}"], *(_test(row, texts) for row in tests.itertuples()), size))
    return rows


def _stands_for(measured: pd.Series, clusters: float) -> pd.Series:
    """Whether a number of regions is the nearest to that of a panel, and near enough."""
    ratios = np.maximum(measured / clusters, clusters / measured)
    return ratios.eq(ratios.min()) & ratios.le(ALIKE)


def _slope(rows: pd.DataFrame, form: str, texts: Texts) -> str:
    """The slope of one outcome, or why there is none."""
    if rows.empty:
        return MISSING
    row = rows.iloc[0]
    if row["status"] != "fitted":
        return texts[f"panel_status.{row['status']}"]
    return significant(row["slope"] * (100 if form == "log" else 1), texts.language, 3)


def _test(row: tuple, texts: Texts) -> str:
    """The p-value of a slope, or why the slope has none."""
    if pd.notna(row.slope) and row.status != "fitted":
        return texts[f"panel_status.{row.status}"]
    return p_value_text(row.p_value, texts.language)


def _size(measured: pd.DataFrame, texts: Texts) -> str:
    """Size in per cent, marked where it is off by more than half; a dash where it was not measured."""
    if measured.empty:
        return MISSING
    row = measured.iloc[0]
    mark = "" if row["verdict"] == "holds" else f"{NO_BREAK_SPACE}{MARK}"
    return f"{number(row['size_percent'], texts.language)}{mark}"


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


def _note_of_sizes(sizes: pd.DataFrame, texts: Texts) -> str:
    """How the sizes were measured, and how precisely."""
    language = texts.language
    measured = sizes[["reading", "clusters", "draws"]].drop_duplicates()
    series, panels = (measured[measured["reading"].eq(reading)] for reading in ("series", "panel"))
    # Two standard errors of a share of 5 % in so many draws.
    errors = [200 * math.sqrt(0.05 * 0.95 / draws) for draws in panels["draws"]]
    samples = [
        texts(
            "table_s8.panels",
            draws=number(own.draws, language),
            clusters=own.clusters,
            error=number(error, language, 1),
        )
        for own, error in zip(panels.itertuples(), errors, strict=True)
    ]
    draws = number(series["draws"].iloc[0], language)
    return texts("table_s8.sizes", mark=MARK, series_draws=draws, panels="; ".join(samples))


def _note(models: pd.DataFrame, sizes: pd.DataFrame, texts: Texts, district: str) -> str:
    """How to read the table, the lowest p-value that the signs of few regions allow, and what was left out."""
    own = models[models["scope"] == district]
    lowest = own.loc[own["method"] == "wild_rademacher", "lowest_p_value"].max()
    sentences = [texts["table_s8.note"], _note_of_sizes(sizes, texts)]
    if pd.notna(lowest):
        sentences.append(texts("table_s8.lowest", lowest=number(lowest, texts.language, 3)))
    left_out = own[own["form"] == "log"].groupby("outcome")["cells_left_out"].max().sum()
    if left_out:
        sentences.append(texts("table_s8.left_out", n=int(left_out)))
    return " ".join(sentences)


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    facts = (results.panel_models, results.test_sizes, results.education_fits, results.regions, texts)
    return table(*facts, district=choices.district, outcomes=choices.outcomes)
