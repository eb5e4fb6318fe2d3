"""Errors of the study, written for the person who has to mend them."""

from collections.abc import Iterable


class StudyError(SystemExit):
    """Ends a script with one message and exit code 1, without a traceback.

    A subclass of SystemExit because a traceback of our code tells an economist nothing:
    the message itself names file, sheet, cell, what was found and what is allowed.
    """


def raise_problems(problems: Iterable[str], subject: str) -> None:
    """Raise one StudyError that lists every problem, or return when there is none.

    problems: one sentence each, without the subject. subject: the file or step they belong to.
    """
    lines = list(problems)
    if lines:
        noun = "problem" if len(lines) == 1 else "problems"
        raise StudyError("\n".join([f"{len(lines)} {noun} in {subject}", *(f"  {line}" for line in lines)]))
