"""The list of exhibits, `workflow/exhibits.yaml`, checked before anything runs."""

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import yaml

from regioncodes.ground.errors import raise_problems
from regioncodes.words.texts import LANGUAGES

LIST = "workflow/exhibits.yaml"
TEXTS = "data/reference/texts.csv"
# Folder of the modules and of the results, by the first word of an exhibit's name.
KINDS = {"figure": "figures", "table": "tables"}
# Sections of the site, in their order.
SECTIONS = (
    "summary",
    "claims",
    "model",
    "education",
    "placebo",
    "specifications",
    "codes",
    "passports",
    "surveys",
    "data",
    "methods",
    "provenance",
    "more",
)
# What the catalogue of texts must have of every exhibit.
TEXT_KEYS = ("caption", "source")


class ExhibitLine(NamedTuple):
    """One line of the list. reads: names of results and tables of facts; choices: names of choices of the config."""

    name: str
    section: str
    reads: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """`figures` or `tables`."""
        return KINDS[self.name.split("_")[0]]

    @property
    def module(self) -> str:
        """Path of the exhibit's module inside the package's folder."""
        return f"regioncodes/exhibits/{self.folder}/{self.name}.py"


def checked_exhibits(
    path: str | Path,
    package_folder: str | Path,
    results: Collection[str],
    choices: Collection[str],
    texts: pd.DataFrame,
) -> list[ExhibitLine]:
    """The exhibits in the order of the list. Raises StudyError that names every fault of every line.

    path: of the list. package_folder: holds `regioncodes`. results, choices: names that a line may use. texts: the
    catalogue; every exhibit has its caption and source there in every language.
    """
    found = yaml.safe_load(Path(path).read_text(encoding="utf-8")) or []
    if not isinstance(found, list) or not all(isinstance(line, dict) for line in found):
        raise_problems(["the file is a list of lines, each with name, section, reads, choices"], LIST)
    known = {"reads": sorted(results), "choices": sorted(choices)}
    problems = []
    for place, line in enumerate(found, start=1):
        own = _shape(line) or _contents(line, known)
        problems += [f"{line.get('name', f'exhibit {place}')}: {problem}" for problem in own]
    names = [str(line.get("name")) for line in found]
    problems += [
        f"{name}: stands {names.count(name)} times; keep one" for name in dict.fromkeys(names) if names.count(name) > 1
    ]
    raise_problems(problems, LIST)
    lines = [
        ExhibitLine(line["name"], line["section"], tuple(line.get("reads", ())), tuple(line.get("choices", ())))
        for line in found
    ]
    absent = [line for line in lines if not (Path(package_folder) / line.module).is_file()]
    raise_problems(
        [f"{line.name}: workflow/{line.module} is not there; write it, or mend the name" for line in absent], LIST
    )
    raise_problems([problem for line in lines for problem in _without_text(line, texts)], TEXTS)
    return lines


def _shape(line: dict[str, Any]) -> list[str]:
    """What keeps a line from being read: keys that are unknown or missing, values of another kind."""
    unknown = [
        f"{key}: unknown key; allowed: {', '.join(ExhibitLine._fields)}"
        for key in line
        if key not in ExhibitLine._fields
    ]
    words = [
        f"{key}: {line.get(key)!r} found, one word is needed"
        for key in ("name", "section")
        if not isinstance(line.get(key), str)
    ]
    lists = [
        f"{key}: {line[key]!r} found; a list of names is needed, such as [nid, regions]"
        for key in ("reads", "choices")
        if key in line and not _is_list_of_words(line[key])
    ]
    return [*unknown, *words, *lists]


def _is_list_of_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _contents(line: dict[str, Any], known: dict[str, list[str]]) -> list[str]:
    """Names of a line that mean nothing."""
    kind = line["name"].split("_")[0]
    problems = [] if kind in KINDS else [f"name: the kind {kind!r} is unknown; a name begins with figure_ or table_"]
    if line["section"] not in SECTIONS:
        problems.append(f"section: {line['section']!r} is unknown; allowed: {', '.join(SECTIONS)}")
    for key, names in known.items():
        for name in line.get(key, ()):
            if name not in names:
                near = ", ".join(get_close_matches(name, names, n=3)) or "none is like it"
                problems.append(f"{key}: {name!r} is unknown; near: {near}; allowed: {', '.join(names)}")
    return problems


def _without_text(line: ExhibitLine, texts: pd.DataFrame) -> list[str]:
    """Texts of an exhibit that the catalogue lacks, by key and language."""
    keys = texts.set_index("key")
    return [
        f"key '{line.name}.{key}': no text in column {language}; {line.name} of {LIST} needs it"
        for key in TEXT_KEYS
        for language in LANGUAGES
        if f"{line.name}.{key}" not in keys.index
        or keys.loc[f"{line.name}.{key}", language] in ("", None)
        or pd.isna(keys.loc[f"{line.name}.{key}", language])
    ]
