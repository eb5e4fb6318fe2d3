"""The seal of a finished study: what every result was when it was made."""

import re

RULES_FOLDER = os.path.join(PACKAGE_FOLDER, "rules")
OWN_RULES = [rule for rule in workflow.rules if os.path.dirname(os.path.abspath(rule.snakefile)) == RULES_FOLDER]
# Every file that a rule of the study makes, also those between two steps; a pattern carries what its wildcards match.
PATTERNS = [re.sub(r",[^{}]*}", "}", str(output)) for rule in OWN_RULES for output in rule.output]
WHOLE = [pattern for pattern in PATTERNS if "{scatteritem}" not in pattern]
PARTS = [part for rule in OWN_RULES for part in getattr(rule.input, "parts", [])]


rule seal_results:
    """Fingerprints of all results, by which a file that was cut short, edited by hand or left by other choices is found."""
    input:
        results=sorted({*PARTS, *expand(WHOLE, edition=EDITIONS, table=SURVEYS, region=PASSPORT_REGIONS)}),
        raw=rules.verify_sources.input.raw,
        sources=rules.verify_sources.output[0],
        code=modules("seal_results"),
    output:
        # The seal before tells which results were made by choices that have changed since.
        update("results/SHA256SUMS"),
    script:
        "../scripts/seal_results.py"
