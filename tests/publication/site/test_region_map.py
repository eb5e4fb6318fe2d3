"""The map that one can ask: its data are those of the table, and a browser reaches and reads every square."""

import json
import re
import shutil
import subprocess
from html import unescape

import numpy as np
import pandas as pd
import pytest

from project import ROOT
from regioncodes.codes.region_codes import BANDS, QUANTITIES
from regioncodes.exhibits.printing import colours
from regioncodes.exhibits.printing.region_colours import HIGH, LOW, MIDDLE, colour
from regioncodes.ground.regions import leaf_regions
from regioncodes.ground.tables import read_table
from regioncodes.publication.site.compact_json import script_json
from regioncodes.publication.site.region_map import ASSETS, map_data
from regioncodes.words.texts import Texts

YEARS = range(2005, 2017)
EVIL = "</script><b>evil</b>"
TARGET = {"en": "growth of real GRP per head", "ru": "рост реального ВРП на душу населения"}


@pytest.fixture(scope="module")
def tables(regions):
    """Moscow is told from zero in every inner year; Crimea has no codes; a name tries to be markup."""
    leaves = leaf_regions(regions)
    rows = pd.DataFrame(
        [(quantity, region, year) for quantity in QUANTITIES for region in leaves for year in YEARS],
        columns=["quantity", "region", "year"],
    )
    place = rows["region"].map({region: number for number, region in enumerate(leaves)})
    is_growth = rows["quantity"].str.contains("growth")
    estimate = (np.sin(place) + 2.0).where(is_growth, 0.3 * np.sin(place + rows["year"]))
    estimate = estimate.mask(rows["region"].eq("RU-CR") & ~is_growth)
    half = pd.Series(1.0, rows.index).mask(rows["region"].eq("RU-MOW"), 0.0).mask(is_growth)
    ends = {name: estimate + (1 if "upper" in name else -1) * half for name in BANDS}
    inner = is_growth | rows["year"].between(2007, 2014)
    return {
        "region_codes": rows.assign(estimate=estimate, **ends, inner=inner, status="estimated"),
        "region_tiles": read_table(ROOT / "data/reference/region_tiles.csv"),
        "regions": regions.assign(name_en=regions["name_en"].mask(regions["region"].eq("RU-KGN"), EVIL)),
    }


@pytest.fixture(scope="module")
def data(tables):
    return map_data(tables, district="RU-UFD", later_years=3, target=TARGET, passports=["RU-SVE", "RU-KGN"])


def test_the_data_say_what_the_table_says(data, tables):
    cells = tables["region_codes"].set_index(["quantity", "region", "year"])
    places = {tile["region"]: place for place, tile in enumerate(data["tiles"])}
    assert sorted(places) == leaf_regions(tables["regions"])
    assert data["years"] == list(YEARS)
    assert data["year"] == 2014
    for region, year in (("RU-MOW", 2010), ("RU-KGN", 2005), ("RU-CHU", 2016)):
        at = (places[region], data["years"].index(year))
        own = data["quantities"]["code_id"]
        row = cells.loc[("code_id", region, year)]
        assert own["value"][at[0]][at[1]] == pytest.approx(row["estimate"], abs=5e-5)
        assert own["lower"][at[0]][at[1]] == pytest.approx(row["joint_lower_95"], abs=5e-5)
        growth = data["quantities"]["growth"]
        mean = cells.loc["growth"]["estimate"].groupby("year").mean()[year]
        assert growth["shown"][at[0]][at[1]] == pytest.approx(
            cells.loc[("growth", region, year), "estimate"] - mean, abs=0.006
        )
        assert "lower" not in growth


def test_states_tell_what_may_be_said_of_a_square(data):
    places = {tile["region"]: place for place, tile in enumerate(data["tiles"])}

    def state(quantity, region, year):
        return data["quantities"][quantity]["state"][places[region]][year - 2005]

    assert state("code_id", "RU-MOW", 2010) == "told"
    assert state("code_id", "RU-MOW", 2005) == "edge"
    assert state("code_id", "RU-KGN", 2010) == "uncertain"
    assert state("code_id", "RU-CR", 2010) == ""
    assert state("growth", "RU-CR", 2010) == "plain"


def test_the_district_is_framed_the_country_is_not_and_passports_are_those_that_there_are(data, tables):
    assert {tile["region"] for tile in data["tiles"] if tile["own"]} == {
        "RU-CHE",
        "RU-KGN",
        "RU-KHM",
        "RU-SVE",
        "RU-TYU-0",
        "RU-YAN",
    }
    assert {tile["region"] for tile in data["tiles"] if tile["passport"]} == {"RU-SVE", "RU-KGN"}
    whole = map_data(tables, district="RU", later_years=3, target=TARGET)
    assert not any(tile["own"] or tile["passport"] for tile in whole["tiles"])


def test_the_data_are_json_and_small(data):
    text = script_json(data)
    assert json.loads(text) == data
    assert len(text.encode()) < 150_000
    assert "</script" not in text


def test_a_study_without_codes_still_has_its_map(tables):
    empty = tables | {"region_codes": tables["region_codes"].assign(estimate=np.nan)}
    data = map_data(empty, district="RU-UFD", later_years=3, target=TARGET)
    assert data["year"] == 2016
    assert data["quantities"]["code_id"]["end"] == 1.0
    assert "value" not in data["quantities"]["code_id"]


def test_every_text_that_the_script_asks_for_is_in_the_catalogue():
    script = ASSETS["js"].read_text(encoding="utf-8")
    known = set(read_table(ROOT / "data/reference/site_texts.csv")["key"])
    plain = {f"site.map.{key}" for key in re.findall(r'word\("([^"]+)"\)', script)}
    made = {f"site.map.{kind}.{quantity}" for kind in ("quantity", "unit", "scale") for quantity in QUANTITIES}
    states = {f"site.map.state.{state}" for state in ("told", "uncertain", "edge", "none")}
    keys = {f"site.map.key.{name}" for name in ("uncertain", "told", "none", "framed")}
    assert len(plain) >= 8
    assert plain | made | states | keys <= known


PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>t</title><style>
:root {{ --paper: #fff; --ink: #1a1a1a; --faint: #595959; --line: #c9c9c9; --accent: #005a8f; }}
* {{ box-sizing: border-box; }} body {{ margin: 0 16px; font: 16px sans-serif; }} {css}</style></head>
<body><div id="map"></div><pre id="found"></pre><script>{js}</script><script>
const data = {data}, words = {words}, found = {{}};
const element = document.getElementById("map");
regioncodesMap.mount(element, data, key => words[key] ?? "?" + key, "{language}");
const cells = [...element.querySelectorAll("[role=gridcell]")];
const event = key => new KeyboardEvent("keydown", {{key, bubbles: true, cancelable: true}});
const press = key => document.activeElement.dispatchEvent(event(key));
const here = () => document.activeElement.dataset.region;
const target = cell => cell.querySelector("a") ?? cell;
const byRegion = fact => Object.fromEntries(cells.map(cell => [target(cell).dataset.region, fact(cell)]));
const square = region => element.querySelector(`[data-region="${{region}}"]`);
found.tabbable = cells.filter(cell => target(cell).tabIndex === 0).length;
found.labels = byRegion(cell => target(cell).getAttribute("aria-label"));
found.classes = byRegion(cell => cell.className);
found.colours = byRegion(cell => [cell.style.backgroundColor, cell.style.color]);
found.links = [...element.querySelectorAll("a")].map(one => one.getAttribute("href"));
found.smallest = Math.min(...cells.map(cell => cell.getBoundingClientRect().width));
const beyond = part => part.scrollWidth - part.clientWidth;
found.wide = [document.documentElement, element.querySelector(".map-scroll")].map(beyond);
square("RU-SVE").focus();
const keys = ["ArrowRight", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowLeft", "Home", "End"];
found.walk = keys.map(key => {{ press(key); return here(); }});
found.said = element.querySelector(".map-said").textContent === document.activeElement.getAttribute("aria-label");
target(cells[0]).focus();
const reached = new Set([here()]);
for (let step = 0; step < 100; step += 1) {{ press("ArrowRight"); reached.add(here()); }}
found.reached = reached.size;
const slider = element.querySelector("input");
slider.value = 2010; slider.dispatchEvent(new Event("input"));
const select = element.querySelector("select");
select.value = "later_growth"; select.dispatchEvent(new Event("change"));
found.later = square("RU-CR").getAttribute("aria-label");
regioncodesMap.mount(element, data, key => words[key], "{language}", (region, name) => region + "/" + name);
found.kept = [element.querySelector("select").value, element.querySelector("input").value];
found.given = element.querySelector("a").getAttribute("href");
document.getElementById("found").textContent = JSON.stringify(found);
</script></body></html>"""

# A headless window is no narrower than 500 pixels; a frame is.
FRAME = """<!DOCTYPE html><iframe src="map.html" width="390" height="900"></iframe><pre id="out"></pre><script>
onload = () => {
  document.getElementById("out").textContent = frames[0].document.getElementById("found").textContent;
};
</script>"""


@pytest.fixture(scope="module")
def found(data, tmp_path_factory, request):
    """What a browser of 390 pixels finds on a page with the map alone."""
    chromium, language = shutil.which("chromium"), request.param
    if chromium is None:
        pytest.skip("chromium is not installed")
    folder = tmp_path_factory.mktemp(f"map-{language}")
    catalogue = read_table(ROOT / "data/reference/site_texts.csv")
    texts = Texts(catalogue, language)
    words = {key: texts[key] for key in catalogue["key"] if key.startswith("site.map.")}
    assets = {name: path.read_text(encoding="utf-8") for name, path in ASSETS.items()}
    page = PAGE.format(language=language, data=script_json(data), words=script_json(words), **assets)
    (folder / "map.html").write_text(page, encoding="utf-8")
    (folder / "frame.html").write_text(FRAME, encoding="utf-8")
    switches = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    own = [
        "--allow-file-access-from-files",
        f"--user-data-dir={folder}/profile",
        "--enable-logging=stderr",
        "--virtual-time-budget=4000",
        "--dump-dom",
    ]
    address = (folder / "frame.html").as_uri()
    process = subprocess.run(
        [chromium, *switches, *own, address], capture_output=True, text=True, timeout=120, check=True
    )
    assert "CONSOLE" not in process.stderr
    return json.loads(unescape(re.search(r'<pre id="out">(.*?)</pre>', process.stdout, re.DOTALL)[1])), texts


@pytest.mark.slow
@pytest.mark.parametrize("found", ["en", "ru"], indirect=True, scope="module")
def test_a_browser_reaches_reads_and_colours_every_square(found, data, tables):
    seen, texts = found
    language = texts.language
    names = tables["regions"].set_index("region")[f"name_{language}"]
    assert len(seen["labels"]) == 85
    assert seen["tabbable"] == 1
    for region, label in seen["labels"].items():
        assert label.startswith(f"{names[region]}, 2014: Code ID "), region
    assert texts["site.map.state.told"] in seen["labels"]["RU-MOW"]
    assert f"{texts['site.map.band']} [" in seen["labels"]["RU-CHU"]
    assert f"{texts['site.map.state.none']}." in seen["labels"]["RU-CR"]
    assert texts["site.map.opens"] in seen["labels"]["RU-SVE"]
    assert texts["site.map.opens"] not in seen["labels"]["RU-MOW"]
    assert seen["links"] == [f"../passports/RU-{code}.{language}.html" for code in ("SVE", "KGN")]
    assert seen["given"] == f"RU-SVE/{language}"
    assert seen["classes"]["RU-MOW"] == "told"
    assert seen["classes"]["RU-CR"] == "none"
    assert seen["classes"]["RU-YAN"] == "uncertain frame-top frame-right frame-left"
    own = data["quantities"]["code_id"]
    for place, tile in enumerate(data["tiles"]):
        value = own["shown"][place][2014 - 2005]
        if value is not None:
            filled = colour(value, own["end"])
            parts = [tuple(int(part[at : at + 2], 16) for at in (1, 3, 5)) for part in (filled, colours.INK)]
            assert seen["colours"][tile["region"]] == [f"rgb({r}, {g}, {b})" for r, g, b in parts]


@pytest.mark.slow
@pytest.mark.parametrize("found", ["en", "ru"], indirect=True, scope="module")
def test_keys_walk_the_map_that_fits_a_phone_and_a_language_keeps_what_was_chosen(found):
    seen, texts = found
    assert seen["walk"] == ["RU-TYU-0", "RU-KHM", "RU-YAN", "RU-KHM", "RU-KO", "RU-SPE", "RU-SAK"]
    assert seen["said"]
    assert seen["reached"] == 85
    assert seen["smallest"] >= 20
    assert seen["wide"] == [0, 0]
    assert "2011–2013" in seen["later"]
    assert texts["site.map.from_mean"] in seen["later"]
    assert seen["kept"] == ["later_growth", "2010"]


def test_both_ends_and_the_middle_are_those_of_the_static_map(data):
    assert [data["colours"][name] for name in ("low", "middle", "high")] == [LOW, MIDDLE, HIGH]
