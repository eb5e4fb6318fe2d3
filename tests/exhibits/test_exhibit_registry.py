"""The list of exhibits: every fault of every line is told at once, and a line says just what its module uses."""

import ast

import pandas as pd
import pytest

from project import ROOT
from regioncodes.exhibits.registry import LIST, checked_exhibits
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table

WORKFLOW = ROOT / "workflow"
RESULTS, CHOICES = ["nid", "ranks", "regions"], ["district", "period"]
TEXTS = pd.DataFrame(
    [
        (f"{name}.{key}", "words", "слова")
        for name in ("figure_1_model", "table_s1_codes")
        for key in ("caption", "source")
    ],
    columns=["key", "en", "ru"],
)
RIGHT = "- {name: figure_1_model, section: model}\n- {name: table_s1_codes, section: codes, reads: [nid, regions]}\n"


def read(tmp_path, text, texts=TEXTS):
    path = tmp_path / "exhibits.yaml"
    path.write_text(text, encoding="utf-8")
    return checked_exhibits(path, WORKFLOW, RESULTS, CHOICES, texts)


def told(tmp_path, text, texts=TEXTS):
    with pytest.raises(StudyError) as caught:
        read(tmp_path, text, texts)
    return str(caught.value).splitlines()


def test_exhibits_come_in_the_order_of_the_list_with_their_folders(tmp_path):
    model, codes = read(tmp_path, RIGHT)
    assert (model.folder, model.reads, codes.folder, codes.reads) == ("figures", [], "tables", ["nid", "regions"])
    assert codes.module == "regioncodes/exhibits/tables/table_s1_codes.py"


def test_every_fault_of_every_line_is_told_at_once(tmp_path):
    lines = told(
        tmp_path,
        RIGHT
        + "- {name: figure_1_model, section: model}\n"
        + "- {name: map_1_regions, section: maps, reads: [rank], choices: [distrikt]}\n"
        + "- {name: figure_2, reads: nid, colour: red}\n"
        + "- {name: figure_99_none, section: model}\n",
        pd.concat(
            [
                TEXTS,
                pd.DataFrame(
                    [(f"figure_99_none.{key}", "", "x") for key in ("caption", "source")], columns=TEXTS.columns
                ),
            ]
        ),
    )
    assert lines == [
        f"9 problems in {LIST}",
        "  map_1_regions: name: 'map_1_regions' is of no known kind; a name begins with figure_ or table_",
        "  map_1_regions: section: 'maps' is no section of the site; allowed: overview, findings, claims, model, "
        "education, foresight, placebo, specifications, codes, trial, passports, surveys, data, "
        "methods, provenance, more",
        "  map_1_regions: reads.0: 'rank' is no result of the rules, nor a table of data/reference; like it: ranks; "
        "allowed: nid, ranks, regions",
        "  map_1_regions: choices.0: 'distrikt' is no choice of workflow/rules/exhibits.smk; like it: district; "
        "allowed: district, period",
        "  figure_2: section: the key is missing",
        "  figure_2: reads: 'nid' is not allowed; allowed: a valid list",
        "  figure_2: colour: unknown key (value 'red'); remove it or mend its spelling",
        "  figure_1_model: stands 2 times; keep one",
        "  figure_99_none: workflow/regioncodes/exhibits/figures/figure_99_none.py is not there; write it, "
        "or mend the name",
        "2 problems in data/reference/texts.csv",
        *(
            f"  key 'figure_99_none.{key}': no text in column en; figure_99_none of {LIST} needs it"
            for key in ("caption", "source")
        ),
    ]


@pytest.mark.parametrize("text", ["figure_1_model: {section: model}\n", "- figure_1_model\n"])
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    assert told(tmp_path, text)[1].endswith("the file is a list of lines, each with name, section, reads, choices")


def test_a_text_that_one_language_lacks_is_named(tmp_path):
    texts = TEXTS.assign(ru=TEXTS["ru"].where(TEXTS["key"].ne("table_s1_codes.source"), ""))
    assert told(tmp_path, RIGHT, texts[texts["key"].ne("figure_1_model.caption")]) == [
        "3 problems in data/reference/texts.csv",
        f"  key 'figure_1_model.caption': no text in column en; figure_1_model of {LIST} needs it",
        f"  key 'figure_1_model.caption': no text in column ru; figure_1_model of {LIST} needs it",
        f"  key 'table_s1_codes.source': no text in column ru; table_s1_codes of {LIST} needs it",
    ]


def attributes(function, owner):
    return {
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == owner
    }


def test_a_line_names_just_the_results_and_choices_that_its_module_uses():
    texts = read_table(ROOT / "data/reference/texts.csv")
    lines = checked_exhibits(ROOT / LIST, WORKFLOW, *named_anywhere(), texts)
    assert len(lines) >= 29
    for line in lines:
        tree = ast.parse((WORKFLOW / line.module).read_text(encoding="utf-8"))
        [function] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "exhibit"]
        used = attributes(function, "results"), attributes(function, "choices")
        assert used == (set(line.reads), set(line.choices)), line.name


def named_anywhere():
    """All names of results and of choices in the list; whether they are known is the workflow's question."""
    import yaml

    lines = yaml.safe_load((ROOT / LIST).read_text(encoding="utf-8"))
    return [{name for line in lines for name in line.get(key, [])} for key in ("reads", "choices")]
