"""What stands in an exported survey, guessed column by column before anything is configured."""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from regioncodes.surveys.export_tables import folded
from regioncodes.surveys.exports import Export
from regioncodes.surveys.interview_times import clock_times
from regioncodes.surveys.personal_data import looks_personal
from regioncodes.surveys.separators import guessed_separator, separated_options

HEADERS = {
    "respondent": r"(response|respondent|record|case)[ _]?(id|nr|no)?|id|id ?(ответа|респондента)|recnum"
    r"|(№|номер|код)( анкеты| ответа| респондента)?",
    "started": r"start[ _]?(date|time)?|startdate|(дата|время)?\s*(начала?|создания).*|начало",
    "finished": r"end[ _]?(date|time)?|submit(date|ted)?|date submitted|timestamp|отметка времени"
    r"|(дата|время)?\s*(окончания|завершения|отправки).*|конец",
    "duration": r"duration.*|interviewtime|total time.*|затраченное время|длительность.*",
    "status": r"status|finished|progress|lastpage|last page.*|response type|завершен[оа]?|статус",
}
YES = ["1", "yes", "y", "true", "да", "ticked", "checked", "отмечено"]
NO = ["0", "no", "n", "false", "нет", "not ticked", "unchecked", "не отмечено", "2"]
TICKS = {"", *YES, *NO}
OTHER = r"(?i)(?:other|другое|иное|свой вариант)"
OTHER_NAME = r"(?i)(?:\[other\]|_TEXT)$"
# The regions of Russia are the longest list that a form asks for.
MOST_OPTIONS = 100


class Guess(NamedTuple):
    """What one column seems to hold.

    kind: as in codebooks.KINDS. options: number of respondents by text or code, empty for columns whose contents
    are never shown. not_ticked: what stands in a column of one option that is not ticked. rare: number of texts that
    stand once beside recurring options: answers in own words, perhaps. reason: why, for the reader.
    """

    position: int
    kind: str
    reason: str
    separator: str = ""
    options: dict[str, int] = {}  # noqa: RUF012
    not_ticked: str = ""
    rare: int = 0


def guessed_columns(export: Export) -> list[Guess]:
    """One guess for every column of an export, in its order.

    Columns that look personal are guessed `drop`; free text is too, since no result ever prints it.
    """
    ticks = {place: pair for group in option_groups(export) for place, pair in tick_codes(export, group).items()}
    others = {other_position(export, group) for group in option_groups(export)}
    guesses, identified = [], False
    for column in export.columns.itertuples():
        if column.position in others:
            guess = Guess(column.position, "other_text", "an option in own words; not shown")
        else:
            guess = _guess(export, column, ticks.get(column.position), identified)
        identified = identified or guess.kind == "respondent"
        guesses.append(guess)
    return guesses


def option_groups(export: Export) -> list[list[int]]:
    """Positions of the columns that hold one option each of the same question, one list a question."""
    with_option = export.columns[export.columns["option"] != ""]
    groups = [list(part["position"]) for _, part in with_option.groupby("question", sort=False)]
    return [group for group in groups if len(group) > 1 and tick_codes(export, group)]


def other_position(export: Export, group: list[int]) -> int:
    """The column among those of one question's options that holds an answer in own words, or 0."""
    columns = export.columns.set_index("position").loc[group]
    own_words = columns["option"].str.match(OTHER) | columns["name"].str.contains(OTHER_NAME)
    found = [place for place in columns.index[own_words] if not set(export.cells[place].str.lower()) <= TICKS]
    return found[0] if len(found) == 1 else 0


def inspection_report(export: Export, guesses: list[Guess], path: str | Path) -> str:
    """What the reader sees in the file: kind of export, rows, notices, and every column with its guess and options."""
    lines = [f"{path}: {export.kind}, {len(export.cells)} rows of answers, {len(guesses)} columns"]
    lines += [f"  {notice}" for notice in export.notices]
    for column, guess in zip(export.columns.itertuples(), guesses, strict=True):
        text = (
            f"{column.question or column.name} [{column.option}]" if column.option else column.question or column.name
        )
        filled = int((export.cells[column.position] != "").sum())
        name = f" ({folded(column.name)})" if folded(column.name) not in text else ""
        lines.append(f"{column.position:>3}. {text}{name}")
        lines.append(f"     {guess.kind}: {guess.reason}; {filled} filled")
        if guess.kind in ("single", "multiple_cell", "drop") and _some_dates(export.cells[column.position]):
            lines.append("     some cells are dates: a spreadsheet makes them of options such as 1-3; name the options")
        labels = _labels(export, column.position)
        lines += [
            f"       {number:>6}  {code}{f' = {labels[code]}' if code in labels else ''}"
            for code, number in guess.options.items()
        ]
        if guess.rare:
            lines.append(f"       {guess.rare:>6}  texts that stand once, not shown: counted as 'other' by the draft")
    return "\n".join(lines)


def _guess(export: Export, column: tuple, codes: tuple[str, str] | None, identified: bool) -> Guess:
    position, texts = column.position, export.cells[column.position]
    filled = texts[texts != ""]
    headers = [part.strip().lower() for part in (column.name, column.question) if part.strip()]
    named = next((kind for kind, form in HEADERS.items() if any(re.fullmatch(form, part) for part in headers)), "")
    if what := looks_personal("", texts):
        return Guess(position, "drop", f"holds what looks like {what}; hash it where it is needed as a key; not shown")
    if named == "respondent" and not identified and filled.is_unique and len(filled) == len(texts):
        return Guess(position, "respondent", "an id, different in every row; not shown")
    if named in ("started", "finished", "duration"):
        return Guess(position, named, "by its header; not shown")
    if what := looks_personal(f"{column.name} {column.question}", texts.head(0)):
        return Guess(position, "drop", f"asks for {what}; hash it where it is needed as a key; not shown")
    if named == "status":
        options = Counter(filled) if filled.nunique() <= MOST_OPTIONS else {}
        return Guess(position, "status", "how the interview ended", options=dict(options))
    if named == "respondent":
        return Guess(position, "note", "an id that repeats or stands beside another; not shown")
    if codes:
        ticked, not_ticked = codes
        counts = {ticked: int((texts == ticked).sum())}
        return Guess(position, "multiple_columns", "one option of several", options=counts, not_ticked=not_ticked)
    return _guess_by_contents(export, position, texts, filled)


def _guess_by_contents(export: Export, position: int, texts: pd.Series, filled: pd.Series) -> Guess:
    if filled.empty:
        return Guess(position, "drop", "empty in every row")
    labels = _labels(export, position)
    codes = [code for code in [*labels, *Counter(filled)] if not _user_missing(export, position, code)]
    filled = filled[filled.isin(codes)]
    counts = Counter(filled)
    if any(code in labels for code in codes):
        return Guess(position, "single", "codes with labels", options={code: counts[code] for code in codes})
    numbers = pd.to_numeric(filled.str.replace(",", "."), errors="coerce").notna().all()
    if numbers and (len(counts) > 10 or 1 in counts.values()):
        return Guess(position, "number", "numbers; not shown")
    if len(counts) == 1 and len(filled) == len(texts) > 1:
        return Guess(position, "note", "the same in every row", options=dict(counts))
    if separator := guessed_separator(filled):
        counts = Counter(separated_options(filled, separator))
        kind, reason = "multiple_cell", f"options joined by '{separator}'"
    elif clock_times(filled).notna().all() and filled.str.contains(r"\d{4}").all():
        return Guess(position, "note", "dates or times")
    else:
        separator, kind, reason = "", "single", "one option a cell"
    options = {text: number for text, number in counts.items() if number > 1}
    rare = len(counts) - len(options)
    if len(options) > MOST_OPTIONS or rare > sum(options.values()):
        return Guess(position, "drop", "free text, never kept; not shown")
    return Guess(position, kind, reason, separator, dict(sorted(options.items())), rare=rare)


def tick_codes(export: Export, group: list[int]) -> dict[int, tuple[str, str]]:
    """What stands for ticked and not ticked in each column of a group; empty where they are no tick boxes."""
    group = [position for position in group if position != other_position(export, group)]
    values = {position: list(dict.fromkeys(export.cells[position][export.cells[position] != ""])) for position in group}
    found = dict.fromkeys(value for texts in values.values() for value in texts)
    yes = [value for value in found if value.lower() in YES]
    no = [value for value in found if value.lower() in NO]
    if len(yes) == 1 and len(no) <= 1 and set(found) == {*yes, *no}:
        return dict.fromkeys(group, (yes[0], no[0] if no else ""))
    options = export.columns.set_index("position")["option"]
    if found and all(texts in ([], [options[position]]) for position, texts in values.items()):
        return {position: (options[position], "") for position in group}
    return {}


def _some_dates(texts: pd.Series) -> bool:
    is_date = texts[texts != ""].str.match(r"\d{4}-\d\d-\d\d\b")
    return bool(is_date.any() and not is_date.all())


def _labels(export: Export, position: int) -> dict[str, str]:
    own = export.labels[export.labels["position"] == position]
    return dict(zip(own["code"], own["label"], strict=True))


def _user_missing(export: Export, position: int, code: str) -> bool:
    own = export.missing[export.missing["position"] == position]
    number = pd.to_numeric(code, errors="coerce")
    low, high = pd.to_numeric(own["low"], errors="coerce"), pd.to_numeric(own["high"], errors="coerce")
    return bool(((low <= number) & (number <= high)).any() or (own["low"] == code).any())
