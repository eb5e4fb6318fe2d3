import os
import platform
import re
import subprocess
import sys

import numpy as np
import pytest

from regioncodes.publication.archive import machine
from regioncodes.publication.archive.machine import KERNEL, PACKAGES, UNKNOWN, facts

ASK = "from regioncodes.publication.archive.machine import facts; print(*map('='.join, facts().items()), sep='\\n')"


def facts_elsewhere(**environment: str) -> dict[str, str]:
    """The facts as a process of its own finds them in another environment."""
    process = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return dict(line.split("=", 1) for line in process.stdout.splitlines())


def test_the_facts_are_texts_and_none_is_empty():
    assert all(isinstance(fact, str) and fact for pair in facts().items() for fact in pair)


def test_the_versions_are_those_that_are_imported():
    found = facts()
    assert found["numpy"] == np.__version__
    assert found["Python"] == platform.python_version()
    assert set(PACKAGES) < set(found)


def test_no_fact_holds_a_host_a_path_or_a_date():
    told = " ".join(facts().values())
    assert platform.node() not in told.split()
    assert not re.search(r"[/\\]|\d{4}-\d\d-\d\d", told)


def test_the_facts_are_the_same_when_asked_again_by_another_process():
    names = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES")
    assert facts_elsewhere(**{name: os.environ[name] for name in names if name in os.environ}) == facts()


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="the kernels named are those of x86")
@pytest.mark.parametrize(
    ("kernel", "name"),
    [
        ("Nehalem", "Nehalem"),
        ("Prescott", "Katmai"),  # OpenBLAS runs Prescott's for both and tells the older name
    ],
)
def test_the_kernel_told_is_the_one_that_runs(kernel, name):
    told = facts_elsewhere(OPENBLAS_CORETYPE=kernel)[KERNEL]
    assert {library.split()[-1] for library in told.split("; ")} == {name}


def test_features_that_are_switched_off_are_not_told():
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    if not found:
        pytest.skip("this processor has no feature beyond those that numpy always uses")
    told = facts_elsewhere(NPY_DISABLE_CPU_FEATURES=" ".join(found))["processor features"]
    assert not set(found) & set(told.split())


def test_a_linear_algebra_that_nobody_knows_is_said_not_to_be_told(monkeypatch):
    monkeypatch.setattr("threadpoolctl.threadpool_info", list)
    assert machine.kernels() == UNKNOWN


def test_libraries_of_the_same_kernel_are_told_once_and_threads_are_no_linear_algebra(monkeypatch):
    blas = {"user_api": "blas", "internal_api": "openblas", "version": "0.3", "architecture": "Zen", "filepath": "/a"}
    openmp = {"user_api": "openmp", "internal_api": "openmp", "version": None}
    monkeypatch.setattr("threadpoolctl.threadpool_info", lambda: [blas, {**blas, "filepath": "/b"}, openmp])
    assert machine.kernels() == "openblas 0.3 Zen"
