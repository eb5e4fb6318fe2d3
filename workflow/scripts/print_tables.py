from importlib import import_module
from types import SimpleNamespace

from regioncodes.exhibits.printing.machine_tables import write_csv
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.printed_documents import write_printed
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for name, line in snakemake.params.exhibits.items():
    exhibit = import_module(f"regioncodes.exhibits.tables.{name}").exhibit
    results = SimpleNamespace(**{result: read_table(snakemake.input[result]) for result in line["reads"]})
    own = [file for file in snakemake.output if f"/{name}." in file]
    printed = []
    for texts, files in in_each_language(catalogue, own):
        printed.append((texts, exhibit(results, SimpleNamespace(**line["choices"]), texts)))
        write_printed(printed[-1][1], files)
    write_csv(printed, next(file for file in own if file.endswith(".csv")))
