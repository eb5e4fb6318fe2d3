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
    assert {"__init__.py", "exhibit_list.py", "registry.py"} <= {path.rsplit("/", 1)[1] for path in modules(script)}


def test_a_notebook_is_read_by_its_code_cells():
    assert any(path.endswith("tables.py") for path in modules(ROOT / "notebooks/tour_of_data.ipynb"))


def test_a_module_of_the_package_is_among_its_own_files_and_a_script_is_not():
    figure = PACKAGE / "exhibits/figures/figure_1_model.py"
    found = modules(ROOT / "workflow/scripts/draw_figure.py", figure)
    assert str(figure) in found
    assert not any("scripts" in path for path in found)
    assert str(PACKAGE / "exhibits/figures/figure_s1_codes.py") not in found
