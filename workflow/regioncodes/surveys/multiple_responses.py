"""Several options in one cell, joined by a separator that may also stand inside an option."""

import ast
import json
import re
from collections.abc import Sequence

import numpy as np

# How a codebook writes separators that no cell of a table shows: a line break, and lists such as ["a", "b"].
LINE_BREAK = "(line break)"
LIST = "(list)"
# Stands between the items of a list once it is read; no form writes it.
ITEM_MARK = "\x1f"


def separated_cells(texts: Sequence[str], separator: str) -> tuple[list[str], str]:
    """Cells and separator with what the codebook spells out put in place: line breaks, and lists made joined texts."""
    if separator == LIST:
        return [ITEM_MARK.join(items) if (items := list_items(text)) else text for text in texts], ITEM_MARK
    return list(texts), "\n" if separator == LINE_BREAK else separator


def list_items(text: str) -> list[str]:
    """The texts of a list as JSON or Python writes it, such as ["a", "b"]; none where the cell is no such list."""
    if not (text.startswith("[") and text.endswith("]")):
        return []
    for read in (json.loads, ast.literal_eval):
        try:
            items = read(text)
        except (ValueError, SyntaxError):
            continue
        if all(isinstance(item, str) for item in items):
            return [item.strip() for item in items]
    return []


def loosened(text: str, separator: str) -> str:
    """A text without blanks around the separator's mark, so that "a; b" and "a;b" are the same."""
    mark = separator.strip(" ")
    return re.sub(rf"\s*{re.escape(mark)}\s*", mark, text) if mark else text


def joined(options: Sequence[str], separator: str) -> str:
    """A cell that names the options: the way back."""
    if separator == LIST:
        return json.dumps(list(options), ensure_ascii=False)
    return ("\n" if separator == LINE_BREAK else separator).join(options)


def option_splits(text: str, options: Sequence[str], separator: str) -> list[list[str]]:
    """Every way to read a cell as different options joined by the separator; none when there is no way.

    Longer options are tried first, so "Friends, relatives" is never cut at its comma when it is an option.
    A separator at the end of the cell, which some forms write, is left aside.
    """
    return _readings(_trimmed(text, separator), sorted(options, key=len, reverse=True), separator)


def unread(text: str, options: Sequence[str], separator: str) -> str:
    """What remains of a cell when the options at its beginning, each the longest that fits, are taken off."""
    rest = _trimmed(text, separator)
    by_length = sorted(options, key=len, reverse=True)
    while found := next((option for option in by_length if rest.startswith(option + separator)), None):
        by_length.remove(found)
        rest = rest.removeprefix(found + separator)
    return rest


def loose_ticks(texts: Sequence[str], options: Sequence[str], separator: str) -> np.ndarray:
    """As `ticks`; what that cannot read to the letter is read once more without the blanks around separators.

    Some programs write "a; b" and "a;b" in one column. A cell that has several readings to the letter keeps them.
    """
    ticked = ticks(texts, options, separator)
    unread = np.flatnonzero(~ticked.any(axis=1))
    loose = [loosened(option, separator) for option in options]
    if len(unread) and len(set(loose)) == len(loose):
        cells = [loosened(texts[row], separator) for row in unread]
        ticked[unread] = ticks(cells, loose, separator.strip(" ") or separator)
    return ticked


def ticks(texts: Sequence[str], options: Sequence[str], separator: str) -> np.ndarray:
    """Which options each cell names, bool of shape (texts, options); none where it has no reading or several.

    All cells are cut at every separator at once, and pieces are put together again to the options they come from.
    Where a piece belongs to one place of one option alone, this finds the only reading there is; the other cells
    go to `option_splits` one by one.
    """
    ticked = np.zeros((len(texts), len(options)), dtype=bool)
    settled = np.zeros(len(texts), dtype=bool)
    if len(texts) and not _overlaps_itself(separator):
        ticked, settled = _pieced(texts, options, separator)
    for row in np.flatnonzero(~settled):
        found = option_splits(texts[row], options, separator)
        if len(found) == 1:
            ticked[row] = np.isin(options, found[0])
    return ticked


def _pieced(texts: Sequence[str], options: Sequence[str], separator: str) -> tuple[np.ndarray, np.ndarray]:
    """What the cells name that their pieces settle, and which these are: see `ticks`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = pc.utf8_trim_whitespace(pa.array(texts, pa.large_string()))
    if mark := separator.strip():
        cells = pc.if_else(pc.ends_with(cells, mark), pc.utf8_slice_codeunits(cells, 0, -len(mark)), cells)
    split = pc.split_pattern(cells, separator)
    cell_of = pc.list_parent_indices(split).to_numpy()
    encoded = pc.dictionary_encode(pc.list_flatten(split))
    places = _places(encoded.dictionary.to_pylist(), options, separator)
    option, place, length = (column[encoded.indices.to_numpy()] for column in places)
    same_cell = np.diff(cell_of) == 0
    follows = same_cell & (option[1:] == option[:-1]) & (place[1:] == place[:-1] + 1)
    wrong = option < 0
    wrong |= (place > 0) & ~np.append(False, follows)
    wrong |= (place < length - 1) & ~np.append(follows, False)
    settled = np.ones(len(texts), dtype=bool)
    settled[cell_of[wrong]] = False
    first = (place == 0) & ~wrong
    size = (len(texts), len(options))
    counts = np.bincount(cell_of[first] * len(options) + option[first], minlength=size[0] * size[1]).reshape(size)
    settled &= (counts <= 1).all(axis=1)
    return (counts == 1) & settled[:, None], settled


def _places(pieces: Sequence[str], options: Sequence[str], separator: str) -> np.ndarray:
    """Of each piece: its option (-1 where none or several have it), its place in it and the option's length."""
    found: dict[str, tuple[int, int, int]] = {}
    for number, option in enumerate(options):
        parts = option.split(separator)
        for place, part in enumerate(parts):
            found[part] = (-1, 0, 1) if part in found else (number, place, len(parts))
    return np.array([found.get(piece, (-1, 0, 1)) for piece in pieces], dtype=np.int16).reshape(-1, 3).T.copy()


def _overlaps_itself(separator: str) -> bool:
    """Whether two separators may share letters, as ";;" in ";;;": then cutting leaves open where they stand."""
    return any(separator.endswith(separator[:length]) for length in range(1, len(separator)))


def _trimmed(text: str, separator: str) -> str:
    return text.strip().removesuffix(separator.strip())


def _readings(text: str, options: Sequence[str], separator: str) -> list[list[str]]:
    found = [[option] for option in options if text == option]
    for option in options:
        if text.startswith(option + separator):
            others = [other for other in options if other != option]
            rest = text.removeprefix(option + separator)
            found += [[option, *more] for more in _readings(rest, others, separator)]
    return found
