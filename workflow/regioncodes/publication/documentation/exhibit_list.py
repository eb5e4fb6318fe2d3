"""The README's list of exhibits, made from the rules that make the exhibits."""

import re
import sys
from pathlib import Path

RULE = re.compile(r'^rule (?P<name>(?:figure|table)_\w+):\n    """(?P<first>.+?)"""', re.MULTILINE | re.DOTALL)
START, END = "<!-- exhibits: made by make list -->", "<!-- end of exhibits -->"


def exhibit_list(rules: str) -> str:
    """Markdown table: one row for each exhibit rule, with what it is and where its files are.

    rules: text of the files of workflow/rules that make exhibits, one after the other.
    """
    rows = []
    for rule in RULE.finditer(rules):
        name, description = rule["name"], " ".join(rule["first"].split())
        folder = "figures" if name.startswith("figure") else "tables"
        endings = "pdf, svg, png" if folder == "figures" else "csv, html, tex, docx"
        rows.append(f"| `{name}` | {description} | `results/{folder}/{name}.{{en,ru}}.{{{endings}}}` |")
    return "\n".join(["| rule | exhibit | files |", "|---|---|---|", *rows])


def with_list(readme: str, rules: str) -> str:
    """The README with its list of exhibits made anew between the two marks."""
    before, rest = readme.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}\n{exhibit_list(rules)}\n{END}{after}"


if __name__ == "__main__":
    readme, *files = (Path(path) for path in sys.argv[1:])
    rules = "\n".join(file.read_text(encoding="utf-8") for file in files)
    readme.write_text(with_list(readme.read_text(encoding="utf-8"), rules), encoding="utf-8")
