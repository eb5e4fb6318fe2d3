"""The passport as a page for a browser that stands alone: the same sentences, real tables, one drawing."""

import re
from collections.abc import Sequence

from matplotlib.figure import Figure

from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.pages import filled_page
from regioncodes.exhibits.printing.selection import JOINT
from regioncodes.ground.code_names import CODES
from regioncodes.publication.passports import words
from regioncodes.publication.passports.charts import bars_height, draw_bars, draw_curves
from regioncodes.publication.passports.facts import READINGS, Names, RegionFacts, drivers, estimate
from regioncodes.publication.passports.page import ROOM_CM, note, reading_heads
from regioncodes.publication.site.pages import FIRST, page_file
from regioncodes.words.numbers import interval, number
from regioncodes.words.texts import LANGUAGE_NAMES, Texts

CURVES_CM = 8.0
# A drawing for a phone: as wide as its page, two panels beside each other.
NARROW_CM, NARROW_CURVES_CM = 9.0, 15.0
SITE_FOLDER = "../site"
STYLE = """\
body { font-family: "DejaVu Sans", Arial, sans-serif; color: #1a1a1a; background: #fff; margin: 2rem auto;
  max-width: 52rem; padding: 0 1rem; line-height: 1.45; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.1rem; margin-top: 1.8rem; }
svg { width: 100%; height: auto; }
table { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; width: 100%; font-size: 0.9rem; }
caption { text-align: left; padding: 0.4rem 0; font-weight: bold; }
thead th { border-bottom: 1px solid; vertical-align: bottom; }
th, td { padding: 0.25rem 0.6rem; text-align: right; }
td { white-space: nowrap; }
th:first-child, tbody th, .words { text-align: left; font-weight: normal; white-space: normal; }
.note { font-size: 0.85rem; color: #444; }
nav { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; font-size: 0.9rem; }
nav a { padding: 0.2rem 0; color: #00558c; } nav a[lang] { margin-left: auto; }
.narrow { display: none; }
@media (max-width: 40rem) {
  .wide { display: none; } .narrow { display: block; }
  body { margin: 1rem auto; } ul { padding-left: 1.1rem; }
  table { font-size: 0.7rem; } th, td { padding: 0.25rem 0.15rem; overflow-wrap: break-word; hyphens: auto; }
  td { white-space: normal; }
}
@media print { nav { display: none; } }
"""
PAGE = """\
{% extends "frame" %}
{% macro sentences(items) %}
<ul>
{% for item in items %}
<li>{{ item }}</li>
{% endfor %}
</ul>
{% endmacro %}
{% macro grid(caption, heads, rows, worded=1) %}
{% if rows %}
<table>
<caption>{{ caption }}</caption>
<thead><tr>
{%- for head in heads %}
<th scope="col"{% if loop.index <= worded %} class="words"{% endif %}>{{ head }}</th>
{%- endfor %}
</tr></thead>
<tbody>
{% for row in rows %}
<tr><th scope="row">{{ row[0] }}</th>
{%- for text in row[1:] %}<td{% if loop.index < worded %} class="words"{% endif %}>{{ text }}</td>{% endfor -%}
</tr>
{% endfor %}
</tbody>
</table>
{% endif %}
{% endmacro %}
{% block body %}
<nav aria-label="{{ say.ways }}">
<a href="{{ ways.site }}">{{ say.site }}</a>
<a href="{{ ways.codes }}">{{ say.codes_page }}</a>
{% for language in ways.others %}
<a href="{{ ways.region }}.{{ language }}.html" lang="{{ language }}"
    hreflang="{{ language }}">{{ ways.names[language] }}</a>
{% endfor %}
</nav>
<main>
<h1>{{ title }}</h1>
<p>{{ subtitle }}</p>
<h2>{{ say.short }}</h2>
{{ sentences(short) }}
<p>{{ built }}</p>
<h2>{{ say.curves }}</h2>
{% for width, drawing in drawings.items() %}
<svg class="{{ width }}" role="img" aria-label="{{ say.alternative }}" {{ drawing|safe }}
{% endfor %}
{{ grid(say.codes, heads.codes, codes) }}
{{ grid(say.readings, heads.readings, readings) }}
<h2>{{ say.drivers }}</h2>
{{ sentences(drivers) }}
{{ grid(say.drivers, heads.drivers, contributions, 2) }}
<p class="note">{{ say.drivers_note }}</p>
<h2>{{ say.figures }}</h2>
{{ sentences(figures) }}
<p class="note">{{ note }}</p>
</main>
{% endblock %}
"""


@style.house_style()
def drawing(region_facts: RegionFacts, names: Names, texts: Texts, *, narrow: bool = False) -> Figure:
    """Curves above, bars below, 18 cm wide, or 9 for a phone: the charts of the page without its text."""
    width, curves = (NARROW_CM, NARROW_CURVES_CM) if narrow else (ROOM_CM, CURVES_CM)
    columns = {"curves": 2, "bars": 1} if narrow else {"curves": 4, "bars": 3}
    bars = bars_height(region_facts, names, width, columns["bars"])
    figure = style.new_figure(width, curves + bars + 0.3)
    # Half of the last year's label stands beyond its panel.
    draw_curves(figure, region_facts, texts, 1.0, 0.0, width - 1.4, curves, columns["curves"])
    draw_bars(figure, region_facts, names, texts, 0.0, curves, width, columns["bars"])
    return figure


def _drawings(region_facts: RegionFacts, names: Names, texts: Texts) -> dict[str, str]:
    """SVG for a wide and for a narrow page, without its first words; no name is in both.

    Within the page a drawing is named for those who cannot see it, and the style shows one of the two.
    """
    found = {}
    for width in ("wide", "narrow"):
        figure = drawing(region_facts, names, texts, narrow=width == "narrow")
        svg = style.rendered(figure, [".svg"], f"passport {region_facts.region} {width}")[0].decode("utf-8")
        own = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{width}-", svg)
        found[width] = own.partition("<svg ")[2]
    return found


def web_page(
    region_facts: RegionFacts,
    names: Names,
    texts: Texts,
    *,
    languages: Sequence[str],
    base: str,
    edge_years: int,
    mapping: str,
) -> str:
    """HTML page without outside addresses, all text escaped; ways lead to the site and to the page's other language.

    languages: in which the passport is written. Other arguments as for page.page.
    """
    title = texts("passport.title", region=names.regions[region_facts.region])
    period = f"{region_facts.nid['year'].min()}–{region_facts.last_year}"
    periods = region_facts.contributions.iloc[0]
    say = {
        "short": texts["passport.heading.short"],
        "curves": texts["passport.heading.curves"],
        "alternative": texts["passport.alternative"],
        "codes": texts("passport.heading.codes", year=region_facts.year),
        "readings": texts("passport.heading.readings", year=region_facts.year),
        "drivers": texts("passport.heading.drivers", later=periods["later"], earlier=periods["earlier"]),
        "drivers_note": texts["passport.drivers.note"],
        "figures": texts["passport.heading.figures"],
        **{name: texts[f"passport.way.{name}"] for name in ("ways", "site", "codes_page")},
    }
    heads = {
        "codes": [texts[f"passport.column.{key}"] for key in ("code", "level", "rate")],
        "readings": reading_heads(texts),
        "drivers": [texts[f"passport.column.{key}"] for key in ("code", "indicator", "contribution")],
    }
    return filled_page(
        PAGE,
        language=texts.language,
        title=title,
        style=STYLE,
        say=say,
        heads=heads,
        subtitle=texts("passport.subtitle", period=period),
        short=words.short(region_facts, names, texts, base),
        ways=_ways(region_facts.region, texts.language, languages),
        drawings=_drawings(region_facts, names, texts),
        codes=code_rows(region_facts, texts),
        readings=words.reading_rows(region_facts, READINGS, texts),
        built=words.composition_sentence(region_facts, names, texts),
        drivers=words.driver_sentences(region_facts, names, texts),
        contributions=driver_rows(region_facts, names, texts),
        figures=words.figure_sentences(region_facts, names, texts),
        note=note(texts, base=base, edge_years=edge_years, mapping=mapping),
    )


def _ways(region: str, own: str, languages: Sequence[str]) -> dict:
    """Where a passport leads: the site in its own language, and the same region in the others."""
    return {
        "site": f"{SITE_FOLDER}/{page_file(FIRST, own, languages)}",
        "codes": f"{SITE_FOLDER}/{page_file('codes', own, languages)}",
        "region": region,
        "others": [language for language in languages if language != own],
        "names": LANGUAGE_NAMES,
    }


def code_rows(region_facts: RegionFacts, texts: Texts) -> list[tuple[str, ...]]:
    """Cells of the table of codes: name, level and rate of the year shown, each with its band."""
    rows = []
    for code in CODES:
        cells = [texts[f"code.{code}"]]
        for order in (0, 1):
            row = estimate(region_facts, code, order)
            if row is None or row["estimate"] != row["estimate"]:
                cells.append(number(float("nan"), texts.language))
                continue
            band = interval(*row[list(JOINT)], texts.language, words.DIGITS)
            cells.append(f"{number(row['estimate'], texts.language, words.DIGITS)} {band}")
        rows.append(tuple(cells))
    return rows


def driver_rows(region_facts: RegionFacts, names: Names, texts: Texts) -> list[tuple[str, ...]]:
    """Cells of the table of contributions: code, indicator, contribution."""
    return [
        (texts[f"code.{code}"], names.terms[code, row.indicator], words.signed(row.contribution_sd, texts))
        for code in CODES
        for row in drivers(region_facts, code).itertuples()
    ]
