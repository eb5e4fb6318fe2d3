"""What of a machine may move a number: its processor, its kernels of linear algebra, its versions."""

import platform
from importlib.metadata import version

PACKAGES = ("numpy", "scipy", "pandas", "statsmodels", "matplotlib")
KERNEL = "linear algebra"
UNKNOWN = "not told"


def facts() -> dict[str, str]:
    """What this machine computes with, by name: system, processor, its features, linear algebra, versions.

    Names no host, no path and no date, so two machines that compute alike have the same facts.
    """
    return {
        "operating system": platform.system(),
        "processor": platform.machine(),
        "processor features": processor_features(),
        KERNEL: kernels(),
        "Python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def processor_features() -> str:
    """Names of the instruction sets that numpy uses on this processor, as numpy's own configuration tells them.

    What NPY_DISABLE_CPU_FEATURES switched off is not among them.
    """
    import numpy as np

    extensions = np.show_config(mode="dicts")["SIMD Extensions"]
    return " ".join([*extensions.get("baseline", []), *extensions.get("found", [])]) or UNKNOWN


def kernels() -> str:
    """Library, version and kernel of every linear algebra that numpy and scipy have loaded, sorted, each once.

    A library that threadpoolctl does not know, such as macOS's own, leaves no name.
    """
    # Assumption: numpy and scipy each bring a library of their own, which only this import loads.
    import scipy.linalg  # noqa: F401
    from threadpoolctl import threadpool_info

    libraries = [library for library in threadpool_info() if library["user_api"] == "blas"]
    named = {" ".join(_words(library)) for library in libraries}
    return "; ".join(sorted(named)) or UNKNOWN


def _words(library: dict) -> list[str]:
    """The library's name, its version and, where it tells one, its kernel."""
    told = [library[key] for key in ("internal_api", "version", "architecture") if library.get(key)]
    return [str(word) for word in told]
