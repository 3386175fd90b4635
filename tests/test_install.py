"""What is installed is the same on any day, and the Python is one that TensorFlow has a release for."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHONS = SpecifierSet(PROJECT["project"]["requires-python"])
LOCKS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
HASHES = r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
ENTRY = re.compile(rf"^([a-z0-9][\w.-]*)==(\S+)(?: ; .*)? \\\n{HASHES}", re.MULTILINE)


def locked(name: str) -> dict[str, set[str]]:
    """The versions of each package in a lock file; several where the Pythons need different ones."""
    found: dict[str, set[str]] = {}
    for package, version in ENTRY.findall((ROOT / name).read_text(encoding="utf-8")):
        found.setdefault(package, set()).add(version)
    return found


def required(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


@pytest.mark.parametrize(("ranges", "lock"), LOCKS.items())
def test_the_lock_has_a_version_within_each_range(ranges, lock):
    versions = locked(lock)
    for each in required(ranges):
        assert versions.get(each.name), f"{each.name} is not in {lock}; run: make lock"
        assert all(each.specifier.contains(version) for version in versions[each.name]), f"{each}; run: make lock"


@pytest.mark.parametrize("lock", LOCKS.values())
def test_every_line_of_a_lock_is_a_version_with_hashes(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    rest = re.sub(r"^ *#.*\n", "", ENTRY.sub("", text), flags=re.MULTILINE)
    assert rest.strip() == ""
    assert "://" not in text


def test_the_two_locks_name_the_same_versions():
    run, dev = (locked(each) for each in LOCKS.values())
    assert {name: dev.get(name) for name in run} == run


def test_what_builds_the_package_is_in_the_lock():
    (builder,) = map(Requirement, PROJECT["build-system"]["requires"])
    assert all(builder.specifier.contains(each) for each in locked("requirements.lock")[builder.name])


def test_the_readme_names_the_pythons_that_it_runs_on():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    minors = [minor for minor in range(30) if PYTHONS.contains(f"3.{minor}")]
    *first, last = [f"3.{minor}" for minor in minors]
    assert f"Python {', '.join(first)} or {last}" in readme
    assert f"py -{last} -m venv" in readme


FAKE = """#!/bin/sh
case "$*" in
  *version_info*) {version} ;;
  *ensurepip*) {ensurepip} ;;
  *"-m venv"*) for folder in "$@"; do :; done; mkdir -p "$folder/bin" && cp "$0" "$folder/bin/python" ;;
  *"-m pip"*) exit 0 ;;
esac
"""


@pytest.fixture
def make_venv(tmp_path):
    """Run scripts/venv.sh where only these Pythons are on the path: make_venv(asked, python3="3.14")."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "sed", "dirname", "tail", "touch", "mkdir", "cp", "cat"):
        (tools / tool).symlink_to(shutil.which(tool))

    def run(*asked: str, **pythons: str | None) -> subprocess.CompletedProcess:
        for name, version in pythons.items():
            told = f"echo {version.removesuffix(' bare')}" if version else "echo 'command not found' >&2; exit 127"
            file = tools / name.replace("_", ".")
            file.write_text(FAKE.format(version=told, ensurepip="exit 1" if str(version).endswith("bare") else ":"))
            file.chmod(0o755)
        command = ["sh", str(ROOT / "scripts/venv.sh"), str(tmp_path / "made"), *asked]
        return subprocess.run(command, env={"PATH": str(tools)}, capture_output=True, text=True, check=False)

    return run


def test_the_newest_python_that_works_is_taken(make_venv):
    done = make_venv(python3_13=None, python3_12="3.12", python3_11="3.11", python3="3.14")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Python 3.12: ")


def test_the_plain_name_is_taken_where_its_version_fits(make_venv):
    assert make_venv(python3="3.13").stdout.startswith("Python 3.13: ")


def test_a_named_python_goes_before_and_replaces_another(make_venv):
    assert make_venv(python3_13="3.13", python3_11="3.11").stdout.startswith("Python 3.13: ")
    assert make_venv("python3.11").stdout.startswith("Python 3.11: ")
    assert make_venv().stdout == ""  # the one that is there still works


@pytest.mark.parametrize("version", ["3.14", "3.10", "2.7"])
def test_another_python_is_refused_in_one_sentence_that_says_what_to_install(make_venv, version):
    done = make_venv(python3=version)
    assert done.returncode == 1
    sentence, tried = done.stderr.splitlines()
    assert sentence.startswith("CNN Lab needs Python 3.11 to 3.13")
    assert all(each in sentence for each in ("apt install", "brew install", "winget install", "uv python install"))
    assert f"python3 is Python {version}." in tried


def test_a_python_without_venv_is_told_with_debians_cure(make_venv):
    done = make_venv(python3="3.11 bare")
    assert done.returncode == 1
    assert "apt install python3.11-venv" in done.stderr


def test_where_there_is_no_python_it_is_said(make_venv):
    assert "None of them runs." in make_venv(python3=None).stderr
