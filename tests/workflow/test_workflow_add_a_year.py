"""The recipe "Add a year" of the README, followed to the letter on the study's own figures."""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from fixture_study import COPIED, ROOT, ROSSTAT, copy_project, hashes, run

from regioncodes.ground.tables import read_table
from regioncodes.reading.region_names import normalised, region_index

pytestmark = pytest.mark.slow

LATER_EDITIONS = ["regions-of-russia-2023", "regions-of-russia-2024", "regions-of-russia-2025", "tochno-st-2026-03-13"]
LISTS = ["data/reference/sources.csv", "data/reference/tables.csv"]
CONFIG = "workflow/config.yaml"
KEY = ["region", "indicator", "year"]
NEW_YEARS = range(2017, 2024)
REGIONS = ["RU-CHE", "RU-KGN", "RU-KHM", "RU-SVE", "RU-YAN"]
# No later edition prints the budget of Tyumen, with or without its okrugs: two of its three institutional indicators.
TYUMEN, LAST_BUDGET = "RU-TYU-0", 2021
ORIGINAL = ROOT.parent / "shared/originals/regions-of-russia-2022/section-08.xlsx"
# The edition that the original is dropped in as: of the same month, it goes before the transcription by its name.
PUBLISHED = "original-of-regions-of-russia-2022"
TRANSCRIPTION = f"{ROSSTAT}/regions-of-russia-2022/section-08-grp.xlsx"
TRANSCRIBED_SHEETS = ["8.1.", "8.2.", "8.3.", "8.5."]


def is_later(text):
    return any(f"/{edition}/" in text for edition in LATER_EDITIONS)


def without_later_editions(folder):
    """The study as it stood before the later editions came out: 2005–2016, without their files and lines."""
    copy_project(folder, *COPIED, ROSSTAT)
    for edition in LATER_EDITIONS:
        shutil.rmtree(folder / ROSSTAT / edition)
    for name in LISTS:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(line for line in lines if not is_later(line)), encoding="utf-8")
    return folder


def inputs(folder):
    return {name: value for name, value in hashes(folder).items() if not name.startswith(("results/", ".snakemake/"))}


def panel_of(folder):
    return pd.read_parquet(folder / "results/data/panel.parquet")


def append(path, lines):
    with path.open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in lines)


def lines_that_inspect_prints(folder, file):
    """The lines for tables.csv and for sources.csv, in this order, that inspect prints about a file."""
    process = subprocess.run(
        [sys.executable, "-m", "regioncodes", "inspect", file],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [line for line in process.stdout.splitlines() if line.startswith(f"{file},")]


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    folder = without_later_editions(tmp_path_factory.mktemp("before"))
    process = run(folder)
    assert process.returncode == 0, process.stderr
    return folder


@pytest.fixture(scope="module")
def after(before, tmp_path_factory):
    """The study of 2005–2023: the recipe followed for the tidy files of four later editions."""
    folder = Path(shutil.copytree(before, tmp_path_factory.mktemp("after") / "study"))
    for edition in LATER_EDITIONS:
        shutil.copytree(ROOT / ROSSTAT / edition, folder / ROSSTAT / edition)
        file = f"{ROSSTAT}/{edition}/tidy.csv"
        described, listed = lines_that_inspect_prints(folder, file)
        published = "2026-03-13" if edition.startswith("tochno") else f"{edition[-4:]}-12"
        append(folder / LISTS[1], [described])
        append(folder / LISTS[0], [f"{file},{edition},publisher,title,название,{published},licence,{listed[-64:]}"])
    config = (folder / CONFIG).read_text(encoding="utf-8")
    assert config.count("years: {first: 2005, last: 2016}") == 1
    (folder / CONFIG).write_text(config.replace("last: 2016}", "last: 2023}"), encoding="utf-8")
    process = run(folder)
    assert process.returncode == 0, process.stderr
    return folder


def test_the_recipe_has_at_most_four_steps():
    recipe = (ROOT / "README.md").read_text(encoding="utf-8").split("## Add a year\n")[1].split("\n## ")[0]
    assert 1 <= len(re.findall(r"^\d+\. ", recipe, re.MULTILINE)) <= 4


def test_only_data_and_config_are_touched(before, after):
    old, new = inputs(before), inputs(after)
    touched = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    assert touched == {CONFIG, *LISTS, *(f"{ROSSTAT}/{edition}/tidy.csv" for edition in LATER_EDITIONS)}


def test_the_lines_that_inspect_prints_are_those_of_the_study(after):
    ours, shipped = (
        read_table(folder / LISTS[1]).sort_values(["file", "sheet", "indicator"], ignore_index=True)
        for folder in (after, ROOT)
    )
    pd.testing.assert_frame_equal(ours, shipped)


def test_the_panel_of_the_old_years_is_unchanged(before, after):
    old, new = (panel.query("year <= 2016").reset_index(drop=True) for panel in (panel_of(before), panel_of(after)))
    assert len(old) > 80_000
    pd.testing.assert_frame_equal(old, new)


def test_every_new_figure_is_the_one_in_its_file(after, regions, aliases):
    index = region_index(regions, aliases)
    new = panel_of(after).query("edition in @LATER_EDITIONS")
    assert set(new["edition"]) == set(LATER_EDITIONS)
    assert new["year"].between(2021, 2024).all()
    for file, rows in new.groupby("file"):
        with (after / file).open(encoding="utf-8", newline="") as text:
            printed = list(csv.DictReader(text))
        for row in rows[rows["value"].notna()].itertuples():
            line = printed[int(row.cell.removeprefix("row ")) - 2]
            assert (line["indicator"], int(line["year"])) == (row.indicator, row.year)
            assert index[normalised(line["region"])] == row.region
            assert float(line["value"]) == row.value


def test_every_region_has_its_codes_rates_and_formulas_in_the_new_years(after):
    codes, rates, nid = (pd.read_csv(after / f"results/models/{name}.csv") for name in ("codes", "rates", "nid"))
    slopes = rates[rates["order"].isin([1, 2]) & (rates["method"] == "gaussian_process")]
    signed = nid[(nid["sign"] == "signed") & (nid["method"] == "gaussian_process")]
    # Three codes; their first and second derivatives; Formula (1), and Formula (2) read three ways.
    for table, column, lines in ((codes, "value_sd", 3), (slopes, "estimate", 6), (signed, "estimate", 4)):
        own = table[(table["mapping"] == "composite") & table["region"].isin(REGIONS) & table["year"].isin(NEW_YEARS)]
        assert own.groupby(["region", "year"]).size().eq(lines).all()
        assert own[["region", "year"]].drop_duplicates().shape[0] == len(REGIONS) * len(NEW_YEARS)
        assert own[column].notna().all()


def test_a_code_with_too_few_indicators_ends_and_names_those_that_no_edition_prints(after):
    codes, nid = (pd.read_csv(after / f"results/models/{name}.csv") for name in ("codes", "nid"))
    own = codes.query("mapping == 'composite' and region == @TYUMEN and year >= 2017").set_index(["code", "year"])
    ended = own[own["value_sd"].isna()]
    assert list(ended.index) == [("institutional", year) for year in NEW_YEARS if year > LAST_BUDGET]
    assert set(ended["missing"]) == {
        "regional_budget_spending (not published); regional_budget_revenue (not published)"
    }
    formulas = nid.query("mapping == 'composite' and region == @TYUMEN and year > @LAST_BUDGET")
    assert formulas["estimate"].isna().all()
    assert "estimated" not in set(formulas["status"])


def test_an_indicator_that_has_ended_is_named_as_missing_in_the_code(after):
    codes = pd.read_csv(after / "results/models/codes.csv").query("mapping == 'composite' and region == 'RU-SVE'")
    missing = codes.set_index(["code", "year"])["missing"]
    assert missing[("production", 2016)] != missing[("production", 2016)]
    assert missing[("production", 2017)] == "shipped_manufacturing_okved (not published)"
    assert missing[("social", 2017)] == "employed_higher_education_share (not published)"


def test_the_exhibits_are_made_for_the_new_years(before, after):
    old, new = (hashes(folder / "results") for folder in (before, after))
    assert set(old) <= set(new)
    for name in ("figures/figure_s1_codes.en.png", "figures/figure_s3_coverage.ru.svg", "tables/table_s1_codes.csv"):
        assert old[name] != new[name], name


@pytest.fixture(scope="module")
def dropped(before, tmp_path_factory):
    """The study with the section as Rosstat published it beside its transcription."""
    if not ORIGINAL.is_file():
        pytest.skip("the section as Rosstat published it is not beside the project")
    folder = Path(shutil.copytree(before, tmp_path_factory.mktemp("dropped") / "study"))
    file = f"{ROSSTAT}/{PUBLISHED}/section-08.xlsx"
    (folder / file).parent.mkdir()
    shutil.copyfile(ORIGINAL, folder / file)
    *described, listed = lines_that_inspect_prints(folder, file)
    wanted = [line for line in described if line.split(",")[1] in TRANSCRIBED_SHEETS]
    assert len(wanted) == len(TRANSCRIBED_SHEETS)
    append(folder / LISTS[1], wanted)
    append(folder / LISTS[0], [f"{file},{PUBLISHED},Rosstat,title,название,2022-12,licence,{listed[-64:]}"])
    process = run(folder, "results/data/panel.parquet")
    assert process.returncode == 0, process.stderr
    return folder


def test_an_original_dropped_in_beside_its_transcription_gives_the_same_panel(before, dropped):
    both = panel_of(before).merge(panel_of(dropped), on=KEY, how="outer", suffixes=("", "_new"), validate="one_to_one")
    assert both["value_new"].to_numpy() == pytest.approx(both["value"].to_numpy(), rel=1e-9, nan_ok=True)
    assert both["status_new"].tolist() == both["status"].tolist()
    moved = both[both["edition_new"] == PUBLISHED]
    # The product itself is printed anew in 2025; of the four sheets one is still the newest.
    assert (moved["indicator"] == "hh_consumption_per_capita").sum() == 96 * 21


def test_every_sheet_of_the_original_has_the_figures_of_its_transcription(dropped):
    rows = pd.read_parquet(dropped / "results/data/rows.parquet")
    theirs, ours = rows[rows["edition"] == PUBLISHED], rows[rows["file"] == TRANSCRIPTION]
    both = ours.merge(theirs, on=KEY, how="outer", suffixes=("", "_new"), validate="one_to_one")
    assert len(both) == len(ours) == len(theirs) == 4 * 96 * 21
    assert both["value_new"].to_numpy() == pytest.approx(both["value"].to_numpy(), rel=1e-9, nan_ok=True)
    for column in ("status", "note", "sheet", "cell"):
        pd.testing.assert_series_equal(both[f"{column}_new"], both[column], check_names=False)
