"""The house rules, held by tests: thin scripts, documented rules, one name in four places, true lists."""

import ast
import re
import tomllib

import pytest
import yaml

from project import ROOT
from regioncodes.ground.tables import read_table
from regioncodes.publication.documentation.exhibit_list import described, with_list
from regioncodes.words.texts import check_catalogue

RULES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "workflow/rules").glob("*.smk"))}
RULE = re.compile(r'^rule (\w+):\n(    """.+?""")?(.*?)(?=^\S|\Z)', re.MULTILINE | re.DOTALL)
SCRIPTS = sorted((ROOT / "workflow/scripts").glob("*.py"))
MODULES = sorted((ROOT / "workflow/regioncodes").rglob("*.py"))


def rules():
    return [match.groups() for text in RULES.values() for match in RULE.finditer(text)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_reads_calls_and_writes(script):
    text = script.read_text(encoding="utf-8")
    nodes = {type(node) for node in ast.walk(ast.parse(text))}
    assert not nodes & {ast.FunctionDef, ast.ClassDef, ast.If, ast.While, ast.Try, ast.Lambda}
    assert len(text.splitlines()) <= 20


def test_rules_were_found():
    assert len(rules()) >= 16


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule[0])
def test_a_rule_says_what_it_makes_declares_its_modules_and_has_a_script_of_its_name(rule):
    name, description, body = rule
    assert description, "the rule has no docstring"
    assert f'modules("scripts/{name}.py")' in body
    assert f'"../scripts/{name}.py"' in body
    assert (ROOT / f"workflow/scripts/{name}.py").is_file()
    assert "run:" not in body
    assert "shell:" not in body


def test_every_script_has_its_rule_and_those_of_the_exhibits_theirs():
    assert {script.stem for script in SCRIPTS} == {name for name, *_ in rules()} | {"draw_figure", "print_tables"}
    made = re.findall(r'modules\("scripts/(\w+).py", .*\n(?:.*\n)*?.*"../scripts/(\w+).py"', RULES["exhibits.smk"])
    assert made == [("draw_figure", "draw_figure"), ("print_tables", "print_tables")]


def test_a_script_takes_its_files_by_name_where_it_reads_more_than_one():
    """A rule whose lines change places would swap the frames of a script that counts them, in silence."""
    for script in SCRIPTS:
        counted = re.findall(r"snakemake\.input\[[\d:]+\]|\*snakemake\.input\b", script.read_text(encoding="utf-8"))
        assert counted == [], script


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT / "workflow")))
def test_a_module_is_short_and_says_what_it_holds(module):
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert not tree.body or ast.get_docstring(tree)
    assert len(text.splitlines()) <= 500
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            documented = ast.get_docstring(node, clean=False) or ""
            assert node.end_lineno - node.lineno - documented.count("\n") <= 50, f"{node.name} is long"
            public = not node.name.startswith("_") and node.col_offset == 0
            assert documented or not public, f"{node.name} has no docstring"


def test_the_package_knows_neither_snakemake_nor_the_scripts():
    for module in MODULES:
        assert not re.search(r"(import|from) snakemake|\bsnakemake\.", module.read_text(encoding="utf-8")), module


def test_the_list_of_exhibits_in_the_readme_is_made_from_their_list_and_their_modules():
    listing = (ROOT / "workflow/exhibits.yaml").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    texts = (lambda module: (ROOT / "workflow" / module).read_text(encoding="utf-8"),)
    assert readme == with_list(readme, listing, *texts)
    modules = (ROOT / "workflow/regioncodes/exhibits").glob("*/*_*.py")
    listed = {f"{exhibit.line.name}.py" for exhibit in described(listing, *texts)}
    assert listed == {module.name for module in modules if re.match("figure_|table_", module.name)}


def test_every_place_that_the_readme_names_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:workflow|data|notebooks|tests|docs|profiles)/[\w./-]*)`", readme)
    assert len(named) > 8
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_the_catalogue_of_texts_is_complete_in_both_languages():
    check_catalogue(read_table(ROOT / "data/reference/texts.csv"))


def test_notebooks_are_committed_without_outputs():
    import json

    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in cells), notebook


def locked_versions():
    """Versions by package that the lock gives Python 3.11."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([\w.-]+)(?:\[[^]]+\])?==([^ ;\\]+)(?: ; ([^\\]+))?", line) for line in lines]
    return {match[1]: match[2] for match in found if match and ">= '3.12'" not in (match[3] or "")}


def test_the_conda_environment_names_the_packages_of_the_project_at_the_versions_of_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["development"]]
    names = {re.split(r"[<>=]", requirement)[0] for requirement in wanted}
    lines = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pins = dict(line.split("=") for line in lines if isinstance(line, str) and "=" in line)
    assert pins.pop("python") == "3.11"
    assert set(pins) == names
    assert pins == {name: locked_versions()[name] for name in names}
    assert {"pip": ["-e ."]} in lines


def test_the_lock_has_hashes_and_names_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_lock_pins_a_package_with_the_extras_that_another_one_asks_of_it():
    # Without them pip takes the newest release for `name[extra]`, finds no hash for it and refuses the whole lock: it
    # holds until the day on which such a package has a release.
    from importlib.metadata import distributions

    from packaging.requirements import Requirement

    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {
        name: set(extras.split(",")) for name, extras in re.findall(r"^([\w.-]+)\[([^]]+)\]==", lock, re.MULTILINE)
    }
    versions = locked_versions()
    asked = [
        Requirement(text)
        for package in distributions()
        if package.metadata["Name"].lower().replace("_", "-") in versions
        for text in package.requires or []
    ]
    with_extras = {
        (one.name.lower(), extra)
        for one in asked
        if one.marker is None or one.marker.evaluate({"extra": ""})
        for extra in one.extras
    }
    assert ("msgspec", "toml") in with_extras
    assert [pair for pair in sorted(with_extras) if pair[1] not in locked.get(pair[0], set())] == []


def test_the_lock_meets_what_the_project_asks_for():
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for text in [*project["dependencies"], *project["optional-dependencies"]["development"]]:
        requirement = Requirement(text)
        assert locked_versions()[requirement.name] in requirement.specifier
