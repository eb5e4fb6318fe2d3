"""The rooms of the package lie one above the other: an import goes down, and nothing stands outside a room."""

import ast
import re

import pytest

from project import ROOT
from regioncodes.ground.modules import PACKAGE, ROOMS, imported

MODULES = sorted(PACKAGE.rglob("*.py"))
IN_ROOMS = [path for path in MODULES if path.parent != PACKAGE]
FLOORS = (*ROOMS, "__main__.py")


def name_of(module):
    return module.relative_to(PACKAGE).as_posix()


def floor_of(module):
    return FLOORS.index(name_of(module).split("/")[0])


def imports_that_climb(module, used):
    """Those of the files that a module uses that lie on a floor above its own, by name."""
    used = [file for file in used if file != PACKAGE / "__init__.py"]
    return [name_of(file) for file in used if floor_of(file) > floor_of(module)]


def test_the_folders_of_the_package_are_its_rooms():
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    assert folders == set(ROOMS)


def test_no_module_stands_outside_a_room():
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("module", IN_ROOMS, ids=name_of)
def test_an_import_goes_down_only(module):
    assert imports_that_climb(module, imported(module)) == []


@pytest.mark.parametrize("used", ["exhibits/printing/style.py", "__main__.py"])
def test_an_import_that_climbs_is_noticed_inside_a_function_too(used, tmp_path):
    module = used.removesuffix(".py").replace("/", ".")
    (tmp_path / "numbers.py").write_text(f"def show():\n    import regioncodes.{module}\n", encoding="utf-8")
    climbing = imports_that_climb(PACKAGE / "words/numbers.py", imported(tmp_path / "numbers.py"))
    assert climbing[-1] == used


def test_an_import_from_the_same_room_or_one_below_does_not_climb():
    used = [PACKAGE / "__init__.py", PACKAGE / "words/texts.py", PACKAGE / "ground/errors.py"]
    assert imports_that_climb(PACKAGE / "words/numbers.py", used) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_holds_and_imports_nothing_itself(room):
    entrance = PACKAGE / room / "__init__.py"
    assert ast.get_docstring(ast.parse(entrance.read_text(encoding="utf-8")))
    # Whoever enters for one module would run, and be rerun by, all that the room's own file imports.
    assert imported(entrance) == ()


def test_the_rules_are_named_after_rooms():
    names = {path.stem for path in (ROOT / "workflow/rules").glob("*.smk")}
    # The files as published become rows and a panel in one file; what every rule hangs on stands before all of them.
    assert names - {"study", "data"} <= set(ROOMS)
    assert len(names) > 3


@pytest.mark.parametrize("room", ROOMS)
def test_the_tests_stand_in_the_same_rooms(room):
    assert any((ROOT / "tests" / room).rglob("test_*.py"))


def test_the_page_on_the_house_tells_the_rooms_in_their_order():
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|", page.split("## The package")[1], re.MULTILINE)
    assert told == list(ROOMS)
