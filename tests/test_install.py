"""Installation is reproducible, on a Python version that TensorFlow supports."""

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
    """Return the versions of each package in a lock file; several if Python versions need different ones."""
    found: dict[str, set[str]] = {}
    for package, version in ENTRY.findall((ROOT / name).read_text(encoding="utf-8")):
        found.setdefault(package, set()).add(version)
    return found


def required(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


@pytest.mark.parametrize(("ranges", "lock"), LOCKS.items())
def test_locked_version_is_within_each_range(ranges, lock):
    versions = locked(lock)
    for package in required(ranges):
        assert versions.get(package.name), f"{package.name} is not in {lock}; run: make lock"
        assert all(map(package.specifier.contains, versions[package.name])), f"{package}; run: make lock"


@pytest.mark.parametrize("lock", LOCKS.values())
def test_every_line_of_a_lock_file_is_a_version_with_hashes(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    rest = re.sub(r"^ *#.*\n", "", ENTRY.sub("", text), flags=re.MULTILINE)
    assert rest.strip() == ""
    assert "://" not in text


def test_both_lock_files_have_the_same_versions():
    run, dev = (locked(lock) for lock in LOCKS.values())
    assert {name: dev.get(name) for name in run} == run


def test_build_backend_is_locked():
    (builder,) = map(Requirement, PROJECT["build-system"]["requires"])
    assert all(map(builder.specifier.contains, locked("requirements.lock")[builder.name]))


def test_readme_names_the_supported_python_versions():
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
    """Run scripts/venv.sh with only these versions of Python on the path: make_venv(requested, python3="3.14")."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "sed", "dirname", "tail", "touch", "mkdir", "cp", "cat"):
        (tools / tool).symlink_to(shutil.which(tool))

    def run(*requested: str, **pythons: str | None) -> subprocess.CompletedProcess:
        for name, version in pythons.items():
            answer = f"echo {version.removesuffix(' bare')}" if version else "echo 'command not found' >&2; exit 127"
            file = tools / name.replace("_", ".")
            file.write_text(FAKE.format(version=answer, ensurepip="exit 1" if str(version).endswith("bare") else ":"))
            file.chmod(0o755)
        command = ["sh", str(ROOT / "scripts/venv.sh"), str(tmp_path / "made"), *requested]
        return subprocess.run(command, env={"PATH": str(tools)}, capture_output=True, text=True, check=False)

    return run


def test_newest_working_python_is_chosen(make_venv):
    done = make_venv(python3_13=None, python3_12="3.12", python3_11="3.11", python3="3.14")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Python 3.12: ")


def test_python3_is_chosen_if_its_version_is_supported(make_venv):
    assert make_venv(python3="3.13").stdout.startswith("Python 3.13: ")


def test_requested_python_replaces_another(make_venv):
    assert make_venv(python3_13="3.13", python3_11="3.11").stdout.startswith("Python 3.13: ")
    assert make_venv("python3.11").stdout.startswith("Python 3.11: ")
    assert make_venv().stdout == ""  # the existing one still works


@pytest.mark.parametrize("version", ["3.14", "3.10", "2.7"])
def test_unsupported_python_is_refused_with_what_to_install(make_venv, version):
    done = make_venv(python3=version)
    assert done.returncode == 1
    sentence, tried = done.stderr.splitlines()
    assert sentence.startswith("CNN Lab needs Python 3.11 to 3.13")
    assert all(
        command in sentence for command in ("apt install", "brew install", "winget install", "uv python install")
    )
    assert f"python3 is Python {version}." in tried


def test_missing_venv_module_is_reported_with_the_debian_package(make_venv):
    done = make_venv(python3="3.11 bare")
    assert done.returncode == 1
    assert "apt install python3.11-venv" in done.stderr


def test_no_python_is_reported(make_venv):
    assert "None of them runs." in make_venv(python3=None).stderr
