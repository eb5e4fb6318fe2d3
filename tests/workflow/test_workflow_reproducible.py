"""Clean runs that differ in all that should not matter give the same bytes; a report lists them file by file."""

import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from fixture_study import ROOT, hashes, run

pytestmark = pytest.mark.slow

REPORT = ROOT / "results/benchmarks/reproducibility.csv"
# What runs differ in, beside folder and home. The finished study is the first: C.UTF-8, UTC, hash seed 1, all cores.
VARIATIONS = {
    "C": {
        "folder": "Другая папка с пробелами",
        "cores": "1",
        "first": [],
        "environment": {"LC_ALL": "C", "TZ": "Asia/Yekaterinburg", "PYTHONHASHSEED": "77"},
    },
    # Turkish writes a comma in decimals as Russian does, and has another small I.
    "tr_TR.UTF-8": {
        "folder": "ışık & co",
        "cores": "3",
        "first": ["results/surveys/granularity.csv", "results/figures/figure_1_model.ru.pdf"],
        "environment": {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "PYTHONHASHSEED": "random"},
    },
}


@pytest.fixture(scope="module")
def locales(tmp_path_factory) -> str:
    """Folder with the locales of the variations, compiled from the system's sources where they are."""
    folder = tmp_path_factory.mktemp("locales")
    for name in filter(lambda name: "_" in name and shutil.which("localedef"), VARIATIONS):
        language, encoding = name.split(".")
        command = ["localedef", "--inputfile", language, "--charmap", encoding, folder / name]
        subprocess.run(command, capture_output=True, check=False)
    return str(folder)


def is_known(locale: str, folder: str) -> bool:
    """Whether Python can be set to the locale, with the folder among the places of locales."""
    program = "import locale, sys; locale.setlocale(locale.LC_ALL, sys.argv[1])"
    environment = os.environ | {"LOCPATH": folder}
    return not subprocess.run([sys.executable, "-c", program, locale], env=environment, capture_output=True).returncode


def added_to_report(name: str, first: dict[str, str], second: dict[str, str]) -> None:
    """Write the sums of two runs beside those of the variations before."""
    table = pd.DataFrame({"C.UTF-8": first, name: second}).rename_axis("result").sort_index()
    if REPORT.is_file() and name != next(iter(VARIATIONS)):
        before = pd.read_csv(REPORT, index_col="result")
        table = before[[column for column in before if column not in table]].join(table, how="outer").sort_index()
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(REPORT, lineterminator="\n")


@pytest.mark.parametrize("name", VARIATIONS)
def test_folder_home_zone_locale_hash_seed_cores_and_order_change_no_byte(name, finished, new_study, locales, tmp_path):
    variation, environment = VARIATIONS[name], {"HOME": str(tmp_path)}
    if "_" in name:
        if not is_known(name, locales):
            pytest.skip(f"this system has neither the locale {name} nor what compiles it")
        environment["LOCPATH"] = locales
    folder = new_study(variation["folder"])
    # The files asked for first change the order in which the steps start.
    for targets in filter(None, [variation["first"], ["all"]]):
        process = run(folder, "--cores", variation["cores"], *targets, **variation["environment"], **environment)
        assert process.returncode == 0, process.stderr
    first, second = hashes(finished.folder / "results"), hashes(folder / "results")
    added_to_report(name, first, second)
    assert first
    assert [file for file in sorted({*first, *second}) if first.get(file) != second.get(file)] == []
