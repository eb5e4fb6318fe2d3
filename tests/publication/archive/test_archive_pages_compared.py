from regioncodes.publication.archive.pages_compared import page_words


def words(page: str) -> str:
    return page_words(page.encode()).decode()


def test_drawings_styles_and_programs_are_no_words():
    nothing = "<style>p { size: 1 }</style>\n<svg width='3'>\n<text>9</text></svg>\n<script>4 < 5</script>"
    assert words(f"<p>one</p>\n{nothing}<p>two</p>") == "one\ntwo\n"


def test_the_cells_of_a_row_stand_on_one_line_and_apart():
    assert words("<tr><th scope='row'>code</th><td>0.1</td><td>0.2</td></tr>\n") == "code 0.1 0.2\n"


def test_marks_and_space_do_not_count_and_letters_do():
    assert words("<p class='a'>a  &amp;\tb</p>") == words("\n<b>a &amp; b</b>\n\n") == "a & b\n"
    assert words("<p>−0.29</p>") != words("<p>0.29</p>")
