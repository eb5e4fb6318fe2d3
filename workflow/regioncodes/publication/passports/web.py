"""The passport as a page for a browser that stands alone: the same sentences, real tables, one drawing."""

from html import escape

from matplotlib.figure import Figure

from regioncodes.exhibits.printing import style
from regioncodes.ground.code_names import CODES
from regioncodes.publication.passports import words
from regioncodes.publication.passports.charts import bars_height, draw_bars, draw_curves
from regioncodes.publication.passports.facts import READINGS, Names, RegionFacts, drivers, estimate
from regioncodes.publication.passports.page import ROOM_CM, note, reading_heads
from regioncodes.words.numbers import interval, number
from regioncodes.words.texts import Texts

CURVES_CM = 8.0
STYLE = """\
body { font-family: "DejaVu Sans", Arial, sans-serif; color: #1a1a1a; background: #fff; margin: 2rem auto;
  max-width: 52rem; padding: 0 1rem; line-height: 1.45; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.1rem; margin-top: 1.8rem; }
svg { width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; width: 100%; font-size: 0.9rem; }
caption { text-align: left; padding: 0.4rem 0; font-weight: bold; }
thead th { border-bottom: 1px solid; vertical-align: bottom; }
th, td { padding: 0.25rem 0.6rem; text-align: right; }
td { white-space: nowrap; }
th:first-child, tbody th, .words { text-align: left; font-weight: normal; white-space: normal; }
.note { font-size: 0.85rem; color: #444; }
"""


@style.house_style()
def drawing(region_facts: RegionFacts, names: Names, texts: Texts) -> Figure:
    """Curves above, bars below, 18 cm wide: the charts of the page without its text."""
    figure = style.new_figure(ROOM_CM, CURVES_CM + bars_height(region_facts) + 0.3)
    draw_curves(figure, region_facts, texts, 0.8, 0.0, ROOM_CM - 0.9, CURVES_CM)
    draw_bars(figure, region_facts, names, texts, 0.0, CURVES_CM, ROOM_CM)
    return figure


def web_page(region_facts: RegionFacts, names: Names, texts: Texts, *, base: str, edge_years: int, mapping: str) -> str:
    """HTML page without outside addresses, all text escaped. Arguments as for page.page."""
    svg = style.rendered(drawing(region_facts, names, texts), [".svg"], f"passport {region_facts.region}")[0].decode(
        "utf-8"
    )
    title = texts("passport.title", region=names.regions[region_facts.region])
    period = f"{region_facts.nid['year'].min()}–{region_facts.last_year}"
    periods = region_facts.contributions.iloc[0]
    say = {
        "short": texts["passport.heading.short"],
        "curves": texts["passport.heading.curves"],
        "codes": texts("passport.heading.codes", year=region_facts.last_year),
        "readings": texts("passport.heading.readings", year=region_facts.last_year),
        "drivers": texts("passport.heading.drivers", later=periods["later"], earlier=periods["earlier"]),
        "figures": texts["passport.heading.figures"],
    }
    heads = {
        "codes": [texts[f"passport.column.{key}"] for key in ("code", "level", "rate")],
        "drivers": [texts[f"passport.column.{key}"] for key in ("code", "indicator", "contribution")],
    }
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(texts('passport.subtitle', period=period))}</p>",
        _heading(say["short"]),
        _list(words.short(region_facts, names, texts, base)),
        _heading(say["curves"]),
        _svg(svg, texts["passport.alternative"]),
        _table(say["codes"], heads["codes"], code_rows(region_facts, texts)),
        _table(say["readings"], reading_heads(texts), words.reading_rows(region_facts, READINGS, texts)),
        _heading(say["drivers"]),
        _list(words.driver_sentences(region_facts, names, texts)),
        _table(say["drivers"], heads["drivers"], driver_rows(region_facts, names, texts), worded=2),
        f'<p class="note">{escape(texts["passport.drivers.note"])}</p>',
        _heading(say["figures"]),
        _list(words.figure_sentences(region_facts, names, texts)),
        f'<p class="note">{escape(note(texts, base=base, edge_years=edge_years, mapping=mapping))}</p>',
    ]
    return _document(title, texts.language, parts)


def _document(title: str, language: str, parts: list[str]) -> str:
    body = "\n".join(parts)
    return f"""<!DOCTYPE html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{STYLE}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def code_rows(region_facts: RegionFacts, texts: Texts) -> list[tuple[str, ...]]:
    """Cells of the table of codes: name, level and rate of the last year, each with its band."""
    rows = []
    for code in CODES:
        cells = [texts[f"code.{code}"]]
        for order in (0, 1):
            row = estimate(region_facts, code, order)
            if row is None or row["estimate"] != row["estimate"]:
                cells.append(number(float("nan"), texts.language))
                continue
            band = interval(row["lower_95"], row["upper_95"], texts.language, words.DIGITS)
            cells.append(f"{number(row['estimate'], texts.language, words.DIGITS)} {band}")
        rows.append(tuple(cells))
    return rows


def driver_rows(region_facts: RegionFacts, names: Names, texts: Texts) -> list[tuple[str, ...]]:
    """Cells of the table of contributions: code, indicator, contribution."""
    return [
        (texts[f"code.{code}"], names.indicators[row.indicator], words.signed(row.contribution_sd, texts))
        for code in CODES
        for row in drivers(region_facts, code).itertuples()
    ]


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _list(sentences: list[str]) -> str:
    return "\n".join(["<ul>", *(f"<li>{escape(sentence)}</li>" for sentence in sentences), "</ul>"])


def _svg(svg: str, alternative: str) -> str:
    """The drawing within the page, named for those who cannot see it."""
    return svg[svg.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{escape(alternative)}" ', 1)


def _table(caption: str, heads: list[str], rows: list[tuple[str, ...]], worded: int = 1) -> str:
    """A table with its first cells as headings of the rows, the first `worded` columns holding words; nothing where
    there are no rows."""
    if not rows:
        return ""
    words_or_numbers = [' class="words"'] * worded + [""] * (len(heads) - worded)
    head = "".join(
        f'<th scope="col"{kind}>{escape(text)}</th>' for kind, text in zip(words_or_numbers, heads, strict=True)
    )
    body = "\n".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(words_or_numbers[1:], cells, strict=True))
        + "</tr>"
        for first, *cells in rows
    )
    return (
        f'<div class="scroll"><table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table></div>"
    )
