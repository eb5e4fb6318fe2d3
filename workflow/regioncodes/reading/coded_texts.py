"""A column of texts that repeat: each distinct text once, and its number for every row."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


class CodedTexts(NamedTuple):
    """Numbers of texts by row, and the texts, none of them twice."""

    codes: np.ndarray
    texts: list[str]

    def taken(self, places: np.ndarray) -> "CodedTexts":
        """The rows at some places, in their order."""
        return CodedTexts(self.codes[places], self.texts)

    def decoded(self) -> pa.Array:
        """The text of every row, held without an object for each."""
        return pa.DictionaryArray.from_arrays(self.codes, pa.array(self.texts, pa.large_string())).dictionary_decode()


Column = CodedTexts | np.ndarray | pa.Array | pd.api.extensions.ExtensionArray


def coded(texts: Iterable[Hashable]) -> CodedTexts:
    """The texts of a column, one for each row; or what else has to be told apart."""
    numbers: dict[Hashable, int] = {}
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


def numbered(texts: str | pa.Array, numbers: np.ndarray) -> pa.Array:
    """Texts with a number behind each, such as C8: one text for all numbers, or one for each."""
    kind = pa.large_string()
    before = pa.scalar(texts, kind) if isinstance(texts, str) else texts
    return pc.binary_join_element_wise(before, pa.array(numbers).cast(kind), pa.scalar("", kind))


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


def joined_frame(parts: Sequence[Mapping[str, Column]], *, categories: bool) -> pd.DataFrame:
    """The columns of several tables one under the other.

    categories: whether texts that repeat become categories, which take less memory, or texts as all others.
    """
    return pd.DataFrame({name: _joined([part[name] for part in parts], categories) for name in parts[0]})


def _joined(columns: Sequence[Column], categories: bool) -> pd.Series | pd.Categorical | Column:
    if isinstance(columns[0], CodedTexts):
        return _categorical(columns) if categories else _joined([column.decoded() for column in columns], False)
    if isinstance(columns[0], pa.Array):
        return pd.Series(pa.chunked_array(columns).to_pandas())
    if isinstance(columns[0], np.ndarray):
        return np.concatenate(columns)
    return type(columns[0])._concat_same_type(columns)


def _categorical(columns: Sequence[CodedTexts]) -> pd.Categorical:
    numbers: dict[str, int] = {}
    codes = [
        np.array([numbers.setdefault(text, len(numbers)) for text in column.texts], dtype="int32")[column.codes]
        for column in columns
    ]
    return pd.Categorical.from_codes(np.concatenate(codes), list(numbers))
