"""A real SLURM of one machine, without systemd and without accounting, while a block of code runs."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

# Jobs do not inherit SLURM_CONF: the configuration has to stand where every program looks for it.
CONFIGURATION = Path("/etc/slurm/slurm.conf")
PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scancel", "sinfo")
SECONDS_TO_START = 30
TEMPLATE = """\
ClusterName=proof
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherParams=OverMemoryKill
JobAcctGatherFrequency=task=1
MpiDefault=none
MinJobAge=600
SchedulerParameters=sched_min_interval=100000
{node} NodeAddr=127.0.0.1
PartitionName=study Nodes=ALL Default=YES MaxTime=INFINITE
"""


def obstacle() -> str:
    """Why SLURM cannot be started here, in a sentence; empty where it can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "SLURM's daemons are started by root alone"
    if missing := [program for program in PROGRAMS if shutil.which(program) is None]:
        return f"not installed: {', '.join(missing)} (Debian's packages munge, slurmctld, slurmd, slurm-client)"
    if CONFIGURATION.exists():
        return f"{CONFIGURATION} exists: this machine has a SLURM of its own, which is left alone"
    return ""


@contextmanager
def one_machine_slurm() -> Iterator[None]:
    """SLURM, running and idle; all its jobs, daemons and files are gone afterwards."""
    with ExitStack() as undone_at_the_end:
        folder = Path(undone_at_the_end.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        _write_configuration(folder)
        undone_at_the_end.callback(CONFIGURATION.unlink)
        key, socket = folder / "munge.key", folder / "munge.socket"
        munged = ["munged", "--foreground", f"--key-file={key}", f"--socket={socket}"]
        munged += [f"--{name}-file={folder / f'munged.{name}'}" for name in ("pid", "log", "seed")]
        for daemon in (munged, ["slurmctld", "-D"], ["slurmd", "-D"]):
            undone_at_the_end.callback(_stop, _started(daemon, folder))
            _wait(socket.exists, "munged opened no socket", folder)
        undone_at_the_end.callback(subprocess.run, ["scancel", "--partition=study"], check=False)
        _wait(lambda: _said("sinfo", "--noheader", "--format=%T") == "idle", "the node is not idle", folder)
        yield


def running_job(rule: str) -> str:
    """Number of the running job of a rule, as Snakemake sent it; empty while there is none."""
    lines = _said("squeue", "--noheader", "--states=RUNNING", "--format=%i %k").splitlines()
    return next((line.split()[0] for line in lines if f"rule_{rule}" in line), "")


def lose_node(_job: str) -> None:
    """Let SLURM believe that the one node died with all its jobs, and find it again."""
    node = _said("sinfo", "--noheader", "--format=%n")
    lost = _said("squeue", "--noheader", "--states=RUNNING", "--format=%i").split()
    for state in ("down", "resume"):
        subprocess.run(["scontrol", "update", f"nodename={node}", f"state={state}", "reason=proof"], check=True)
    # SLURM runs them again, and would let them wait two minutes.
    for job in lost:
        subprocess.run(["scontrol", "update", f"jobid={job}", "starttime=now"], check=True)


def _write_configuration(folder: Path) -> None:
    for name in ("state", "spool"):
        (folder / name).mkdir()
    key = folder / "munge.key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o400)
    node = _said("slurmd", "-C").splitlines()[0]
    host = node.split()[0].removeprefix("NodeName=")
    CONFIGURATION.parent.mkdir(exist_ok=True)
    CONFIGURATION.write_text(TEMPLATE.format(host=host, folder=folder, node=node), encoding="utf-8")


def _started(command: list[str], folder: Path) -> subprocess.Popen:
    with (folder / f"{command[0]}.out").open("wb") as said:
        return subprocess.Popen(command, stdout=said, stderr=said)


def _stop(daemon: subprocess.Popen) -> None:
    daemon.terminate()
    try:
        daemon.wait(timeout=20)
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.wait()


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout.strip()


def _wait(is_so, otherwise: str, folder: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while not is_so():
        if time.monotonic() > end:
            logs = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.[lo]*"))]
            raise TimeoutError("\n".join([f"{otherwise} after {SECONDS_TO_START} seconds", *logs]))
        time.sleep(0.2)
