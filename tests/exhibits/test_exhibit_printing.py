"""Printed tables in the programs that open them: LaTeX compiles them all, a word processor shows their text."""

import re
import shutil
import subprocess

import docx
import pytest

from project import ROOT

pytestmark = pytest.mark.slow
TABLES = ROOT / "results/tables"
# Points by which a line may stand out of its column unseen.
UNSEEN_POINTS = 3.0
DOCUMENT = r"""\documentclass[a4paper]{article}
\usepackage[T2A]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[%s]{babel}
\usepackage[margin=2.5cm]{geometry}
\usepackage{array,booktabs,longtable,ragged2e}
\begin{document}
%s
\end{document}
"""


def made(pattern):
    found = sorted(TABLES.glob(pattern))
    if not found:
        pytest.skip("no printed tables in results/tables; run snakemake first")
    return found


@pytest.mark.parametrize(("language", "languages"), [("en", "russian,english"), ("ru", "english,russian")])
def test_latex_compiles_every_table_and_nothing_leaves_its_column(language, languages, tmp_path):
    if not shutil.which("pdflatex"):
        pytest.skip("pdflatex is not installed")
    tables = made(f"*.{language}.tex")
    for table in tables:
        shutil.copyfile(table, tmp_path / table.name)
    inputs = "\n".join(rf"\input{{{table.name}}}\clearpage" for table in tables)
    (tmp_path / "all.tex").write_text(DOCUMENT % (languages, inputs), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-file-line-error", "all.tex"]
    process = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", errors="replace")
    log = (tmp_path / "all.log").read_text(encoding="utf-8", errors="replace")
    assert re.findall(r"^(?:!|[^\s:]+:\d+:).*$", log, re.MULTILINE) == []
    assert process.returncode == 0
    assert "Output written on all.pdf" in log
    assert [
        float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log) if float(points) > UNSEEN_POINTS
    ] == []


@pytest.mark.parametrize("name", ["table_1_relevance", "table_s2_revisions", "table_s12_values"])
def test_a_word_processor_shows_the_text_of_a_table(name, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    (document,) = made(f"{name}.ru.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(document)], check=True, capture_output=True, timeout=120)
    text = (tmp_path / f"{name}.ru.txt").read_text(encoding="utf-8-sig")
    printed = docx.Document(document)
    cells = [cell.text for row in printed.tables[0].rows for cell in row.cells]
    assert len(cells) > 10
    assert printed.paragraphs[0].text in text
    assert [cell for cell in cells if cell not in text] == []
