from project import ROOT
from regioncodes.ground.modules import PACKAGE, modules


def names(script):
    return {path.removeprefix(f"{PACKAGE}/") for path in modules(ROOT / "workflow/scripts" / script)}


def test_imports_are_followed_through_other_modules():
    found = names("read_tables.py")
    assert {
        "reading/sources.py",
        "reading/cells.py",
        "reading/layout/tables.py",
        "ground/tables.py",
        "ground/errors.py",
    } <= found
    assert "codes/codes.py" not in found


def test_an_import_inside_a_function_counts(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "def main():\n    from regioncodes.publication.documentation import exhibit_list\n", encoding="utf-8"
    )
    assert {path.rsplit("/", 1)[1] for path in modules(script)} == {"__init__.py", "exhibit_list.py"}


def test_a_notebook_is_read_by_its_code_cells():
    assert any(path.endswith("tables.py") for path in modules(ROOT / "notebooks/tour_of_data.ipynb"))
