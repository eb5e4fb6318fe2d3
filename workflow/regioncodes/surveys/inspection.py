"""What stands in an exported survey, guessed column by column before anything is configured."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from regioncodes.surveys.cell_answers import is_declared
from regioncodes.surveys.export_tables import folded
from regioncodes.surveys.exports import Export
from regioncodes.surveys.interview_times import clock_times
from regioncodes.surveys.marks import DONT_KNOW, NO_MARKS, marked_codes
from regioncodes.surveys.personal_data import looks_personal
from regioncodes.surveys.separators import compounds, guessed_separator, separated_options

HEADERS = {
    "respondent": r"(response|respondent|record|case)[ _]?(id|nr|no)?|id|id ?(ответа|респондента)|recnum"
    r"|(№|номер|код)( анкеты| ответа| респондента)?",
    "started": r"start[ _]?(date|time)?|startdate|(дата|время)?\s*(начала?|создания).*|начало",
    "finished": r"end[ _]?(date|time)?|submit(date|ted)?|date submitted|timestamp|отметка времени"
    r"|completion[ _]?time|(дата|время)?\s*(окончания|завершения|отправки|выполнения).*|конец",
    "duration": r"duration.*|interviewtime|total time.*|затраченное время|длительность.*",
    "status": r"status|finished|progress|lastpage|last page.*|response type|завершен[оа]?|статус",
}
YES = ["1", "yes", "y", "true", "да", "ticked", "checked", "отмечено"]
NO = ["0", "no", "n", "false", "нет", "not ticked", "unchecked", "не отмечено", "2"]
TICKS = {"", *YES, *NO}
OTHER_WORDS = "(?:other|другое|иное|свой вариант)"
OTHER = rf"(?i){OTHER_WORDS}"
OTHER_NAME = r"(?i)(?:\[other\]|_TEXT)$"
OWN_WORDS = re.compile(rf"({OTHER_WORDS}[^:]{{0,20}}:)\s*\S", re.IGNORECASE)
# The regions of Russia are the longest list that a form asks for.
MOST_OPTIONS = 100
# So many cells are tried before a whole column is.
FIRST = 200


class Guess(NamedTuple):
    """What one column seems to hold.

    kind: as in codebooks.KINDS. options: number of respondents by text or code, empty for columns whose contents
    are never shown. not_ticked: what stands in a column of one option that is not ticked. rare: number of texts that
    stand once beside recurring options: answers in own words, perhaps. own_words: how such answers begin, as "Other:".
    marks: kind of mark (`marks.KINDS`) and number of respondents by text or code that stands for no answer; "" of the
    empty cell. compound: options that other options make up, joined by another mark. reason: why, for the reader.
    """

    position: int
    kind: str
    reason: str
    separator: str = ""
    options: dict[str, int] = {}  # noqa: RUF012
    not_ticked: str = ""
    rare: int = 0
    own_words: str = ""
    marks: dict[str, tuple[str, int]] = {}  # noqa: RUF012
    compound: list[str] = []  # noqa: RUF012


def guessed_columns(export: Export, marks: Mapping[str, str] = NO_MARKS) -> list[Guess]:
    """One guess for every column of an export, in its order. marks: see `marks.read_marks`.

    Columns that look personal are guessed `drop`; free text is too, since no result ever prints it.
    """
    groups = option_groups(export, marks)
    ticks = {place: pair for group in groups for place, pair in tick_codes(export, group, marks).items()}
    others = {other_position(export, group, marks) for group in groups}
    joined = _joined_positions(export, groups)
    guesses, identified = [], False
    for column in export.columns.itertuples():
        position = column.position
        if position in others:
            guess = Guess(
                position, "other_text", "an option in own words; not shown", marks=_marks(export, position, marks)
            )
        elif position in joined:
            guess = Guess(position, "drop", "the answers of the columns behind it, joined in one cell")
        else:
            guess = _guess(export, column, ticks.get(position), identified, marks)
        identified = identified or guess.kind == "respondent"
        guesses.append(guess)
    return guesses


def option_groups(export: Export, marks: Mapping[str, str] = NO_MARKS) -> list[list[int]]:
    """Positions of the columns that hold one option each of the same question, one list a question."""
    with_option = export.columns[export.columns["option"] != ""]
    groups = [list(part["position"]) for _, part in with_option.groupby("question", sort=False)]
    return [group for group in groups if len(group) > 1 and tick_codes(export, group, marks)]


def other_position(export: Export, group: list[int], marks: Mapping[str, str] = NO_MARKS) -> int:
    """The column among those of one question's options that holds an answer in own words, or 0."""
    columns = export.columns.set_index("position").loc[group]
    own_words = columns["option"].str.match(OTHER) | columns["name"].str.contains(OTHER_NAME)
    found = [place for place in columns.index[own_words] if not _answers(export, place, marks) <= TICKS]
    return found[0] if len(found) == 1 else 0


def _answers(export: Export, position: int, marks: Mapping[str, str]) -> set[str]:
    """The different texts of a column in lower case, without marks."""
    texts = set(export.cells[position].tolist())
    return {text.lower() for text in texts - set(marked_codes(list(texts), {}, marks))}


def _joined_positions(export: Export, groups: list[list[int]]) -> set[int]:
    """Columns that repeat in one cell what the columns of a question's options say, as KoBoToolbox has them."""
    if export.kind != "kobo":
        return set()
    questions = {export.columns.loc[export.columns["position"] == group[0], "question"].iloc[0] for group in groups}
    repeating = export.columns["name"].map(folded).isin(questions)
    return set(export.columns.loc[repeating, "position"])


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
        lines += _option_lines(guess, _labels(export, column.position))
    return "\n".join(lines)


def _option_lines(guess: Guess, labels: Mapping[str, str]) -> list[str]:
    """A line for each option and mark of a column with its count, and what the draft does not show."""
    named = {code: f"{code} = {labels[code]}" if code in labels else code for code in [*guess.options, *guess.marks]}
    lines = [f"       {number:>6}  {named[code]}" for code, number in guess.options.items() if code not in guess.marks]
    lines += [
        f"       {number:>6}  {named[code] or 'empty'}: {_mark_reason(kind)}"
        for code, (kind, number) in guess.marks.items()
    ]
    if guess.rare:
        rare = "texts in own words" if guess.own_words else "texts that stand once"
        lines.append(f"       {guess.rare:>6}  {rare}, not shown: counted as 'other' by the draft")
    if guess.compound:
        joined = "', '".join(guess.compound)
        lines.append(f"     other marks join options too, as in '{joined}': left out of the draft, mend these cells")
    return lines


def _mark_reason(kind: str) -> str:
    if kind == DONT_KNOW:
        return "don't know: an option that shares are printed with and without"
    return f"{kind.replace('_', ' ')}: outside the base of who answered"


def _guess(
    export: Export, column: tuple, codes: tuple[str, str] | None, identified: bool, marks: Mapping[str, str]
) -> Guess:
    position, texts = column.position, export.cells[column.position]
    if named := _guess_by_header(column, texts, identified):
        return named
    if codes:
        ticked, not_ticked = codes
        counts = {ticked: int((texts == ticked).sum())}
        found = _marks(export, position, marks)
        if export.kind == "kobo" and "" in set(texts):
            found[""] = ("not_shown", int((texts == "").sum()))
        reason = "one option of several"
        return Guess(position, "multiple_columns", reason, options=counts, not_ticked=not_ticked, marks=found)
    found = _marks(export, position, marks)
    apart = [code for code, (kind, _) in found.items() if kind != DONT_KNOW]
    guess = _guess_by_contents(export, position, texts, texts[(texts != "") & ~_bare(texts).isin(apart)], found)
    return guess._replace(marks=found) if guess.kind in ("single", "multiple_cell", "number") else guess


def _guess_by_header(column: tuple, texts: pd.Series, identified: bool) -> Guess | None:
    """What header and personal data say of a column, or None where they say nothing."""
    position, filled = column.position, texts[texts != ""]
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
        options = Counter(filled.tolist()) if filled.nunique() <= MOST_OPTIONS else {}
        return Guess(position, "status", "how the interview ended", options=dict(options))
    if named == "respondent":
        return Guess(position, "note", "an id that repeats or stands beside another; not shown")
    return None


def _bare(texts: pd.Series) -> pd.Series:
    """Texts without the semicolon that some forms write behind the last option."""
    return texts.str.removesuffix(";")


def _marks(export: Export, position: int, marks: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Kind of mark and number of respondents of the codes of one column that stand for no answer."""
    labels, counts = _labels(export, position), Counter(_bare(export.cells[position]).tolist())
    codes = [code for code in dict.fromkeys([*labels, *counts]) if code]
    return {code: (kind, counts[code]) for code, kind in marked_codes(codes, labels, marks).items()}


def _guess_by_contents(
    export: Export, position: int, texts: pd.Series, filled: pd.Series, found: Mapping[str, tuple[str, int]]
) -> Guess:
    if filled.empty:
        return Guess(position, "drop", "empty in every row")
    labelled = [code for code in _labels(export, position) if found.get(code, (DONT_KNOW, 0))[0] == DONT_KNOW]
    different = pd.Series(list(dict.fromkeys([*labelled, *filled.unique().tolist()])), dtype="str")
    missing = export.missing[export.missing["position"] == position]
    # What the file declares missing is no option, but for a "don't know" that is told apart.
    kept = ~is_declared(different, missing) | different.isin(list(found))
    codes = different[kept].tolist()
    filled = filled[filled.isin(codes)]
    counts = Counter(filled.tolist())
    if any(code in labelled and code not in found for code in codes):
        return Guess(position, "single", "codes with labels", options={code: counts[code] for code in codes})
    plain = filled[~filled.isin(list(found))]
    if _are_numbers(plain.head(FIRST)) and _are_numbers(plain) and (len(counts) > 10 or 1 in counts.values()):
        return Guess(position, "number", "numbers; not shown")
    if len(counts) == 1 and len(filled) == len(texts) > 1:
        return Guess(position, "note", "the same in every row", options=dict(counts))
    if _are_times(filled.head(FIRST)) and _are_times(filled):
        return Guess(position, "note", "dates or times")
    return _guess_by_texts(position, filled, set(found))


def _are_numbers(texts: pd.Series) -> bool:
    numbers = pd.to_numeric(texts.str.replace(",", "."), errors="coerce")
    return len(texts) > 0 and bool(numbers.notna().all())


def _are_times(texts: pd.Series) -> bool:
    return bool(texts.str.contains(r"\d{4}").all() and clock_times(texts).notna().all())


def _guess_by_texts(position: int, filled: pd.Series, marked: set[str]) -> Guess:
    """One option a cell or several, and which texts are options. marked: those that stand for "don't know"."""
    separator = guessed_separator(filled)
    counts = Counter(separated_options(filled, separator) if separator else filled.tolist())
    kind, reason = (
        ("multiple_cell", f"options joined by '{separator}'") if separator else ("single", "one option a cell")
    )
    own = {text: match[1] for text in counts if (match := OWN_WORDS.match(text))}
    recurring = {text: number for text, number in counts.items() if (number > 1 or text in marked) and text not in own}
    compound = compounds(recurring, separator) if separator else []
    options = {text: number for text, number in recurring.items() if text not in compound}
    rare = len(counts) - len(recurring) - len(own)
    if len(options) > MOST_OPTIONS or rare > sum(options.values()):
        return Guess(position, "drop", "free text, never kept; not shown")
    # Where other texts are rare too, whatever is no option counts as other, however it begins.
    begins = set(own.values())
    own_words = begins.pop() if len(begins) == 1 and not rare else ""
    return Guess(
        position,
        kind,
        reason,
        separator,
        dict(sorted(options.items())),
        rare=rare + sum(counts[text] for text in own),
        own_words=own_words,
        compound=compound,
    )


def tick_codes(export: Export, group: list[int], marks: Mapping[str, str] = NO_MARKS) -> dict[int, tuple[str, str]]:
    """What stands for ticked and not ticked in each column of a group; empty where they are no tick boxes."""
    other = other_position(export, group, marks)
    group = [position for position in group if position != other]
    values = {}
    for position in group:
        texts = [text for text in export.cells[position].unique().tolist() if text]
        apart = marked_codes(texts, {}, marks)
        values[position] = [text for text in texts if text not in apart]
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
