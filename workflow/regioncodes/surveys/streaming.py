"""Tables of surveys too large for memory: read in batches, each summed and forgotten."""

import io
from collections.abc import Iterator
from csv import reader as csv_rows
from pathlib import Path

import numpy as np
import pandas as pd

from regioncodes.errors import raise_problems
from regioncodes.reading.formats.delimited_texts import delimiter_of
from regioncodes.surveys.described_columns import header_problems, without_personal_data
from regioncodes.surveys.dumps import survey_answers
from regioncodes.surveys.export_headers import header_columns
from regioncodes.surveys.exports import Export
from regioncodes.surveys.moments import moments, total
from regioncodes.surveys.tabulation import shares
from regioncodes.surveys.weights import survey_weights, weight_problems, weights_in

BATCH_ROWS = 250_000
BATCH_BYTES = 1 << 26


def tabulate_large(path: str | Path, codebook: pd.DataFrame) -> pd.DataFrame:
    """The table of `tabulation.tabulate` from a CSV (UTF-8, one header row) or Parquet file of any number of rows.

    Where the codebook has a column of kind `weight` the table is weighted by it. Memory holds one batch of rows and
    eight bytes a respondent, which tell whether an id stands twice. Raises StudyError as `dumps.read_dump` and
    `weights.weighted` do, for the first batch with faults, and for ids that stand in several batches.
    """
    parts, fingerprints = [], []
    for export in batches(path):
        raise_problems(header_problems(export, codebook), f"{path}")
        kept = without_personal_data(export, codebook)
        answers = survey_answers(kept, codebook, f"{path}")
        fingerprints.append(pd.util.hash_array(answers.respondents.to_numpy(dtype=object), categorize=False))
        parts = [total([*parts, moments(answers, _weights(kept, answers.respondents, codebook, path))])]
    raise_problems([] if parts else ["the file has no answers"], f"{path}")
    repeated = _repeated(fingerprints)
    raise_problems([f"{repeated} ids of respondents stand more than once"] if repeated else [], f"{path}")
    return shares(parts[0], codebook)


def batches(path: str | Path) -> Iterator[Export]:
    """The rows of a file in parts, each an export of its own with rows numbered as in the whole."""
    first_row = 2
    for names, table in _parquet_tables(path) if Path(path).suffix == ".parquet" else _csv_tables(path):
        rows = pd.RangeIndex(first_row, first_row + len(table), name="row")
        first_row += len(table)
        cells = table.set_axis(range(1, len(names) + 1), axis=1).set_axis(rows)
        labels, missing = (pd.DataFrame(columns=["position", *parts]) for parts in (["code", "label"], ["low", "high"]))
        yield Export("plain", header_columns("plain", [names]), cells, labels, missing, [])


def _parquet_tables(path: str | Path) -> Iterator[tuple[list[str], pd.DataFrame]]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(path)
    text = pa.schema([(name, pa.string()) for name in file.schema_arrow.names])
    for batch in file.iter_batches(batch_size=BATCH_ROWS):
        yield text.names, pa.Table.from_batches([batch]).cast(text).to_pandas().fillna("")


def _csv_tables(path: str | Path) -> Iterator[tuple[list[str], pd.DataFrame]]:
    from pyarrow import csv, string

    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(BATCH_ROWS)
    delimiter = delimiter_of(sample)
    names = next(csv_rows(io.StringIO(sample, newline=""), delimiter=delimiter))
    places = [str(place) for place in range(len(names))]
    stream = csv.open_csv(
        path,
        csv.ReadOptions(block_size=BATCH_BYTES, column_names=places, skip_rows=1),
        csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        csv.ConvertOptions(column_types=dict.fromkeys(places, string()), strings_can_be_null=False),
    )
    for batch in stream:
        yield names, batch.to_pandas()


def _weights(export: Export, respondents: pd.Index, codebook: pd.DataFrame, path: str | Path) -> np.ndarray | None:
    texts = survey_weights(export, codebook)
    if texts is None:
        return None
    raise_problems(weight_problems(texts, respondents), f"the weights of {path}")
    return weights_in(texts)


def _repeated(fingerprints: list[np.ndarray]) -> int:
    """How many ids are not the first of their kind; two of ten million different ones meet once in 400,000 files."""
    everyone = np.sort(np.concatenate(fingerprints))
    return int((everyone[1:] == everyone[:-1]).sum())
