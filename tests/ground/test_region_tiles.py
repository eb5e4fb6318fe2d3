"""The layout of the tile map: whole as it stands, and every fault of it named at once."""

import pandas as pd
import pytest

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.ground.reference_lines import LINES
from regioncodes.ground.region_tiles import check_tiles, outline
from regioncodes.ground.regions import leaf_regions, regions_of
from regioncodes.ground.tables import read_table


@pytest.fixture(scope="module")
def tiles():
    return read_table(ROOT / "data/reference/region_tiles.csv")


def test_every_region_that_overlaps_no_other_has_a_square_of_its_own(tiles, regions):
    check_tiles(tiles, regions)
    assert sorted(tiles["region"]) == leaf_regions(regions)
    assert not tiles.duplicated(["row", "column"]).any()


def test_kaliningrad_is_farthest_west_chukotka_farthest_north_east_and_districts_hang_together(tiles, regions):
    places = tiles.set_index("region")[["row", "column"]]
    assert places["column"].idxmin() == "RU-KGD"
    assert tuple(places.loc["RU-CHU"]) == (places["row"].min(), places["column"].max())
    assert places.loc["RU-SEV", "row"] > places.loc["RU-MOW", "row"] > places.loc["RU-MUR", "row"]
    ural = {tuple(place) for place in places.loc[regions_of("RU-UFD", regions)].to_numpy()}
    reached = {min(ural)}
    for _ in ural:
        reached |= {(r + i, c + j) for r, c in reached for i, j in ((0, 1), (1, 0), (0, -1), (-1, 0))} & ural
    assert reached == ural


def test_every_fault_of_the_layout_is_named_at_once(tiles, regions):
    broken = tiles[tiles["region"].ne("RU-KGN")].copy()
    at = broken["region"].eq("RU-SVE")
    omsk = tiles.loc[tiles["region"].eq("RU-OMS"), ["row", "column"]].to_numpy()[0]
    broken.loc[at, ["row", "column"]] = omsk
    broken.loc[at, "abbreviation_ru"] = "Омс"
    extra = pd.DataFrame(
        [("RU-XYZ", 30, 1, "Xy", "Хы"), ("RU-TYU", 30, 2, "Tt", "Тт"), ("RU-MOW", 30, 3, "Mm", "Мм")],
        columns=tiles.columns,
    )
    with pytest.raises(StudyError) as caught:
        check_tiles(pd.concat([broken, extra]), regions)
    told = str(caught.value)
    assert "6 problems in data/reference/region_tiles.csv" in told
    for words in (
        "RU-XYZ: is no region",
        "RU-TYU: overlaps other regions",
        "RU-MOW: has 2 lines",
        "RU-KGN: has no square",
        f"row {omsk[0]}, column {omsk[1]}: RU-SVE and RU-OMS",
        "abbreviation_ru 'Омс': RU-SVE and RU-OMS",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("column", "cell"), [("row", "0"), ("column", "x"), ("abbreviation_en", "Much"), ("abbreviation_ru", "А1")]
)
def test_a_cell_that_is_no_place_or_too_long_is_refused(column, cell):
    from regioncodes.ground.reference_tables import faults

    line = {"region": "RU-MOW", "row": "7", "column": "4", "abbreviation_en": "Mow", "abbreviation_ru": "Мск"}
    known = {"region": ["RU-MOW"]}
    assert list(faults(LINES["region_tiles"], line, known)) == []
    assert [name for name, _ in faults(LINES["region_tiles"], line | {column: cell}, known)] == [column]


def test_the_frame_of_squares_has_no_side_between_them():
    assert outline({(1, 1)}) == [((1, 1), (1, 2)), ((1, 1), (2, 1)), ((1, 2), (2, 2)), ((2, 1), (2, 2))]
    pair = outline({(1, 1), (1, 2)})
    assert len(pair) == 6
    assert ((1, 2), (2, 2)) not in pair
    assert len(outline({(1, 1), (2, 2)})) == 8
