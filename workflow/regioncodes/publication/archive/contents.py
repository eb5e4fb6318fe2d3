"""Which files are the project, which are its results."""

import subprocess
from pathlib import Path

from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import read_checksums

SUMS = "SHA256SUMS"
# Beside the project's own files in the bundle: made anew with every bundle.
GENERATED = (
    "results/",
    "REPLICATION.md",
    "datapackage.json",
    "ro-crate-metadata.json",
    "codecheck.yml",
    ".zenodo.json",
)
# In results/ and yet no result of the study: measurements of a machine, a report of a run, and the bundle itself.
NO_RESULTS = ("results/benchmarks/", "results/bundle/", "results/report.zip")


def project_files(folder: Path) -> list[str]:
    """Paths of the project's own files, relative to the folder, sorted: what git tracks, or what the bundle brought.

    Raises StudyError where the folder is neither a clone nor an unpacked bundle.
    """
    if (folder / ".git").exists():
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=folder, capture_output=True, check=True).stdout
        listed = listing.decode().split("\0")
    elif (folder / SUMS).is_file():
        names = read_checksums((folder / SUMS).read_text(encoding="utf-8"))
        listed = [name for name in names if not name.startswith(GENERATED)]
    else:
        raise StudyError(
            f"{folder.resolve()} is neither a git clone nor an unpacked bundle: it has no .git and no {SUMS}"
        )
    return sorted(name for name in listed if (folder / name).is_file())


def result_files(folder: Path) -> list[str]:
    """Paths of the results of the study, relative to the project's folder, sorted; hidden files are none."""
    files = (path.relative_to(folder) for path in (folder / "results").rglob("*") if path.is_file())
    names = (path.as_posix() for path in files if not any(part.startswith(".") for part in path.parts))
    return sorted(name for name in names if not name.startswith(NO_RESULTS))
