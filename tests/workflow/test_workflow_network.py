"""The study opens no connection: it runs whole in a network namespace that has no network."""

import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

# Loopback alone is switched on (ioctl SIOCSIFFLAGS with IFF_UP and IFF_RUNNING): notebooks speak to their own kernel.
LOOPBACK_ALONE = """
import fcntl, os, socket, struct, sys
with socket.socket() as probe:
    fcntl.ioctl(probe, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
CONNECT = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"


def isolated(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    """Python with the arguments, in a namespace of its own where no other machine can be reached."""
    command = ["unshare", "--map-root-user", "--net", sys.executable, "-c", LOOPBACK_ALONE, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False, **options)


@pytest.fixture(scope="module")
def namespace():
    if not shutil.which("unshare") or isolated("-c", "pass").returncode:
        pytest.skip("this system lets nobody make a network namespace (unshare --map-root-user --net)")


@pytest.mark.usefixtures("namespace")
def test_in_the_namespace_no_machine_can_be_reached():
    process = isolated("-c", CONNECT)
    assert process.returncode
    assert "Network is unreachable" in process.stderr


@pytest.mark.usefixtures("namespace")
def test_the_whole_study_runs_without_a_network(new_study):
    folder = new_study("offline")
    process = isolated("-m", "snakemake", cwd=folder)
    assert process.returncode == 0, process.stderr
    assert (folder / "results/data/panel.csv").is_file()
