import pandas as pd
import pytest

from regioncodes.errors import StudyError
from regioncodes.reading.regions import normalised, region_index, without_okrugs


@pytest.mark.parametrize(
    ("printed", "region"),
    [
        ("Курганская область", "RU-KGN"),
        ("Уральский         \nфедеральный округ", "RU-UFD"),
        ("Калинингpадская  область", "RU-KGD"),  # a Latin p
        ("Ханты-Ман\u00adсийский автономный округ – Югра", "RU-KHM"),
        ("Ханты-Мансийский автономный округ-Югра", "RU-KHM"),
        ("Южный                федеральный округ2);3)", "RU-YFD"),
        ("Российская Федерация1)", "RU"),
        ("Тюменская область", "RU-TYU"),
        ("Тюменская область     без автономных округов", "RU-TYU-0"),
        (
            "Тюменская область (без Ханты-Мансийского авт.округа-Югра и Ямало-Ненецкого авт.округа)",
            "RU-TYU-0",
        ),
        ("Республика Северная Осетия –    Алания", "RU-SE"),
        ("г.Москва", "RU-MOW"),
        ("Москва", "RU-MOW"),
        ("Московская область", "RU-MOS"),
        ("Республика Алтай", "RU-AL"),
        ("Алтайский край", "RU-ALT"),
        ("Томская область", "RU-TOM"),
        ("Омская область", "RU-OMS"),
        ("Курская область", "RU-KRS"),
    ],
)
def test_a_printed_name_finds_its_region(regions, aliases, printed, region):
    assert region_index(regions, aliases)[normalised(printed)] == region


def test_an_unknown_name_finds_nothing(regions, aliases):
    assert normalised("Уральская область") not in region_index(regions, aliases)


def test_the_bare_name_of_an_oblast_can_exclude_its_okrugs(regions, aliases):
    index = without_okrugs(region_index(regions, aliases), regions)
    assert index[normalised("Тюменская область")] == "RU-TYU-0"
    assert index[normalised("Архангельская область")] == "RU-ARK-0"
    assert index[normalised("Курганская область")] == "RU-KGN"


def test_all_wrong_aliases_are_named_at_once(regions):
    wrong = pd.DataFrame({"alias": ["Урал", "Курганская область"], "region": ["RU-XXX", "RU-SVE"]})
    with pytest.raises(StudyError) as error:
        region_index(regions, wrong)
    assert "RU-XXX" in str(error.value)
    assert "stands for RU-KGN and for RU-SVE" in str(error.value)
