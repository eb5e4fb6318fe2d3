"""README and docs: links lead somewhere, generated parts are up to date, every command has somebody who runs it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.ground.modules import PACKAGE
from regioncodes.publication.documentation.dictionary import COLUMNS, dictionary, headers, makers, meanings
from regioncodes.publication.documentation.graphs import module_graph, rule_graph
from regioncodes.publication.documentation.pages import commands, with_parts

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
COMMANDS = [(page, command) for page, text in TEXTS.items() for command in commands(text)]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
PLACE = re.compile(r"`((?:workflow|data|notebooks|tests|docs|profiles)/[\w./-]*)`")
MADE = "data/private"  # the key of hashed survey columns is made by its user and never committed

LANGUAGES = ("sh", "csv", "yaml", "python", "snakemake", "mermaid", "text")

# Who runs a command of the pages. One that fits no line, or more than one, fails the test below.
CLASSES = {
    "here": r"python -m regioncodes (inspect|tidy|survey|granularity) .*",
    # tests/workflow/test_workflow_docs.py
    "finished": r"python (-m regioncodes trace .*|workflow/ready\.py)|snakemake( .*)?|make (docs|report)|sha256sum .*",
    "ci": r"make (study|test|verify|proof|lint)",
    "module": r"(mkdir|cp) .*",  # tests/workflow/test_workflow_module.py sets up a study by them
}


def fitting(command):
    return [name for name, pattern in CLASSES.items() if re.fullmatch(pattern, command)]


def run(command, folder):
    """The command in a shell in the folder, `python` and `snakemake` being those of the tests."""
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": paths},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_commands_were_found():
    assert len(COMMANDS) > 10
    assert {page for page, _ in COMMANDS} >= {"README.md", "docs/add-a-survey.md", "docs/use-as-module.md"}


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_every_command_has_one_who_runs_it(page, command):
    assert len(fitting(command)) == 1, f"{page}: {command}"


@pytest.mark.parametrize("page", list(TEXTS))
def test_every_block_says_what_it_is_so_that_no_command_hides(page):
    fences = re.findall(r"^ *```(.*)$", TEXTS[page], re.MULTILINE)
    assert len(fences) % 2 == 0
    assert [language for language in fences[::2] if language not in LANGUAGES] == []


@pytest.mark.parametrize("page", list(TEXTS))
def test_every_word_of_make_that_a_page_names_is_a_target(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"`make ([a-z-]+)", TEXTS[page])
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_a_command_of_no_class_is_noticed():
    assert commands("```sh\nrm -rf /   # tidy\n```\n") == ["rm -rf /"]
    assert fitting("rm -rf /") == []


def test_the_long_commands_are_run_by_ci():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    long = {command for _, command in COMMANDS if fitting(command) == ["ci"]}
    assert long
    assert [
        command for command in sorted(long) if not re.search(rf"(^|\s)make (-C \S+ )?{command.split()[1]}\b", script)
    ] == []


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted({page for page, command in COMMANDS if fitting(command) == ["here"]}))
def test_the_quick_commands_of_a_page_work_one_after_the_other(page, tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for command in [command for own, command in COMMANDS if own == page and fitting(command) == ["here"]]:
        process = run(command, tmp_path)
        assert process.returncode == 0, f"{command}\n{process.stderr}"
        assert process.stdout


@pytest.mark.parametrize("page", list(TEXTS))
def test_every_link_leads_to_a_file(page):
    folder = (ROOT / page).parent
    assert [link for link in LINK.findall(TEXTS[page]) if not (folder / link).exists()] == []


@pytest.mark.parametrize("page", list(TEXTS))
def test_every_place_that_a_page_names_is_there(page):
    assert [
        place for place in PLACE.findall(TEXTS[page]) if not place.startswith(MADE) and not (ROOT / place).exists()
    ] == []


def test_every_page_is_in_the_index():
    named = set(LINK.findall(TEXTS["docs/README.md"]))
    assert {path.name for path in PAGES if path.parent.name == "docs"} - named - {
        "README.md",
        "archive-readme.md",
    } == set()


def test_the_graph_of_the_package_is_that_of_its_imports():
    page = TEXTS["docs/architecture.md"]
    assert with_parts(page, {"modules": module_graph(PACKAGE)}) == page


def tables_of_the_page():
    """Columns by table, as the data dictionary shows them."""
    found = {}
    for section in TEXTS["docs/data-dictionary.md"].split("\n### ")[1:]:
        heading, rest = section.split("\n", 1)
        names = re.findall(r"^\| `(\w+)` \|", rest, re.MULTILINE)
        found |= {table: names for table in re.findall(r"`([^`]+)`", heading)}
    return found


def test_the_dictionary_is_made_from_schema_rules_and_the_table_of_columns():
    shown = tables_of_the_page()
    facts = {table: names for table, names in headers(ROOT).items() if table.startswith("data/")}
    results = {table: names for table, names in shown.items() if table.startswith("results/")}
    assert len(results) > 25
    rules = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "workflow/rules").glob("*.smk")))
    schema = json.loads((ROOT / "workflow/config.schema.json").read_text(encoding="utf-8"))
    made = dictionary(schema, facts | results, makers(rules), meanings(ROOT / COLUMNS))
    assert made.rstrip() == TEXTS["docs/data-dictionary.md"].rstrip()


def test_no_line_about_columns_is_left_over():
    shown = tables_of_the_page()
    used = {
        (name, place)
        for table, names in shown.items()
        for name in ["", *names]
        for place in ("", Path(table).name, table)
    }
    assert [
        (line.column, line.table)
        for line in meanings(ROOT / COLUMNS).itertuples()
        if (line.column, line.table) not in used
    ] == []


def test_the_lines_about_columns_are_sorted_and_single():
    keys = [(line.column, line.table) for line in meanings(ROOT / COLUMNS).itertuples()]
    assert keys == sorted(set(keys))


def test_a_column_without_a_line_is_an_error_that_names_it():
    lines = meanings(ROOT / COLUMNS)
    with pytest.raises(StudyError, match=r"results/models/new\.csv: no line for column 'unheard_of'"):
        dictionary({}, {"results/models/new.csv": ["year", "unheard_of"]}, {}, lines)


def test_in_the_graph_of_rules_shortcuts_are_left_out_and_twins_share_a_box():
    names = dict(enumerate(["all", "read", "build", "figure_a", "figure_b", "write_site"]))
    arrows = [(1, 2), (2, 3), (2, 4), (1, 3), (3, 0), (4, 0), (3, 5)]
    dot = "\n".join([*(f'{n}[label = "{name}"]' for n, name in names.items()), *(f"{a} -> {b}" for a, b in arrows)])
    assert rule_graph(dot).splitlines()[2:-1] == [
        '    build["build"]',
        '    figure_a["figure_a<br>figure_b"]',
        '    read["read"]',
        "    build --> figure_a",
        "    read --> build",
    ]


def test_an_empty_graph_of_rules_is_an_error():
    with pytest.raises(StudyError, match="no graph of rules"):
        rule_graph("")
