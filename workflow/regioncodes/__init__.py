"""The study's package; `read` gives every table of a published file as tidy rows."""

import importlib


def __getattr__(name: str) -> object:
    # Not an import statement: the steps of the study hang on the modules that those name, and all begin here.
    if name == "read":
        return importlib.import_module("regioncodes.reading.tidying").read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
