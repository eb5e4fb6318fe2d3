"""Small facts shared by the tests: the reference tables."""

import os
from pathlib import Path

# As in the study: threads of the linear algebra would fight over the cores for matrices of twelve years.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import pandas as pd
import pytest

from regioncodes.tables import read_table

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def regions() -> pd.DataFrame:
    return read_table(ROOT / "data/reference/regions.csv")


@pytest.fixture(scope="session")
def aliases() -> pd.DataFrame:
    return read_table(ROOT / "data/reference/region_aliases.csv")


@pytest.fixture(scope="session")
def indicators() -> pd.DataFrame:
    return read_table(ROOT / "data/reference/indicators.csv")


@pytest.fixture(scope="session")
def sources() -> pd.DataFrame:
    return read_table(ROOT / "data/reference/sources.csv")
