"""The map of regions: every square is that of its region, coloured by its row, hatched where nothing is told."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from project import ROOT
from regioncodes.codes.region_codes import BANDS, QUANTITIES
from regioncodes.exhibits.figures import figure_s16_map
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.exhibits.printing.region_colours import HIGH, LOW, MIDDLE, colour, scale_end, shown_values
from regioncodes.ground.regions import leaf_regions
from regioncodes.ground.tables import read_table
from regioncodes.words.numbers import MISSING

FORESIGHT = {"primary_target": "real_grp_per_head", "primary_horizons": [1, 3]}


@pytest.fixture(scope="module")
def regions():
    return read_table(ROOT / "data/reference/regions.csv")


@pytest.fixture(scope="module")
def tiles():
    return read_table(ROOT / "data/reference/region_tiles.csv")


@pytest.fixture(scope="module")
def table(regions):
    """Moscow is told from zero in every year, Kurgan in an edge year alone; Crimea and Sevastopol have no codes."""
    leaves = leaf_regions(regions)
    rows = pd.DataFrame(
        [(quantity, region, year) for quantity in QUANTITIES for region in leaves for year in range(2005, 2017)],
        columns=["quantity", "region", "year"],
    )
    place = rows["region"].map({region: number for number, region in enumerate(leaves)})
    is_growth = rows["quantity"].str.contains("growth")
    estimate = (np.sin(place) + 2.0).where(is_growth, 0.3 * np.sin(place + rows["year"]))
    estimate = estimate.mask(rows["region"].isin(["RU-CR", "RU-SEV"]) & ~is_growth)
    inner = is_growth | rows["year"].between(2007, 2014)
    sure = rows["region"].eq("RU-MOW") | (rows["region"].eq("RU-KGN") & rows["year"].eq(2005))
    half = pd.Series(1.0, rows.index).mask(sure, 0.0).mask(is_growth)
    ends = {name: estimate + (1 if "upper" in name else -1) * half for name in BANDS}
    return rows.assign(estimate=estimate, **ends, inner=inner, status="estimated")


@pytest.fixture(scope="module")
def drawing(table, tiles, regions, texts):
    return figure_s16_map.figure(table, tiles, regions, texts, district="RU-UFD", later_years=3)


def square(axes, tiles, region):
    own = tiles.set_index("region").loc[region]
    return next(
        patch
        for patch in axes.patches
        if isinstance(patch, Rectangle) and patch.get_xy() == (own["column"], own["row"])
    )


def is_hatched(axes, patch):
    """Whether strokes run inside a square."""
    parts = [line.get_xydata() for line in axes.lines if line.get_gid() == figure_s16_map.HATCHING]
    middles = [(part[::3] + part[1::3]) / 2 for part in parts]  # a start, an end, a break
    inside = [np.abs(middle - np.add(patch.get_xy(), 0.5)).max(axis=1) < 0.5 for middle in middles]
    return sum(part.sum() for part in inside) == len(figure_s16_map.STROKES)


def test_no_text_is_cut_overlapping_tiny_or_lost(drawing, texts, tmp_path):
    assert len(drawn_texts(drawing)) > 6 * 85
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_the_letters_of_a_region_stand_inside_its_square(drawing, tiles, texts):
    drawing.canvas.draw()
    axes = drawing.axes[0]
    letters = {text.get_text(): text for text in axes.texts}
    for tile in tiles.itertuples():
        box = letters[getattr(tile, f"abbreviation_{texts.language}")].get_window_extent()
        frame = square(axes, tiles, tile.region).get_window_extent()
        # Extents of texts are whole pixels.
        assert frame.x0 - 1 < box.x0, tile.region
        assert box.x1 < frame.x1 + 1, tile.region


def test_years_are_the_first_the_middle_and_the_last_inner_one(table):
    assert figure_s16_map.map_years(table) == [2007, 2011, 2014]
    assert figure_s16_map.map_years(table.assign(inner=False)) == []
    assert figure_s16_map.map_years(table[~table["year"].between(2008, 2014)]) == [2007]


def test_a_square_has_the_colour_of_its_row_and_hatching_where_the_band_holds_zero(drawing, table, tiles):
    first = drawing.axes[0]
    shown = shown_values(table)
    of_2007 = shown[shown["year"].eq(2007) & shown["quantity"].eq("code_id")].set_index("region")["shown"]
    in_maps = shown["year"].isin([2007, 2011, 2014]) & shown["quantity"].eq("code_id")
    end = scale_end(shown.loc[in_maps, "shown"])
    for region in ("RU-MOW", "RU-KGN", "RU-CHU"):
        found = square(first, tiles, region)
        assert to_hex(found.get_facecolor()).upper() == colour(of_2007[region], end)
        assert is_hatched(first, found) == (region != "RU-MOW")
    assert to_hex(square(first, tiles, "RU-CR").get_facecolor()) == "#ffffff"


def test_growth_is_never_hatched_and_coloured_by_its_distance_from_the_mean_of_the_regions(drawing, table, tiles):
    growth = drawing.axes[3 * 1 + 1]
    assert not is_hatched(growth, square(growth, tiles, "RU-KGN"))
    assert [line for line in growth.lines if line.get_gid() == figure_s16_map.HATCHING] == []
    shown = shown_values(table)
    own = shown[shown["quantity"].eq("growth") & shown["year"].eq(2010)]
    assert own["shown"].mean() == pytest.approx(0, abs=1e-12)
    assert (own["estimate"] - own["shown"]).std() == pytest.approx(0, abs=1e-12)
    assert not own["uncertain"].any()


def test_the_finding_counts_the_regions_told_from_zero_in_inner_years(table, texts, drawing):
    counts = figure_s16_map.counts_told(table, [2005, 2007])
    assert counts.loc[2007].to_dict() == {"told": 1, "n": 83}
    assert counts.loc[2005, "told"] == 0  # an edge year tells nothing
    title = figure_s16_map.finding(table, texts)
    assert "83" in title
    assert title.count("1") >= 3
    assert title in " ".join(text.get_text().replace("\n", " ") for text in drawing.texts)


def test_the_caption_says_what_chance_would_do_and_who_has_no_code(table, regions, texts):
    options = {"district": "RU-UFD", "foresight": FORESIGHT, "mapping": "composite"}
    said = figure_s16_map.figure_caption(table, regions, texts, **options)
    names = regions.set_index("region")[f"short_{texts.language}"]
    assert f"{names['RU-CR']}, {names['RU-SEV']}" in said
    assert {"en": "in up to 4 on average", "ru": "не более чем у 4."}[texts.language] in said
    few = table.assign(estimate=table["estimate"].where(table["region"].isin(["RU-KGN", "RU-SVE", "RU-MOW"])))
    said = figure_s16_map.figure_caption(few, regions, texts, **options)
    assert f": {texts('figure_s16.absent', n=82)})" in said
    assert figure_s16_map.map_years(few) == [2007, 2011, 2014]
    whole = figure_s16_map.figure_caption(table.dropna(subset="estimate"), regions, texts, **options)
    assert MISSING in whole


def test_a_study_without_codes_still_has_its_figure(table, tiles, regions, texts):
    empty = table.assign(estimate=np.nan, inner=False)
    drawing = figure_s16_map.figure(empty, tiles, regions, texts, district="RU", later_years=3)
    assert texts["figure.no_data"] in [text.get_text() for text in drawing.texts]


@pytest.mark.parametrize(
    ("values", "end"), [([0.33, -0.1], 0.4), ([5.0], 5.0), ([0.0], 1.0), ([], 1.0), ([61.0], 80.0)]
)
def test_a_scale_ends_at_a_round_number(values, end):
    assert scale_end(pd.Series(values, dtype=float)) == end


def test_colours_run_from_one_end_through_the_middle_to_the_other():
    assert [colour(value, 2.0) for value in (-9, -2, 0, 2, 9)] == [LOW, LOW, MIDDLE, HIGH, HIGH]
    reds = [int(colour(value, 1.0)[1:3], 16) for value in np.linspace(0, 1, 20)]
    assert reds == sorted(reds, reverse=True)


def test_letters_keep_a_contrast_of_six():
    def luminance(code):
        parts = [int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for value in np.linspace(-1, 1, 41):
        background = colour(value, 1.0)
        bright, dark = sorted((luminance(background), luminance(colours.INK)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 6.0
