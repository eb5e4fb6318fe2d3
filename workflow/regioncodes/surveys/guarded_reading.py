"""Files of statistical packages, read in a process of their own: a damaged one can bring down the library for them."""

import pickle
import subprocess
import sys
from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import raise_problems


def guarded_values(path: str | Path, reader: str, encoding: str | None) -> tuple[pd.DataFrame, object]:
    """Values and description of a file, as a reader of pyreadstat gives them.

    reader: its name, such as read_sav. Values are Python's own, a missing one None and one declared missing its letter
    in Stata, its code in SPSS. Raises ValueError where the reader refuses the file or the encoding, StudyError
    where the file brings the reader down.
    """
    words = [sys.executable, "-m", "regioncodes.surveys.guarded_reading", str(path), reader, encoding or ""]
    process = subprocess.run(words, capture_output=True, check=False)
    if process.returncode:
        raise_problems(["the file is so damaged that it brings its reader down; export the answers again"], f"{path}")
    # The bytes come from this module, run by the same Python.
    found = pickle.loads(process.stdout)
    if isinstance(found, ValueError):
        raise found
    return found


def _found(path: str, reader: str, encoding: str) -> object:
    import pyreadstat

    try:
        # As lists: pyreadstat 1.3.7 fills a frame's column of whole numbers with whatever stood in memory, where a
        # system missing value follows one of Stata's letters.
        lists, description = getattr(pyreadstat, reader)(
            path, user_missing=True, encoding=encoding or None, output_format="dict"
        )
        return pd.DataFrame(lists, dtype=object), description
    # The library lets through whatever it trips over in a damaged file.
    except Exception as error:
        return ValueError(str(error))


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(_found(*sys.argv[1:4])))
