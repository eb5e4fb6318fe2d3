import pytest

from regioncodes.ground.regions import leaf_regions, regions_of, units_of

URAL = ["RU-CHE", "RU-KGN", "RU-SVE"]


def test_okrugs_of_a_district_stand_apart_from_their_oblast_or_within_it(regions):
    assert regions_of("RU-UFD", regions) == [*URAL[:2], "RU-KHM", "RU-SVE", "RU-TYU-0", "RU-YAN"]
    assert regions_of("RU-UFD", regions, okrugs="within") == [*URAL, "RU-TYU"]
    assert units_of("RU-UFD", regions) == [*regions_of("RU-UFD", regions), "RU-UFD", "RU"]


@pytest.mark.parametrize("okrugs", ["apart", "within"])
def test_the_country_is_all_its_districts(regions, okrugs):
    districts = regions.loc[regions["level"] == "district", "region"]
    parts = [region for district in districts for region in regions_of(district, regions, okrugs)]
    assert regions_of("RU", regions, okrugs) == sorted(parts)
    assert (regions_of("RU", regions, okrugs) == leaf_regions(regions)) == (okrugs == "apart")
