from regioncodes.exhibits import figure_s7_ranks as exhibit
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import in_each_language
from regioncodes.files import write_text
from regioncodes.tables import read_table

regions = read_table(snakemake.input.regions)
ranks = exhibit.shown_ranks(read_table(snakemake.input.ranks), **snakemake.params.shown)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    save_figure(exhibit.figure(ranks, regions, texts), files[:3])
    names = regions.set_index("region")[f"name_{texts.language}"]
    caption = exhibit.figure_caption(ranks, regions, texts, district=names[snakemake.params.district])
    write_text(caption, files[3])
