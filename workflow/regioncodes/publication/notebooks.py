"""Notebooks executed to pages that need no network."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from regioncodes.exhibits.printing.pages import filled_page

STYLE = """\
body{font:16px/1.5 "DejaVu Sans",sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1b1b1b;background:#fff}
pre{background:#f5f5f2;padding:.7em;overflow-x:auto;font-size:13px} img{max-width:100%;height:auto}
table.dataframe{border-collapse:collapse;font-size:13px;border:0}
.dataframe td,.dataframe th{padding:.2em .7em;text-align:right;border:0;border-bottom:1px solid #ddd;white-space:nowrap}
div.output_area,div.jp-OutputArea-output{overflow-x:auto} div.prompt,.jp-InputPrompt,.jp-OutputPrompt{display:none}
"""
PAGE = """\
{% extends "frame" %}
{% block body %}
{{ body|safe }}
{% endblock %}
"""


def executed_page(notebook: str | Path, folder: str | Path, choices: Mapping[str, str]) -> str:
    """HTML of a notebook run from top to bottom in a folder, self-contained, the same on every run.

    folder: where its relative paths start. choices: values that take the place of the notebook's own, by name: a line
    `language = "en"` is for those who open it by hand. Raises nbclient's CellExecutionError, which shows the cell
    that failed.
    """
    # An interpreter's own kernel, whatever kernels the user has installed.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    content = nbformat.read(notebook, as_version=4)
    for cell in content.cells:
        if cell.cell_type == "code":
            cell.source = with_choices(cell.source, choices)
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(content, kernel_name="python3", record_timing=False, resources=resources)
    # Else every user of the machine could listen to the kernel, which says so in the terminal.
    client.execute(transport_encryption="auto")
    body, _ = HTMLExporter(template_name="basic", anchor_link_text="").from_notebook_node(content)
    title = next(line for line in content.cells[0].source.splitlines() if line).lstrip("# ")
    return filled_page(PAGE, language="en", title=title, style=STYLE, body=body)


def with_choices(code: str, choices: Mapping[str, str]) -> str:
    """The code with another text in each line `name = "text"` whose name is among the choices."""
    for name, value in choices.items():
        code = re.sub(rf'^{name} = ".*?"', f'{name} = "{value}"', code, flags=re.MULTILINE)
    return code
