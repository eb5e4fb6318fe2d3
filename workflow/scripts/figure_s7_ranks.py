from regioncodes.exhibits import figure_s7_ranks as exhibit
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import Texts
from regioncodes.files import write_text
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
regions = read_table(snakemake.input.regions)
ranks = exhibit.shown_ranks(read_table(snakemake.input.ranks), **snakemake.params.shown)
save_figure(exhibit.figure(ranks, regions, texts), snakemake.output[:3])
names = regions.set_index("region")[f"name_{texts.language}"]
caption = exhibit.figure_caption(ranks, regions, texts, district=names[snakemake.params.district])
write_text(caption, snakemake.output[3])
