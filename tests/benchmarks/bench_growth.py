"""How time and memory of every stage grow with the study: synthetic panels of 1 to 1,000 times its size."""

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bench_workflow
import growth_panels
import numpy as np
import pandas as pd
import xlsxwriter
import yaml

from regioncodes.checks.report import checked_rows, reading_report
from regioncodes.codes import codes, formulas, ranks, sensitivity
from regioncodes.codes.derivatives.rates import rates
from regioncodes.education import correlations, outcomes
from regioncodes.ground.config import checked
from regioncodes.ground.options import CodeYears, Derivative, Figure2, Formulas, Period
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel import panel
from regioncodes.reading.findings import FINDINGS
from regioncodes.reading.sources import read_source

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "data/reference"
FOLDS = (1, 10, 100, 1000)
# A stage is not tried at a size at which its growth so far foretells more processor seconds or megabytes than these.
MOST_SECONDS, MOST_MEGABYTES = 300.0, 16_000.0
AIM = 1.1
WHOLE_STUDY = 100  # the fold whose stages together have an aim
CORES, SECONDS_OF_WHOLE, MEGABYTES_OF_WHOLE = 2, 300, 4000


def choices() -> dict:
    """The config of the shipped study with its defaults filled in."""
    config = yaml.safe_load((ROOT / "workflow/config.yaml").read_text(encoding="utf-8"))
    return checked(config, *(read_table(REFERENCE / f"{name}.csv") for name in ("regions", "indicators", "sources")))


def code_years(config: dict) -> CodeYears:
    """Years of the study, of the base period and of the prices."""
    own = config["codes"]
    return CodeYears(Period(**config["years"]), Period(**own["base_period"]), own["price_base_year"])


def derivative(config: dict) -> Derivative:
    """How rates are estimated, whatever the method."""
    return Derivative(**{key: value for key, value in config["derivative"].items() if key != "methods"})


def facts(folder: Path) -> list[pd.DataFrame]:
    """Regions and indicators of the synthetic country."""
    return [read_table(folder / f"{name}.csv") for name in ("regions", "indicators")]


def read_tables(folder: Path) -> None:
    """The workbook of the first edition, every cell with its place."""
    aliases = pd.DataFrame(columns=["alias", "region"])
    regions, indicators = facts(folder)
    lines = read_table(folder / "tables.csv")
    rows, _ = read_source("first", [str(folder / "first.xlsx")], lines, regions, aliases, indicators)
    write_table(rows, folder / "read.parquet")


def verify_tables(folder: Path) -> None:
    """Corrections and all checks of the figures of both editions, and the report."""
    names = ("corrections", "ranges", "identities", "district_changes", "accepted_findings", "breaks")
    known = {name: read_table(REFERENCE / f"{name}.csv") for name in names}
    known |= {name: known[name].iloc[:0] for name in ("district_changes", "accepted_findings")}
    known["regions"], known["indicators"] = facts(folder)
    rows, findings = checked_rows(read_table(folder / "rows.parquet"), pd.DataFrame(columns=FINDINGS), known)
    reading_report(rows, findings)
    write_table(rows, folder / "checked.parquet")


def build_panel(folder: Path) -> None:
    """One value for each key, and what the newer edition revised."""
    rows = read_table(folder / "rows.parquet")
    table, revisions = panel.panel_and_revisions(rows, growth_panels.SOURCES, *facts(folder), vintage="newest")
    write_table(table, folder / "panel.parquet")
    write_table(table, folder / "panel.csv")
    write_table(revisions, folder / "revisions.csv")


def build_codes(folder: Path) -> None:
    """Both mappings of the study."""
    config = choices()
    figures, mappings = read_table(folder / "panel.parquet"), config["codes"]["mappings"]
    table = codes.codes(figures, *facts(folder), mappings=mappings, years=code_years(config))
    write_table(table, folder / "codes.csv")


def differentiate_codes(folder: Path) -> None:
    """Rates of all units by every method."""
    config, own = choices(), read_table(folder / "codes.csv")
    options = {"period": Period(**config["years"]), "derivative": derivative(config)}
    found = [rates(own, method=method, **options) for method in config["derivative"]["methods"]]
    write_table(pd.concat(found), folder / "rates.csv")


def formula_options(config: dict) -> dict:
    """Arguments of both formulas beside the codes."""
    options = {"period": Period(**config["years"]), "derivative": derivative(config), "seed": config["seed"]}
    return {**options, "formulas": Formulas(**config["formulas"])}


def compute_formulas(folder: Path) -> None:
    """Both formulas of all units by every method."""
    config, own = choices(), read_table(folder / "codes.csv")
    options = formula_options(config)
    found = [formulas.nid(own, method=method, **options) for method in config["derivative"]["methods"]]
    write_table(pd.concat(found), folder / "nid.csv")


def rank_regions(folder: Path) -> None:
    """Ranks of all units among each other."""
    config, own = choices(), read_table(folder / "codes.csv")
    write_table(ranks.ranks(own, district="RU", **formula_options(config)), folder / "ranks.csv")


def vary_choices(folder: Path) -> None:
    """Every choice of the study changed in turn."""
    config, (regions, indicators) = choices(), facts(folder)
    ways = sensitivity.variants(
        **{key: config["codes"][key] for key in ("mappings", "main_mapping")},
        years=code_years(config),
        methods=config["derivative"]["methods"],
        formulas=Formulas(**config["formulas"]),
        alternatives=config["sensitivity"],
    )
    found = sensitivity.sensitivity(
        read_table(folder / "panel.parquet"),
        regions,
        indicators,
        district="RU",
        variants=ways,
        derivative=derivative(config),
        seed=config["seed"],
    )
    write_table(found, folder / "sensitivity.csv")


def fit_correlations(folder: Path) -> None:
    """Figure 2 of the country as the first edition prints it."""
    config = choices()
    table, revisions = read_table(folder / "panel.parquet"), read_table(folder / "revisions.csv")
    chosen = {key: config["correlation"][key] for key in ("regressor", "outcomes")}
    figure = Figure2("RU", **chosen, period=Period(**config["years"]), edition="first")
    printed = panel.as_printed_in(figure.edition, table, revisions)
    facts = (read_table(folder / "indicators.csv"), read_table(folder / "regions.csv"))
    points = outcomes.outcome_points(printed, *facts, figure, [figure.district])
    correlations.education_fits(outcomes.of_period(points, figure))


STAGES = {
    stage.__name__: stage
    for stage in (
        read_tables,
        verify_tables,
        build_panel,
        build_codes,
        differentiate_codes,
        compute_formulas,
        rank_regions,
        vary_choices,
        fit_correlations,
    )
}


# What each stage waits for; the rows that `read_tables` and `verify_tables` would hand on are there from the start.
ROWS = ("read_tables", "verify_tables")
NEEDS = {
    "read_tables": [],
    "verify_tables": ["read_tables"],
    "build_panel": ["verify_tables"],
    "build_codes": ["build_panel"],
    "differentiate_codes": ["build_codes"],
    "compute_formulas": ["build_codes"],
    "rank_regions": ["build_codes"],
    "vary_choices": ["build_panel"],
    "fit_correlations": ["build_panel"],
}


def write_country(folder: Path, fold: int) -> int:
    """Write the inputs of all stages of a country into a folder; the number of its cells."""
    nation = growth_panels.country(fold)
    write_table(nation.regions, folder / "regions.csv")
    write_table(nation.indicators, folder / "indicators.csv")
    write_table(growth_panels.tables(nation, str(folder / "first.xlsx")), folder / "tables.csv")
    with xlsxwriter.Workbook(folder / "first.xlsx", {"constant_memory": True}) as workbook:
        for number, grid in enumerate(growth_panels.grids(nation).values(), start=1):
            sheet = workbook.add_worksheet(str(number))
            for row, cells in enumerate(grid):
                sheet.write_row(row, 0, cells)
    rows = growth_panels.tidy_rows(nation)
    write_table(rows, folder / "rows.parquet")
    return len(rows)


def measured(stage: str, folder: Path) -> dict[str, float]:
    """Processor seconds of one stage, files read and written too, and peak megabytes of the process that runs it."""
    command = [sys.executable, __file__, stage, str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise RuntimeError(f"{stage}: {answer.stderr[-2000:]}")
    return json.loads(answer.stdout.splitlines()[-1])


def whole_study(folder: Path) -> tuple[float, float]:
    """Seconds of all stages, each a process that waits for those it reads, and peak megabytes of all together."""
    lines = [f"all: {' '.join(NEEDS)}"]
    for stage, needs in NEEDS.items():
        lines += [f"{stage}: {' '.join(needs)}", bench_workflow.recipe(sys.executable, __file__, stage, ".")]
    (folder / "Makefile").write_text("\n".join(lines) + "\n", encoding="utf-8")
    seconds, megabytes, _ = bench_workflow.run(["make", "-s", f"-j{CORES}"], folder)
    return seconds, megabytes


def foretold(found: list[dict], size: int, quantity: str) -> float:
    """What a stage will need at a size if it goes on as between its last two sizes, or in proportion at least."""
    if len(found) < 2:
        return 0.0
    return found[-1][quantity] * (size / found[-1]["size"]) ** max(1.0, exponent(found))


def is_bearable(found: list[dict], size: int) -> bool:
    """Whether a stage may be tried at a size."""
    most = {"seconds": MOST_SECONDS, "megabytes": MOST_MEGABYTES}
    return all(foretold(found, size, quantity) <= limit for quantity, limit in most.items())


def exponent(found: list[dict]) -> float:
    """Exponent of the processor time between the two largest sizes, where fixed costs weigh least."""
    (one, other) = found[-2:]
    return float(np.log(other["seconds"] / one["seconds"]) / np.log(other["size"] / one["size"]))


def grown(folds: tuple[int, ...] = FOLDS) -> dict[str, list[dict]]:
    """By stage, its sizes with processor seconds and peak megabytes, as far as they were tried."""
    found: dict[str, list[dict]] = {stage: [] for stage in STAGES}
    for fold in folds:
        tried: list[str] = []
        for stage in STAGES:
            needs = [need for need in NEEDS[stage] if need not in ROWS]
            if set(needs) <= set(tried) and is_bearable(found[stage], fold):
                tried.append(stage)
        if tried:
            with tempfile.TemporaryDirectory() as name:
                cells = write_country(Path(name), fold)
                for stage in tried:
                    found[stage].append({"size": fold, "cells": cells, **measured(stage, Path(name))})
    return found


def main(folds: tuple[int, ...] = FOLDS) -> list[tuple[str, float, str]]:
    """Rows of the report: seconds and megabytes of every stage and size, and the exponents."""
    found = grown(folds)
    rows = [
        (f"{stage}, {line['size']} × : {name}", line[quantity], "for comparison")
        for stage, lines in found.items()
        for line in lines
        for quantity, name in (("seconds", "processor s"), ("megabytes", "peak MB"))
    ]
    growing = {stage: lines for stage, lines in found.items() if len(lines) > 1}
    rows += [(f"{stage}: exponent of the time", exponent(lines), f"at most {AIM}") for stage, lines in growing.items()]
    if WHOLE_STUDY in folds:
        with tempfile.TemporaryDirectory() as name:
            write_country(Path(name), WHOLE_STUDY)
            seconds, peak = whole_study(Path(name))
        rows.append((f"whole study, {WHOLE_STUDY} ×, {CORES} cores: s", seconds, f"under {SECONDS_OF_WHOLE}"))
        rows.append((f"whole study, {WHOLE_STUDY} ×: peak MB of all processes", peak, f"under {MEGABYTES_OF_WHOLE}"))
    return rows


if __name__ == "__main__" and len(sys.argv) > 1:
    begin = time.process_time()
    STAGES[sys.argv[1]](Path(sys.argv[2]))
    took = time.process_time() - begin
    # Not getrusage: its peak counts the process that started this one.
    peak = re.search(r"^VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"), re.MULTILINE)
    print(json.dumps({"seconds": took, "megabytes": int(peak[1]) / 1024}))
elif __name__ == "__main__":
    for name, value, aim in main():
        print(f"| {name} | {value:.3g} | {aim} |")
