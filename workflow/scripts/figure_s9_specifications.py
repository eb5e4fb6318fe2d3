from regioncodes.exhibits import figure_s9_specifications as exhibit
from regioncodes.exhibits.outcome_words import with_outcomes
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import in_each_language
from regioncodes.files import write_text
from regioncodes.tables import read_table

curve, summary, joint, regions = map(read_table, snakemake.input[:4])
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    names = regions.set_index("region")[f"name_{texts.language}"]
    save_figure(exhibit.figure(curve, texts), files[:3])
    caption = exhibit.figure_caption(curve, summary, joint, texts, district=names[snakemake.params.district])
    write_text(caption, files[3])
