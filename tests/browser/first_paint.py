"""Prints first paints of pages of the site and of an empty page in milliseconds, in turn in one run, as JSON."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path("results/site").resolve()
EMPTY = '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><p>x</p></body></html>'
RUNS = 21
PAINT = """new Promise(done => new PerformanceObserver(list => {
  const paint = list.getEntriesByName("first-contentful-paint")[0];
  if (paint) done(paint.startTime);
}).observe({type: "paint", buffered: true}))"""

with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
    empty = Path(folder) / "empty.html"
    empty.write_text(EMPTY, encoding="utf-8")
    pages = [empty, *(SITE / name for name in sys.argv[1:])]
    times: dict[str, list[float]] = {page.name: [] for page in pages}
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    for _ in range(RUNS):
        for page in pages:
            # A context of its own: nothing is kept from the time before.
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            tab = context.new_page()
            tab.goto(page.as_uri())
            times[page.name].append(tab.evaluate(PAINT))
            context.close()
print(json.dumps(times))
