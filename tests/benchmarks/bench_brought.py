"""Long files that people bring: ours beside pandas, which only takes the cells, on the same files in one run."""

import sys
import tempfile
from itertools import product
from pathlib import Path

import bench_workflow
import numpy as np
import pandas as pd

from regioncodes.ground.tables import read_table

ROOT = Path(__file__).parents[2]
REPEATS = 3
TIDY_BYTES, SURVEY_BYTES = 100_000_000, 10_000_000
OURS = [sys.executable, "-m", "regioncodes"]
PANDAS = [sys.executable, "-c", "import sys, pandas; pandas.read_csv(sys.argv[1])"]
WORDS = [
    "дорога",
    "школа",
    "больница",
    "завод",
    "вода",
    "свет",
    "работа",
    "жильё",
    "транспорт",
    "связь",
    "воздух",
    "парк",
]


def write_tidy(path: Path) -> None:
    """Write a tidy file as long as years of every indicator and region make it."""
    regions = read_table(ROOT / "data/reference/regions.csv").query("level == 'region'")["name_ru"]
    indicators = read_table(ROOT / "data/reference/indicators.csv")[["indicator", "unit_ru"]]
    random = np.random.default_rng(1)
    size, year = 0, 2099
    with path.open("w", encoding="utf-8", newline="") as file:
        while size < TIDY_BYTES:
            rows = pd.DataFrame(
                [(*indicator, region) for indicator, region in product(indicators.to_numpy(), regions)],
                columns=["indicator", "unit", "region"],
            ).assign(year=year, value=random.uniform(1, 99, len(indicators) * len(regions)))
            text = rows.to_csv(index=False, header=not size, lineterminator="\n")
            size += len(text.encode())
            file.write(text)
            year -= 1


def write_survey(path: Path) -> None:
    """Write an export whose answers in words are nearly all different."""
    random = np.random.default_rng(1)
    size, number = 0, 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("Номер,Доверяете ли Вы?,Что изменить?\n")
        while size < SURVEY_BYTES:
            number += 1
            words = " ".join(random.choice(WORDS, 8))
            line = f"{number},{('да', 'нет')[number % 2]},{words} {number}\n"
            size += len(line.encode())
            file.write(line)


def main(repeats: int = REPEATS) -> list[tuple[str, float, str]]:
    """Rows of the report: median seconds and peak memory of our command on each file, and times pandas.read_csv."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        file, output = str(Path(name) / "brought.csv"), str(Path(name) / "rows.parquet")
        for title, write, words, aims in (
            ("tidy CSV of 100 MB", write_tidy, ["tidy", file, "-o", output], ("under 30", "under 600")),
            ("survey inspect of 10 MB", write_survey, ["survey", "inspect", file], ("under 5", "for comparison")),
        ):
            write(Path(file))
            commands = ([*OURS, *words], [*PANDAS, file])
            pairs = [[bench_workflow.run(command, ROOT)[:2] for command in commands] for _ in range(repeats)]
            (seconds, peak), (bare, _) = np.median(np.array(pairs), axis=0)
            rows += [
                (f"{title}, s, median of {repeats}", seconds, aims[0]),
                (f"{title}, peak MB", peak, aims[1]),
                (f"{title}, times pandas.read_csv", seconds / bare, "for comparison"),
            ]
    return rows


if __name__ == "__main__":
    for title, value, aim in main():
        print(f"| {title} | {value:.3g} | {aim} |")
