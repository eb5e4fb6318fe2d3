import pandas as pd
import pytest

from regioncodes.__main__ import main
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import write_table
from regioncodes.panel.panel import panel_and_revisions
from regioncodes.panel.provenance.trace import as_text, checked_key, trace

SOURCES = pd.DataFrame({"edition": ["old", "new"], "published": ["2014", "2019-12"]})
# Per cent and thousand persons: the share of the remainder is (100·30 − 20·25 − 10·20) / 70.
VALUES = [
    ("RU-TYU", "employed_higher_education_share", 30.0, "new", "30"),
    ("RU-KHM", "employed_higher_education_share", 25.0, "new", "25,0"),
    ("RU-YAN", "employed_higher_education_share", 20.0, "new", "20"),
    ("RU-TYU", "employment_avg", 100.0, "new", "100"),
    ("RU-KHM", "employment_avg", 20.0, "new", "20"),
    ("RU-YAN", "employment_avg", 10.0, "new", "10"),
    ("RU-KHM", "employment_avg", 21.0, "old", "21"),
    ("RU-YAN", "employment_avg", 10.0, "old", "10"),
]


@pytest.fixture
def study(regions, indicators):
    columns = ["region", "indicator", "value", "edition", "raw_text"]
    rows = pd.DataFrame(VALUES, columns=columns).assign(
        year=2010,
        unit="",
        status="value",
        flags="",
        note=pd.array([3] + [pd.NA] * 7, dtype="Int64"),
        sheet="2.3.",
        cell=[f"L{number}" for number in range(8)],
        region_text=" Тюменская  область",
    )
    rows = rows.assign(file=rows["edition"] + ".xlsx")
    return panel_and_revisions(rows, SOURCES, regions, indicators, vintage="newest")


@pytest.fixture
def traced(study, regions, indicators):
    def tracing(indicator, region, year=2010):
        return trace(*study, regions, indicators, (indicator, region, year))

    return tracing


def test_a_printed_value_is_traced_to_its_cell(traced):
    found = traced("employed_higher_education_share", "RU-KHM")
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["role"], row["value"], row["edition"], row["file"], row["sheet"], row["cell"], row["raw_text"]) == (
        "value",
        25.0,
        "new",
        "new.xlsx",
        "2.3.",
        "L1",
        "25,0",
    )


def test_superseded_and_confirmed_values_follow_the_one_that_stands(traced):
    okrug, other = (traced("employment_avg", region) for region in ("RU-KHM", "RU-YAN"))
    assert okrug[["role", "value", "edition", "cell"]].to_numpy().tolist() == [
        ["value", 20.0, "new", "L4"],
        ["superseded", 21.0, "old", "L6"],
    ]
    assert other["role"].tolist() == ["value", "confirmed"]


def test_a_derived_value_is_what_its_parts_and_weights_give(traced):
    found = traced("employed_higher_education_share", "RU-TYU-0")
    head = found.iloc[0]
    assert head["derivation"].startswith("RU-TYU − RU-KHM − RU-YAN")
    below = found[found["depth"].eq(1)]
    parts, weights = (below[below["role"].eq(role)].set_index("region")["value"] for role in ("part", "weight"))
    sign = pd.Series({"RU-TYU": 1, "RU-KHM": -1, "RU-YAN": -1})
    assert head["value"] == pytest.approx((sign * parts * weights).sum() / (sign * weights).sum())
    assert head["value"] == pytest.approx(2300 / 70)
    assert found[found["depth"].eq(2)]["role"].tolist() == ["superseded", "confirmed"]


def test_a_part_without_a_row_is_said_to_be_missing(study, regions, indicators):
    panel, revisions = study
    short = panel[~(panel["region"].eq("RU-YAN") & panel["indicator"].eq("employment_avg"))]
    key = ("employed_higher_education_share", "RU-TYU-0", 2010)
    found = trace(short, revisions, regions, indicators, key)
    assert found.loc[found["role"].eq("missing"), "region"].tolist() == ["RU-YAN"]
    assert "(RU-YAN), 2010: no row in the panel" in as_text(found, regions)


def test_the_text_names_value_edition_file_sheet_cell_note_and_raw_text(traced, regions):
    text = as_text(traced("employed_higher_education_share", "RU-TYU"), regions)
    for words in ("30 %", "new.xlsx", "sheet 2.3.", "cell L0", "'Тюменская область'", "printed '30'", "note 3"):
        assert words in text


@pytest.mark.parametrize(
    "name",
    ["RU-KHM", "ru-khm", "Khanty-Mansi", "Ханты-Мансийский автономный округ — Югра", "ХМАО", "Югра", "71100000000"],
)
def test_a_region_is_known_by_its_code_and_by_its_names(study, regions, aliases, name):
    assert checked_key(study[0], regions, aliases, "employment_avg", name, "2010")[1] == "RU-KHM"


def test_every_unknown_word_gets_one_line_with_what_is_allowed(study, regions, aliases):
    with pytest.raises(StudyError) as caught:
        checked_key(study[0], regions, aliases, "employment_average", "Свердловск", "20x")
    first, second, third = str(caught.value).splitlines()
    assert "nearest: employment_avg" in first
    assert second == "region 'Свердловск' is unknown; nearest: Свердловская область (RU-SVE)"
    assert third == "year '20x' is not there; allowed: 2010–2010"


def test_an_unknown_region_gets_the_nearest_in_its_own_language_and_never_a_long_list(study, regions, aliases):
    with pytest.raises(StudyError) as caught:
        checked_key(study[0], regions, aliases, "employment_avg", "Tyumen", "2010")
    both = "Tyumen Oblast with the okrugs (RU-TYU), Tyumen Oblast without the okrugs (RU-TYU-0)"
    assert str(caught.value) == f"region 'Tyumen' is unknown; nearest: {both}"
    with pytest.raises(StudyError, match=r"is unknown; codes and names stand in data/reference/regions\.csv"):
        checked_key(study[0], regions, aliases, "employment_avg", "qqqq", "2010")


def test_a_row_that_the_panel_lacks_is_an_error_with_the_years_there_are(traced):
    with pytest.raises(StudyError, match="RU-KHM, 2011: no row in the panel; its years are 2010–2010"):
        traced("employment_avg", "RU-KHM", 2011)
    with pytest.raises(StudyError, match="no edition prints it for this region"):
        traced("employment_avg", "RU-MOW")


@pytest.fixture
def folder(study, regions, indicators, aliases, tmp_path):
    for name, table in {"panel.parquet": study[0], "revisions.csv": study[1]}.items():
        write_table(table, tmp_path / "results/data" / name)
    for name, table in {"regions": regions, "indicators": indicators, "region_aliases": aliases}.items():
        write_table(table, tmp_path / f"data/reference/{name}.csv")
    return tmp_path


def test_the_command_prints_the_trace_and_takes_a_name_of_several_words(folder, capsys):
    words = ["employment_avg", "Ямало-Ненецкий", "автономный", "округ", "2010"]
    main(["trace", *words, "--folder", str(folder)])
    printed = capsys.readouterr().out
    assert printed.startswith("employment_avg, Yamalo-Nenets Autonomous Okrug (RU-YAN), 2010: 10 thousand persons")
    assert "\n    confirmed: 10" in printed


def test_a_panel_that_is_not_made_yet_is_one_line(tmp_path):
    with pytest.raises(StudyError) as caught:
        main(["trace", "employment_avg", "RU-KHM", "2010", "--folder", str(tmp_path)])
    assert "panel.parquet is not there; say make study" in str(caught.value)
    assert "\n" not in str(caught.value)
