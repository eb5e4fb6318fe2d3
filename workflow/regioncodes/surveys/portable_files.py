"""Portable SPSS files (.por): what pyreadstat makes of them loses declared missing codes and Cyrillic letters.

The format is text in lines of 80 bytes: a heading, then records that begin with a letter or digit; numbers are to the
base of 30 and end with a slash, texts are preceded by their length. Source: PSPP Developers Guide, appendix
"Portable File Format".
"""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from regioncodes.errors import raise_problems

LINE_BYTES = 80
SIGNATURE, SIGNATURE_AT = b"SPSSPORT", 456
BASE = 30
# More digits than the eleven to the base of 30 that SPSS writes would print 0.1 as 0.0999999999999999.
SIGNIFICANT_DIGITS = 13
LOWEST, HIGHEST = float("-inf"), float("inf")


class Portable(NamedTuple):
    """Variables in order with their width (0: numbers), labels, value labels and missing ranges; cases as lists.

    Texts are bytes, for the file does not say their code page. Moments are seconds, as SPSS keeps them.
    """

    widths: dict[bytes, int]
    labels: dict[bytes, bytes]
    value_labels: dict[bytes, dict]
    missing: dict[bytes, list[tuple]]
    cases: list[list]

    def texts(self) -> bytes:
        """All labels and text answers, one after another: what tells the code page."""
        labels = [label for labelled in self.value_labels.values() for label in labelled.values()]
        answers = [value for case in self.cases for value in case if isinstance(value, bytes)]
        return b" ".join([*self.labels.values(), *labels, *answers])

    def decoded(self, codec: str) -> tuple[pd.DataFrame, "Description"]:
        """Values and description in the form that pyreadstat gives them."""

        def text(value: object) -> object:
            return value.decode(codec) if isinstance(value, bytes) else value

        values = [[text(value) for value in case] for case in self.cases]
        return pd.DataFrame(values, columns=[text(name) for name in self.widths], dtype=object), Description(
            {text(name): text(label) for name, label in self.labels.items()},
            {
                text(name): {text(code): text(label) for code, label in labelled.items()}
                for name, labelled in self.value_labels.items()
            },
            {
                text(name): [{"lo": text(low), "hi": text(high)} for low, high in ranges]
                for name, ranges in self.missing.items()
            },
            {},
        )


class Description(NamedTuple):
    """What a file says of its variables, under the names that pyreadstat uses."""

    column_names_to_labels: dict[str, str]
    variable_value_labels: dict[str, dict]
    missing_ranges: dict[str, list[dict]]
    missing_user_values: dict[str, list[str]]


class _Reader:
    """The content of a file, read from front to back."""

    def __init__(self, content: bytes) -> None:
        self.content, self.place = content, 0

    def take(self, count: int) -> bytes:
        self.place += count
        return self.content[self.place - count : self.place]

    def peek(self) -> bytes:
        return self.content[self.place : self.place + 1]

    def number(self) -> float | None:
        """The next number; None for a system-missing one."""
        while self.peek() == b" ":
            self.place += 1
        if self.peek() == b"*":
            self.place += len(b"*.")
            return None
        digits = self.take(self.content.index(b"/", self.place) - self.place)
        self.place += 1
        return _number(digits.decode("ascii"))

    def integer(self) -> int:
        return int(self.number())

    def text(self) -> bytes:
        return self.take(self.integer())

    def value(self, width: int) -> float | bytes | None:
        return self.text().rstrip(b" ") if width else self.number()


def read_portable(path: str | Path) -> Portable:
    """The variables and cases of a portable file. Raises StudyError for a file that is none or is cut short."""
    content = _joined(Path(path).read_bytes())
    if content[SIGNATURE_AT : SIGNATURE_AT + len(SIGNATURE)] != SIGNATURE:
        raise_problems(["the file is no portable SPSS file in ASCII; save it in SPSS as .sav"], f"{path}")
    try:
        return _records(_Reader(content[SIGNATURE_AT + len(SIGNATURE) :]))
    except (ValueError, IndexError, KeyError, TypeError):
        raise_problems(["the portable file is damaged or cut short; save it in SPSS as .sav"], f"{path}")


def _joined(content: bytes) -> bytes:
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    return b"".join(line.ljust(LINE_BYTES) for line in lines)


def _records(reader: _Reader) -> Portable:
    reader.take(1)
    for _ in ("date", "time"):
        reader.text()
    file = Portable({}, {}, {}, {}, [])
    name = b""
    while (tag := reader.take(1)) != b"F":
        if tag in b"123":
            reader.text()
        elif tag in b"45":
            reader.integer()
        elif tag == b"6":
            reader.text()
        elif tag == b"7":
            width, name = reader.integer(), reader.text()
            file.widths[name] = width
            for _ in ("type, width and decimals to print", "and to write") * 3:
                reader.integer()
        elif tag in b"89AB":
            file.missing.setdefault(name, []).append(_missing(tag, reader, file.widths[name]))
        elif tag == b"C":
            file.labels[name] = reader.text()
        elif tag == b"D":
            names = [reader.text() for _ in range(reader.integer())]
            width = file.widths[names[0]]
            labels = {reader.value(width): reader.text() for _ in range(reader.integer())}
            file.value_labels.update(dict.fromkeys(names, labels))
        elif tag == b"E":
            for _ in range(reader.integer()):
                reader.text()
        else:
            raise ValueError(tag)
    while reader.peek() != b"Z":
        file.cases.append([reader.value(width) for width in file.widths.values()])
    return file


def _missing(tag: bytes, reader: _Reader, width: int) -> tuple:
    """Lowest and highest code of one declaration: a code, up to a code, from a code, a range."""
    first = reader.value(width)
    match tag:
        case b"8":
            return first, first
        case b"9":
            return LOWEST, first
        case b"A":
            return first, HIGHEST
        case _:
            return first, reader.value(width)


def _number(digits: str) -> float:
    """The number that digits to the base of 30 mean, with a point, a sign and an exponent."""
    sign, digits = (-1, digits[1:]) if digits.startswith("-") else (1, digits)
    power = 0
    for mark in "+-":
        digits, found, exponent = digits.partition(mark)
        power += int(mark + exponent, BASE) if found else 0
    whole, _, fraction = digits.partition(".")
    mantissa, power = int(whole + fraction, BASE), power - len(fraction)
    value = mantissa * BASE**power if power >= 0 else mantissa / BASE**-power
    return sign * float(f"{value:.{SIGNIFICANT_DIGITS}g}")
