"""Printed tables: the same cells in every format, escaped, repeatable."""

import time
from html.parser import HTMLParser

import docx
import pandas as pd
import pytest

from regioncodes.exhibits.printing.latex_tables import latex_text, write_latex
from regioncodes.exhibits.printing.paper import least_widths_cm, paper
from regioncodes.exhibits.printing.printed_documents import write_docx, write_printed
from regioncodes.exhibits.printing.printed_tables import (
    Column,
    PrintedTable,
    read_html,
    write_html,
)
from regioncodes.exhibits.printing.selection import units_counted
from regioncodes.exhibits.printing.tested_correlations import told_from_zero
from regioncodes.exhibits.tables import table_1_relevance, table_2_attitudes, table_s1_codes, table_s1b_mappings
from regioncodes.ground.errors import StudyError

WRITERS = {".html": write_html, ".tex": write_latex, ".docx": write_docx}


@pytest.fixture(params=["table_1", "table_2", "table_s1"])
def printed(request, options, nid, regions, texts):
    if request.param == "table_1":
        return table_1_relevance.table(options, texts)
    if request.param == "table_2":
        return table_2_attitudes.table(options.drop(columns="block"), texts)
    return table_s1_codes.table(nid, regions, texts)


class Page(HTMLParser):
    """Rows of a page as lists of cells, and every tag with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.tags, self.open = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.open = True

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data):
        if self.open:
            self.rows[-1][-1] += data


def test_a_reopened_docx_holds_the_same_cells(printed, tmp_path):
    write_docx(printed, tmp_path / "table.docx")
    document = docx.Document(tmp_path / "table.docx")
    rows = [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows]
    assert rows == [tuple(column.heading for column in printed.columns), *printed.rows]
    assert document.paragraphs[0].text == f"{printed.title} {printed.caption}"
    assert document.paragraphs[-1].text == printed.note
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml


def test_html_is_semantic_and_stands_alone(printed, tmp_path):
    write_html(printed, tmp_path / "table.html")
    text = (tmp_path / "table.html").read_text(encoding="utf-8")
    page = Page(text)
    cells = [[column.heading for column in printed.columns]]
    for block in printed.blocks():
        cells += [list(row[1:] if printed.has_blocks and place else row) for place, row in enumerate(block)]
    assert page.rows == cells
    scopes = [attributes.get("scope") for tag, attributes in page.tags if tag == "th"]
    assert scopes.count("col") == len(printed.columns)
    assert scopes.count("row") == len(printed.rows)
    assert ("html", {"lang": printed.language}) in page.tags
    assert "http" not in text
    assert not [tag for tag, attributes in page.tags if "src" in attributes or "href" in attributes]


def test_html_escapes_what_a_label_brings(options, texts, tmp_path):
    write_html(table_1_relevance.table(options, texts), tmp_path / "table.html")
    text = (tmp_path / "table.html").read_text(encoding="utf-8")
    assert "<b>" not in text
    assert "&lt;b&gt;" in text
    assert " &amp; " in text


def test_a_page_is_read_as_it_was_written(printed, tmp_path):
    write_html(printed, tmp_path / "table.html")
    page = read_html(tmp_path / "table.html")
    assert (page.title, page.caption, page.note) == (printed.title, printed.caption, printed.note)
    assert Page(page.table).rows == Page((tmp_path / "table.html").read_text(encoding="utf-8")).rows


def test_a_page_without_a_printed_table_is_named(tmp_path):
    (tmp_path / "table.html").write_text("<table></table>", encoding="utf-8")
    with pytest.raises(StudyError, match=r"table\.html: found no table with title, caption and note"):
        read_html(tmp_path / "table.html")


@pytest.mark.parametrize("suffix", WRITERS)
def test_tables_repeat_byte_for_byte_at_another_time(printed, suffix, tmp_path, monkeypatch):
    WRITERS[suffix](printed, tmp_path / f"first{suffix}")
    later = time.localtime(time.time() + 86_400 * 400)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    WRITERS[suffix](printed, tmp_path / f"second{suffix}")
    assert (tmp_path / f"first{suffix}").read_bytes() == (tmp_path / f"second{suffix}").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


def test_latex_escapes_every_character_of_command():
    assert latex_text(r"50 % & R&D_1 {x} $5 #2 ~^\ [1") == (
        r"50 \% \& R\&D\_1 \{x\} \$5 \#2 \textasciitilde{}\textasciicircum{}\textbackslash{} {[}1"
    )


def test_latex_rows_have_a_cell_for_every_column(printed, tmp_path):
    write_latex(printed, tmp_path / "table.tex")
    text = (tmp_path / "table.tex").read_text(encoding="utf-8")
    body = text.split(r"\endlastfoot")[1].replace(r"\&", "")
    rows = [line for line in body.splitlines() if line.endswith(r"\\")]
    assert len(rows) == len(printed.rows)
    assert {row.count("&") for row in rows} == {len(printed.columns) - 1}
    assert text.count("{") == text.count("}")
    for command in (r"\bottomrule", r"\caption*{", r"\label{", r"\end{longtable}"):
        assert text.count(command) == 1


WIDE = tuple(Column(f"Heading {place}", 0.1) for place in range(12))


def paper_table(columns=WIDE, name="table_s7_connections"):
    row = tuple("unbreakable" for _ in columns)
    return PrintedTable(name, "en", "Table S7. Title.", columns, (row,), "Caption.", "Note.")


@pytest.mark.parametrize(("columns", "is_wide"), [(WIDE, True), (WIDE[:3], False)])
def test_a_table_without_room_upright_stands_on_its_side_in_latex_and_word(columns, is_wide, tmp_path):
    table = paper_table(columns)
    write_latex(table, tmp_path / "t.tex")
    write_docx(table, tmp_path / "t.docx")
    assert (r"\begin{landscape}" in (tmp_path / "t.tex").read_text(encoding="utf-8")) == is_wide
    section = docx.Document(tmp_path / "t.docx").sections[0]
    assert (section.page_width > section.page_height) == is_wide
    assert round(min(section.page_width, section.page_height).cm, 1) == 21.0


def test_columns_fill_the_page_and_leave_each_word_its_room():
    columns = (Column("A", 0.01), Column("B", 0.99))
    table = PrintedTable("t", "en", "T.", columns, (("competitiveness", "x"),), "C.", "N.")
    narrow, wide = paper(table).columns
    assert narrow + wide == pytest.approx(17)
    assert narrow == least_widths_cm(table)[0] > 15 * 0.15


def test_a_latex_table_has_the_one_number_of_its_title(tmp_path):
    write_latex(paper_table(), tmp_path / "t.tex")
    text = (tmp_path / "t.tex").read_text(encoding="utf-8")
    assert r"\caption*{\textbf{Table S7. Title.} Caption.}" in text
    assert r"\renewcommand{\thetable}{S7}" in text
    assert text.rstrip().endswith(r"\addtocounter{table}{-1}")


def test_rows_of_the_wrong_length_are_named_all_at_once():
    columns = (Column("a", 0.5), Column("b", 0.5))
    with pytest.raises(StudyError, match=r"(?s)2 problems in table t.*row 1: 1 cells.*row 3: 3 cells"):
        PrintedTable("t", "en", "T.", columns, (("1",), ("1", "2"), ("1", "2", "3")), "C.", "N.")
    with pytest.raises(StudyError, match="no rows"):
        PrintedTable("t", "en", "T.", columns, (), "C.", "N.")


def test_table_1_prints_blocks_in_the_order_of_the_article_with_the_mark_of_the_language(options, texts):
    table = table_1_relevance.table(options, texts)
    assert [row[1] for row in table.rows] == list(options[f"label_{texts.language}"].iloc[[1, 2, 3, 0]])
    of = "of" if texts.language == "en" else "из"
    mark = "." if texts.language == "en" else ","
    expected = ("43.8", "43.7*", f"91 {of} 208", "[37.2;\u00a050.5]")
    assert table.rows[2][2:] == tuple(cell.replace(".", mark) for cell in expected)
    assert "*" in table.note
    assert "204–208" in table.caption


def test_tables_of_the_survey_say_that_they_are_reconstructed_from_the_printed_shares(options, texts):
    opening = {"en": "Reconstructed from the printed shares", "ru": "Восстановлено по напечатанным долям"}
    for module in (table_1_relevance, table_2_attitudes):
        printed = module.table(options, texts)
        assert printed.caption.startswith(opening[texts.language])
        assert texts["status.reconstructed"] in printed.caption


def test_the_asterisk_is_explained_only_where_it_is_printed(options, texts):
    assert "*" not in table_2_attitudes.table(options.assign(agrees=True), texts).note


def test_an_unknown_block_is_an_error(options, texts):
    with pytest.raises(StudyError, match="block 'other'"):
        table_1_relevance.table(options.assign(block="other"), texts)


def test_table_s1_takes_the_last_year_that_all_regions_share(nid, regions, texts):
    table = table_s1_codes.table(nid, regions, texts)
    assert "2015" in table.title
    row = nid.query("region == 'RU-SVE' and year == 2015 and reading == 'memory'").iloc[0]
    mark = "." if texts.language == "en" else ","
    cells = [f"{row[name]:.2f}".replace("-", "\u2212") for name in ("estimate", "joint_lower_95", "joint_upper_95")]
    expected = f"{cells[0]}\u00a0[{cells[1]};\u00a0{cells[2]}]".replace(".", mark)
    assert table.rows[1][0] == regions[f"short_{texts.language}"][1]
    assert table.rows[1][2] == expected
    assert texts("table_s1.edge", year=2015) in table.note


@pytest.mark.parametrize(
    ("left_out", "key"), [([], "with_district"), (["RU-UFD"], "with_country"), (["RU-UFD", "RU"], "alone")]
)
def test_units_are_counted_as_what_they_are(left_out, key, nid, regions, texts):
    units = nid.loc[~nid["region"].isin(left_out), "region"]
    assert units_counted(units, regions, texts) == texts(f"units.{key}", regions=6)
    if not left_out:
        assert texts(f"units.{key}", regions=6) in table_s1_codes.table(nid, regions, texts).caption


@pytest.mark.parametrize(("verdicts", "key"), [(["negative", "unclear"], "some"), (["unclear", "unclear"], "none")])
def test_that_none_is_told_from_zero_is_said_in_words(verdicts, key, texts):
    facts = {"told": 1} if key == "some" else {}
    found = told_from_zero(pd.DataFrame({"verdict": verdicts}), texts)
    assert found == texts(f"tests.told.{key}", tests=2, **facts)
    assert not found.startswith("0")


def test_a_region_without_codes_prints_a_dash_and_holds_nobody_back(nid, regions, texts):
    absent = nid["region"].eq("RU-TYU-0")
    holes = nid.assign(status=nid["status"].mask(absent, "missing_code"), estimate=nid["estimate"].mask(absent))
    table = table_s1_codes.table(holes, regions, texts)
    assert table.rows[2][1:] == ("\u2014",) * 4
    assert "\u2014" in table.note


def test_without_a_year_of_all_regions_the_last_of_most_is_taken_and_without_any_the_last(nid, regions, texts):
    apart = nid[nid["region"].eq("RU") == nid["year"].gt(2010)]
    table = table_s1_codes.table(apart, regions, texts)
    assert "2008" in table.title
    dashes = [row[0] for row in table.rows if row[1:] == ("\u2014",) * 4]
    assert dashes == list(regions.loc[regions["region"].eq("RU"), f"short_{texts.language}"])
    none = table_s1_codes.table(nid.assign(status="short_window"), regions, texts)
    assert {cell for row in none.rows for cell in row[1:]} == {"\u2014"}


def test_every_mapping_has_a_block_in_the_last_year_that_is_an_edge_of_none(nid, regions, texts):
    short = nid.assign(mapping="article", edge=nid["edge"].astype(bool) | nid["year"].gt(2011))
    table = table_s1b_mappings.table(pd.concat([nid, short]), regions, texts)
    own = nid[nid["status"].eq("estimated") & nid["formula"].eq("code_nid") & nid["year"].le(2011)]
    year = own.loc[~own["edge"].astype(bool), "year"].max()
    assert str(year) in table.title
    names = list(regions.loc[regions["region"].isin(nid["region"]), f"short_{texts.language}"])
    assert [row[:2] for row in table.rows] == [(name, unit) for name in ("article", "composite") for unit in names]
    assert [row[2:] for row in table.rows[: len(names)]] == [row[2:] for row in table.rows[len(names) :]]
    mark = "." if texts.language == "en" else ","
    found = nid.query("region == 'RU-SVE' and reading == 'memory' and sign == 'signed'").set_index("year")["estimate"]
    expected = f"{found[year]:.2f}".replace("-", "\u2212").replace(".", mark)
    assert table.rows[names.index(regions.set_index("region").loc["RU-SVE", f"short_{texts.language}"])][3].startswith(
        expected
    )
    assert "2011" in table.caption or str(year) in table.caption
    none = table_s1b_mappings.table(nid.assign(status="short_window"), regions, texts)
    assert {cell for row in none.rows for cell in row[2:]} == {"\u2014"}


def test_a_table_may_have_no_note_and_a_paper_gets_the_shorter_one(tmp_path):
    columns = (Column("Region", 0.5), Column("Years", 0.5, True))
    short = PrintedTable("t", "en", "T.", columns, (("RU-KGN", "1"),), "C.", "")
    whole = PrintedTable("t", "en", "T.", columns, (("RU-KGN", "1"), ("RU-SVE", "2")), "C.", "", for_paper=short)
    write_printed(whole, [tmp_path / f"t{ending}" for ending in WRITERS])
    page, paper = ((tmp_path / f"t.{ending}").read_text(encoding="utf-8") for ending in ("html", "tex"))
    assert "RU-SVE" in page
    assert "RU-SVE" not in paper
    assert len(docx.Document(tmp_path / "t.docx").tables[0].rows) == 2
