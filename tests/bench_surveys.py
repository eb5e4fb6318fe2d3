"""Speed of tabulating many answers of several options in one cell, beside pandas: a report, not a test."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv, parquet

from regioncodes.surveys.codebooks import COLUMNS, completed
from regioncodes.surveys.streaming import tabulate_large

RESPONDENTS = 1_000_000
MANY_RESPONDENTS = 10_000_000
OPTIONS = [f"Instrument {place} of the programme" for place in range(18)]
SEPARATOR = ";"
PART = 500_000
MANY = ("parquet", "csv")


def codebook() -> pd.DataFrame:
    """A codebook of ids and one question of 18 options in one cell."""
    rows = [{"column": "id", "kind": "respondent"}]
    shape = {"column": "instruments", "question": "instruments", "kind": "multiple_cell", "separator": SEPARATOR}
    rows += [shape | {"code": option, "option": f"option_{place}"} for place, option in enumerate(OPTIONS)]
    facts = {"survey": "bench", "file": "bench.csv", "base": "answered", "input_status": "synthetic"}
    return completed(pd.DataFrame([dict.fromkeys(COLUMNS, "") | facts | row for row in rows]))


def cells(number: int, seed: int) -> np.ndarray:
    """Cells of `number` respondents who tick each option by a chance of its own."""
    ticked = np.random.default_rng(seed).random((number, len(OPTIONS))) < np.linspace(0.15, 0.6, len(OPTIONS))
    patterns, places = np.unique(ticked, axis=0, return_inverse=True)
    texts = [SEPARATOR.join(np.array(OPTIONS)[pattern]) for pattern in patterns]
    return np.array(texts, dtype=object)[places.ravel()]


def written(path: Path, number: int) -> Path:
    """A CSV or Parquet file of `number` respondents, written in parts."""
    schema = pa.schema([("id", pa.string()), ("instruments", pa.string())])
    writer = (parquet.ParquetWriter if path.suffix == ".parquet" else csv.CSVWriter)(path, schema)
    with writer:
        for start in range(0, number, PART):
            length = min(PART, number - start)
            ids = pa.array(np.arange(start, start + length)).cast(pa.string())
            writer.write_table(pa.table([ids, pa.array(cells(length, seed=start), pa.string())], schema=schema))
    return path


def measured(path: Path) -> dict[str, float]:
    """Seconds of the table alone and peak megabytes of a process of its own that makes it."""
    answer = subprocess.run([sys.executable, __file__, str(path)], capture_output=True, check=True, text=True)
    return json.loads(answer.stdout)


def by_pandas(path: Path, kind: str) -> float:
    """Seconds of Series.str.get_dummies on the same cells, held as the given type of text."""
    texts = pd.read_parquet(path)["instruments"].astype(kind)
    start = time.perf_counter()
    texts.str.get_dummies(SEPARATOR).sum()
    return time.perf_counter() - start


def main() -> list[tuple[str, float, str]]:
    """Rows of the report: what was measured, its value, what it should be."""
    with tempfile.TemporaryDirectory() as folder:
        one = written(Path(folder) / "one.parquet", RESPONDENTS)
        ours = measured(one)
        objects, arrow = by_pandas(one, "object"), by_pandas(one, "str")
        many = {ending: measured(written(Path(folder) / f"many.{ending}", MANY_RESPONDENTS)) for ending in MANY}
    million, millions = f"{RESPONDENTS} respondents, 18 options in one cell", f"{MANY_RESPONDENTS} respondents"
    return [
        (f"{million}, file to table, s", ours["seconds"], "under 3"),
        (f"{million}, peak of the process, MB", ours["megabytes"], "under 1000"),
        ("get_dummies of pandas on the cells as Python text, s", objects, "for comparison"),
        ("get_dummies of pandas on the cells as Arrow text, s", arrow, "for comparison"),
        ("times faster than get_dummies on Python text", objects / ours["seconds"], "at least 20"),
        ("times faster than get_dummies on Arrow text", arrow / ours["seconds"], "for comparison"),
        *((f"{millions} from {ending}, s", found["seconds"], "for comparison") for ending, found in many.items()),
        *((f"{millions} from {ending}, peak, MB", found["megabytes"], "under 4000") for ending, found in many.items()),
    ]


if __name__ == "__main__" and len(sys.argv) > 1:
    begin = time.perf_counter()
    tabulate_large(sys.argv[1], codebook())
    took = time.perf_counter() - begin
    print(json.dumps({"seconds": took, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
elif __name__ == "__main__":
    for name, value, aim in main():
        print(f"| {name} | {value:.3g} | {aim} |")
