"""What all tests share: the reference tables, and an order by chance where one is asked for."""

import os
from pathlib import Path

# As in the study: threads of the linear algebra would fight over the cores for matrices of twelve years.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import pandas as pd
import pytest

from orders import shuffled
from regioncodes.tables import read_table

ROOT = Path(__file__).parents[1]
# A seed for the order of the tests, so that none hangs on what another one did before it; without it, as they stand.
ORDER = os.environ.get("ORDER", "")


def pytest_report_header() -> str | None:
    return f"order of the tests: by chance; ORDER={ORDER} gives it again" if ORDER else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = shuffled(items, ORDER) if ORDER else items


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
