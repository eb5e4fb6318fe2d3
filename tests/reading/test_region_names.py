import pandas as pd
import pytest

from regioncodes.ground.errors import StudyError
from regioncodes.ground.regions import leaf_regions
from regioncodes.reading.cells import Cell
from regioncodes.reading.layout import Heading, PlacedCell, RegionRow, collapsed
from regioncodes.reading.region_names import (
    nearest_regions,
    normalised,
    region_index,
    region_matches,
    region_of,
    without_okrugs,
)


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
        ("Республика Татарстан (Татарстан)", "RU-TA"),
        ("Татарстан", "RU-TA"),
        ("Город Москва столица Российской Федерации город федерального значения", "RU-MOW"),
        ("г. Москва1)", "RU-MOW"),
        ("ХМАО-Югра", "RU-KHM"),
        ("Ханты-Мансийский автономный округ - Югра (Тюменская область)", "RU-KHM"),
        ("Кемеровская область — Кузбасс", "RU-KEM"),
        ("РСО-Алания", "RU-SE"),
        ("Чувашская Республика - Чувашия", "RU-CU"),
        ("Якутия", "RU-SA"),
        ("Ненецкий АО", "RU-NEN"),
        ("Еврейская АО", "RU-YEV"),
        ("СПб", "RU-SPE"),
        ("Нижегородская область ", "RU-NIZ"),
        ("Новгородская область", "RU-NGR"),
        ("МОСКОВСКАЯ ОБЛАСТЬ", "RU-MOS"),
        ("Тюменская область без АО", "RU-TYU-0"),
        ("Архангельская область", "RU-ARK"),
        ("Северо-Западный", "RU-NWFD"),
        ("в том числе:\nХанты-Мансийский автономный округ - Югра", "RU-KHM"),
        ("Российская Федерация 1", "RU"),
        ("Крымский федеральный округ *)", "RU-KFD"),
        ("Южный федеральный округ (с 29.07.2016)", "RU-YFD"),
        ("Российская Федерация без учета новых субъектов (с 01.01.2023)", "RU-0"),
        ("Республика Крым 2) ", "RU-CR"),
        ("г. Севастополь 2) ", "RU-SEV"),
        ("Читинская область", "RU-CHI"),
        ("Южно-Казахстанская", "KZ-YUZ"),
        ("Туркестанская", "KZ-61"),
        ("г. Шымкент", "KZ-79"),
        ("область Абай", "KZ-10"),
        ("Ұлытау", "KZ-62"),
        ("Жетісу", "KZ-33"),
        ("Астана қаласы", "KZ-71"),
        ("г. Нур-Султан", "KZ-71"),
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


def test_every_match_that_is_not_letter_for_letter_is_reported_with_its_reason(regions, aliases):
    names = [
        "Курганская область",
        "Бpянская область",
        "г.Москва",
        "Ханты-Ман\u00adсийский автономный округ – Югра",
        "Ханты-Мансийский автономный округ - Югра",
        "Российская Федерация1)",
        "СПб",
        "Тамбовская",
        "МОСКОВСКАЯ ОБЛАСТЬ",
        "в т.ч. Ненецкий автономный округ",
        " Омская  область2)",
        "Уральская область",
    ]
    report = region_matches([*names, "СПб"], regions, aliases).set_index("name")
    assert report["how"].to_dict() == {
        "Бpянская область": "look-alike letters",
        "г.Москва": "blanks",
        "Ханты-Ман\u00adсийский автономный округ – Югра": "invisible characters",
        "Ханты-Мансийский автономный округ - Югра": "dash",
        "Российская Федерация1)": "note",
        "СПб": "alias",
        "Тамбовская": "short name",
        "МОСКОВСКАЯ ОБЛАСТЬ": "capital letters",
        "в т.ч. Ненецкий автономный округ": "nested row",
        " Омская  область2)": "note, blanks",
        "Уральская область": "no region",
    }
    assert report.loc["СПб", ["region", "official_name"]].tolist() == ["RU-SPE", "г. Санкт-Петербург"]


def test_no_two_official_names_are_one_after_levelling(regions):
    assert regions["name_ru"].map(normalised).is_unique


def test_territorial_history_is_complete_and_enters_no_sum_of_russia(regions):
    history = regions.set_index("region")
    ended = history.dropna(subset="until")
    successors = {code for text in ended["successor"] for code in text.split(";")}
    assert successors <= set(history.index)
    assert not set(ended.index) & set(leaf_regions(regions))
    assert history.loc[leaf_regions(regions), "country"].unique().tolist() == ["RU"]
    assert history.loc[["RU-CR", "RU-SEV"], "since"].tolist() == [2014, 2014]
    assert "2014" in history.loc["RU", "breaks"].split(";")
    for region in ("KZ-63", "KZ-35", "KZ-19"):
        assert str(history.loc[region, "breaks"]) == "2022"
    assert ended.loc["KZ-YUZ", ["until", "successor"]].tolist() == [2017, "KZ-61;KZ-79"]


def reading(row, name, value, status="value"):
    return PlacedCell(RegionRow(row, name, 2, None), Heading(1, 2021, "year"), Cell(value, status), f"B{row + 1}")


def test_two_rows_of_one_region_collapse_where_they_agree():
    entries = [
        ("KZ-71", reading(3, "Астана қаласы", 120.0)),
        ("KZ-71", reading(4, "г. Нур-Султан", 120.0)),
        ("KZ-75", reading(5, "г. Алматы", None, "absent")),
        ("KZ-75", reading(6, "Алматы", 7.0)),
    ]
    kept, findings = collapsed(entries)
    assert [(region, found.place) for region, found in kept] == [("KZ-71", "B4"), ("KZ-75", "B7")]
    assert [(finding.severity, finding.place) for finding in findings] == [("notice", "row 5"), ("notice", "row 7")]


def test_two_rows_of_one_region_with_two_values_are_an_error():
    kept, findings = collapsed([("KZ-71", reading(3, "Астана", 120.0)), ("KZ-71", reading(4, "Нур-Султан", 121.0))])
    assert [found.place for _, found in kept] == ["B4"]
    assert findings[0].severity == "error"
    assert "120 and 121" in findings[0].finding


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("ХМАО", "RU-KHM"),
        ("Югра", "RU-KHM"),
        ("Ямал", "RU-YAN"),
        ("ЯНАО", "RU-YAN"),
        ("YaNAO", "RU-YAN"),
        ("УрФО", "RU-UFD"),
        ("Уральский ФО", "RU-UFD"),
        ("РФ", "RU"),
        ("Башкирия", "RU-BA"),
        ("Респ. Татарстан", "RU-TA"),
        ("Свердловская обл", "RU-SVE"),
        ("Свердловская обл.", "RU-SVE"),
        ("Свердловскаяобласть", "RU-SVE"),
        ("Свepдлoвcкaя облacть", "RU-SVE"),
        ("ХантыМансийский автономный округ Югра", "RU-KHM"),
        ("Ханты Мансийский АО", "RU-KHM"),
        ("Северо Западный ФО", "RU-NWFD"),
        ("Марий-Эл", "RU-ME"),
        ("г Москва", "RU-MOW"),
        ("Московская обл.", "RU-MOS"),
        ("Еврейская АО", "RU-YEV"),
        ("Sverdlovsk region", "RU-SVE"),
        ("Perm Territory", "RU-PER"),
        ("St Petersburg", "RU-SPE"),
        ("Khanty-Mansi AO", "RU-KHM"),
        ("Moscow", "RU-MOW"),
        ("Moscow region", "RU-MOS"),
        ("ru-sve", "RU-SVE"),
        ("65000000000", "RU-SVE"),
        ("65000000", "RU-SVE"),
        ("71140000000", "RU-YAN"),
        ("71800000", "RU-KHM"),
        ("01000000000", "RU-ALT"),
    ],
)
def test_a_name_as_people_type_it_finds_its_region(regions, aliases, typed, region):
    assert region_of(typed, region_index(regions, aliases)) == region


@pytest.mark.parametrize("name", ["Tyumen", "город", "область", "65", "Южный федеральный округ (по 2008 год)", ""])
def test_what_stands_for_several_regions_or_for_none_finds_nothing(regions, aliases, name):
    assert region_of(name, region_index(regions, aliases)) is None


@pytest.mark.parametrize(
    "name", ["Тюменская область", "Тюменская обл.", "Тюменскаяобласть", "Tyumen Oblast", "Tyumen region"]
)
def test_the_bare_name_is_bare_in_every_spelling(regions, aliases, name):
    index = region_index(regions, aliases)
    assert (region_of(name, index), region_of(name, without_okrugs(index, regions))) == ("RU-TYU", "RU-TYU-0")


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Тюменская область (с автономными округами)", "RU-TYU"),
        ("Тюменская обл. с АО", "RU-TYU"),
        ("Тюменская с АО", "RU-TYU"),
        ("Tyumen Oblast with the okrugs", "RU-TYU"),
        ("RU-TYU", "RU-TYU"),
        ("71000000000", "RU-TYU"),
        ("Тюменская обл. без АО", "RU-TYU-0"),
        ("Тюменская обл. (без автономных округов)", "RU-TYU-0"),
        ("71001000000", "RU-TYU-0"),
    ],
)
def test_a_name_that_says_whether_the_okrugs_are_in_and_a_code_mean_the_same_in_every_table(
    regions, aliases, name, region
):
    index = region_index(regions, aliases)
    assert region_of(name, index) == region_of(name, without_okrugs(index, regions)) == region


def test_letters_that_two_regions_share_stand_for_none(regions):
    both = pd.DataFrame({"alias": ["Средний-Урал", "Средний Урал"], "region": ["RU-SVE", "RU-CHE"]})
    index = region_index(regions, both)
    assert region_of("СреднийУрал", index) is None
    assert region_of("Средний Урал", index) == "RU-CHE"


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Tyumen", ["RU-TYU", "RU-TYU-0"]),
        ("Tatarstan Republic", ["RU-TA"]),
        ("обл. Свердловская", ["RU-SVE"]),
        ("Челябинск", ["RU-CHE"]),
        ("Bashkortastan", ["RU-BA"]),
        ("область", []),
        ("12345", []),
        ("qqqq", []),
    ],
)
def test_an_unknown_name_is_near_those_that_share_its_words(regions, aliases, typed, nearest):
    assert nearest_regions(typed, region_index(regions, aliases))[: max(1, len(nearest))] == nearest
