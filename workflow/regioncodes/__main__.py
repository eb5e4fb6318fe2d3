"""Questions to the study from the command line: python -m regioncodes COMMAND …"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from regioncodes.ground.errors import StudyError
from regioncodes.publication.archive.commands import answer_bundle, answer_reference, answer_verify, ask_folder
from regioncodes.publication.tidy_command import answer_tidy, ask_tidy
from regioncodes.surveys.commands import answer_granularity, answer_survey, ask_granularity, ask_survey


class Command(NamedTuple):
    """One subcommand: a line of help, what it asks for, and what it prints."""

    help: str
    ask: Callable[[argparse.ArgumentParser], None]
    answer: Callable[[argparse.Namespace], str]


def _ask_trace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("indicator", help="id as in data/reference/indicators.csv, such as grp_per_capita")
    parser.add_argument("region", nargs="+", help="code such as RU-SVE, or a Russian or English name")
    parser.add_argument("year", help="such as 2010")
    parser.add_argument("--folder", type=Path, default=Path(), help="the project's folder (default: where you are)")


def _answer_trace(arguments: argparse.Namespace) -> str:
    """The trace of one value of the panel in results/data."""
    from regioncodes.ground.tables import read_table
    from regioncodes.panel.provenance.trace import as_text, checked_key, trace

    paths = [arguments.folder / f"results/data/{name}" for name in ("panel.parquet", "revisions.csv")]
    for path in paths:
        if not path.is_file():
            raise StudyError(f"{path} is not there; say make study in the project's folder, or name it by --folder")
    panel, revisions = map(read_table, paths)
    regions, indicators, aliases = _facts(arguments.folder, "regions", "indicators", "region_aliases")
    key = checked_key(panel, regions, aliases, arguments.indicator, " ".join(arguments.region), arguments.year)
    return as_text(trace(panel, revisions, regions, indicators, key), regions)


def _ask_inspect(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file of any format, configured or not")
    parser.add_argument("--folder", type=Path, help="a project with its own data/reference (default: where you are)")


def _answer_inspect(arguments: argparse.Namespace) -> str:
    """What the reader sees in a file, with the lines to paste into the reference tables."""
    from regioncodes.ground.files import is_litter, present
    from regioncodes.reading.inspection import inspected

    if is_litter(arguments.file):
        raise StudyError(
            f"{arguments.file}: an office program or the desktop left it there, it is no data; name the file"
        )
    facts = _facts(arguments.folder, "regions", "region_aliases", "indicators", "units")
    path, project = present(arguments.file), (arguments.folder or Path()).resolve()
    within = path.resolve().is_relative_to(project)
    listed = path.resolve().relative_to(project).as_posix() if within else str(path)
    return inspected(path, *facts, listed=listed)


def _facts(folder: Path | None, *names: str) -> list:
    """Tables of facts of the project in a folder, else of the one where you are, else beside the package, as frames.

    Raises StudyError where one is not there, or holds what it may not.
    """
    from regioncodes.ground.reference_tables import check_reference
    from regioncodes.ground.tables import read_table, reference_folder

    reference = reference_folder(folder)
    for name in names:
        if not (reference / f"{name}.csv").is_file():
            raise StudyError(f"{reference / name}.csv is not there; put it back, or name another project by --folder")
    check_reference(reference.parents[1], names)
    return [read_table(reference / f"{name}.csv") for name in names]


COMMANDS = {
    "bundle": Command("one deterministic ZIP of code, data and results, for a repository", ask_folder, answer_bundle),
    "granularity": Command(
        "which numbers of respondents printed shares can come from (GRIM)", ask_granularity, answer_granularity
    ),
    "inspect": Command("what the reader sees in a file, and the lines that describe it", _ask_inspect, _answer_inspect),
    "reference": Command("make the results of this study those to verify against", ask_folder, answer_reference),
    "survey": Command("what stands in a survey's export, and its tables", ask_survey, answer_survey),
    "tidy": Command("every table that the reader sees in files, as one table of tidy rows", ask_tidy, answer_tidy),
    "trace": Command("where one value comes from, down to the cell, and what it superseded", _ask_trace, _answer_trace),
    "verify": Command("what of the results agrees with the reference, cell by cell", ask_folder, answer_verify),
}


def main(words: Sequence[str] | None = None) -> None:
    """Print the answer to one command. words: the command line after the program's name (default: the real one)."""
    parser = argparse.ArgumentParser(prog="python -m regioncodes", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        subparser = commands.add_parser(name, help=command.help, description=command.help)
        command.ask(subparser)
        subparser.set_defaults(answer=command.answer)
    arguments = parser.parse_args(words)
    print(arguments.answer(arguments))


if __name__ == "__main__":
    main()
