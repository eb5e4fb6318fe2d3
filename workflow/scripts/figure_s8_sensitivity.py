from regioncodes.exhibits import figure_s8_sensitivity as exhibit
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import Texts
from regioncodes.files import write_text
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
regions = read_table(snakemake.input.regions)
moves = exhibit.shown_moves(read_table(snakemake.input.moves), **snakemake.params)
save_figure(exhibit.figure(moves, regions, texts), snakemake.output[:3])
names = regions.set_index("region")[f"name_{texts.language}"]
caption = exhibit.figure_caption(moves, regions, texts, district=names[snakemake.params.district])
write_text(caption, snakemake.output[3])
