"""SDMX-ML generic data, as the EMISS (fedstat.ru) exports it."""

from regioncodes.formats.documents import Document, FileError, Position, Sheet, rectangular
from regioncodes.formats.xml_trees import Element, children, local, text_of

TRUE_FORMAT = "SDMX-ML (generic data)"
# The EMISS names these two attributes of a series in no code list.
TITLES = {"EI": "Единица измерения", "PERIOD": "Период"}
INDICATOR, YEAR, VALUE = "Показатель", "Год", "Значение"


def read_statistical_xml(root: Element) -> Document:
    """One sheet: a header, then a row for every observation.

    Columns: the dimensions in the order of their first use, under the titles of their code lists and with the names
    of their codes; the attributes of the series; Показатель, where the file names the one indicator that it is about;
    then Год and Значение, both as the file writes them, which may be with a decimal comma. A code without a name stays
    in the grid and is a fault of its cell.
    Raises FileError where there is no observation.
    """
    lists = {entry.get("id", ""): _codes(entry) for entry in root.iter() if local(entry.tag) == "CodeList"}
    titles = {
        entry.get("id", ""): text_of(children(entry, "Name")[0]).strip()
        for entry in root.iter()
        if local(entry.tag) == "CodeList" and children(entry, "Name")
    }
    series = [_series(entry) for entry in root.iter() if local(entry.tag) == "Series"]
    concepts = list(dict.fromkeys(concept for facts, _ in series for concept in facts))
    header = [titles.get(concept) or TITLES.get(concept, concept) for concept in concepts]
    named = {entry.get("name", "").strip() for entry in root.iter() if local(entry.tag) == "Indicator"} - {""}
    about = {INDICATOR: named.pop()} if len(named) == 1 else {}
    rows: list[list[float | str]] = [[*header, *about, YEAR, VALUE]]
    faults: dict[Position, str] = {}
    for facts, observations in series:
        for year, value in observations:
            for column, concept in enumerate(concepts):
                code = facts.get(concept, "")
                if code and concept in lists and code not in lists[concept]:
                    faults[len(rows), column] = f"code {code!r} has no name in the code list {concept}"
            names = (_name(lists, concept, facts.get(concept, "")) for concept in concepts)
            rows.append([*names, *about.values(), year, value])
    if len(rows) == 1:
        raise FileError("is SDMX-ML without any observation; choose years and regions in the EMISS and export it again")
    return Document(TRUE_FORMAT, (Sheet("", rectangular(rows), faults=faults),))


def _codes(entry: Element) -> dict[str, str]:
    """Names by code; a code whose name is empty has none."""
    named = ((code.get("value", ""), children(code, "Description")) for code in children(entry, "Code"))
    return {code: text_of(names[0]).strip() for code, names in named if names and text_of(names[0]).strip()}


def _name(lists: dict[str, dict[str, str]], concept: str, code: str) -> str:
    return lists.get(concept, {}).get(code, code)


def _series(entry: Element) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Codes and attributes of a series by concept, and its observations: year and value as written."""
    facts = {
        value.get("concept", ""): value.get("value", "")
        for part in (*children(entry, "SeriesKey"), *children(entry, "Attributes"))
        for value in children(part, "Value")
    }
    observations = [
        (
            "".join(map(text_of, children(observation, "Time"))).strip(),
            "".join(value.get("value", "") for value in children(observation, "ObsValue")),
        )
        for observation in children(entry, "Obs")
    ]
    return facts, observations
