"""A column of texts that repeat: each distinct text once, and its number for every row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd


class CodedTexts(NamedTuple):
    """Numbers of texts by row, and the texts, none of them twice."""

    codes: np.ndarray
    texts: list[str]

    def taken(self, places: np.ndarray) -> "CodedTexts":
        """The rows at some places, in their order."""
        return CodedTexts(self.codes[places], self.texts)


Column = CodedTexts | np.ndarray | list | pd.api.extensions.ExtensionArray


def coded(texts: Iterable[str]) -> CodedTexts:
    """The texts of a column, one for each row."""
    numbers: dict[str, int] = {}
    codes = np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype="int32")
    return CodedTexts(codes, list(numbers))


def repeated(text: str, count: int) -> CodedTexts:
    """One text for every row."""
    return CodedTexts(np.zeros(count, dtype="int32"), [text])


def sparse(count: int, texts: Mapping[int, str], usual: str = "") -> CodedTexts:
    """Texts at some rows, the usual one elsewhere."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys([usual, *texts.values()]))}
    codes = np.zeros(count, dtype="int32")
    if texts:
        codes[list(texts)] = [numbers[text] for text in texts.values()]
    return CodedTexts(codes, list(numbers))


def side_by_side(columns: Sequence[CodedTexts], mark: str) -> CodedTexts:
    """Several columns as one: in each row the texts that are not empty, with a mark between them."""
    whole, *others = [column for column in columns if column.texts != [""]] or columns[:1]
    for column in others:
        keys = whole.codes.astype("int64") * len(column.texts) + column.codes
        used, places = np.unique(keys, return_inverse=True)
        pairs = [divmod(key, len(column.texts)) for key in used.tolist()]
        texts = [(whole.texts[first], column.texts[second]) for first, second in pairs]
        whole = coded(mark.join(filter(None, pair)) for pair in texts).taken(places)
    return whole


def joined_frame(parts: Sequence[Mapping[str, Column]]) -> pd.DataFrame:
    """The columns of several tables one under the other; coded texts become categories, lists become texts."""
    return pd.DataFrame({name: _joined([part[name] for part in parts]) for name in parts[0]})


def _joined(columns: Sequence[Column]) -> Column:
    if isinstance(columns[0], CodedTexts):
        numbers: dict[str, int] = {}
        codes = [
            np.array([numbers.setdefault(text, len(numbers)) for text in column.texts], dtype="int32")[column.codes]
            for column in columns
        ]
        return pd.Categorical.from_codes(np.concatenate(codes), list(numbers))
    if isinstance(columns[0], list):
        return pd.array([text for column in columns for text in column], dtype="str")
    if isinstance(columns[0], np.ndarray):
        return np.concatenate(columns)
    return type(columns[0])._concat_same_type(columns)
