"""Every benchmark in one run, one report (Markdown and JSON), and a mutation trial. Run by make bench; no tests.

Parts named on the command line run alone: workflow growth brought multiverse foresight pages reading mutation.
"""

import importlib.metadata
import json
import platform
import sys
from collections.abc import Callable
from pathlib import Path

import bench_brought
import bench_foresight
import bench_growth
import bench_multiverse
import bench_pages
import bench_workflow
import mutation
import psutil
import reading_speed

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "results/benchmarks/report.md"
ORIGINALS = ROOT.parent / "shared/originals"
VERSIONS = ("snakemake", "pytask", "pandas", "numpy", "scipy", "pyarrow", "statsmodels", "matplotlib")

Row = tuple[str, float, str]  # name, value, aim
PARTS: dict[str, tuple[str, Callable[[], list[Row]]]] = {
    "workflow": ("The study under Snakemake, and beside it", bench_workflow.main),
    "growth": ("Growth of every stage", bench_growth.main),
    "brought": ("Long files that people bring", bench_brought.main),
    "multiverse": ("All combinations of choices", bench_multiverse.main),
    "foresight": ("The codes as forecasts", bench_foresight.main),
    "pages": ("First paint of the pages", bench_pages.main),
}


def machine() -> str:
    """Machine and versions in one line."""
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in VERSIONS)
    memory = psutil.virtual_memory().total / 2**30
    system = f"{psutil.cpu_count()} cores, {memory:.0f} GB, {platform.system()}"
    return f"{system}, Python {platform.python_version()}, {packages}."


def table(rows: list[Row]) -> list[str]:
    """Measures as lines of a Markdown table."""
    lines = [f"| {name} | {value:.3g} | {aim} |" for name, value, aim in rows]
    return ["| measure | value | aim |", "|---|---|---|", *lines]


def reading_lines() -> list[str]:
    """Times of reading the files as published, or that they are not here."""
    if not ORIGINALS.is_dir():
        return ["Not measured: the files as Rosstat published them are not beside the project."]
    return reading_speed.report(ORIGINALS)


def main(chosen: list[str]) -> None:
    """Measure the chosen parts, or all, and write the report; the mutation trial writes its own."""
    wanted = chosen or [*PARTS, "reading", "mutation"]
    found = {part: PARTS[part][1]() for part in PARTS if part in wanted}
    lines = [machine()]
    for part, rows in found.items():
        lines += ["", f"## {PARTS[part][0]}", "", *table(rows)]
    if "reading" in wanted:
        lines += ["", "## Reading published workbooks", "", *reading_lines()]
    text = "\n".join(lines) + "\n"
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(text, encoding="utf-8")
    measures = {
        part: [{"measure": name, "value": value, "aim": aim} for name, value, aim in rows]
        for part, rows in found.items()
    }
    content = json.dumps({"machine": machine(), **measures}, indent=1, ensure_ascii=False)
    REPORT.with_suffix(".json").write_text(content + "\n", encoding="utf-8")
    print(text)
    if "mutation" in wanted:
        mutation.main()


if __name__ == "__main__":
    main(sys.argv[1:])
