"""The container and Binder take their versions from the one lock, by the one recipe."""

import re
import shlex

from project import ROOT

INSTRUCTION = re.compile(r"^([A-Z]+) (.+?)(?<!\\)$", re.MULTILINE | re.DOTALL)


def instructions():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    code = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    return [(name, shlex.split(rest.replace("\\\n", " "))) for name, rest in INSTRUCTION.findall(code)]


def prerequisites(target):
    return re.search(rf"^{re.escape(target)}: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[1].split()


def test_the_container_makes_its_environment_by_the_makefile_alone():
    runs = [words for name, words in instructions() if name == "RUN"]
    assert ["make", ".venv/ready"] in runs
    assert not any("pip" in words for words in runs)
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\n.venv/ready:", 1)[1]
    assert "--require-hashes --requirement requirements.lock" in recipe


def test_all_that_the_environment_is_made_of_is_copied_before_it_is_made():
    before = instructions()[: instructions().index(("RUN", ["make", ".venv/ready"]))]
    copied = {word for name, words in before if name == "COPY" for word in words[1:-1]}
    assert {"Makefile", *prerequisites(".venv/ready"), "workflow/regioncodes"} <= copied
    assert all((ROOT / name).exists() for name in copied)


def test_the_container_computes_as_an_ordinary_user():
    names = [name for name, _ in instructions()]
    assert ("USER", ["1000"]) in instructions()
    assert names.index("USER") < names.index("COPY")


def test_nothing_that_git_ignores_enters_the_container():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    kept_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ".git" in kept_out
    assert [name for name in ignored if {name.strip("/"), f"**/{name.strip('/')}"}.isdisjoint(kept_out)] == []


def test_binder_installs_the_lock_and_the_package():
    requirements = (ROOT / ".binder/requirements.txt").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in requirements if not line.startswith("#")]
    option, name = line.split()
    assert option == "-r"
    assert (ROOT / ".binder" / name).resolve() == ROOT / "requirements.lock"
    assert "--editable ." in (ROOT / ".binder/postBuild").read_text(encoding="utf-8")
    assert (ROOT / ".binder/postBuild").stat().st_mode & 0o100


def test_binder_and_conda_run_the_same_python():
    runtime = (ROOT / ".binder/runtime.txt").read_text(encoding="utf-8").strip()
    environment = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert f"- {runtime.replace('-', '=')}\n" in environment
