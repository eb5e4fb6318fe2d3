import pandas as pd
import pytest

from project import ROOT
from regioncodes.exhibits.figures import figure_s10_values as map_of_values
from regioncodes.exhibits.tables.table_s12_values import table
from regioncodes.ground.tables import read_table
from regioncodes.surveys.values.groups import MEASURES, SHARE, value_groups
from regioncodes.words.texts import Texts

CATALOGUE = read_table(ROOT / "data/reference/texts.csv")
SCORES = pd.DataFrame({measure: [0.25, -0.5, 0.125, 0.75] for measure in MEASURES}).assign(
    faculty=["economics", "engineering", "economics", "humanities"],
    sex=["female", "male", "male", "female"],
    weight=1.0,
    status="synthetic",
)
GROUPS = value_groups(SCORES, draws=50, minimum_n=1, seed=1)
LABELS = {"en": "SYNTHETIC DATA", "ru": "СИНТЕТИЧЕСКИЕ ДАННЫЕ"}
WORDS = {"en": "synthetic", "ru": "синтетические"}


def words_on(figure):
    return " ".join(text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_face_footer_and_caption_of_the_map_say_synthetic(language):
    texts = Texts(CATALOGUE, language)
    face = words_on(map_of_values.figure(SCORES, GROUPS, texts))
    assert LABELS[language] in face
    assert WORDS[language] in face
    assert WORDS[language] in map_of_values.figure_caption(SCORES, GROUPS, texts)


@pytest.mark.parametrize(("language", "share"), [("en", "75.0\u00a0%"), ("ru", "75,0\u00a0%")])
def test_the_share_above_zero_is_printed_by_the_rules_of_the_language(language, share):
    assert share in words_on(map_of_values.figure(SCORES, GROUPS, Texts(CATALOGUE, language)))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_groups_too_small_to_be_shown_have_no_mean_and_a_map_without_any_says_so(language):
    texts = Texts(CATALOGUE, language)
    face = words_on(map_of_values.figure(SCORES, value_groups(SCORES, draws=50, minimum_n=2, seed=1), texts))
    assert texts["values.group.economics"] in face
    assert texts["values.group.humanities"] not in face
    none = value_groups(SCORES, draws=50, minimum_n=5, seed=1)
    assert texts["figure_s10.none"] in words_on(map_of_values.figure(SCORES, none, texts))
    assert "—" in map_of_values.figure_caption(SCORES, none, texts)


def test_the_means_on_the_map_are_those_of_the_groups():
    means = map_of_values.means_on_the_map(GROUPS).set_index("group")
    assert means.loc["economics", ["x", "y"]].tolist() == pytest.approx([0.1875, 0.1875])
    assert (means["x_lower"] <= means["x"]).all()
    assert (means["y"] <= means["y_upper"]).all()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_table_has_a_block_for_every_measure_and_says_synthetic(language):
    printed = table(GROUPS, Texts(CATALOGUE, language))
    assert [len(block) for block in printed.blocks()] == [6] * len([*MEASURES, SHARE])
    assert LABELS[language] in printed.title
    assert WORDS[language] in printed.caption
