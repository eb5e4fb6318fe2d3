"""Chains of the page against the trace of the command line, and against frames small enough to read."""

import pandas as pd
import pytest

from project import ROOT
from regioncodes.ground.tables import read_table
from regioncodes.panel.provenance.provenance import provenance
from regioncodes.panel.provenance.trace import trace
from regioncodes.publication.site.chains import code_cells, merged, point_chains, survey_chains

ORDINARY = {
    "unit": "",
    "status": "value",
    "flags": "",
    "note": pd.NA,
    "sheet": "1",
    "region_text": "",
    "derivation": "",
}
PLACES = {"RU-KGN": 30.0, "RU-SVE": 20.0, "RU-TYU": 25.0, "RU-CHE": 10.0}
WEIGHTS = {"RU-KGN": 1.0, "RU-SVE": 4.0, "RU-TYU": 3.0, "RU-CHE": 2.0}
EDUCATION = "employed_higher_education_share"


def cell(region, indicator, year, value, edition="new", **other):
    place = {"edition": edition, "file": f"{edition}.xlsx", "cell": f"{region}{year}", "raw_text": str(value)}
    return {**ORDINARY, "region": region, "indicator": indicator, "year": year, "value": value, **place, **other}


@pytest.fixture(scope="module")
def panel():
    rows = [cell(region, EDUCATION, 2010, share) for region, share in PLACES.items()]
    rows += [cell(region, "employment_avg", 2010, weight) for region, weight in WEIGHTS.items()]
    rows += [
        cell("RU-UFD", EDUCATION, 2010, 20.5, flags="derived", derivation="RU-KGN + …, weighted by employment_avg")
    ]
    rows += [cell("RU-UFD", "grp_per_capita", 2010, 400.0), cell("RU-ALT", "grp_per_capita", 2010, 90.0)]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def revisions():
    row = {
        "region": "RU-UFD",
        "indicator": "grp_per_capita",
        "year": 2010,
        "value": 400.0,
        "edition": "new",
        "superseded_value": 390.0,
        "change_percent": 2.6,
        "superseded_edition": "old",
        "file": "old.xlsx",
        "sheet": "7",
        "cell": "C4",
        "raw_text": "390",
    }
    return pd.DataFrame([row])


@pytest.fixture(scope="module")
def found(panel, revisions, regions, indicators):
    return provenance(panel, revisions, regions, indicators, "RU-UFD")


def test_only_the_district_and_the_country_are_carried(found):
    assert "RU-ALT" not in set(found.rows["region"])
    assert len(found.rows) == 10


def test_a_derived_value_leads_to_the_parts_and_weights_that_the_trace_names(
    found, panel, revisions, regions, indicators
):
    traced = trace(panel, revisions, regions, indicators, (EDUCATION, "RU-UFD", 2010))
    wanted = {(row.role, row.region, row.indicator, row.value) for row in traced.itertuples() if row.depth == 1}
    values = found.rows["value"]
    made = {(row.role, row.region, row.indicator, values[row.part]) for row in found.parts.itertuples()}
    assert made == wanted
    assert len(wanted) == 8


def test_a_part_that_the_panel_lacks_is_named_without_a_position(panel, revisions, regions, indicators):
    lacking = panel[~(panel["region"].eq("RU-CHE") & panel["indicator"].eq("employment_avg"))]
    parts = provenance(lacking, revisions, regions, indicators, "RU-UFD").parts
    assert parts.loc[parts["part"].isna(), ["role", "region"]].values.tolist() == [["weight", "RU-CHE"]]


def test_what_an_older_edition_prints_hangs_on_the_newest(found):
    (old,) = found.older.itertuples()
    assert found.rows.loc[old.position, "value"] == 400.0
    assert (old.value, old.edition, old.file, old.sheet, old.cell) == (390.0, "old", "old.xlsx", "7", "C4")


def test_a_point_of_figure_2_opens_its_row_and_its_cell(found):
    points = pd.DataFrame(
        {"outcome": ["grp_per_capita"], "year": [2010], "education_percent": [20.5], "value": [390.0]}
    )
    fits = pd.DataFrame({"outcome": ["grp_per_capita"], "slope": [1.5]})
    chains = point_chains(points, fits, found.rows, district="RU-UFD", regressor=EDUCATION, edition="old")
    chain = chains.chains["figure_2.grp_per_capita.2010"]
    (position,) = chains.cells[chain["cells"]]
    assert found.rows.loc[position, ["indicator", "cell"]].tolist() == ["grp_per_capita", "RU-UFD2010"]
    assert chain["edition"] == "old"
    assert len(chains.cells["figure_2.grp_per_capita.fit"]) == 2


def test_a_survey_number_opens_its_count_its_codebook_and_its_dump():
    options = pd.DataFrame(
        {
            "question": ["q"],
            "option": ["lending"],
            "label_en": ["Lending"],
            "label_ru": ["Кредит"],
            "count": [138],
            "base": [208],
            "input_status": ["reconstructed"],
        }
    )
    codebook = pd.DataFrame(
        {
            "survey": ["s"] * 2,
            "file": ["s.csv"] * 2,
            "sheet": [None] * 2,
            "question": ["q", "q"],
            "option": ["lending", "other"],
            "column": ["Q1", "Q1"],
        }
    )
    chains = survey_chains("table_1", "table_1_relevance", options, codebook, "ru")
    (key,) = chains.numbers["table_1_relevance"]["Кредит"]
    files = [chains.steps[step]["file"] for step in chains.chains[key]["steps"]]
    assert files == ["results/surveys/table_1.csv", "data/reference/codebooks/s.csv", "data/raw/surveys/s.csv"]
    counted = chains.steps[chains.chains[key]["steps"][0]]
    assert dict(zip(counted["columns"], counted["rows"][0], strict=True))["count"] == 138
    assert chains.chains[key]["note"] == "source.reconstructed"


def test_codes_stand_on_indicators_denominators_and_the_deflator_of_the_oblast_around(regions):
    term = {"indicator": "fixed_assets", "deflator": "cpi", "denominator": "employment_avg"}
    rows = pd.DataFrame(
        [
            ("RU-TYU-0", "fixed_assets", 2010),
            ("RU-TYU-0", "employment_avg", 2010),
            ("RU-TYU", "cpi_dec_dec", 2010),
            ("RU-TYU", "fixed_assets", 2010),
            ("RU-TYU-0", "life_expectancy", 2010),
            ("RU-TYU-0", "fixed_assets", 1999),
        ],
        columns=["region", "indicator", "year"],
    )
    terms = {"production": [term], "institutional": [], "social": []}
    assert code_cells(rows, "RU-TYU-0", terms, regions.set_index("region"), pd.Series([2005, 2016])) == [0, 1, 2]


def test_merged_chains_keep_all():
    options = pd.DataFrame({"question": ["q"], "option": ["a"], "label_en": ["A"], "count": [1]})
    codebook = pd.DataFrame(
        {"survey": ["s"], "file": ["s.csv"], "sheet": [None], "question": ["q"], "option": ["a"], "column": ["Q"]}
    )
    both = [survey_chains(table, table, options, codebook, "en") for table in ("table_1", "table_2")]
    assert sorted(merged(both).chains) == ["table_1.q.a", "table_2.q.a"]


@pytest.mark.slow
def test_every_derived_value_of_the_finished_study_has_the_parts_of_its_trace(regions, indicators):
    files = [ROOT / "results/data/panel.parquet", ROOT / "results/data/revisions.csv"]
    if not all(file.is_file() for file in files):
        pytest.skip("results/data is not there: say make study first")
    panel, revisions = map(read_table, files)
    own = provenance(panel, revisions, regions, indicators, "RU-UFD")
    kept = panel[panel["region"].isin(own.rows["region"])]
    derived = own.rows[own.rows["derivation"].ne("") & own.rows["region"].ne("RU")]
    for row in derived.iloc[::40].itertuples():
        traced = trace(kept, revisions, regions, indicators, (row.indicator, row.region, row.year))
        wanted = traced[traced["depth"].eq(1) & traced["role"].isin(["part", "weight", "missing"])]
        parts = own.parts[own.parts["position"].eq(row.Index)]
        keys = set(zip(parts["region"], parts["indicator"], strict=True))
        assert keys == set(zip(wanted["region"], wanted["indicator"], strict=True))
