"""Several options in one cell, joined by a separator that may also stand inside an option."""


def readings(text: str, options: list[str], separator: str) -> list[list[str]]:
    """Every way to read a cell as different options joined by the separator; none when there is no way.

    Longer options are tried first, so "Friends, relatives" is never cut at its comma when it is an option.
    A separator at the end of the cell, which some forms write, is left aside.
    """
    return _readings(_trimmed(text, separator), sorted(options, key=len, reverse=True), separator)


def unread(text: str, options: list[str], separator: str) -> str:
    """What remains of a cell when the options at its beginning, each the longest that fits, are taken off."""
    rest = _trimmed(text, separator)
    by_length = sorted(options, key=len, reverse=True)
    while found := next((option for option in by_length if rest.startswith(option + separator)), None):
        by_length.remove(found)
        rest = rest.removeprefix(found + separator)
    return rest


def _trimmed(text: str, separator: str) -> str:
    return text.strip().removesuffix(separator.strip())


def _readings(text: str, options: list[str], separator: str) -> list[list[str]]:
    found = [[option] for option in options if text == option]
    for option in options:
        if text.startswith(option + separator):
            others = [other for other in options if other != option]
            rest = text.removeprefix(option + separator)
            found += [[option, *more] for more in _readings(rest, others, separator)]
    return found
