"""Figures: nothing cut, nothing overlapping, the same bytes every time."""

import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text

from regioncodes.exhibits.figures import figure_1_model, figure_2_education, figure_s1_codes
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.exhibits.printing.outcome_panels import name_axes
from regioncodes.exhibits.printing.selection import of_whole_windows
from regioncodes.ground.errors import StudyError
from regioncodes.words.texts import Texts

OUTCOMES = ["grp_per_capita", "adv_tech_developed", "income_per_capita_month", "consumer_spending_per_capita_month"]
FORMATS = (".pdf", ".svg", ".png")


@pytest.fixture(scope="module")
def education(texts, points, fits, lines):
    return figure_2_education.figure(points, fits, lines, texts, outcomes=OUTCOMES)


@pytest.fixture(scope="module")
def codes(texts, nid, regions):
    return figure_s1_codes.figure(nid, regions, texts)


@pytest.fixture(scope="module")
def model(texts):
    return figure_1_model.figure(texts)


@pytest.fixture(params=["model", "education", "codes"])
def drawing(request, model, education, codes):
    return {"model": model, "education": education, "codes": codes}[request.param]


def test_no_text_is_cut_overlapping_or_tiny(drawing, texts):
    assert len(drawn_texts(drawing)) > 10
    assert drawn_faults(drawing, texts.language) == []


@pytest.mark.parametrize("texts", ["ru"], indirect=True, scope="session")
def test_every_figure_repeats_byte_for_byte(drawing, tmp_path):
    first, second = ([tmp_path / f"{name}{suffix}" for suffix in FORMATS] for name in ("first", "second"))
    style.save_figure(drawing, first)
    style.save_figure(drawing, second)
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert one.stat().st_size > 5000
    assert sorted(tmp_path.iterdir()) == sorted([*first, *second])


def test_no_glyph_is_missing(drawing, tmp_path):
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_bytes_do_not_depend_on_time_zone_hash_seed_clock_or_matplotlibrc(catalogue, tmp_path):
    catalogue.to_csv(tmp_path / "texts.csv", index=False)
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\nfigure.facecolor: red\nsvg.fonttype: none\n", encoding="utf-8"
    )
    program = (
        "import sys, pandas\n"
        "from regioncodes.exhibits.figures import figure_1_model\n"
        "from regioncodes.exhibits.printing import style\n"
        "from regioncodes.words.texts import Texts\n"
        "texts = Texts(pandas.read_csv(sys.argv[1]), 'ru')\n"
        "style.save_figure(figure_1_model.figure(texts), sys.argv[2:])\n"
    )
    here, there = ([tmp_path / f"{name}{suffix}" for suffix in FORMATS] for name in ("here", "there"))
    strange = {
        "PYTHONHASHSEED": "12345",
        "TZ": "Asia/Yekaterinburg",
        "SOURCE_DATE_EPOCH": "86400",
        "MATPLOTLIBRC": str(tmp_path / "matplotlibrc"),
    }
    arguments = [sys.executable, "-c", program, str(tmp_path / "texts.csv"), *map(str, there)]
    subprocess.run(arguments, check=True, env={**os.environ, **strange}, cwd=tmp_path)
    style.save_figure(figure_1_model.figure(Texts(catalogue, "ru")), here)
    for one, other in zip(here, there, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_a_character_that_the_font_lacks_stops_the_figure_before_anything_is_written(tmp_path):
    with style.house_style():
        figure = style.new_figure(4, 3)
        figure.text(0.5, 0.5, "区")
    with pytest.raises(StudyError, match="Glyph 21306"):
        style.save_figure(figure, [tmp_path / "model.png", tmp_path / "model.pdf"])
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_ending_is_an_error(tmp_path, model):
    with pytest.raises(StudyError, match=r"'model\.bmp'"):
        style.save_figure(model, [tmp_path / "model.bmp"])


def test_the_house_style_leaves_the_settings_of_the_user_alone():
    with matplotlib.rc_context({"font.size": 23}):
        with style.house_style():
            assert matplotlib.rcParams["font.size"] == style.SETTINGS["font.size"]
        assert matplotlib.rcParams["font.size"] == 23


def test_the_font_is_the_one_of_the_house():
    with style.house_style():
        found = matplotlib.font_manager.findfont(matplotlib.font_manager.FontProperties(weight="bold"))
    assert Path(found) == style.FONT_FOLDER / "DejaVuSans-Bold.ttf"


@pytest.mark.parametrize("name", [name for name, *_ in style.FONT_FILES])
def test_the_fonts_of_the_house_are_those_of_dejavu_letter_for_letter(name):
    whole, own = TTFont(Path(matplotlib.get_data_path(), "fonts/ttf", name)), TTFont(style.FONT_FOLDER / name)
    letters = own.getBestCmap()
    assert set(map(ord, "Код ID — №, R², β₁, −0,5 … ₽ ≥ ≤ × √ Ә Ұ ё")) <= set(letters)
    for code, glyph in letters.items():
        original = whole.getBestCmap()[code]
        assert own["hmtx"][glyph] == whole["hmtx"][original]
        assert (
            own["glyf"][glyph].getCoordinates(own["glyf"])[0]
            == whole["glyf"][original].getCoordinates(whole["glyf"])[0]
        )


def test_a_text_with_dollar_signs_is_printed_as_it_is(tmp_path):
    with style.house_style():
        figure = style.new_figure(8, 4)
        figure.text(0.1, 0.5, r"a $\frac{$ name")
    style.save_figure(figure, [tmp_path / "name.svg"])
    assert (tmp_path / "name.svg").is_file()


def test_a_missing_font_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(style, "FONT_FOLDER", tmp_path)
    style._pin_fonts.cache_clear()
    with pytest.raises(StudyError, match=r"DejaVuSans-Bold\.ttf is not there"), style.house_style():
        pass
    style._pin_fonts.cache_clear()


def test_the_labels_of_the_model_fit_in_their_boxes(model):
    model.canvas.draw()
    boxes = {patch.get_gid(): patch.get_window_extent() for patch in model.findobj(FancyBboxPatch)}
    labels = {text.get_gid(): text.get_window_extent() for text in model.findobj(Text) if text.get_gid()}
    assert len(labels) == 7
    for key, label in labels.items():
        box = boxes[key.replace("label_", "box_")].padded(-4)
        assert box.x0 < label.x0 < label.x1 < box.x1, key
        assert box.y0 < label.y0 < label.y1 < box.y1, key


def test_the_model_joins_every_defining_code_with_its_own_dynamic_code_alone():
    intraspecific = {(start, end) for start, end, kind in figure_1_model.LINKS if kind == "intraspecific"}
    assert intraspecific == {
        ("institutional", "information"),
        ("production", "innovation"),
        ("social", "value"),
    }


def test_the_equation_is_printed_by_the_rules_of_the_language(fits, texts):
    fit = fits.iloc[0].copy()
    fit[["slope", "intercept", "r_squared"]] = [48999.1, -822416.0, 0.8638]
    first_line, second_line, third_line = figure_2_education.equation(fit, "grp_per_capita", texts).split("\n")
    gap, mark = (",", ".") if texts.language == "en" else ("\u00a0", ",")
    assert first_line.startswith(f"y = 48{gap}999 x \u2212 822{gap}416 (y ")
    assert second_line == f"R² = 0{mark}86"
    assert third_line == "n = 9, 2005–2013"


def test_notes_in_the_panels_stand_clear_of_every_point(education):
    education.canvas.draw()
    for axes in education.axes:
        note = next(text for text in axes.texts if "R²" in text.get_text())
        box = note.get_window_extent().padded(3)
        places = axes.transData.transform(np.asarray(axes.collections[-1].get_offsets()))
        assert len(places) == 9
        assert not any(box.contains(*place) for place in places)


def test_a_falling_line_sends_the_note_to_another_corner(education, points, fits, lines, texts):
    mirrored = points.assign(education_percent=50 - points["education_percent"])
    mirrored_lines = lines.assign(education_percent=50 - lines["education_percent"])
    falling = figure_2_education.figure(mirrored, fits, mirrored_lines, texts, outcomes=OUTCOMES)

    def corners(figure):
        notes = [text for axes in figure.axes for text in axes.texts if "R²" in text.get_text()]
        return {(note.get_horizontalalignment(), note.get_verticalalignment()) for note in notes}

    assert corners(education) <= {("left", "top"), ("right", "bottom")}
    assert corners(falling) <= {("right", "top"), ("left", "bottom")}


def test_every_point_is_labelled_with_its_year(education):
    for axes in education.axes:
        labels = [text.get_text() for text in axes.texts if "R²" not in text.get_text()]
        assert sorted(labels) == [str(year) for year in range(2005, 2014)]


def test_a_refused_fit_says_so_and_a_missing_one_is_an_error(points, fits, lines, texts):
    refused = fits.assign(slope=fits["slope"].where(fits["outcome"].ne("grp_per_capita")))
    kept = lines[lines["outcome"].ne("grp_per_capita")]
    figure = figure_2_education.figure(points, refused, kept, texts, outcomes=OUTCOMES)
    assert texts["figure_2.no_fit"] in [text.get_text() for text in figure.axes[0].texts]
    with pytest.raises(
        StudyError, match=r"(?s)2 problems.*'grp_per_capita': no points.*spending_per_capita_month': 0 fits"
    ):
        figure_2_education.figure(points.iloc[9:], fits.iloc[:3], lines, texts, outcomes=OUTCOMES)


def faces(figure):
    """By panel the years whose points are hollow; points stand in the order of their years."""
    scatters = [axes.collections[-1].get_facecolor() for axes in figure.axes]
    return [[2005 + place for place, face in enumerate(found) if tuple(face[:3]) == (1, 1, 1)] for found in scatters]


def test_a_point_is_hollow_where_its_method_changed_or_it_is_an_estimate_and_the_key_says_why(
    points, fits, lines, texts
):
    grp = points["outcome"].eq("grp_per_capita")
    given = points.assign(
        breaks=points["breaks"].mask(points["year"].eq(2010), "employment_avg"),
        note=points["note"].mask(grp & points["year"].eq(2006), "estimate"),
    )
    figure = figure_2_education.figure(given, fits, lines, texts, outcomes=OUTCOMES)
    assert faces(figure) == [[2006, 2010, 2013], *[[2010, 2013]] * 3]
    assert drawn_faults(figure, texts.language) == []
    (key,) = [text.words for text in drawn_texts(figure) if text.words.startswith(texts["figure_2.hollow.breaks"])]
    assert texts["figure_2.hollow.note"] in key
    # Read from a file, a column without any text is one of numbers.
    plain = figure_2_education.figure(given.assign(note=np.nan, breaks=np.nan), fits, lines, texts, outcomes=OUTCOMES)
    assert faces(plain) == [[]] * 4
    assert not any(texts["figure_2.hollow.breaks"] in text.words for text in drawn_texts(plain))


def test_the_caption_names_what_broke_and_when(points, texts):
    titles = pd.Series({"employment_avg": "Employed", **{outcome: outcome for outcome in OUTCOMES}})
    given = points.assign(note="", breaks=points["breaks"].mask(points["year"].eq(2010), "employment_avg").fillna(""))
    both = given.assign(
        breaks=given["breaks"].mask(
            given["year"].eq(2010) & given["outcome"].eq(OUTCOMES[2]), "employment_avg; grp_per_capita"
        )
    )
    said = figure_2_education.hollow_points(both, titles, texts)
    assert texts("figure_2.break.education", title="Employed", years="2010") in said
    assert texts("figure_2.break.outcome", title="grp_per_capita", years="2010, 2013") in said
    estimated = given.assign(breaks="", note=given["note"].mask(given["year"].ge(2012), "estimate"))
    assert figure_2_education.hollow_points(estimated, titles, texts) == texts("figure_2.estimates", years="2012, 2013")
    assert figure_2_education.hollow_points(given.assign(breaks=""), titles, texts) == ""


def test_a_gap_of_years_is_not_bridged(codes):
    yamal = codes.axes[4]
    drawn = [tuple(line.get_xdata()) for line in yamal.lines if tuple(line.get_xdata()) != (0, 1)]
    assert drawn == [(2005, 2006, 2007), (2007, 2008), (2013, 2014), (2014, 2015)]


def test_windows_that_reach_edge_years_are_dashed_and_short_ones_are_not_drawn(codes):
    kurgan_nid = codes.axes[8]
    drawn = {tuple(map(int, line.get_xdata())): line.is_dashed() for line in kurgan_nid.lines[1:]}
    assert drawn == {(2007, 2008, 2009): True, tuple(range(2009, 2015)): False, (2014, 2015, 2016): True}
    dots = [found for found in kurgan_nid.collections if isinstance(found, PathCollection)]
    assert min(found.get_offsets()[:, 0].min() for found in dots) == 2007


def test_a_sum_is_inner_where_its_whole_window_is(nid):
    whole = of_whole_windows(nid[nid["reading"].isin(["sum", "memory"]) & nid["region"].eq("RU-KGN")])
    inner = {name: list(rows.loc[~rows["edge"], "year"]) for name, rows in whole.groupby("formula")}
    assert inner == {"code_id": list(range(2007, 2015)), "code_nid": list(range(2009, 2015))}
    assert whole.loc[whole["status"].eq("short_window"), ["estimate", "lower_95", "upper_95"]].isna().all(axis=None)
    assert whole["estimate"].notna().sum() == 22


def test_panels_are_named_in_the_order_of_the_regions(nid, regions, texts):
    figure = figure_s1_codes.figure(nid, regions.iloc[::-1], texts)
    titles = [axes.get_title(loc="left").replace("\n", " ") for axes in figure.axes[:8]]
    assert titles == list(regions[f"short_{texts.language}"][:8][::-1])


def test_mixed_mappings_and_nameless_regions_are_errors(nid, regions, texts):
    mixed = pd.concat([nid, nid.assign(mapping="article")])
    with pytest.raises(StudyError, match="article, composite found"):
        figure_s1_codes.figure(mixed, regions, texts)
    with pytest.raises(StudyError, match=r"(?s)2 problems.*RU-KGN.*RU-SVE"):
        figure_s1_codes.figure(nid, regions.iloc[2:], texts)


def test_frames_given_to_a_figure_are_not_changed(points, fits, lines, texts):
    copies = points.copy(), fits.copy(), lines.copy()
    figure_2_education.figure(points, fits, lines, texts, outcomes=OUTCOMES)
    for given, copy in zip((points, fits, lines), copies, strict=True):
        pd.testing.assert_frame_equal(given, copy)


def test_a_region_without_estimates_says_so(nid, regions, texts):
    absent = nid["region"].eq("RU-TYU-0")
    holes = nid.assign(status=nid["status"].mask(absent, "missing_code"), estimate=nid["estimate"].mask(absent))
    figure = figure_s1_codes.figure(holes, regions, texts)
    said = [texts["figure.no_data"] in [text.get_text() for text in axes.texts] for axes in figure.axes]
    assert [place for place, is_said in enumerate(said) if is_said] == [2, 10]


def test_the_limits_of_an_axis_hold_its_values_with_a_margin():
    assert style.padded(0.0, 20.0) == (-1.0, 21.0)
    assert style.padded(2.0, 2.0) == style.padded(np.nan, np.nan) == (-1.0, 1.0)


def sizes_cm(figure):
    """Extents of the panels and of the key of a figure in pixels from its lower left corner."""
    figure.canvas.draw()
    boxes = [axes.get_window_extent().bounds for axes in figure.axes]
    return np.array([*boxes, *(legend.get_window_extent().bounds for legend in figure.legends)])


def test_a_title_adds_room_above_and_moves_nothing(points, fits, lines, texts):
    figure = figure_2_education.figure(points, fits, lines, texts, outcomes=OUTCOMES)
    before, height = sizes_cm(figure), figure.get_figheight()
    with style.house_style():
        style.add_title(figure, "a finding of many words " * 8, "how it is read")
    np.testing.assert_allclose(sizes_cm(figure), before, atol=1.5)
    assert 0.4 < figure.get_figheight() - height < 1.0
    title = next(text for text in drawn_texts(figure) if text.words.startswith("a finding"))
    assert len(title.lines) == 2
    assert [fault for fault in drawn_faults(figure, texts.language) if "is not translated" not in fault] == []


def test_the_title_of_figure_2_sets_the_fit_beside_that_of_unrelated_walks(points, fits, lines, texts):
    walks = pd.DataFrame({"median_r_squared": [0.62, 0.918]})
    figure = figure_2_education.figure(points, fits, lines, texts, outcomes=OUTCOMES, walks=walks)
    said = next(text.words for text in drawn_texts(figure) if "0,92" in text.words or "0.92" in text.words)
    mark = "." if texts.language == "en" else ","
    assert f"0{mark}62–0{mark}92" in said
    assert f" 0{mark}86" in said  # one number where all fits print alike


@pytest.mark.parametrize(
    ("largest", "tick", "limit"),
    [(1.25, 1, 1.25), (1.26, 2, 2.5), (0.7, 0.6, 0.75), (0.031, 0.03, 0.0375), (0, 1, 1.25), (990, 800, 1000)],
)
def test_a_scale_about_zero_holds_its_value_and_has_round_ticks(largest, tick, limit):
    axes = style.new_figure(4, 4).add_axes((0, 0, 1, 1))
    style.centred_scale(axes, largest)
    np.testing.assert_allclose(axes.get_yticks(), [-tick, 0, tick])
    np.testing.assert_allclose(axes.get_ylim(), [-limit, limit])


def test_a_narrow_band_fills_its_panel_beside_a_wide_one_and_the_title_counts_the_years(nid, regions, texts):
    numbers = [name for name in nid if name.endswith(("estimate", "_95"))]
    wide = nid["region"].eq("RU-YAN")
    told = nid.assign(**{name: nid[name].where(~wide, 10 * nid[name]) for name in numbers})
    figure = figure_s1_codes.figure(told, regions, texts)
    limits = [axes.get_ylim()[1] for axes in figure.axes[:8]]
    assert limits[4] > 5 * limits[1]
    assert drawn_faults(figure, texts.language) == []
    shown = figure_s1_codes._printable(told)
    counts = figure_s1_codes.counts_of(shown, texts)
    inner = shown["formula"].eq("code_nid") & shown["reading"].eq("memory") & ~shown["edge"]
    outside = shown["joint_lower_95"].gt(0) | shown["joint_upper_95"].lt(0)
    assert (counts["told_code_nid"], counts["of_code_nid"]) == (int((inner & outside).sum()), int(inner.sum()))
    assert texts("figure_s1.title", **counts) in [text.words for text in drawn_texts(figure)]


def test_figures_and_charts_name_meanings_and_no_hues():
    package = Path(style.__file__).parents[2]
    hues = "BLUE|VERMILION|GREEN|ORANGE|SKY|PINK|INDIGO|OLIVE|BROWN"
    bare = re.compile(rf"colours\.({hues})\b|\"#[0-9A-Fa-f]{{6}}\"|import .*\b({hues})\b")
    given = [package / "publication" / name for name in ("site/charts.py", "site/small_pictures.py")]
    files = [*package.glob("exhibits/figures/*.py"), *given, *package.glob("publication/summary/*.py")]
    found = {file.name: bare.findall(file.read_text(encoding="utf-8")) for file in files}
    assert len(found) > 20
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_each_meaning_has_its_own_colour_and_the_table_of_meanings_names_it():
    apart = [
        colours.PRODUCTION,
        colours.INSTITUTIONAL,
        colours.SOCIAL,
        colours.CODE_ID,
        colours.CODE_NID,
        colours.ABOVE,
        colours.BELOW,
        colours.RIVAL,
        colours.CALENDAR,
        colours.WARNING,
    ]
    assert len(set(apart)) == len(apart)
    assert colours.EDUCATION == colours.SOCIAL  # its single measure
    for hue in ("vermilion", "blue", "green", "indigo", "pink", "sky", "orange", "olive", "brown", "black", "grey"):
        assert f"\n| {hue} " in colours.__doc__


def test_shares_of_education_that_span_few_per_cent_have_the_decimal_mark_of_the_language(texts):
    axes = Figure().add_subplot()
    axes.set_xlim(24, 27.4)
    name_axes(axes, 0, "grp_per_capita", 1000, texts)
    printed = [label.get_text() for label in axes.get_xticklabels()]
    assert {"en": "24.5", "ru": "24,5"}[texts.language] in printed
    assert {"en": "25.0", "ru": "25,0"}[texts.language] in printed
    axes.set_xlim(22, 29.4)
    assert "24" in [label.get_text() for label in axes.get_xticklabels()]
