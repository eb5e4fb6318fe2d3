"""The seal of a finished study: what every result was when it was made."""

import re

RULES_FOLDER = os.path.join(PACKAGE_FOLDER, "rules")
# Every file that a rule of the study makes, also those between two steps; a pattern carries what its wildcards match.
PATTERNS = [
    re.sub(r",[^{}]*}", "}", str(output))
    for rule in workflow.rules
    if os.path.dirname(os.path.abspath(rule.snakefile)) == RULES_FOLDER
    for output in rule.output
]


rule seal_results:
    """Fingerprints of all results, by which a file that was cut short or edited by hand is found."""
    input:
        results=sorted({*gather.simulation(PATTERNS, edition=EDITIONS, table=SURVEYS, region=PASSPORT_REGIONS)}),
        raw=rules.verify_sources.input.raw,
        sources=rules.verify_sources.output[0],
        code=modules("seal_results"),
    output:
        "results/SHA256SUMS",
    script:
        "../scripts/seal_results.py"
