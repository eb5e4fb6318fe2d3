"""The list of exhibits, `workflow/exhibits.yaml`, checked before anything runs."""

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import pandas as pd
import yaml
from pydantic import AfterValidator, ConfigDict, Field, ValidationError

from regioncodes.ground.config_codes import Strict
from regioncodes.ground.config_values import known, refusal
from regioncodes.ground.errors import raise_all_problems, raise_problems
from regioncodes.words.texts import CATALOGUE, LANGUAGES

LIST = "workflow/exhibits.yaml"
# Folder of the modules and of the results, by the first word of an exhibit's name.
KINDS = {"figure": "figures", "table": "tables"}
# Sections of the site, in their order.
SECTIONS = (
    "overview",
    "findings",
    "claims",
    "model",
    "education",
    "foresight",
    "placebo",
    "specifications",
    "codes",
    "trial",
    "passports",
    "surveys",
    "data",
    "methods",
    "provenance",
    "more",
)
# What the catalogue of texts must have of every exhibit.
TEXT_KEYS = ("caption", "source")


def _kind(name: str) -> str:
    if name.split("_")[0] not in KINDS:
        raise ValueError("is of no known kind; a name begins with figure_ or table_")
    return name


class ExhibitLine(Strict):
    """One line of the list. reads: names of results and tables of facts; choices: names of choices of the config."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Annotated[str, AfterValidator(_kind)]
    section: Annotated[str, known("section", "the site")]
    reads: list[Annotated[str, known("result", "the rules, nor a table of data/reference")]] = Field(default=[])
    choices: list[Annotated[str, known("choice", "workflow/rules/exhibits.smk")]] = Field(default=[])

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
    """The exhibits in the order of the list. Raises StudyError that names every fault of every line, all at once.

    path: of the list. package_folder: holds `regioncodes`. results, choices: names that a line may use. texts: the
    catalogue; every exhibit has its caption and source there in every language.
    """
    found = yaml.safe_load(Path(path).read_text(encoding="utf-8")) or []
    if not isinstance(found, list) or not all(isinstance(line, dict) for line in found):
        raise_problems(["the file is a list of lines, each with name, section, reads, choices"], LIST)
    names = {"section": SECTIONS, "result": sorted(results), "choice": sorted(choices)}
    lines, problems = [], []
    for place, fields in enumerate(found, start=1):
        try:
            lines.append(ExhibitLine.model_validate(fields, context=names))
        except ValidationError as error:
            name = fields.get("name", f"exhibit {place}")
            problems += [f"{name}: {refusal(fault)}" for fault in error.errors()]
    times = Counter(str(fields.get("name")) for fields in found)
    problems += [f"{name}: stands {count} times; keep one" for name, count in times.items() if count > 1]
    problems += [
        f"{line.name}: workflow/{line.module} is not there; write it, or mend the name"
        for line in lines
        if not (Path(package_folder) / line.module).is_file()
    ]
    raise_all_problems({LIST: problems, CATALOGUE: _without_text(lines, texts)})
    return lines


def _without_text(lines: list[ExhibitLine], texts: pd.DataFrame) -> list[str]:
    """Texts of exhibits that the catalogue lacks, by key and language."""
    filled = {language: set(texts.loc[texts[language].fillna("").ne(""), "key"]) for language in LANGUAGES}
    return [
        f"key '{name}.{key}': no text in column {language}; {name} of {LIST} needs it"
        for name in dict.fromkeys(line.name for line in lines)
        for key in TEXT_KEYS
        for language in LANGUAGES
        if f"{name}.{key}" not in filled[language]
    ]
