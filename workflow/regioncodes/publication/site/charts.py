"""Interactive charts of the page as Vega-Lite specifications, one for each language, their data named and apart."""

import json
from collections.abc import Sequence

import altair as alt
import pandas as pd

from regioncodes.exhibits.printing.colours import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION
from regioncodes.exhibits.printing.selection import choice_label
from regioncodes.statistics.permutations import LEVEL
from regioncodes.words.texts import Texts

# The page sets the real width; a chart for a telephone and one for a screen are the same chart.
WIDTH = 600
COLOURS = [BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, GREY]
CHOICES = ("outcome", "units", "estimator", "transform", "control", "prices", "period")


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
    legend = alt.Legend(orient="top", columns=1)
    colour = alt.Color("code_name:N", title=None, scale=alt.Scale(range=COLOURS), legend=legend)
    year = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1), scale=alt.Scale(zero=False))
    shown = alt.Chart(alt.NamedData("codes")).transform_filter("datum.order == order")
    own = shown.transform_filter("datum.region == region").encode(x=year, color=colour)
    named = [_told(f"{name}_name:N", texts[f"site.column.{name}"]) for name in ("region", "code")]
    tooltip = [
        *named,
        _told("year:Q", texts["site.column.year"], "d"),
        *(_told(f"{name}:Q", texts[f"site.column.{name}"], ".3f") for name in ("estimate", "lower_95", "upper_95")),
        *(_told(f"{name}:N", texts[f"site.column.{name}"]) for name in ("edge", "indicators", "source")),
    ]
    value = alt.Y("estimate:Q", title=texts["site.chart.codes.value"])
    lines = alt.layer(
        own.mark_area(opacity=0.15).encode(
            y=alt.Y("lower_95:Q", title=texts["site.chart.codes.value"]), y2="upper_95:Q"
        ),
        own.mark_line().encode(y=value),
        own.mark_point(filled=True, size=45).encode(y=value, tooltip=tooltip).add_params(years),
        alt.Chart(alt.NamedData("codes")).mark_rule(color=GREY, strokeDash=[2, 3]).encode(y=alt.datum(0)),
    ).properties(width=WIDTH, height=260)
    means = _means(shown.transform_filter(years), list(regions.values()), colour, named, texts)
    return _finished(alt.vconcat(lines, means).add_params(region, order))


def _means(
    shown: alt.Chart, names: Sequence[str], colour: alt.Color, named: list[alt.Tooltip], texts: Texts
) -> alt.Chart:
    """Means of the codes over the years kept, one line a region, the region chosen stronger than the others."""
    told = [("mean:Q", "mean", ".3f"), ("first:Q", "first", "d"), ("last:Q", "last", "d")]
    return (
        shown.transform_aggregate(
            mean="mean(estimate)", first="min(year)", last="max(year)", groupby=["region", "region_name", "code_name"]
        )
        .transform_calculate(chosen="datum.region == region")
        .mark_point(filled=True, size=80)
        .encode(
            x=alt.X("mean:Q", title=texts["site.chart.codes.mean"]),
            y=alt.Y("region_name:N", title=None, sort=list(names), axis=alt.Axis(labelLimit=140)),
            color=colour,
            opacity=alt.condition("datum.chosen", alt.value(1), alt.value(0.55)),
            tooltip=[*named, *(_told(field, texts[f"site.column.{name}"], form) for field, name, form in told)],
        )
        .properties(width=WIDTH, height=26 * len(names))
    )


def education_chart(texts: Texts, outcomes: Sequence[str]) -> dict:
    """Points of Figure 2 with a line and its R², on education or on the calendar year.

    outcomes: in the order of the panels. Data `points`: outcome_name, year, education_percent, value, source.
    """
    labels = [texts["site.chart.education.education"], texts["site.chart.education.year"]]
    against = alt.param(
        name="against",
        value="education",
        bind=alt.binding_radio(
            options=["education", "year"], labels=labels, name=texts["site.chart.education.against"]
        ),
    )
    base = alt.Chart().transform_calculate(x="against == 'year' ? datum.year : datum.education_percent")
    across = alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=False, padding=12),
        axis=alt.Axis(
            labelExpr="against == 'year' ? format(datum.value, 'd') : datum.label", tickCount=5, tickMinStep=1
        ),
    )
    up = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.2~f"))
    group = {"on": "x", "regression": "value", "groupby": ["outcome_name"]}
    tooltip = [
        _told("outcome_name:N", texts["site.column.indicator"]),
        _told("year:Q", texts["site.column.year"], "d"),
        _told("education_percent:Q", texts["site.chart.education.education"], ".2f"),
        _told("value:Q", texts["site.column.value"], ",.2~f"),
        _told("source:N", texts["site.column.source"]),
    ]
    panel = alt.layer(
        base.transform_regression(**group).mark_line(color=VERMILION).encode(x=across, y=up),
        base.mark_point(filled=True, size=60, color=BLUE, cursor="pointer").encode(x=across, y=up, tooltip=tooltip),
        base.mark_text(dx=7, dy=-7, fontSize=10, align="left").encode(x=across, y=up, text="year:N"),
        base.transform_regression(**group, params=True)
        .transform_calculate(label="'R² = ' + format(datum.rSquared, '.2f')")
        .mark_text(align="left", fontSize=13, fontWeight="bold", dx=8, dy=12)
        .encode(x=alt.value(0), y=alt.value(0), text="label:N"),
        data=alt.NamedData("points"),
    ).properties(width=WIDTH // 2, height=210)
    names = [choice_label("outcome", outcome, texts) for outcome in outcomes]
    heading = alt.Header(title=None, labelFontSize=13, labelFontWeight="bold")
    chart = panel.facet(facet=alt.Facet("outcome_name:N", header=heading, sort=names), columns=2)
    return _finished(chart.resolve_scale(y="independent").add_params(against))


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
    scale = alt.Scale(domain=[yes, no], range=[VERMILION, BLUE])
    tooltip = [_told(f"{name}_name:N", texts[f"site.choice_of.{name}"]) for name in CHOICES]
    tooltip += [
        _told("correlation:Q", texts["site.column.correlation"], ".3f"),
        _told("p_value:Q", "p", ".4f"),
        _told("n:Q", "n", "d"),
    ]
    points = kept.mark_point(filled=True, size=16).encode(
        x=alt.X("rank:Q", title=texts["site.chart.curve.rank"], axis=alt.Axis(format="d")),
        y=alt.Y("correlation:Q", title=texts["site.chart.curve.correlation"], scale=alt.Scale(domain=[-1, 1])),
        color=alt.Color("significant:N", title=None, scale=scale, legend=alt.Legend(orient="top")),
        tooltip=tooltip,
    )
    shown, median = (json.dumps(texts[f"site.chart.curve.{name}"]) for name in ("shown", "median"))
    told = f"{shown} + datum.count + {median} + format(datum.median, '.2f')"
    summary = (
        kept.transform_aggregate(count="count()", median="median(correlation)")
        .transform_calculate(label=told)
        .mark_text(align="left", baseline="top", dx=8, dy=8, fontSize=13)
        .encode(x=alt.value(0), y=alt.value(0), text="label:N")
    )
    zero = alt.Chart(alt.NamedData("curve")).mark_rule(color=GREY).encode(y=alt.datum(0))
    return _finished(alt.layer(zero, points, summary).properties(width=WIDTH, height=320).add_params(*picks))


def series_chart(texts: Texts) -> dict:
    """One indicator of one region by edition. Data `series`: year, value, edition, file, sheet, cell, raw_text."""
    names = ("edition", "file", "sheet", "cell", "raw_text", "status", "flags", "derivation")
    tooltip = [_told("year:Q", texts["site.column.year"], "d"), _told("value:Q", texts["site.column.value"], ",.4~f")]
    tooltip += [_told(f"{name}:N", texts[f"site.column.{name}"]) for name in names]
    base = alt.Chart(alt.NamedData("series")).encode(
        x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1), scale=alt.Scale(zero=False)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.2~f")),
        color=alt.Color(
            "edition:N",
            title=None,
            scale=alt.Scale(range=COLOURS),
            legend=alt.Legend(orient="top", columns=1, labelLimit=320),
        ),
    )
    lines = base.mark_line(strokeWidth=1.2)
    points = base.mark_point(filled=True, size=55, cursor="pointer").encode(tooltip=tooltip)
    return _finished(alt.layer(lines, points).properties(width=WIDTH, height=300))


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


def _told(field: str, title: str, number_format: str = "") -> alt.Tooltip:
    return alt.Tooltip(field, title=title, format=number_format) if number_format else alt.Tooltip(field, title=title)


def _finished(chart: alt.TopLevelMixin) -> dict:
    """The specification without the address of its schema and the look that the page sets itself."""
    spec = chart.to_dict()
    return {key: value for key, value in spec.items() if key not in ("$schema", "config")}
