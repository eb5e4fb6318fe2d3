from regioncodes.exhibits.figures import figure_s7_ranks as exhibit
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

regions = read_table(snakemake.input.regions)
ranks = exhibit.shown_ranks(read_table(snakemake.input.ranks), **snakemake.params.shown)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    save_figure(exhibit.figure(ranks, regions, texts), files[:3])
    names = regions.set_index("region")[f"name_{texts.language}"]
    caption = exhibit.figure_caption(ranks, regions, texts, district=names[snakemake.params.district])
    write_text(caption, files[3])
