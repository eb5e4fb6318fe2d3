from regioncodes.exhibits.figures import figure_3_placebo as exhibit
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

fits, walks, pairs, regions = map(read_table, snakemake.input[:4])
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    names = regions.set_index("region")[f"name_{texts.language}"]
    save_figure(exhibit.figure(fits, walks, texts), files[:3])
    caption = exhibit.figure_caption(fits, walks, pairs, texts, district=names[snakemake.params.district])
    write_text(caption, files[3])
