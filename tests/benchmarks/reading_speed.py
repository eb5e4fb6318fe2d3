"""Reading published workbooks: our reader beside a bare reader of values and pandas, on the same files in one run."""

import importlib.metadata
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from regioncodes.formats.opening import read_document
from regioncodes.reading.layout import placed_cells, tables

REPEATS = 5
PANDAS = "pandas with openpyxl, bare values"


def workbooks(folder: Path) -> list[Path]:
    """The files that all three readers can open: pandas with openpyxl reads no old workbook."""
    return sorted(folder.rglob("*.xlsx"))


def bare_values(paths: list[Path]) -> int:
    """Number of cells of all sheets, each read by python-calamine into lists."""
    cells = 0
    for path in paths:
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            grid = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            cells += len(grid) * len(grid[0]) if grid else 0
    return cells


def our_grids(paths: list[Path]) -> int:
    """Number of cells of all sheets, each read with hidden rows and columns, faults and merged areas."""
    grids = [sheet.grid for path in paths for sheet in read_document(path).sheets]
    return sum(len(grid) * len(grid[0]) for grid in grids if grid)


def our_readings(paths: list[Path]) -> int:
    """Number of cells of tables, each with region, year, value, status, note and flags."""
    return sum(
        len(placed_cells(sheet, table, percent="процент" in table.unit_line))
        for path in paths
        for sheet in read_document(path).sheets
        for table in tables(sheet)[0]
    )


def pandas_values(paths: list[Path]) -> int:
    """Number of cells of all sheets, each read by pandas with openpyxl into a frame."""
    return sum(
        frame.size
        for path in paths
        for frame in pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl").values()
    )


def seconds(readers: dict[str, Callable[[list[Path]], int]], paths: list[Path], repeats: int) -> dict[str, list[float]]:
    """Processor seconds of every reader in every round, after one round to warm up.

    The readers take turns within a round, and the processor's time is taken, not the clock's: other work on the
    machine then falls on all of them alike. All run in one thread.
    """
    times: dict[str, list[float]] = {name: [] for name in readers}
    for number in range(repeats + 1):
        for name, read in readers.items():
            start = time.process_time()
            read(paths)
            if number:
                times[name].append(time.process_time() - start)
    return times


def report(folder: Path) -> list[str]:
    """Lines of a Markdown table: each reader with its seconds, cells and multiple of the bare time."""
    paths = workbooks(folder)
    readers = {
        "python-calamine, bare values": (bare_values, ""),
        "ours, grids with all that the file says of them": (our_grids, "at most 2"),
        "ours, to region, year, value, status and note": (our_readings, "at most 2"),
    }
    times = seconds({name: read for name, (read, _) in readers.items()}, paths, REPEATS)
    times |= seconds({PANDAS: pandas_values}, paths, 1)
    readers[PANDAS] = (pandas_values, "at least 10 times ours")
    medians = {name: statistics.median(own) for name, own in times.items()}
    bare, _, whole, frames = medians.values()
    named = ("python-calamine", "pandas", "openpyxl")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in named)
    return [
        f"{len(paths)} workbooks; processor seconds, medians of {REPEATS} rounds in turn (pandas: 1) after one to warm "
        f"up; {versions}.",
        "",
        "| reader | s | lowest to highest | cells | times the bare read | aim |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {medians[name]:.2f} | {min(times[name]):.2f}–{max(times[name]):.2f} | {read(paths):,} "
            f"| {medians[name] / bare:.2f} | {aim} |"
            for name, (read, aim) in readers.items()
        ),
        "",
        f"pandas with openpyxl takes {frames / whole:.1f} times as long as all of ours.",
    ]
