"""The exhibits that weigh the evidence: every estimate on one axis, and what speaks for and against, side by side."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.education.estimates import ESTIMATES, FORMS
from regioncodes.education.evidence import EVIDENCE, VERDICTS, findings
from regioncodes.exhibits.figures import figure_s12_estimates
from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.exhibits.tables import table_s13_evidence
from regioncodes.words.numbers import MINUS, MISSING, number

OUTCOMES = {"grp_per_capita": "volume", "adv_tech_developed": "nominal", "income_per_capita_month": "cpi"}
CHOICES = {"district": "RU-UFD", "share_of_slope": 0.5}
ITEMS = ("level", "durbin_watson", "ranks", "lead", "calendar", "districts", "walks", "cointegration")


@pytest.fixture(scope="module")
def estimates():
    samples = [("RU-UFD", "series"), ("RU-UFD", "panel"), ("RU", "panel")]
    rows = [
        {
            "outcome": outcome,
            "prices": prices,
            "decides": True,
            "scope": scope,
            "sample": sample,
            "form": form,
            "scale": "log",
            "status": "fitted",
            "n": 9,
            "first_year": 2005,
            "last_year": 2013,
            "slope": 0.02,
            "lower_95": -0.01,
            "upper_95": 0.05,
            "p_value": 0.2,
            "size_percent": 93.0 if form == "levels" else 5.0,
            "enters_verdict": form != "levels",
            "slope_of_figure": 0.04,
            "corrected_slope": 0.03,
            "set_kind": "interval",
            "set_lower_95": -0.02,
            "set_upper_95": 0.06,
            "lower_limit_95": -0.01,
            "upper_limit_95": 0.05,
            "smallest_slope_seen": 0.01,
            "largest_not_excluded_percent": 125.0,
            "test_outcome": "cannot_be_told",
        }
        for outcome, prices in OUTCOMES.items()
        for scope, sample in samples
        for form in FORMS[sample]
    ]
    table = pd.DataFrame(rows, columns=ESTIMATES).astype({"set_kind": object})
    ends = {"set_lower_95": [-np.inf, -0.05], "set_upper_95": [np.inf, 0.06]}
    table.loc[[3, 4], ["set_kind"]] = [["all"], ["outside"]]
    table.loc[[3, 4], list(ends)] = pd.DataFrame(ends).to_numpy()
    # What has no number has a status and nothing else; nominal figures and levels are not drawn.
    table.loc[5, ["status", "test_outcome"]] = ["too_few_years", np.nan]
    table.loc[5, ["slope", "lower_95", "upper_95", "corrected_slope", "set_lower_95", "set_upper_95"]] = np.nan
    others = [table.assign(scale="level"), table.assign(prices="nominal", decides=False)]
    return pd.concat([table, *others], ignore_index=True).astype({"decides": bool, "enters_verdict": bool})


@pytest.fixture(scope="module")
def evidence(estimates):
    tests = ["series.trend", "series.first_differences"]
    tests += [f"panel.{scope}.{form}" for scope in ("district", "country") for form in FORMS["panel"]]
    rows = [
        (outcome, prices, item, side, 0.86, np.inf, p_value, 15.25, item in tests[1:], 9)
        for outcome, prices in OUTCOMES.items()
        for place, item in enumerate([*ITEMS, *tests])
        for side, p_value in [[("for", 0.0001), ("against", 0.4), ("neither", np.nan)][place % 3]]
    ]
    table = pd.DataFrame(rows, columns=EVIDENCE)
    return table.assign(beside=table["beside"].where(table["item"].isin(tests), 0.5))


@pytest.fixture(scope="module")
def verdicts():
    rows = [
        ("grp_per_capita", "volume", "excluded", 0, 1, 6, 16.4, 25.0, 119),
        ("adv_tech_developed", "nominal", "cannot_be_told", 0, 0, 6, np.inf, 83.0, None),
        ("income_per_capita_month", "cpi", "divided", 1, 1, 6, np.nan, np.nan, 89),
    ]
    return pd.DataFrame(rows, columns=VERDICTS).astype({"years_needed": "Int64"})


def bars(drawing):
    return [patch for patch in drawing.axes[0].patches if patch.get_width() > 0]


def marked(drawing, kind):
    """Percentages at which a mark of this kind stands."""
    lines = [line for line in drawing.axes[0].lines if line.get_marker() == kind["marker"]]
    return [float(line.get_xdata()[0]) for line in lines]


def test_no_text_of_the_estimates_is_cut_overlapping_or_too_small(estimates, texts, tmp_path):
    drawing = figure_s12_estimates.figure(estimates, texts, **CHOICES)
    drawn = drawn_texts(drawing)
    assert len(drawn) > 54
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_every_row_is_named_and_told_and_every_number_has_its_marks_in_per_cent_of_figure_2(estimates, texts):
    drawing = figure_s12_estimates.figure(estimates, texts, **CHOICES)
    labels = [label.get_text() for label in drawing.axes[0].get_yticklabels()]
    assert len(labels) == 9 * len(OUTCOMES)
    assert len(set(labels)) == 9
    assert marked(drawing, figure_s12_estimates.NAIVE) == pytest.approx([50.0] * 26)
    assert marked(drawing, figure_s12_estimates.CORRECTED) == pytest.approx([75.0] * 26)
    assert marked(drawing, figure_s12_estimates.LIMIT) == pytest.approx([125.0] * 26)
    shown = [text.get_text() for text in drawing.axes[0].texts]
    assert shown.count(texts["figure_s12.cannot_be_told"]) == 26
    assert shown.count(texts["panel_status.too_few_years"]) == 1


def test_shaded_is_what_the_test_could_not_have_seen_and_nothing_where_that_is_unknown(estimates, texts):
    shades = bars(figure_s12_estimates.figure(estimates, texts, **CHOICES))
    assert [(bar.get_x(), bar.get_width()) for bar in shades] == [(-25.0, 50.0)] * 26
    blind = estimates.assign(smallest_slope_seen=np.inf)
    assert {bar.get_width() for bar in bars(figure_s12_estimates.figure(blind, texts, **CHOICES))} == {400.0}
    unknown = estimates.assign(smallest_slope_seen=np.nan)
    assert bars(figure_s12_estimates.figure(unknown, texts, **CHOICES)) == []


def test_a_set_without_an_end_has_a_filled_arrow_and_one_beyond_the_axis_an_open_one(estimates, texts):
    def arrows(frame):
        lines = figure_s12_estimates.figure(frame, texts, **CHOICES).axes[0].lines
        heads = [line for line in lines if line.get_marker() in "<>" and line.get_marker()]
        return sorted((line.get_marker(), line.get_markerfacecolor() != "white") for line in heads)

    # One set is everything, one lies outside: each has two filled arrows.
    assert arrows(estimates) == [("<", True)] * 2 + [(">", True)] * 2
    far = estimates.assign(upper_95=estimates["upper_95"].mask(estimates.index == 0, 1.0))
    assert arrows(far) == [("<", True)] * 2 + [(">", False)] + [(">", True)] * 2
    # A part that lies wholly beyond the axis is told by its arrow.
    outside = estimates.assign(set_lower_95=estimates["set_lower_95"].mask(estimates.index == 4, -1.0))
    assert arrows(outside) == arrows(estimates)


def test_a_negative_slope_of_figure_2_turns_every_end_round(estimates, texts):
    row = next(estimates.assign(slope_of_figure=-0.04).itertuples())
    assert figure_s12_estimates.percents(row, "lower_95", "upper_95") == pytest.approx([-125.0, 25.0])


def test_a_test_that_does_not_keep_its_size_is_pale(estimates, texts):
    lines = figure_s12_estimates.figure(estimates, texts, **CHOICES).axes[0].lines
    squares = [line.get_alpha() for line in lines if line.get_marker() == "s"]
    assert [alpha == figure_s12_estimates.PALE for alpha in squares].count(True) == len(OUTCOMES)
    assert squares[0] == figure_s12_estimates.PALE


def test_the_title_counts_outcomes_and_changes_with_one_test(estimates, texts):
    def title(frame):
        return figure_s12_estimates.figure(frame, texts, **CHOICES).texts[0].get_text()

    def counts(**found):
        parts = [f"{texts[f'evidence.finding.{kind}']} — {count}" for kind, count in found.items()]
        return texts("figure_s12.title", counts="; ".join(parts), outcomes=3)

    assert title(estimates) == counts(seen=0, excluded=0, cannot_be_told=3)
    # The test whose education has the least noise excludes.
    one = estimates.assign(
        test_outcome=estimates["test_outcome"].mask(estimates.index == 6, "excluded"),
        lowest_reliability=[0.9 if place == 6 else 0.3 for place in estimates.index],
    )
    assert title(one) == counts(seen=0, excluded=1, cannot_be_told=2)
    both = one.assign(
        test_outcome=one["test_outcome"].mask(one.index == 7, "seen"),
        p_value=one["p_value"].mask(one.index == 7, 1e-6),
    )
    assert findings(both)["finding"].tolist().count("divided") == 1
    assert title(both) == counts(seen=0, excluded=0, divided=1, cannot_be_told=2)


def test_the_caption_counts_what_has_a_number_and_what_is_pale(estimates, texts):
    said = figure_s12_estimates.figure_caption(estimates, texts, district="UFD", share_of_slope=0.4)
    for figure in ("UFD", "2005–2013", "27", "26", "40"):
        assert figure in said


def test_every_piece_of_evidence_has_one_mark_in_the_column_of_its_side(evidence, verdicts, texts):
    table = table_s13_evidence.table(evidence, verdicts, texts, district="UFD")
    blocks = table.blocks()
    assert [len(block) for block in blocks] == [len(evidence) // 3 + 1] * 3
    for block in blocks:
        marks = [row[2:5] for row in block]
        assert marks[:3] == [("+", "", ""), ("", MINUS, ""), ("", "", "?")]
        assert marks[-1] == ("", "", "")
    assert len({row[1] for row in blocks[0]}) == len(blocks[0])
    assert sum(column.share for column in table.columns) == pytest.approx(1)


def test_statistics_stand_as_they_are_and_slopes_in_per_cent_with_words_where_nothing_limits_them(
    evidence, verdicts, texts
):
    rows = table_s13_evidence.table(evidence, verdicts, texts, district="UFD").blocks()[0]
    level, test = rows[0], rows[len(ITEMS)]
    assert level[5:7] == (number(0.86, texts.language, 2), number(0.5, texts.language, 2))
    assert test[5:7] == (texts("table_s13.percent", value="1"), texts["table_s13.no_limit"])
    assert rows[2][7] == MISSING
    assert rows[0][9] == texts["table_s13.no"]
    assert rows[-2][9] == texts["table_s13.yes"]


def test_the_last_row_of_a_block_is_the_finding_with_what_would_settle_it(evidence, verdicts, texts):
    last = [block[-1] for block in table_s13_evidence.table(evidence, verdicts, texts, district="UFD").blocks()]
    assert [
        texts[f"evidence.finding.{row.finding}"] in said[1]
        for row, said in zip(verdicts.itertuples(), last, strict=True)
    ] == [True] * 3
    assert "119" in last[0][1]
    assert texts["table_s13.not_settled"] in last[1][1]
    assert [row[6] for row in last] == [
        texts("table_s13.percent", value="16"),
        texts["table_s13.no_limit"],
        MISSING,
    ]
    later = table_s13_evidence.table(evidence, verdicts.assign(years_needed=77), texts, district="UFD")
    assert "77" in later.blocks()[1][-1][1]
