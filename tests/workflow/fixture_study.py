"""A small study in the shape of the whole one: the project's own code, invented figures printed as Rosstat prints."""

import datetime
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter
import yaml

from regioncodes.ground.tables import read_table
from regioncodes.publication.archive.contents import project_files

ROOT = Path(__file__).parents[2]
COPIED = [
    "Snakefile",
    "workflow",
    "profiles",
    "notebooks",
    "requirements.lock",
    "data/reference",
    "data/article",
    "data/raw/surveys",
]
YEARS = range(2003, 2017)
EDUCATION_YEARS = range(2003, 2014)
REVISED_YEARS = range(2011, 2017)
ROSSTAT = "data/raw/rosstat"
ECONOMY = f"{ROSSTAT}/yearbook-2018/section-08-economy.xlsx"
PEOPLE = f"{ROSSTAT}/yearbook-2018/section-01-people.xlsx"
REVISION = f"{ROSSTAT}/revision-2020/grp.xlsx"
EDUCATION = f"{ROSSTAT}/education-2014/employed-higher-education.csv"
PUBLISHED = {"yearbook-2018": "2018-12", "revision-2020": "2020-03-02", "education-2014": "2014"}
SHEETS = {
    ECONOMY: {
        "8.1.": "grp_total",
        "8.2.": "grp_per_capita",
        "8.3.": "grp_volume_index",
        "8.4.": "cpi_dec_dec",
        "8.5.": "adv_tech_developed",
    },
    PEOPLE: {
        "1.1.": "population_avg",
        "1.2.": "employment_avg",
        "1.3.": "income_per_capita_month",
        "1.4.": "consumer_spending_per_capita_month",
    },
    REVISION: {"1": "grp_total", "2": "grp_per_capita"},
}
# Thousand persons and thousand roubles of product a head in the first year; "other" is the rest of the country.
SIZES = {
    "RU-KGN": (980, 30),
    "RU-SVE": (4420, 65),
    "RU-KHM": (1460, 280),
    "RU-YAN": (515, 420),
    "RU-TYU-0": (1310, 60),
    "RU-CHE": (3580, 60),
    "other": (131_000, 70),
}
PARTS = {
    "RU-TYU": ["RU-KHM", "RU-YAN", "RU-TYU-0"],
    "RU-UFD": ["RU-KGN", "RU-SVE", "RU-KHM", "RU-YAN", "RU-TYU-0", "RU-CHE"],
    "RU": list(SIZES),
}
PRINTED_NAMES = {
    "Российская Федерация": "RU",
    "Уральский  федеральный округ": "RU-UFD",
    "Курганская область": "RU-KGN",
    "Свердловская  область": "RU-SVE",
    "Тюменская область": "RU-TYU",
    " в т.ч. Ханты-Мансийский авт. округ-Югра": "RU-KHM",
    " Ямало-Ненецкий авт. округ": "RU-YAN",
    " Тюменская область (без автономных округов)": "RU-TYU-0",
    "Челябинская область": "RU-CHE",
}
MAPPINGS = """
proxies:
  minimum_indicators: 1
  production: [{indicator: adv_tech_developed, transform: log1p}]
  institutional: [{indicator: income_per_capita_month, transform: log, deflator: cpi}]
  social: [{indicator: employed_higher_education_share}]
composite:
  minimum_indicators: 1
  production:
    - {indicator: grp_total, transform: log, deflator: grp_volume, denominator: employment_avg}
    - {indicator: adv_tech_developed, transform: log1p, denominator: population_avg}
  institutional: [{indicator: income_per_capita_month, transform: log, deflator: cpi}]
  social: [{indicator: employed_higher_education_share}]
"""


def make_study(folder: Path, seed: int = 1) -> Path:
    """The folder, made into a study: a yearbook of two workbooks, a revision and a delimited text, and the surveys.

    Code, reference tables, notebooks and surveys are the project's own; Rosstat's files are replaced by
    invented ones, and the lists of sources and tables and the config are cut down to them.
    """
    copy_project(folder, *COPIED)
    for file, grids in workbooks(seed).items():
        write_workbook(folder / file, grids)
    (folder / EDUCATION).parent.mkdir(parents=True)
    (folder / EDUCATION).write_text(education_text(seed), encoding="utf-8")
    _write_tables(folder)
    _write_sources(folder)
    _write_config(folder)
    return folder


def copy_project(folder: Path, *places: str) -> None:
    """Copy the project's own files at the places, which are files or folders, into the folder."""
    for name in project_files(ROOT):
        if name.startswith(places):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)


def workbooks(seed: int = 1) -> dict[str, dict[str, list[list]]]:
    """Every sheet of every workbook as a grid, by file and sheet."""
    indicators = read_table(ROOT / "data/reference/indicators.csv").set_index("indicator")
    values = figures(seed)
    revised = {name: (frame * 1.02).round(1).loc[list(REVISED_YEARS)] for name, frame in values.items()}
    return {
        file: {
            sheet: _grid(
                f"{sheet} {indicators.loc[indicator, 'title_ru']}",
                indicators.loc[indicator, "unit_ru"],
                (revised if file == REVISION else values)[indicator],
            )
            for sheet, indicator in sheets.items()
        }
        for file, sheets in SHEETS.items()
    }


def figures(seed: int) -> dict[str, pd.DataFrame]:
    """Invented figures by indicator, years × regions; totals add up, ratios are means weighted by population."""
    random = np.random.default_rng(seed)
    heads, product = (pd.Series({region: size[part] for region, size in SIZES.items()}) for part in (0, 1))
    population = _smooth(random, heads, 0.003, 0.001).round(1)
    technologies = _smooth(random, heads / 400, 0.06, 0.25).round()
    totals = {
        "population_avg": population,
        "employment_avg": (population * _smooth(random, 0.47 + 0 * heads, 0.004, 0.004)).round(1),
        "grp_total": (population * _smooth(random, product, 0.12, 0.03)).round(1),
        "adv_tech_developed": technologies.where(technologies >= 2, 0),
        "income": population * _smooth(random, 900 * product**0.5, 0.13, 0.02),
        "spending": population * _smooth(random, 900 * product**0.4, 0.14, 0.03),
    }
    wholes = {name: _with_wholes(frame) for name, frame in totals.items()}
    persons = wholes["population_avg"]
    return wholes | {
        "grp_per_capita": (1000 * wholes["grp_total"] / persons).round(1),
        "income_per_capita_month": (wholes["income"] / persons).round(1),
        "consumer_spending_per_capita_month": (wholes["spending"] / persons).round(1),
        "grp_volume_index": (0 * persons + random.normal(103, 3, persons.shape)).round(1),
        "cpi_dec_dec": (0 * persons + random.normal(108, 2, persons.shape)).round(1),
    }


def education_text(seed: int) -> str:
    """Share of employed with higher education, a delimited text; the district is not in it."""
    random = np.random.default_rng(seed + 1)
    lines = ["region;year;employed_higher_education_share_percent"]
    for name in (
        "Курганская область",
        "Свердловская область",
        "Тюменская область",
        "Челябинская область",
        "Ханты-Мансийский автономный округ",
        "Ямало-Ненецкий автономный округ",
    ):
        start = random.uniform(18, 26)
        lines += [
            f"{name};{year};{start + 0.7 * (year - 2003) + random.normal(0, 0.4):.1f}" for year in EDUCATION_YEARS
        ]
    return "\n".join(lines) + "\n"


def write_workbook(path: Path, grids: dict[str, list[list]]) -> None:
    """Write a workbook whose bytes depend on nothing but its cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"created": datetime.datetime(2018, 12, 1)})
        for name, grid in grids.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(grid):
                sheet.write_row(number, 0, row)


def mend_source(folder: Path, file: str) -> None:
    """Put the file's present sha256 into its line of sources.csv."""
    path = folder / "data/reference/sources.csv"
    sources = read_table(path)
    sources.loc[sources["file"] == file, "sha256"] = sha256(folder / file)
    sources.to_csv(path, index=False, lineterminator="\n")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """sha256 of every file under a folder, by relative path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Snakemake in the folder, with the Python that runs the tests; its output as text."""
    return subprocess.run(
        [sys.executable, "-m", "snakemake", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _smooth(random: np.random.Generator, level: pd.Series, growth: float, noise: float) -> pd.DataFrame:
    """Exponential growth from a level in the first year, at rates that differ by region, with yearly noise."""
    rates = growth * (1 + 0.2 * random.standard_normal(len(level)))
    shocks = noise * random.standard_normal((len(YEARS), len(level)))
    paths = np.exp(np.outer(range(len(YEARS)), rates) + shocks)
    return pd.DataFrame(paths * level.to_numpy(), index=list(YEARS), columns=level.index)


def _with_wholes(leaves: pd.DataFrame) -> pd.DataFrame:
    wholes = {whole: leaves[parts].sum(axis=1).round(1) for whole, parts in PARTS.items()}
    return leaves.drop(columns="other").assign(**wholes)


def _grid(title: str, unit: str, values: pd.DataFrame) -> list[list]:
    """A table as printed: nothing is a dash, one figure is missing, one carries a glued note."""
    rows = [
        [name, *("-" if value == 0 else float(value) for value in values[region])]
        for name, region in PRINTED_NAMES.items()
    ]
    if "технологии" in title:
        rows[list(PRINTED_NAMES.values()).index("RU-YAN")][1] = "…"
    rows[0][-1] = f"{rows[0][-1]}3)".replace(".", ",")
    return [[title], [f"({unit})"], [], ["", *map(int, values.index)], *rows, [], ["3) Оценка."]]


def _write_tables(folder: Path) -> None:
    path = folder / "data/reference/tables.csv"
    lines = [
        {"file": file, "sheet": sheet, "indicator": indicator, "first_year": years[0], "last_year": years[-1]}
        for file, sheets in SHEETS.items()
        for sheet, indicator in sheets.items()
        for years in [REVISED_YEARS if file == REVISION else YEARS]
    ]
    lines.append(
        {
            "file": EDUCATION,
            "form": "tidy",
            "indicator": "employed_higher_education_share",
            "first_year": EDUCATION_YEARS[0],
            "last_year": EDUCATION_YEARS[-1],
        }
    )
    table = pd.DataFrame(lines).assign(bare_oblast_name="with_okrugs")
    table.reindex(columns=read_table(path).columns).to_csv(path, index=False, lineterminator="\n")


def _write_sources(folder: Path) -> None:
    path = folder / "data/reference/sources.csv"
    shipped = read_table(path)
    invented = pd.DataFrame(
        {
            "file": file,
            "edition": edition,
            "publisher": "nobody",
            "title": "Invented figures",
            "published": PUBLISHED[edition],
            "licence": "none",
            "sha256": sha256(folder / file),
        }
        for file in [*SHEETS, EDUCATION]
        for edition in [file.split("/")[3]]
    )
    surveys = shipped[shipped["file"].str.startswith("data/raw/surveys/")]
    both = pd.concat([invented, surveys])[list(shipped.columns)]
    both.to_csv(path, index=False, lineterminator="\n")


def _write_config(folder: Path) -> None:
    path = folder / "workflow/config.yaml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["correlation"]["edition"] = "newest"
    config["correlation"]["size"] |= {"draws": 40, "district_draws": 20, "country_draws": 20}
    config["correlation"] |= {"placebo_walks": 100, "cointegration": {"draws": 99}, "scenario_draws": 100}
    config["correlation"]["specifications"]["draws"] = 10
    config["correlation"]["reliability"]["draws"] = {"series": 20, "panel": 20}
    config["derivative"]["grid"] = 5
    config["formulas"]["draws"] = 200
    config["simulation"]["units"] = 40
    config["calibration"]["simulated_series"] = 40
    config["foresight"]["permutations"] = 99
    config["codes"]["mappings"] = yaml.safe_load(MAPPINGS)
    config["passports"] = ["RU-KGN", "RU-TYU-0"]
    config["values"]["draws"] = 100
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
