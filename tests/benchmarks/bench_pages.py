"""First paint of the site's pages beside that of an empty page, in Debian's browser."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
SITE = ROOT / "results/site"
EMPTY, FIRST = "empty.html", "index.html"


def main() -> list[tuple[str, float, str]]:
    """Median first paint of the first and the heaviest page over that of an empty one, in turn in one run."""
    if not (SITE / FIRST).is_file():
        print("pages: not measured, results/site is not there; say make study first")
        return []
    heaviest = max(SITE.glob("*.html"), key=lambda path: path.stat().st_size).name
    command = [ROOT / "tests/browser/run.sh", sys.executable, "first_paint.py", FIRST, heaviest]
    printed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    times = json.loads(printed.splitlines()[-1])
    empty = median(times[EMPTY])
    ratios = {name: median(times[name]) / empty for name in (FIRST, heaviest)}
    return [
        ("first paint of an empty page, ms", empty, ""),
        (f"first paint of {FIRST} over it", ratios[FIRST], "at most 3"),
        (f"first paint of the heaviest page, {heaviest}, over it", ratios[heaviest], ""),
    ]


if __name__ == "__main__":
    for row in main():
        print(*row, sep=" | ")
