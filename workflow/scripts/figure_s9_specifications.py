from regioncodes.exhibits import figure_s9_specifications as exhibit
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import Texts
from regioncodes.files import write_text
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
curve, summary, joint, regions = map(read_table, snakemake.input[:4])
names = regions.set_index("region")[f"name_{texts.language}"]
save_figure(exhibit.figure(curve, texts), snakemake.output[:3])
caption = exhibit.figure_caption(curve, summary, joint, texts, district=names[snakemake.params.district])
write_text(caption, snakemake.output[3])
