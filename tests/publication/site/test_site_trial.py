"""The sliders compute what the package computes: every region, reading and band, at any settings."""

import json
import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy.special import stdtr, stdtrit

import regioncodes.codes.codes as codes_module
from project import ROOT
from regioncodes.codes.formulas import nid
from regioncodes.ground.code_names import CODES
from regioncodes.ground.config import checked
from regioncodes.ground.errors import StudyError
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period
from regioncodes.ground.tables import read_table
from regioncodes.publication.site.compact_json import script_json
from regioncodes.publication.site.trial import TrialChoices, trial_data
from regioncodes.words.numbers import interval, number
from regioncodes.words.texts import Texts

SITE = ROOT / "workflow/regioncodes/publication/site"
SCRIPT = (SITE / "trial.js").read_text(encoding="utf-8")
YEARS = range(2005, 2015)
UNITS = ["RU-CHE", "RU-KGN", "RU-KHM", "RU-SVE", "RU-TYU-0", "RU-YAN", "RU-UFD", "RU"]
INDICATORS = {
    "production": ["fixed_assets_wear", "urban_share"],
    "institutional": ["unemployment_rate", "poverty_rate"],
    "social": ["life_expectancy", "employment_rate"],
}
ENDS = {
    "estimate": "estimate",
    "lower": "lower_95",
    "upper": "upper_95",
    "joint_lower": "joint_lower_95",
    "joint_upper": "joint_upper_95",
}
# What the page and the package compute differs by the order of additions alone; figures are printed with nine digits.
TOLERANCE = 1e-9
DEGREES, PROBABILITIES = [1, 2, 3, 4, 7, 8, 20, 31], [1e-4, 0.002, 0.025, 0.3, 0.5, 0.6, 0.975, 0.9999]
POINTS = [-12, -3, -0.1, 0, 0.5, 6]


def mapping_of(**options):
    terms = {
        code: [
            {
                "indicator": name,
                "transform": "identity",
                "deflator": "none",
                "denominator": "none",
                "orientation": -1 if name in ("unemployment_rate", "fixed_assets_wear") else 1,
            }
            for name in names
        ]
        for code, names in INDICATORS.items()
    }
    return {"minimum_indicators": 1, **terms, **options}


MAPPINGS = {
    "levels": mapping_of(),
    "without_breaks": mapping_of(breaks="left_out", scaling="changes", minimum_indicators=2),
    "dynamic": mapping_of(measures="dynamic", weights="first_component"),
}
SETTINGS = {
    "study": {"weights": [[1, 1], [1, 1], [1, 1]], "periods": 5, "memory": 5.0},
    "other": {"weights": [[2.5, 0.25], [1, 3], [0.5, 1]], "periods": 3, "memory": 2.5},
    # One indicator of the social code alone, so that the code of a region ends where that indicator does.
    "single": {"weights": [[1, 0], [1, 1], [0, 1]], "periods": 9, "memory": 50.0},
}


def walks():
    """Figures in which regions are whole, end, begin late, have a gap, stand still, run straight, repeat each other."""
    generator = np.random.default_rng(7)
    shape = (len(YEARS), len(UNITS))
    names = [name for own in INDICATORS.values() for name in own]
    found = {
        name: pd.DataFrame(60 + generator.normal(size=shape).cumsum(axis=0), index=list(YEARS), columns=UNITS)
        for name in names
    }
    found["employment_rate"].loc[2012:, "RU-SVE"] = np.nan
    for name in INDICATORS["institutional"]:
        found[name]["RU-CHE"] = 50.0
        found[name]["RU-UFD"] = 50.0 + 0.25 * (found[name].index - 2005)
    for name in INDICATORS["production"]:
        found[name].loc[2005, "RU-YAN"] = np.nan
        found[name].loc[2010, "RU-YAN"] = np.nan
    for place, name in enumerate([*INDICATORS["production"], *INDICATORS["social"]]):
        found[name]["RU"] = 10 * place + (1 + place) * found["urban_share"]["RU"]
    for name in names:
        found[name] = found[name].drop(columns=["RU-KHM", "RU-TYU-0"])
    return found


@pytest.fixture(scope="module")
def panel():
    frame = pd.concat(walks(), names=["indicator", "year"]).rename_axis(columns="region").stack()
    table = frame.rename("value").reset_index()
    broken = table["indicator"].eq("life_expectancy") & table["year"].eq(2009) & table["region"].eq("RU-KGN")
    return table.assign(status="value", flags=np.where(broken, "break_in_method", ""))


@pytest.fixture(scope="module")
def words():
    catalogue = pd.concat([read_table(ROOT / f"data/reference/{name}.csv") for name in ("texts", "site_texts")])
    return {language: Texts(catalogue, language) for language in ("en", "ru")}


def choices_of(mapping):
    years = CodeYears(Period(YEARS[0], YEARS[-1]), base_period=Period(2005, 2009), price_base_year=2009)
    return TrialChoices("RU-UFD", mapping, years, Derivative(), Formulas(periods=5, memory_years=5.0, draws=100))


@pytest.fixture(scope="module")
def made(panel, regions, indicators, words):
    return {name: trial_data(panel, regions, indicators, choices_of(own), words) for name, own in MAPPINGS.items()}


def by_the_package(panel, regions, indicators, mapping, settings):
    """Code ID and Code NID of the package with other weights: those of the study times the sliders'."""
    choices, study = choices_of(mapping), codes_module.indicator_weights
    factors = {
        name: settings["weights"][CODES.index(code)][k] for code in CODES for k, name in enumerate(INDICATORS[code])
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            codes_module,
            "indicator_weights",
            lambda scores, *options: study(scores, *options) * pd.Series({name: factors[name] for name in scores}),
        )
        own = codes_module.codes(panel, regions, indicators, mappings={"own": mapping}, years=choices.years)
    formulas = replace(choices.formulas, periods=settings["periods"], memory_years=settings["memory"])
    shown = own[own["region"].isin(UNITS)]
    return nid(shown, choices.years.period, seed=1, formulas=formulas, derivative=choices.derivative)


def largest_difference(data, found, table):
    """Largest difference of any number of the page from the table; both have the same numbers, and some."""
    lines = table[table["sign"] == "signed"].set_index(["region", "reading", "year"])
    worst, compared = 0.0, 0
    for unit, own in zip(data["units"], found, strict=True):
        for reading in ("sum", "memory", "literal", "elapsed"):
            shown = own["readings"].get(reading, [dict.fromkeys(ENDS)] * len(data["years"]))
            for year, line in zip(data["years"], shown, strict=True):
                key = (unit["region"], reading, year)
                expected = lines.loc[key] if key in lines.index else dict.fromkeys(ENDS.values(), np.nan)
                for name, column in ENDS.items():
                    assert (line[name] is None) == np.isnan(expected[column]), (key, name)
                    if line[name] is not None:
                        worst, compared = max(worst, abs(line[name] - expected[column])), compared + 1
    assert compared > 300
    return worst


def browsed(body, folder, language="en"):
    """The document that a browser makes of the page: styles, the script of the sliders and what a test does with it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    styles = "".join((SITE / name).read_text(encoding="utf-8") for name in ("page.css", "trial.css"))
    page = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>t</title><style>{styles}</style>'
        '</head><body><div id="trial"></div><pre id="answer"></pre>'
        f"<script>{SCRIPT}</script><script>{body}</script></body></html>"
    )
    folder.mkdir(exist_ok=True)
    (folder / "trial.html").write_text(page, encoding="utf-8")
    switches = "--headless --no-sandbox --disable-gpu --disable-sync --no-first-run --enable-logging=stderr --dump-dom"
    own = [f"--user-data-dir={folder}/profile", "--virtual-time-budget=10000", "--window-size=1200,2000"]
    command = [chromium, *switches.split(), *own, (folder / "trial.html").as_uri()]
    process = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True)
    assert "CONSOLE" not in process.stderr
    return process.stdout


def answer_of(document):
    from html import unescape

    return json.loads(unescape(re.search(r'<pre id="answer">(.*?)</pre>', document, re.DOTALL)[1]))


def computed(data, settings, folder):
    """Answers of the script for every data set and setting, and its Student t."""
    body = f"""
    const data = {script_json(data)}, settings = {script_json(settings)}, answer = {{}};
    const trial = regioncodesTrial;
    for (const name in data) for (const own in settings)
      answer[name + "." + own] = trial.results(data[name], settings[own]);
    answer.quantiles = {DEGREES}.map(degrees => {PROBABILITIES}.map(p => trial.studentQuantile(p, degrees)));
    answer.below = {DEGREES}.map(degrees => {POINTS}.map(t => trial.below(t, degrees)));
    document.getElementById("answer").textContent = JSON.stringify(answer);"""
    return answer_of(browsed(body, folder))


@pytest.fixture(scope="module")
def answers(made, tmp_path_factory):
    return computed(made, SETTINGS, tmp_path_factory.mktemp("trial"))


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", MAPPINGS)
def test_the_page_computes_what_the_package_computes(answers, made, panel, regions, indicators, name, setting):
    expected = by_the_package(panel, regions, indicators, MAPPINGS[name], SETTINGS[setting])
    assert largest_difference(made[name], answers[f"{name}.{setting}"], expected) < TOLERANCE


@pytest.mark.slow
def test_the_fixture_holds_every_kind_of_region(answers):
    found = {unit: own["status"] for unit, own in zip(UNITS, answers["levels.study"], strict=True)}
    assert found == {
        "RU-CHE": "constant_code",
        "RU-KGN": "estimated",
        "RU-KHM": "too_few_years",
        "RU-SVE": "estimated",
        "RU-TYU-0": "too_few_years",
        "RU-YAN": "estimated",
        "RU-UFD": "estimated",
        "RU": "made_of_other_codes",
    }


@pytest.mark.slow
def test_student_t_is_that_of_scipy(answers):
    degrees = np.array(DEGREES)[:, None]
    assert np.array(answers["quantiles"]) == pytest.approx(stdtrit(degrees, PROBABILITIES), rel=1e-12, abs=1e-15)
    assert np.array(answers["below"]) == pytest.approx(stdtr(degrees, POINTS), abs=1e-15)
    # The tails that bands ask for.
    assert np.array(answers["below"])[:, 1] == pytest.approx(stdtr(degrees[:, 0], -3.0), rel=1e-12)


@pytest.mark.slow
def test_with_the_settings_of_the_study_the_page_shows_the_numbers_of_the_study(
    regions, indicators, sources, words, tmp_path
):
    results = ROOT / "results/models/nid.csv"
    if not results.is_file():
        pytest.skip("no numbers in results/models; run snakemake first")
    shipped = yaml.safe_load((ROOT / "workflow/config.yaml").read_text(encoding="utf-8"))
    config = checked(shipped, regions, indicators, sources)
    own = config["codes"]
    years = CodeYears(Period(**config["years"]), Period(**own["base_period"]), own["price_base_year"])
    derivative = {key: value for key, value in config["derivative"].items() if key != "methods"}
    choices = TrialChoices(
        config["district"],
        own["mappings"][own["main_mapping"]],
        years,
        Derivative(**derivative),
        Formulas(**config["formulas"]),
    )
    data = trial_data(read_table(ROOT / "results/data/panel.parquet"), regions, indicators, choices, words)
    assert len(script_json(data).encode()) < 150_000
    body = f"""
    const data = {script_json(data)};
    const found = regioncodesTrial.results(data, regioncodesTrial.studySettings(data));
    document.getElementById("answer").textContent = JSON.stringify(found);"""
    table = read_table(results)
    table = table[table["mapping"].eq(own["main_mapping"]) & table["method"].eq(config["derivative"]["methods"][0])]
    assert largest_difference(data, answer_of(browsed(body, tmp_path)), table) < TOLERANCE


ACTIONS = """
const element = document.getElementById("trial"), answer = {};
const wait = time => new Promise(done => setTimeout(done, time));
const say = key => texts[key] ?? key;
const move = (id, value) => {
  const one = document.getElementById(id);
  one.value = value;
  one.dispatchEvent(new Event(one.tagName === "SELECT" ? "change" : "input"));
};
const status = () => element.querySelector("[role=status]").textContent;
const numbers = () => [...element.querySelectorAll("td")].map(cell => cell.textContent);
(async () => {
  regioncodesTrial.mount(element, data, say, language);
  await wait(50);
  answer.inputs = [...element.querySelectorAll("input, select")].map(one => ({
    label: element.querySelector(`label[for="${one.id}"]`)?.textContent, tab: one.tabIndex, disabled: one.disabled,
    range: one.type === "range", value: one.getAttribute("aria-valuetext")}));
  answer.start = {status: status(), numbers: numbers()};
  move("trial-year", 8);
  await wait(500);
  answer.later = {numbers: numbers(), heading: element.querySelector("h3").textContent};
  move("trial-year", data.start_year); move("trial-weight-2-0", 16);
  move("trial-weight-0-1", 0); move("trial-periods", 2);
  await wait(500);
  answer.moved = {status: status(), numbers: numbers(),
    value: document.getElementById("trial-weight-2-0").getAttribute("aria-valuetext")};
  move("trial-reading", "literal");
  await wait(500);
  answer.headings = [...element.querySelectorAll("h3")].map(one => one.textContent);
  regioncodesTrial.mount(element, data, say, language);
  await wait(50);
  answer.again = {numbers: numbers(), chosen: document.getElementById("trial-reading").value};
  move("trial-reading", "memory");
  [...element.querySelectorAll("button")].at(-1).click();
  await wait(500);
  answer.reset = {status: status(), numbers: numbers()};
  element.style.width = "358px"; document.body.style.width = "390px";
  const left = element.getBoundingClientRect().left;
  const all = [...element.querySelectorAll("*")].filter(one => !one.closest("table, svg svg"));
  answer.width = Math.max(...all.map(one => one.getBoundingClientRect().right - left));
  answer.text = element.textContent;
  document.getElementById("answer").textContent = JSON.stringify(answer);
})();"""


@pytest.fixture(scope="module", params=["en", "ru"])
def used(request, made, tmp_path_factory):
    """What a reader sees and does, in one language."""
    table = read_table(ROOT / "data/reference/site_texts.csv")
    own = table[table["key"].str.startswith("site.trial.")]
    texts = dict(zip(own["key"], own[request.param], strict=True))
    start = f"const data = {script_json(made['levels'])}, texts = {script_json(texts)}, language = '{request.param}';"
    folder = tmp_path_factory.mktemp("used")
    return {"language": request.param, **answer_of(browsed(start + ACTIONS, folder, request.param))}


@pytest.mark.slow
def test_every_slider_has_a_label_a_value_in_words_and_is_reached_by_the_keyboard(used):
    assert len(used["inputs"]) == 6 + 2 + 1 + 2
    for one in used["inputs"]:
        assert one["label"]
        assert one["tab"] == 0
        assert not one["disabled"]
        assert one["value"] if one["range"] else one["value"] is None


@pytest.mark.slow
def test_moved_sliders_change_the_numbers_and_the_button_brings_those_of_the_study_back(used):
    assert used["moved"]["numbers"] != used["start"]["numbers"]
    assert used["moved"]["status"] != used["start"]["status"]
    assert used["reset"] == used["start"]
    assert {"en": "4 (80\u00a0%); in the study 1", "ru": "4 (80\u00a0%); в исследовании 1"}[used["language"]] == used[
        "moved"
    ]["value"]


@pytest.mark.slow
def test_the_tables_print_estimate_and_bands_of_the_year_chosen(used, panel, regions, indicators):
    table = by_the_package(panel, regions, indicators, MAPPINGS["levels"], SETTINGS["study"])
    table = table[table["sign"].eq("signed") & table["region"].eq("RU-SVE")].set_index(["reading", "year"])
    for shown, year in ((used["start"], 2012), (used["later"], 2013)):
        for reading, start in (("sum", 0), ("memory", 5 * len(UNITS))):
            row, place = table.loc[(reading, year)], start + 5 * UNITS.index("RU-SVE")
            assert shown["numbers"][place : place + 3] == [
                number(row["estimate"], used["language"], 2),
                interval(row["lower_95"], row["upper_95"], used["language"], 2),
                interval(row["joint_lower_95"], row["joint_upper_95"], used["language"], 2),
            ]
    assert "2013" in used["later"]["heading"]


@pytest.mark.slow
def test_what_was_chosen_outlives_a_change_of_language(used):
    assert used["again"]["chosen"] == "literal"
    assert used["again"]["numbers"] != used["start"]["numbers"]
    assert {"en": "unit weights", "ru": "единичные веса"}[used["language"]] in used["headings"][1]


@pytest.mark.slow
def test_numbers_are_those_of_the_language_and_no_key_stands_for_a_text(used):
    shown = " ".join(used["start"]["numbers"] + used["moved"]["numbers"])
    mark, other = {"en": (".", ","), "ru": (",", ".")}[used["language"]]
    assert re.search(rf"\u2212\d\{mark}\d\d", shown)
    assert other not in shown
    assert "-" not in shown
    assert "site.trial" not in used["text"]
    assert "undefined" not in used["text"]
    assert "NaN" not in used["text"]


@pytest.mark.slow
def test_a_region_without_figures_is_named_and_so_are_incomplete_indicators(used):
    name, reason = {
        "en": ("Tyumen without okrugs", "no result: too few years"),
        "ru": ("Тюменская без АО", "результата нет: слишком мало лет"),
    }[used["language"]]
    assert f"{name}: {reason}" in used["start"]["status"]
    assert "2012, 2013, 2014" in used["text"]


@pytest.mark.slow
def test_nothing_but_what_scrolls_is_wider_than_a_phone(used):
    assert used["width"] <= 359


@pytest.mark.slow
def test_the_order_of_pairs_is_counted_by_hand(made, tmp_path):
    units = [{"is_ranked": ranked} for ranked in (True, True, True, False)]
    study, now = [1.0, 2.0, 3.0, 9.0], [2.5, 2.0, 3.0, -9.0]
    of = [[{"readings": {"sum": [{"estimate": value}]}} for value in values] for values in (now, study)]
    body = f"""
    const of = {script_json(of)}, data = {{units: {script_json(units)}}};
    const gone = [...of[0].slice(0, 2), {{readings: {{}}}}, of[0][3]];
    const count = found => regioncodesTrial.changedPairs(data, found, of[1], "sum", 0);
    document.getElementById("answer").textContent = JSON.stringify([count(of[0]), count(gone)]);"""
    whole, gone = answer_of(browsed(body, tmp_path))
    assert whole == {"changed": 1, "pairs": 3}
    assert gone == {"changed": 1, "pairs": 1}


def test_the_data_hold_the_scores_and_the_choices_of_the_study(made, panel):
    data = made["without_breaks"]
    assert [unit["region"] for unit in data["units"]] == UNITS
    assert [unit["is_ranked"] for unit in data["units"]] == [True] * 6 + [False] * 2
    social = data["codes"][2]
    assert [term["indicator"] for term in social["terms"]] == INDICATORS["social"]
    assert social["terms"][1]["scores"][UNITS.index("RU-SVE")][7:] == [None] * 3
    assert social["terms"][0]["scores"][UNITS.index("RU-KHM")] == [None] * 10
    assert social["terms"][0]["left_out"][UNITS.index("RU-KGN")] == [2009 - 2005]
    assert made["levels"]["codes"][2]["terms"][0]["left_out"] == [[]] * 8
    assert [code["code"] for code in made["dynamic"]["codes"]] == ["innovation", "information", "value"]
    assert made["dynamic"]["lowest_order"] == 0
    figures = panel[panel["indicator"].eq("life_expectancy") & ~panel["region"].isin(["RU", "RU-UFD"])]
    base = figures.loc[figures["year"].between(2005, 2009), "value"]
    own = figures.loc[figures["region"].eq("RU-SVE"), "value"].sort_index()
    scores = made["levels"]["codes"][2]["terms"][0]["scores"][UNITS.index("RU-SVE")]
    assert scores == pytest.approx(((own - base.mean()) / base.std()).to_list())


def test_the_choices_of_the_study_stand_on_the_scales(panel, regions, indicators, words):
    choices = replace(choices_of(MAPPINGS["levels"]), formulas=Formulas(periods=14, memory_years=4.3))
    data = trial_data(panel, regions, indicators, choices, words)
    assert data["formulas"]["memory_years"] in data["scales"]["memory_years"]
    assert data["formulas"]["periods"] in data["scales"]["periods"]
    assert 1 in data["scales"]["weight"]
    assert all(scale == sorted(set(scale)) for scale in data["scales"].values())


def test_names_stand_in_every_language(made):
    names = made["levels"]["names"]
    assert names["en"]["terms"][0][0].replace("\u00a0", " ") == "depreciation of fixed assets (less is more)"
    assert names["ru"]["codes"][2] == "Социальный код"
    assert names["ru"]["units"][-1] == "Россия"


def test_what_is_missing_is_named_all_at_once(panel, regions, indicators, words):
    mapping = mapping_of()
    mapping["social"] = [{**mapping["social"][0], "indicator": "students_he_per_10k"}, mapping["social"][1]]
    nameless = regions.assign(short_ru=regions["short_ru"].mask(regions["region"].eq("RU-SVE")))
    untitled = indicators.assign(title_en=indicators["title_en"].mask(indicators["indicator"].eq("employment_rate")))
    with pytest.raises(StudyError) as error:
        trial_data(panel, nameless, untitled, choices_of(mapping), words)
    for part in (
        "config.yaml",
        "'students_he_per_10k' has no figure",
        "indicator 'employment_rate': column title_en is empty",
        "region 'RU-SVE': column short_ru is empty",
    ):
        assert part in str(error.value)


def test_the_inputs_are_left_as_they_were(panel, regions, indicators, words):
    before = [frame.copy() for frame in (panel, regions, indicators)]
    trial_data(panel, regions, indicators, choices_of(MAPPINGS["levels"]), words)
    for frame, was in zip((panel, regions, indicators), before, strict=True):
        pd.testing.assert_frame_equal(frame, was)


def test_every_text_that_the_script_asks_for_is_in_the_catalogue_and_no_other():
    table = read_table(ROOT / "data/reference/site_texts.csv")
    there = {key.removeprefix("site.trial.") for key in table["key"] if key.startswith("site.trial.")}
    asked = set(re.findall(r'\bt\("([\w.]+)"\)', SCRIPT)) | {"code_id", "code_nid"}
    families = {"code", "column", "reading", "status", "unit"}
    assert asked <= there
    assert {key for key in there - asked if key.split(".")[0] not in families} == set()
    heads = re.search(r"const heads = \[(.*?)\]", SCRIPT)[1]
    assert set(re.findall(r'"(\w+)"', heads)) == {key.split(".")[1] for key in there if key.startswith("column.")}
    statuses = set(re.findall(r'status: (?:.*? \? )?"(\w+)"', SCRIPT))
    assert statuses == {key.split(".")[1] for key in there if key.startswith("status.")}


def test_the_script_asks_nothing_of_the_network():
    styles = (SITE / "trial.css").read_text(encoding="utf-8")
    assert not re.search(r"fetch|XMLHttp|import\s*\(|WebSocket|sendBeacon|@import|url\(", SCRIPT + styles)
    assert set(re.findall(r"https?://[^\s\"']+", SCRIPT + styles)) == {
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/2000/svg",
    }
