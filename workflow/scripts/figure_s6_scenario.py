from regioncodes.exhibits import figure_s6_scenario as exhibit
from regioncodes.exhibits.outcome_words import with_outcomes
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import in_each_language
from regioncodes.files import write_text
from regioncodes.tables import read_table

scenario, fits, lines, checks, regions = map(read_table, snakemake.input[:5])
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    district = regions.set_index("region").loc[snakemake.params.district, f"name_{texts.language}"]
    save_figure(exhibit.figure(scenario, fits, lines, checks, texts, outcomes=snakemake.params.outcomes), files[:3])
    write_text(exhibit.figure_caption(scenario, fits, texts, district=district), files[3])
