"""The choices, checked; and what every rule hangs on beside its data."""

import os
import shlex
import sys
from glob import glob
from pathlib import Path

# The package beside these rules is the one that runs, whatever else is installed and from wherever they are included.
PACKAGE_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(workflow.snakefile)))
sys.path.insert(0, PACKAGE_FOLDER)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [PACKAGE_FOLDER, os.environ.get("PYTHONPATH")]))
# Snakemake starts every script by this path without quotes, and the folder of the environment may have blanks.
sys.executable = shlex.quote(sys.executable)
# Figures carry no date; a fixed hash seed and UTF-8 keep every script's output the same everywhere.
os.environ |= {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
# The jobs share the cores; matrices of twelve years are too small to share them again among threads.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

from regioncodes.ground.config import checked
from regioncodes.ground.errors import raise_problems
from regioncodes.ground.files import checksum_lines, is_litter
from regioncodes.ground.modules import modules as package_files
from regioncodes.ground.reference_tables import check_reference
from regioncodes.ground.region_tiles import TILES, check_tiles
from regioncodes.ground.tables import read_table
from regioncodes.words.typography import check_texts

PREFIX_REFUSED = "prefix: found in the module statement; give each study a folder of its own (docs/use-as-module.md)"
raise_problems(
    [PREFIX_REFUSED] if workflow.modifier.path_modifier.prefix else [],
    "the Snakefile that uses this study as a module",
)

check_reference(Path())
REFERENCE = {
    name: f"data/reference/{name}.csv"
    for name in (
        "sources",
        "tables",
        "regions",
        "region_aliases",
        "indicators",
        "units",
        "breaks",
        "survey_sizes",
        "publication_lags",
    )
}
SOURCES = read_table(REFERENCE["sources"])
FACTS = [read_table(REFERENCE[name]) for name in ("regions", "indicators")]
check_tiles(read_table(TILES), FACTS[0])
config = checked(config, *FACTS, SOURCES, *(read_table(REFERENCE[name]) for name in ("tables", "breaks")))

LANGUAGES = config["languages"]
TEXTS = "data/reference/texts.csv"
check_texts({file: read_table(file) for file in (TEXTS, *glob("data/reference/*_texts.csv"))})
PERIOD = {"first_year": config["years"]["first"], "last_year": config["years"]["last"]}
# The exhibits show one mapping by one method; results/models holds all of them.
SHOWN = {"mapping": config["codes"]["main_mapping"], "method": config["derivative"]["methods"][0]}

FONTS = sorted(glob(os.path.join(PACKAGE_FOLDER, "regioncodes/exhibits/printing/fonts/*.ttf")))


def modules(*paths):
    """What scripts run: the package files that they import, the fonts if they draw, and the lock of the packages.

    paths: of scripts, notebooks and modules of the package, from the folder that holds all of them.
    """
    lock = os.path.join(PACKAGE_FOLDER, "../requirements.lock")
    files = package_files(*[os.path.join(PACKAGE_FOLDER, path) for path in paths])
    fonts = FONTS if any(file.endswith("exhibits/printing/style.py") for file in files) else []
    return [os.path.relpath(file) for file in [*files, *fonts, lock]]
