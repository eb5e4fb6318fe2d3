"""Interactive charts of the page as Vega-Lite specifications, one for each language, their data named and apart."""

import json
import textwrap
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from regioncodes.exhibits.printing import colours
from regioncodes.exhibits.printing.outcome_panels import DIVISORS
from regioncodes.exhibits.printing.selection import choice_label
from regioncodes.ground.code_names import DYNAMIC_CODES
from regioncodes.statistics.permutations import LEVEL
from regioncodes.words.texts import Texts

# The page sets the real width; a chart for a telephone and one for a screen are the same chart.
WIDTH = 600
# Letters of a title along an axis that fit a telephone.
TITLE_CHARACTERS = 34
ROW = 30  # of a region in the chart of means: its name stands above its points
CHOICES = ("outcome", "units", "estimator", "transform", "control", "prices", "period")
# The axis of the education chart holds either.
IS_YEAR = "against == 'year'"


def codes_chart(texts: Texts, regions: dict[str, str]) -> dict:
    """Levels and rates of the codes of one region with bands; below, the means of a span of years, all regions.

    regions: printed names by code, the first is shown at the start. Data `codes`: region, region_name, code_name,
    year, order (0 level, 1 rate), estimate, lower_95, upper_95, source.
    """
    region = _picked("region", texts, list(regions), list(regions.values()))
    order = alt.param(
        name="order",
        value=0,
        bind=alt.binding_radio(options=[0, 1], labels=[texts["site.chart.level"], texts["site.chart.rate"]], name=" "),
    )
    years = alt.selection_interval(name="years", encodings=["x"])
    colour = _colours_of_codes(texts)
    shown = alt.Chart(alt.NamedData("codes")).transform_filter("datum.order == order")
    own = shown.transform_filter("datum.region == region").encode(x=_years(), color=colour)
    named = [_told(f"{name}_name:N", texts[f"site.column.{name}"]) for name in ("region", "code")]
    tooltip = [
        *named,
        _told("year:Q", texts["site.column.year"], "d"),
        *(_told(f"{name}:Q", texts[f"site.column.{name}"], ".3f") for name in ("estimate", "lower_95", "upper_95")),
        *(_told(f"{name}:N", texts[f"site.column.{name}"]) for name in ("edge", "indicators", "source")),
    ]
    value, lower, upper = (alt.Y(f"{name}:Q", title=None) for name in ("estimate", "lower_95", "upper_95"))
    units = [texts[f"site.chart.codes.{name}_unit"] for name in ("level", "rate")]
    rim = {"strokeWidth": 0.8, "opacity": 0.6}  # the band is seen on black too
    lines = alt.layer(
        own.mark_area(opacity=0.22).encode(y=lower, y2="upper_95:Q"),
        own.mark_line(**rim).encode(y=lower),
        own.mark_line(**rim).encode(y=upper),
        own.mark_line().encode(y=value),
        own.mark_point(filled=True, size=45, opacity=1).encode(y=value, tooltip=tooltip).add_params(years),
        alt.Chart(alt.NamedData("codes")).mark_rule(color=colours.GREY, strokeDash=[2, 3]).encode(y=alt.datum(0)),
        _said(shown, f"order == 0 ? {json.dumps(units[0])} : {json.dumps(units[1])}"),
    ).properties(width=WIDTH, height=260)
    means = _means(shown.transform_filter(years), list(regions.values()), colour, named, texts)
    return _finished(alt.vconcat(lines, means).add_params(region, order))


def _colours_of_codes(texts: Texts) -> alt.Color:
    """A defining code and its rate have one colour; the key shows those of the derivative chosen."""
    names = [[texts[f"code.{code}"] for code in codes] for codes in (DYNAMIC_CODES, DYNAMIC_CODES.values())]
    hues = [colours.DEFINING[code] for code in DYNAMIC_CODES]
    shown = alt.ExprRef(f"order == 0 ? {json.dumps(names[0])} : {json.dumps(names[1])}")
    scale = alt.Scale(domain=[*names[0], *names[1]], range=[*hues, *hues])
    return alt.Color(
        "code_name:N",
        title=None,
        scale=scale,
        legend=alt.Legend(orient="top", columns=1, values=shown, symbolOpacity=1),
    )


def _means(
    shown: alt.Chart, names: Sequence[str], colour: alt.Color, named: list[alt.Tooltip], texts: Texts
) -> alt.LayerChart:
    """Means of the codes over the years kept, one line a region, the region chosen stronger than the others."""
    told = [("mean:Q", "mean", ".3f"), ("first:Q", "first", "d"), ("last:Q", "last", "d")]
    place = alt.Y("region_name:N", title=None, sort=list(names), axis=None)
    found = shown.transform_aggregate(
        mean="mean(estimate)", first="min(year)", last="max(year)", groupby=["region", "region_name", "code_name"]
    )
    chosen = alt.condition("datum.region == region", alt.value(1), alt.value(0.55))
    points = found.mark_point(filled=True, size=80).encode(
        x=alt.X(
            "mean:Q",
            title=_title(texts["site.chart.codes.mean"]),
            axis=alt.Axis(tickCount=4, labelOverlap="greedy", labelSeparation=6),
        ),
        y=place,
        color=colour,
        opacity=chosen,
        tooltip=[*named, *(_told(field, texts[f"site.column.{name}"], form) for field, name, form in told)],
    )
    labels = found.transform_aggregate(groupby=["region", "region_name"])
    words = labels.mark_text(align="left", dx=2, dy=-11, fontSize=11).encode(
        x=alt.value(0), y=place, text="region_name:N", opacity=chosen
    )
    return alt.layer(words, points).properties(width=WIDTH, height=ROW * len(names))


def education_chart(texts: Texts, outcomes: Sequence[str]) -> dict:
    """Points of Figure 2 with a line and its R², on education or on the calendar year.

    outcomes: in the order of the panels. Data `points`: outcome, outcome_name, year, education_percent, value, source.
    """
    regressors = [texts["site.chart.education.education"], texts["site.chart.education.year"]]
    against = alt.param(
        name="against",
        value="education",
        bind=alt.binding_radio(
            options=["education", "year"], labels=regressors, name=texts["site.chart.education.against"]
        ),
    )
    names = [choice_label("outcome", outcome, texts) for outcome in outcomes]
    units = {name: texts[f"figure_2.{outcome}.unit"] for name, outcome in zip(names, outcomes, strict=True)}
    heading = alt.Header(
        title=None,
        labelFontSize=13,
        labelFontWeight="bold",
        labelExpr=f"[datum.label, {json.dumps(units, ensure_ascii=False)}[datum.label]]",
    )
    facet = alt.Facet("outcome_name:N", header=heading, sort=names)
    chart = _education_panel(texts, outcomes, regressors).facet(facet=facet, columns=2, spacing=56)
    chart = chart.resolve_scale(y="independent").resolve_axis(x="independent")
    return _finished(chart.add_params(against))


def _education_panel(texts: Texts, outcomes: Sequence[str], regressors: Sequence[str]) -> alt.LayerChart:
    """One outcome: its points, first and last year, line and R². regressors: words for education and the year."""
    divisors = json.dumps({outcome: DIVISORS[outcome] for outcome in outcomes if outcome in DIVISORS})
    base = alt.Chart().transform_calculate(
        x=f"{IS_YEAR} ? datum.year : datum.education_percent",
        shown=f"datum.value / ({divisors}[datum.outcome] || 1)",
    )
    across = alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=False, padding=14),
        axis=alt.Axis(labelExpr=f"{IS_YEAR} ? format(datum.value, 'd') : datum.label", tickCount=5, tickMinStep=1),
    )
    up = alt.Y("shown:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.2~f", tickCount=5))
    group = {"on": "x", "regression": "shown", "groupby": ["outcome_name"]}
    # What is fitted has the colour of what it is fitted on.
    hue = alt.ExprRef(f"{IS_YEAR} ? {json.dumps(colours.CALENDAR)} : {json.dumps(colours.EDUCATION)}")
    ends = base.transform_joinaggregate(first="min(year)", last="max(year)", groupby=["outcome_name"])
    points = {"filled": True, "size": 60, "opacity": 1, "color": hue, "cursor": "pointer"}
    return alt.layer(
        base.transform_regression(**group).mark_line(color=hue).encode(x=across, y=up),
        base.mark_point(**points).encode(x=across, y=up, tooltip=_of_a_point(texts)),
        ends.transform_filter("datum.year == datum.first || datum.year == datum.last")
        .mark_text(dy=-10, fontSize=11)
        .encode(x=across, y=up, text="year:N"),
        base.transform_regression(**group, params=True)
        .transform_calculate(label="'R² = ' + format(datum.rSquared, '.2f')")
        .mark_text(align="left", fontSize=13, fontWeight="bold", dx=8, dy=12)
        .encode(x=alt.value(0), y=alt.value(0), text="label:N"),
        _said(base, f"{IS_YEAR} ? {json.dumps(regressors[1])} : {json.dumps(regressors[0])}", y="height", dy=34),
        data=alt.NamedData("points"),
    ).properties(width=WIDTH // 2, height=210)


def _of_a_point(texts: Texts) -> list[alt.Tooltip]:
    """What is told of a point of Figure 2."""
    return [
        _told("outcome_name:N", texts["site.column.indicator"]),
        _told("year:Q", texts["site.column.year"], "d"),
        _told("education_percent:Q", texts["site.chart.education.education"], ".2f"),
        _told("value:Q", texts["site.column.value"], ",.2~f"),
        _told("source:N", texts["site.column.source"]),
    ]


def specifications_chart(texts: Texts, curve: pd.DataFrame) -> dict:
    """The specification curve with a choice of every fork. Data `curve`: the choices, correlation, p_value, n."""
    picks = [
        _picked(name, texts, ["", *labels], [texts["site.chart.all"], *labels.values()])
        for name, labels in choice_labels(texts, curve).items()
    ]
    yes, no = texts["site.chart.significant"], texts["site.chart.not_significant"]
    wanted = " && ".join(f"({name} == '' || datum.{name} == {name})" for name in CHOICES)
    kept = (
        alt.Chart(alt.NamedData("curve"))
        .transform_filter(wanted)
        .transform_calculate(significant=f"datum.p_value < {LEVEL} ? {json.dumps(yes)} : {json.dumps(no)}")
        .transform_window(rank="row_number()")
    )
    scale = alt.Scale(domain=[yes, no], range=[colours.EDUCATION, colours.NOT_TOLD])
    tooltip = [_told(f"{name}_name:N", texts[f"site.choice_of.{name}"]) for name in CHOICES]
    tooltip += [
        _told("correlation:Q", texts["site.column.correlation"], ".3f"),
        _told("p_value:Q", "p", ".4f"),
        _told("n:Q", "n", "d"),
    ]
    points = kept.mark_point(filled=True, size=16, opacity=1).encode(
        x=alt.X("rank:Q", title=_title(texts["site.chart.curve.rank"]), axis=alt.Axis(format=",d", tickCount=4)),
        y=alt.Y("correlation:Q", title=None, scale=alt.Scale(domain=[-1, 1])),
        color=alt.Color("significant:N", title=None, scale=scale, legend=alt.Legend(orient="top", offset=18)),
        tooltip=tooltip,
    )
    shown, median = (json.dumps(texts[f"site.chart.curve.{name}"]) for name in ("shown", "median"))
    told = f"{shown} + datum.count + {median} + format(datum.median, '.2f')"
    whole = kept.transform_aggregate(count="count()", median="median(correlation)").transform_calculate(label=told)
    summary = whole.mark_text(align="left", baseline="top", dx=8, dy=8, fontSize=13).encode(
        x=alt.value(0), y=alt.value(0), text="label:N"
    )
    median = whole.mark_rule(color=colours.EDUCATION, strokeDash=[6, 4]).encode(y="median:Q")
    axis = _said(kept, json.dumps(texts["site.chart.curve.correlation"]))
    zero = alt.Chart(alt.NamedData("curve")).mark_rule(color=colours.GREY).encode(y=alt.datum(0))
    return _finished(
        alt.layer(zero, median, points, summary, axis).properties(width=WIDTH, height=320).add_params(*picks)
    )


def series_chart(texts: Texts, units: Mapping[str, str] | None = None) -> dict:
    """One indicator of one region by edition. Data `series`: indicator, year, value, edition and its file, sheet, cell.

    units: printed units by indicator, written above the axis where they are given.
    """
    names = ("edition", "file", "sheet", "cell", "raw_text", "status", "flags", "derivation")
    tooltip = [_told("year:Q", texts["site.column.year"], "d"), _told("value:Q", texts["site.column.value"], ",.4~f")]
    tooltip += [_told(f"{name}:N", texts[f"site.column.{name}"]) for name in names]
    legend = alt.Legend(orient="top", columns=1, labelLimit=250, offset=18)
    base = alt.Chart(alt.NamedData("series")).encode(
        x=_years(),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.2~f", tickCount=6)),
        color=alt.Color("edition:N", title=None, scale=alt.Scale(range=list(colours.EDITIONS)), legend=legend),
    )
    lines = base.mark_line(strokeWidth=1.4)
    # Editions beyond the colours repeat them, and differ by their marks.
    points = base.mark_point(filled=True, size=55, opacity=1, cursor="pointer").encode(
        shape=alt.Shape("edition:N", legend=None), tooltip=tooltip
    )
    unit = _said(
        alt.Chart(alt.NamedData("series")),
        f"{json.dumps(dict(units or {}), ensure_ascii=False)}[datum.indicator] || ''",
        groupby=["indicator"],
    )
    return _finished(alt.layer(lines, points, unit).properties(width=WIDTH, height=300))


def thinned(curve: pd.DataFrame, most: int) -> pd.DataFrame:
    """Fitted specifications in the order of their correlation, evenly thinned to at most this number."""
    fitted = curve[curve["status"].eq("fitted")]
    return fitted.iloc[:: -(-len(fitted) // most) or 1].reset_index(drop=True)


def choice_labels(texts: Texts, curve: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Printed words for every value of every choice."""
    values = {name: sorted(curve[name].unique()) for name in CHOICES}
    return {name: {value: choice_label(name, value, texts) for value in own} for name, own in values.items()}


def _picked(name: str, texts: Texts, options: Sequence[str], labels: Sequence[str]) -> alt.Parameter:
    bind = alt.binding_select(options=list(options), labels=list(labels), name=texts[f"site.choice_of.{name}"])
    return alt.param(name=name, value=options[0], bind=bind)


def _years() -> alt.X:
    """An axis of whole years, without a thousands mark, that leaves out what would be printed over another."""
    axis = alt.Axis(format="d", tickMinStep=1, tickCount=6, labelOverlap="greedy", labelSeparation=6)
    return alt.X("year:Q", title=None, axis=axis, scale=alt.Scale(zero=False))


def _title(words: str) -> list[str]:
    """The title of an axis on as many lines as it needs on a telephone."""
    return textwrap.wrap(words, TITLE_CHARACTERS)


def _said(chart: alt.Chart, words: str, *, y: str | int = 0, dy: int = -8, groupby: Sequence[str] = ()) -> alt.Chart:
    """The title of an axis that changes with what is chosen, which those of Vega-Lite cannot: once, beside a panel.

    words: an expression of Vega, of the parameters and the fields of groupby. y: place from the top, or `height`.
    """
    one = chart.transform_aggregate(rows="count()", groupby=list(groupby)).transform_calculate(said=words)
    return one.mark_text(align="left", baseline="middle", dy=dy, fontSize=12).encode(
        x=alt.value(0), y=alt.value(y), text="said:N"
    )


def _told(field: str, title: str, number_format: str = "") -> alt.Tooltip:
    return alt.Tooltip(field, title=title, format=number_format) if number_format else alt.Tooltip(field, title=title)


def _finished(chart: alt.TopLevelMixin) -> dict:
    """The specification without the address of its schema and the look that the page sets itself."""
    spec = chart.to_dict()
    return {key: value for key, value in spec.items() if key not in ("$schema", "config")}
