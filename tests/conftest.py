"""What all tests share: the reference tables; an order by chance, or a part of the slow files, where asked for."""

import os

# As in the study: threads of the linear algebra would fight over the cores for matrices of twelve years.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import pandas as pd
import pytest

from orders import in_part, shuffled
from project import ROOT
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import Texts

# A seed for the order of the tests, so that none hangs on what another one did before it; without it, as they stand.
ORDER = os.environ.get("ORDER", "")


# The name of a commit: of the files with slow tests the sixth that is its turn; without it, all of them.
PART = os.environ.get("PART", "")


def pytest_report_header() -> list[str]:
    return [
        *([f"order of the tests: by chance; ORDER={ORDER} gives it again"] if ORDER else []),
        *([f"part of the tests: of {PART}; PART={PART} gives it again"] if PART else []),
    ]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = in_part(items, PART) if PART else items
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = shuffled(chosen, ORDER) if ORDER else chosen


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
def units() -> pd.DataFrame:
    return read_table(ROOT / "data/reference/units.csv")


@pytest.fixture(scope="session")
def sources() -> pd.DataFrame:
    return read_table(ROOT / "data/reference/sources.csv")


@pytest.fixture(scope="session")
def catalogue():
    return pd.read_csv(ROOT / "data" / "reference" / "texts.csv")


@pytest.fixture(scope="session", params=["en", "ru"])
def texts(request, catalogue):
    return Texts(catalogue, request.param)
