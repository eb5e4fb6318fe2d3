"""Errors of the study, written for the person who has to mend them."""

from collections.abc import Iterable, Mapping


class StudyError(SystemExit):
    """Ends a script with one message and exit code 1, without a traceback.

    A subclass of SystemExit because a traceback of our code tells an economist nothing:
    the message itself names file, sheet, cell, what was found and what is allowed.
    """


def raise_problems(problems: Iterable[str], subject: str) -> None:
    """Raise one StudyError that lists every problem, or return when there is none.

    problems: one sentence each, without the subject. subject: the file or step they belong to.
    """
    raise_all_problems({subject: list(problems)})


def raise_all_problems(problems: Mapping[str, list[str]]) -> None:
    """Raise one StudyError with the problems of every subject under its name, or return when there are none."""
    parts = [
        "\n".join([f"{len(lines)} problem{'s' * (len(lines) > 1)} in {subject}", *(f"  {line}" for line in lines)])
        for subject, lines in problems.items()
        if lines
    ]
    if parts:
        raise StudyError("\n".join(parts))
