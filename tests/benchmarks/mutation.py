"""Mutation trial: transcribed sheets damaged at random, read and checked. Is every wrong figure told?

One damage at a time, as a slip of the hand or of a copying program makes it. A damage is told where an error or a new
notice names the file and the sheet, or another table that was held against it. What is not told and differs from the
truth in more than the cell that was hit, or in a cell whose new figure its own series contradicts,
passed silently. Run by make bench: a report, not a test.
"""

import os
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.checks import all_checks
from regioncodes.checks.corrections import corrected
from regioncodes.formats.documents import Grid, Sheet
from regioncodes.formats.opening import read_document
from regioncodes.ground.tables import read_table
from regioncodes.reading.layout import Table, tables
from regioncodes.reading.layout.marks import note_line
from regioncodes.reading.sheets import raw_text, read_sheet
from regioncodes.reading.sources import LINE, joined, read_source, reference_index

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "results/benchmarks/mutation.md"
DAMAGES = 1000
SEED = 2017
MARKS = ["-", "…", "…1)", "x", ""]
UNITS = ["тысяч рублей", "миллионов рублей", "миллиардов рублей", "рублей", "человек", "тысяч человек", "процентов", ""]
NOTED = re.compile(r"\s*\d{1,2}\)$")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A table of every edition with all its regions: without it nobody could say which regions a damaged table lacks.
COMPLETE = "population_avg"
NO_LINES = pd.DataFrame(columns=["file", "sheet", "place", "finding", "reason"])
OUTCOMES = {
    "error": "told by an error, at the sheet or at another table: the run stops",
    "notice": "told by a notice that names the sheet",
    "elsewhere": "told at another table that was held against it",
    "none": "nothing changed: what was read is the truth",
    "cell": "not told: the cell that was hit, and no other, lost its figure to a mark, or has one its series allows",
    "silent": "not told, and wrong beyond that",
}


class Hit(NamedTuple):
    """A damaged grid, what was done to it in words, and the cells (row and column of the sound grid) that were hit."""

    grid: Grid
    words: str
    cells: frozenset[tuple[int, int]] = frozenset()


class Reading(NamedTuple):
    """What a sheet was read as: tidy rows, and the findings of reading and checking it with the tables beside it."""

    rows: pd.DataFrame
    findings: pd.DataFrame


class Trial(NamedTuple):
    """One damage and what became of it."""

    kind: str
    sheet: str
    words: str
    outcome: str
    wrong: str


def delete_row(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    row = _row(table, random)
    return Hit(grid[:row] + grid[row + 1 :], f"row {row + 1} deleted ({_name(grid, row)})")


def duplicate_row(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    row, after = _row(table, random), _row(table, random)
    return Hit(
        [*grid[: after + 1], grid[row], *grid[after + 1 :]],
        f"row {row + 1} ({_name(grid, row)}) stands again below row {after + 1}",
    )


def shift_row(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    """Values of one row moved one column to the right or left; what falls out at the end is lost."""
    row, columns = _row(table, random), [heading.column for heading in table.headings]
    step = int(random.choice([-1, 1]))
    moved = list(grid[row])
    for column in columns:
        moved[column] = grid[row][column - step] if column - step in columns else ""
    return Hit(_with(grid, row, moved), f"row {row + 1} ({_name(grid, row)}) shifted by {step:+d} column")


def delete_column(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    column = _column(table, random)
    return Hit([row[:column] + row[column + 1 :] for row in grid], f"column {column + 1} deleted, heading and all")


def shift_column(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    """Values of one column moved one row of the table down or up."""
    column, rows = _column(table, random), [row.row for row in table.rows]
    step = int(random.choice([-1, 1]))
    moved = [list(row) for row in grid]
    for place, row in enumerate(rows):
        moved[row][column] = grid[rows[place - step]][column] if 0 <= place - step < len(rows) else ""
    return Hit(moved, f"column {column + 1} shifted by {step:+d} row")


def swap_names(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    one, other = sorted(random.choice([row.row for row in table.rows], 2, replace=False))
    swapped = [list(row) for row in grid]
    swapped[one][0], swapped[other][0] = grid[other][0], grid[one][0]
    return Hit(swapped, f"{_name(grid, one)} and {_name(grid, other)} exchanged")


def glue_digit(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    """One digit more at some place of a printed number."""
    places = [
        (row.row, heading.column)
        for row in table.rows
        for heading in table.headings
        if NUMBER.fullmatch(raw_text(grid[row.row][heading.column]))
    ]
    row, column = places[random.integers(len(places))]
    text = raw_text(grid[row][column])
    place, digit = int(random.integers(len(text) + 1)), int(random.integers(10))
    glued = f"{text[:place]}{digit}{text[place:]}"
    changed = list(grid[row])
    changed[column] = glued if isinstance(grid[row][column], str) else float(glued)
    return Hit(_with(grid, row, changed), f"{text} became {glued} ({_name(grid, row)})", frozenset({(row, column)}))


def change_mark(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    """A mark in place of another mark, where the table has one, or of a number."""
    places = [(row.row, heading.column) for row in table.rows for heading in table.headings]
    marks = [place for place in places if str(grid[place[0]][place[1]]).strip() in MARKS]
    chosen = marks if marks and random.random() < 0.5 else places
    row, column = chosen[random.integers(len(chosen))]
    old = raw_text(grid[row][column]).strip()
    new = str(random.choice([mark for mark in MARKS if mark != old]))
    changed = list(grid[row])
    changed[column] = new
    return Hit(_with(grid, row, changed), f"{old!r} became {new!r} ({_name(grid, row)})", frozenset({(row, column)}))


def change_unit(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    """Another unit above the table, as where a title was copied from its neighbour, or none."""
    row, column = next(
        (row, column)
        for row in range(table.first_row - 1, -1, -1)
        for column, content in enumerate(grid[row])
        if table.unit and table.unit in " ".join(str(content).split())
    )
    old = " ".join(str(grid[row][column]).split())
    new = str(random.choice([unit for unit in UNITS if unit != table.unit]))
    changed = list(grid[row])
    changed[column] = old.replace(table.unit, new) if new else ""
    return Hit(_with(grid, row, changed), f"unit {old!r} became {changed[column]!r}")


def change_note(grid: Grid, table: Table, random: np.random.Generator) -> Hit:
    """A note number set beside a figure with or without its bracket, taken from a mark, or its line deleted."""
    lines = [row for row in range(len(grid)) if (note := note_line(str(grid[row][0]))) and note[0] in table.notes]
    if lines and random.random() < 1 / 3:
        row = lines[random.integers(len(lines))]
        return Hit(grid[:row] + grid[row + 1 :], f"note line {row + 1} deleted ({_name(grid, row)[:40]})")
    places = [(row.row, heading.column) for row in table.rows for heading in table.headings]
    noted = [place for place in places if NOTED.search(str(grid[place[0]][place[1]]))]
    number = str(random.choice([*table.notes] or ["1"]))
    if noted and random.random() < 0.5:
        row, column = noted[random.integers(len(noted))]
        new = NOTED.sub("", str(grid[row][column]))
    else:
        figures = [place for place in places if NUMBER.fullmatch(raw_text(grid[place[0]][place[1]]))]
        row, column = figures[random.integers(len(figures))]
        new = f"{raw_text(grid[row][column])}{number}{random.choice([')', ''])}"
    old, changed = raw_text(grid[row][column]), list(grid[row])
    changed[column] = new
    return Hit(_with(grid, row, changed), f"{old!r} became {new!r} ({_name(grid, row)})", frozenset({(row, column)}))


KINDS: dict[str, Callable[[Grid, Table, np.random.Generator], Hit]] = {
    "a row deleted": delete_row,
    "a row duplicated": duplicate_row,
    "a row shifted": shift_row,
    "a column deleted": delete_column,
    "a column shifted": shift_column,
    "two names exchanged": swap_names,
    "a digit glued": glue_digit,
    "a mark changed": change_mark,
    "a unit changed": change_unit,
    "a note changed": change_note,
}

NATIONAL = "employed_25_64_higher_education_share"


def _lines() -> list[dict]:
    return read_table("data/reference/tables.csv").reindex(columns=LINE).fillna("").to_dict("records")


@cache
def _study() -> "Study":
    """The study, read once in each process."""
    return Study()


class Study:
    """The real figures, read once, and the facts that they are held against."""

    def __init__(self) -> None:
        read_from = ("regions", "region_aliases", "indicators", "units")
        names = (*read_from, "corrections", "ranges", "identities", "district_changes")
        self.tables = {name: read_table(f"data/reference/{name}.csv") for name in names}
        self.facts = reference_index(*(self.tables[name] for name in read_from))
        sources, lines = read_table("data/reference/sources.csv"), read_table("data/reference/tables.csv")
        self.edition = sources.set_index("file")["edition"]
        read = [
            read_source(
                edition,
                list(own["file"]),
                lines,
                *(self.tables[name] for name in read_from),
            )[0]
            for edition, own in sources[sources["edition"] != ""].groupby("edition")
        ]
        self.rows = corrected(pd.concat(read, ignore_index=True), self.tables["corrections"])[0]

    def beside(self, file: str, sheet: str, indicator: str) -> pd.DataFrame:
        """All rows that a check could hold against one sheet: the same indicator elsewhere, identities, neighbours."""
        names = {indicator, COMPLETE}
        for row in self.tables["identities"].fillna("").itertuples():
            own = {row.left, row.right, row.result} - {""}
            names |= own if indicator in own else set()
        # An edition without that table is small: all of it stands beside its sheets.
        own = self.rows["edition"] == self.edition[file]
        if not (own & (self.rows["indicator"] == COMPLETE)).any():
            names |= set(self.rows.loc[own, "indicator"])
        rows = self.rows[self.rows["indicator"].isin(names)]
        return rows[(rows["file"] != file) | (rows["sheet"] != sheet)]

    def read(self, line: dict, sheet: Sheet) -> Reading:
        """A sheet, sound or damaged, read and checked as the study would."""
        batches, found = [], []
        read_sheet(line["file"], sheet, line, self.facts, batches, found)
        rows = joined(batches, self.edition[line["file"]])
        findings = pd.DataFrame(found, columns=["severity", "file", "sheet", "place", "finding"])
        if rows.empty or (findings["severity"] == "error").any():
            return Reading(rows, findings)
        own = self.tables["corrections"]
        mended, expired = corrected(rows, own[(own["file"] == line["file"]) & (own["sheet"] == line["sheet"])])
        both = pd.concat([mended, self.beside(line["file"], line["sheet"], line["indicator"])], ignore_index=True)
        doubts = all_checks.findings(
            both,
            self.tables["regions"],
            self.tables["indicators"],
            ranges=self.tables["ranges"],
            identities=self.tables["identities"],
            changes=self.tables["district_changes"],
            accepted=NO_LINES,
        )
        return Reading(mended, pd.concat([findings, expired, doubts], ignore_index=True))


def trials(damages: int, seed: int) -> list[Trial]:
    """The outcome of every damage, in their order: the sheets in turn, each kind as often as any other."""
    # The table of the country alone has no second row to exchange.
    lines = [line for line in _lines() if line["sheet"] and line["indicator"] != NATIONAL]
    shares = [(line, range(number, damages, len(lines)), len(lines), seed) for number, line in enumerate(lines)]
    with ProcessPoolExecutor() as processes:
        done = dict(pair for part in processes.map(_trials_of_a_sheet, shares) for pair in part)
    return [trial for _, trial in sorted(done.items())]


def _trials_of_a_sheet(share: tuple[dict, range, int, int]) -> list[tuple[int, Trial]]:
    """Number and outcome of the damages to one sheet; the number of a damage decides its kind and its place."""
    line, numbers, sheets, seed = share
    study = _study()
    [sheet] = [sheet for sheet in read_document(line["file"]).sheets if sheet.name == line["sheet"]]
    table, truth = tables(sheet)[0][0], study.read(line, sheet)
    done = []
    for number in numbers:
        kind = list(KINDS)[(number // sheets + number) % len(KINDS)]
        hit = KINDS[kind](sheet.grid, table, np.random.default_rng([seed, number]))
        outcome, wrong = judged(truth, study.read(line, sheet._replace(grid=hit.grid)), hit, line)
        words = f"{Path(line['file']).parent.name} {line['sheet']}"
        done.append((number, Trial(kind, words, hit.words, outcome, wrong)))
    return done


def judged(truth: Reading, damaged: Reading, hit: Hit, line: dict) -> tuple[str, str]:
    """Outcome of a damage (a key of OUTCOMES), and what is wrong in the figures read, in words."""
    new = _said(damaged.findings) - _said(truth.findings)
    own = [severity for severity, file, sheet, _ in new if (file, sheet) == (line["file"], line["sheet"])]
    if any(severity == "error" for severity, *_ in new):
        return "error", ""
    if own or new:
        return ("notice" if own else "elsewhere"), ""
    key = ["region", "year"]
    both = truth.rows.merge(damaged.rows, on=key, how="outer", suffixes=("", "_now"), validate="one_to_one")
    same_value = (both["value"] == both["value_now"]) | (both["value"].isna() & both["value_now"].isna())
    differing = both[~(same_value & (both["status"] == both["status_now"]))]
    if differing.empty:
        return "none", ""
    row = differing.iloc[0]
    wrong = f"{len(differing)} cells; {row['region']}, {row['year']}: {row['raw_text']} read as {row['raw_text_now']}"
    alone = len(differing) == 1 and len(hit.cells) == 1
    return ("cell" if alone and _is_possible(truth.rows, row) else "silent"), wrong


def _is_possible(rows: pd.DataFrame, row: pd.Series) -> bool:
    """Whether a wrong cell is a mark, or a figure as near to the truth as two years of the region ever are."""
    if not np.isfinite(row["value_now"]) or not np.isfinite(row["value"]):
        return True
    series = rows[rows["region"] == row["region"]].sort_values("year")["value"]
    return abs(row["value_now"] - row["value"]) <= series.diff().abs().max()


def _said(findings: pd.DataFrame) -> Counter:
    """Findings without the numbers in them: what changes only its figures or its row is not new."""
    return Counter(
        (row.severity, row.file, row.sheet, re.sub(r"\d[\d.,]*", "#", row.finding)) for row in findings.itertuples()
    )


def _row(table: Table, random: np.random.Generator) -> int:
    return table.rows[random.integers(len(table.rows))].row


def _column(table: Table, random: np.random.Generator) -> int:
    return table.headings[random.integers(len(table.headings))].column


def _name(grid: Grid, row: int) -> str:
    return " ".join(str(grid[row][0]).split())


def _with(grid: Grid, number: int, row: list) -> Grid:
    return [*grid[:number], row, *grid[number + 1 :]]


def report(done: list[Trial], seed: int) -> str:
    """The trial as a page: outcomes by kind of damage, then every damage that passed silently."""
    sheets = len({trial.sheet for trial in done})
    lines = [f"# {len(done)} damages to {sheets} transcribed sheets, seed {seed}", ""]
    lines += [f"- `{outcome}`: {meaning}" for outcome, meaning in OUTCOMES.items()]
    lines += ["", f"| damage | {' | '.join(OUTCOMES)} |", f"|---|{'---|' * len(OUTCOMES)}"]
    for kind in [*KINDS, "all"]:
        counts = Counter(trial.outcome for trial in done if kind in (trial.kind, "all"))
        lines.append(f"| {kind} | {' | '.join(str(counts[outcome]) for outcome in OUTCOMES)} |")
    for outcome in ("silent", "cell"):
        own = [trial for trial in done if trial.outcome == outcome]
        lines += ["", f"## {outcome}: {len(own)}", ""]
        lines += [f"- {trial.sheet}: {trial.kind}: {trial.words}; {trial.wrong}" for trial in own]
    return "\n".join(lines)


def main() -> None:
    """Run the trial and write the report."""
    os.chdir(ROOT)
    text = report(trials(DAMAGES, SEED), SEED)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(text + "\n", encoding="utf-8")
    print(text.split("\n## silent")[0])


if __name__ == "__main__":
    main()
