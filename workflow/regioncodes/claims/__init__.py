"""The article's claims: a ledger of them, the figures that bear on each, and the verdicts computed from these."""
