"""tidy on the command line."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regioncodes.reading.tidying import Progress


def ask_tidy(parser: argparse.ArgumentParser) -> None:
    """Arguments of `tidy`: files and folders, and where the rows go."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files of any format, or folders of them")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="new .csv, .parquet or .xlsx (without it: the summary alone)"
    )
    parser.add_argument("--folder", type=Path, help="a project with its own data/reference (default: where you are)")


def answer_tidy(arguments: argparse.Namespace) -> str:
    """Every table that the reader sees in the files, written as tidy rows; what was left out and why."""
    from regioncodes.publication.tidy_output import check_output, schema_path, summary, write_tidy
    from regioncodes.reading.tidying import tidied

    output = arguments.output
    if output:
        check_output(output, arguments.files)
    own = [output, schema_path(output)] if output else []
    with _bar() as progress:
        rows, findings = tidied(arguments.files, arguments.folder, omitted=own, progress=progress)
    if output:
        write_tidy(rows, output)
    return summary(rows, findings, output)


@contextmanager
def _bar() -> Iterator["Progress"]:
    """A bar on the terminal that grows with the bytes read; nothing where the messages go elsewhere."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda name, share: bar.update(task, description=name, completed=share)
