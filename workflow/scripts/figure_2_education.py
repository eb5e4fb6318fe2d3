from regioncodes.exhibits.figures import figure_2_education as exhibit
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table
from regioncodes.words.captions import edition_title
from regioncodes.words.texts import in_each_language

points, fits, lines = (read_table(snakemake.input[name]) for name in ("points", "fits", "lines"))
outcomes = snakemake.params.outcomes
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    names = read_table(snakemake.input.regions).set_index("region")[f"name_{texts.language}"]
    save_figure(exhibit.figure(points, fits, lines, texts, outcomes=outcomes), files[:3])
    edition = edition_title(snakemake.params.edition, read_table(snakemake.input.sources), texts)
    facts = {"outcomes": len(outcomes), "district": names[snakemake.params.district], "edition": edition}
    caption = exhibit.figure_caption(fits, texts, **facts)
    write_text(caption, files[3])
