"""The check of a drawing finds each kind of fault, names it with its place, and leaves a sound drawing alone."""

import pytest
from matplotlib.patches import Rectangle

from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.ground.errors import StudyError


def faults_of(place, language="en"):
    """Faults of a small sound drawing to which one thing was added."""
    with style.house_style():
        figure = style.new_figure(12, 8)
        axes = figure.add_axes((0.2, 0.2, 0.6, 0.6))
        axes.set_xlim(2005, 2013)
        axes.set_ylim(0, 1)
        style.print_axis_years(axes)
        style.print_axis_numbers(axes.yaxis, language, 1)
        place(figure, axes)
        return drawn_faults(figure, language)


def told(place, language="en"):
    """The one fault found."""
    (fault,) = faults_of(place, language)
    return fault


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_sound_drawing_has_no_fault(language):
    assert faults_of(lambda figure, axes: None, language) == []


def test_a_text_that_leaves_the_canvas_is_found_with_its_place():
    fault = told(lambda figure, axes: figure.text(0.9, 0.05, "a sentence that runs over the edge"))
    assert fault.startswith("'a sentence that runs over the edge', 111% from the left and 94% from the top: is cut")
    tick = told(lambda figure, axes: axes.set_position((0.0, 0.2, 0.5, 0.6)) or axes.set_yticks([0.5], ["a long tick"]))
    assert tick.startswith("'a long tick'")


def test_a_text_that_its_panel_clips_is_found():
    def clipped(clip_on):
        return lambda figure, axes: axes.text(2012.9, 0.5, "long words", clip_on=clip_on)

    assert "is cut" in told(clipped(True))
    assert faults_of(clipped(False)) == []


def test_texts_over_each_other_are_found_tick_labels_included():
    def crowd(figure, axes):
        axes.set_xticks([2005, 2005.4], ["2005", "2006"])

    assert "'2005', 20% from the left and 84% from the top: lies over '2006'; move one" in told(crowd)


def test_ticks_beyond_the_limits_and_hidden_texts_are_not_drawn():
    def hide(figure, axes):
        axes.set_xticks([1900, 2005, 2040], ["cut", "2005", "ш"])
        axes.set_xlim(2005, 2013)
        axes.text(2006, 0.5, "Ж", visible=False)
        axes.text(2006, 0.5, " ")

    assert faults_of(hide) == []


def test_slanted_texts_lie_over_each_other_only_where_their_letters_do():
    def slanted(apart):
        def place(figure, axes):
            for step in range(3):
                figure.text(0.3 + apart * step, 0.4, "a slanted name", rotation=50, rotation_mode="anchor")

        return place

    assert faults_of(slanted(0.06)) == []
    assert len(faults_of(slanted(0.005))) >= 2


def test_the_lines_of_one_text_do_not_lie_over_each_other():
    assert faults_of(lambda figure, axes: figure.text(0.4, 0.4, "one\ntwo", linespacing=0.5)) == []


def test_letters_under_six_points_are_found():
    fault = told(lambda figure, axes: figure.text(0.5, 0.5, "tiny", fontsize=5.5))
    assert fault == "'tiny', 52% from the left and 49% from the top: has letters of 5.5 points; at least 6 are allowed"
    assert faults_of(lambda figure, axes: figure.text(0.5, 0.5, "small", fontsize=6)) == []


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("en", "level, Москва", "'Москва' is not translated; write it in the en column"),
        ("ru", "уровень of codes", "'codes' is not translated; write it in the ru column"),
        ("en", "figure_2.fitted", "'figure_2.fitted' is a name of the program"),
        ("ru", "choice.mapping", "'choice.mapping' is a name of the program"),
        ("en", "chosen in config.yaml", "'config.yaml' is a name of the program"),
        ("en", "R² = 0,86", "'0,86' is no number of this language"),
        ("en", "1\u00a0234 units", "'1\u00a0234' is no number of this language"),
        ("ru", "R² = 0.86", "'0.86' is no number of this language"),
        ("en", "-0.3", "a hyphen stands for a minus"),
        ("ru", "от -0,3", "a hyphen stands for a minus"),
        ("ru", "[-1; 2]", "a hyphen stands for a minus"),
    ],
)
def test_words_and_numbers_of_another_language_are_found(language, words, found):
    (fault,) = (
        fault
        for fault in faults_of(lambda figure, axes: figure.text(0.4, 0.5, words), language)
        if "of the pro" in found or found in fault
    )
    assert found in fault


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "48,999.1 in 2005–2013, p < 0.05, \u22120.3, COVID-19, e.g. Regions of Russia, 12.2022, 1,234,567"),
        ("en", "Code ID (2005), [0.1; 2], R², f′, τ"),
        ("ru", "48\u00a0999,1 за 2005–2013, p < 0,05, \u22120,3, издание 12.2022 и 24.12.2022, 95%-ная"),
        ("ru", "Code ID, Code NID, R², CR2, ICSID, CRPS, т.е. прогноз, т. е. 1,5, yearbook-2018"),
    ],
)
def test_numbers_and_words_as_the_language_has_them_are_no_fault(language, words):
    assert faults_of(lambda figure, axes: figure.text(0.01, 0.95, words, fontsize=6), language) == []


def test_a_drawing_with_a_fault_is_not_saved_and_every_fault_is_named(tmp_path):
    with style.house_style():
        figure = style.new_figure(8, 4)
        figure.text(0.1, 0.5, "-1")
        figure.text(0.5, 0.5, "tiny", fontsize=4)
    with pytest.raises(StudyError, match=r"(?s)2 problems in the drawing of name\.en\.png.*'−?-1'.*'tiny'"):
        style.save_figure(figure, [tmp_path / "name.en.png"], "en")
    assert list(tmp_path.iterdir()) == []
    style.save_figure(figure, [tmp_path / "name.en.png"])


def test_the_check_does_not_change_what_is_saved(tmp_path):
    with style.house_style():
        figure = style.new_figure(8, 4)
        axes = figure.add_axes((0.2, 0.4, 0.7, 0.5))
        axes.add_patch(Rectangle((0.2, 0.2), 0.5, 0.5))
        axes.set_xlabel("A title")
    style.save_figure(figure, [tmp_path / "plain.png"])
    style.save_figure(figure, [tmp_path / "checked.png"], "en")
    assert (tmp_path / "plain.png").read_bytes() == (tmp_path / "checked.png").read_bytes()
    with style.house_style():
        assert "A title" in [text.words for text in drawn_texts(figure)]
