import numpy as np
import pandas as pd
import pytest
from survey_inputs import codebook_of_one_cell

from regioncodes.errors import StudyError
from regioncodes.surveys import streaming
from regioncodes.surveys.dumps import read_dump
from regioncodes.surveys.streaming import tabulate_large
from regioncodes.surveys.tabulation import tabulate

OPTIONS = ["Loans, grants", "Loans", "Taxes"]


@pytest.fixture
def cells():
    random = np.random.default_rng(3)
    ticked = random.random((400, 3)) < 0.4
    texts = [", ".join(option for option, mark in zip(OPTIONS, row, strict=True) if mark) for row in ticked]
    weights = [str(weight).replace(".", ",") for weight in random.integers(0, 30, 400) / 10]
    return pd.DataFrame({"id": [f"r{place}" for place in range(400)], "Which?": texts, "weight": weights})


def written(cells, path):
    if path.suffix == ".parquet":
        cells.to_parquet(path, index=False)
    else:
        cells.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_in_batches_gives_the_table_of_the_whole(tmp_path, monkeypatch, cells, ending):
    monkeypatch.setattr(streaming, "BATCH_ROWS", 64)
    monkeypatch.setattr(streaming, "BATCH_BYTES", 2000)
    codebook = codebook_of_one_cell("Which?", OPTIONS, ", ", weight="weight")
    answers = read_dump(written(cells, tmp_path / "whole.csv"), codebook)
    weights = cells["weight"].str.replace(",", ".").astype(float).to_numpy()
    large = tabulate_large(written(cells, tmp_path / f"large.{ending}"), codebook)
    pd.testing.assert_frame_equal(large, tabulate(answers, codebook, weights), rtol=1e-12)
    plain = codebook.replace({"kind": {"weight": "number"}})
    unweighted = tabulate_large(tmp_path / f"large.{ending}", plain)
    pd.testing.assert_frame_equal(unweighted, tabulate(answers, plain))


def test_an_id_in_two_batches_and_a_faulty_weight_are_errors(tmp_path, monkeypatch, cells):
    monkeypatch.setattr(streaming, "BATCH_ROWS", 64)
    codebook = codebook_of_one_cell("Which?", OPTIONS, ", ", weight="weight")
    doubled = cells.assign(id=["r0", *cells["id"][1:399], "r0"])
    with pytest.raises(StudyError, match="1 ids of respondents stand more than once"):
        tabulate_large(written(doubled, tmp_path / "doubled.parquet"), codebook)
    faulty = cells.assign(weight=[*cells["weight"][:399], "-1"])
    with pytest.raises(StudyError, match="row 401: respondent 'r399' has the weight '-1', which is negative"):
        tabulate_large(written(faulty, tmp_path / "faulty.parquet"), codebook)
