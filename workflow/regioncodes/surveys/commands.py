"""The questions about surveys that the command line answers: what each asks for, and its answer as text."""

import argparse
import sys
from pathlib import Path

from regioncodes.ground.errors import StudyError
from regioncodes.ground.modules import PACKAGE

LARGE_BYTES = 5_000_000
# Surveys of others are inspected from any folder, with the facts of this project.
REFERENCE = PACKAGE.parents[1] / "data/reference"


def ask_granularity(parser: argparse.ArgumentParser) -> None:
    """Arguments of `granularity`: a table of printed shares and the number of respondents behind it."""
    parser.add_argument("table", type=Path, help="CSV with a column of printed shares, decimals as printed")
    parser.add_argument("--base", type=int, required=True, help="number of respondents said to stand behind the shares")
    parser.add_argument("--bases", help="numbers tried for whole tables, as 100-300 (default: 1 to twice the base)")
    parser.add_argument("--column", default="", help="header of the shares, where the file has several of them")


def answer_granularity(arguments: argparse.Namespace) -> str:
    """Which counts and bases can stand behind the printed shares of a file."""
    from regioncodes.surveys.granularity_report import granularity_report
    from regioncodes.surveys.printed_shares import shares_and_notices

    if arguments.base < 1:
        raise StudyError(f"--base {arguments.base}: a number of respondents is 1 or more")
    bases = arguments.bases or f"1-{2 * arguments.base}"
    first, dash, last = bases.replace("–", "-").partition("-")
    if not (dash and first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
        raise StudyError(f"--bases {bases}: two numbers from 1 on are needed, such as 100-300")
    _check_there(arguments.table)
    printed, notices = shares_and_notices(arguments.table, arguments.column)
    report = granularity_report(printed, arguments.base, range(int(first), int(last) + 1))
    return "\n".join([*notices, *([""] if notices else []), report])


def ask_survey(parser: argparse.ArgumentParser) -> None:
    """Arguments of the actions of `survey`."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    inspect = actions.add_parser("inspect", help="what stands in the file, and a draft codebook")
    inspect.add_argument("file", type=Path, help="export of a form (CSV, xlsx), SPSS or Stata file")
    inspect.add_argument("--sheet", default="", help="sheet of a workbook that has several")
    inspect.add_argument("--encoding", default="", help="code page such as cp1251 (default: guessed and reported)")
    inspect.add_argument("--write", type=Path, metavar="PATH", help="write the drafted codebook to this new file")
    inspect.set_defaults(answer_survey=_inspected)
    tabulate = actions.add_parser("tabulate", help="tables of shares with bases and intervals")
    tabulate.add_argument("file", type=Path, help="the export that the codebook describes")
    tabulate.add_argument("codebook", type=Path, help="codebook, as drafted by inspect")
    tabulate.add_argument("--rules", type=Path, help="rules for rows that do not count (default: every row counts)")
    tabulate.add_argument("--by", default="", metavar="QUESTION", help="shares and tests by the answers to a question")
    tabulate.add_argument("--minimum", type=int, default=5, metavar="N", help="hide groups' cells under N (default 5)")
    tabulate.add_argument("--write", type=Path, metavar="FOLDER", help="write every table there as CSV")
    tabulate.set_defaults(answer_survey=_tabulated)


def answer_survey(arguments: argparse.Namespace) -> str:
    """What stands in an exported file with its drafted codebook, or the tables of a survey."""
    return arguments.answer_survey(arguments)


def _inspected(arguments: argparse.Namespace) -> str:
    from regioncodes.ground.files import write_text
    from regioncodes.surveys.codebook_drafts import as_csv, drafted_codebook
    from regioncodes.surveys.exports import read_export
    from regioncodes.surveys.inspection import guessed_columns, inspection_report
    from regioncodes.surveys.marks import read_marks

    _check_there(arguments.file)
    if arguments.write and arguments.write.exists():
        raise StudyError(f"{arguments.write} is there already; name a new file, or delete this one")
    marks = read_marks(REFERENCE / "survey_marks.csv")
    _tell_progress(arguments.file, "reading")
    export = read_export(arguments.file, sheet=arguments.sheet, encoding=arguments.encoding)
    _tell_progress(arguments.file, f"{len(export.cells)} rows read, looking at {len(export.columns)} columns of")
    guesses = guessed_columns(export, marks)
    draft = drafted_codebook(export, guesses, arguments.file, arguments.sheet, arguments.encoding, marks)
    report = inspection_report(export, guesses, arguments.file)
    if not arguments.write:
        return f"{report}\n\nDraft of a codebook (--write PATH saves it):\n{as_csv(draft)}"
    write_text(as_csv(draft), arguments.write)
    return f"{report}\n\nDraft of a codebook written to {arguments.write}"


def _tabulated(arguments: argparse.Namespace) -> str:
    import pandas as pd

    from regioncodes.ground.tables import write_table
    from regioncodes.surveys.cleaning import RULE_COLUMNS, read_rules
    from regioncodes.surveys.codebooks import read_codebook
    from regioncodes.surveys.marks import read_marks
    from regioncodes.surveys.survey_tables import printed_tables, survey_tables

    for path in filter(None, (arguments.file, arguments.codebook, arguments.rules)):
        _check_there(path)
    codebook = read_codebook(arguments.codebook)
    rules = read_rules(arguments.rules) if arguments.rules else pd.DataFrame(columns=RULE_COLUMNS, dtype="str")
    marks = read_marks(REFERENCE / "survey_marks.csv")
    _tell_progress(arguments.file, "reading and tabulating")
    tables = survey_tables(
        arguments.file, codebook, rules, groups=arguments.by, minimum_n=arguments.minimum, marks=marks
    )
    text = printed_tables(tables, codebook)
    if not arguments.write:
        return text
    for name, table in tables.items():
        write_table(table, arguments.write / f"{name}.csv")
    names = ", ".join(f"{name}.csv" for name in tables)
    return f"{text}\n\n{names} written to {arguments.write}"


def _tell_progress(path: Path, doing: str) -> None:
    """A line for who waits for a large file; on stderr, since the answer goes to stdout."""
    if path.stat().st_size > LARGE_BYTES:
        print(f"{doing} {path.name} ({path.stat().st_size / 1e6:.0f} MB) …", file=sys.stderr, flush=True)


def _check_there(path: Path) -> None:
    if not path.is_file():
        raise StudyError(f"{path} is not there; name a file by its path from the folder where you are")
