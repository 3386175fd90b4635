#!/bin/sh
# Make a virtual environment with a Python that CNN Lab runs on, unless a working one is there:
#
#     scripts/venv.sh .venv            # the first of python3.13, python3.12, ... that can
#     scripts/venv.sh .venv python3.11 # this one
#
# The bounds are those of requires-python in pyproject.toml. FOLDER/made is touched when the environment is made anew.
set -u
folder=$1
asked=${2:-}
cd "$(dirname "$0")/.." || exit 1

bounds=$(sed -n 's/^requires-python = ">=3\.\([0-9]*\),<3\.\([0-9]*\)"$/\1 \2/p' pyproject.toml)
lowest=${bounds% *}
highest=$((${bounds#* } - 1))

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

fits() {
  case $1 in 3.*) [ "${1#3.}" -ge "$lowest" ] && [ "${1#3.}" -le "$highest" ] ;; *) false ;; esac
}

has_pip() { "$1" -m pip --version >/dev/null 2>&1; }

# A name on the path may be a stub that only prints "command not found", so each candidate is run.
makes_it() {
  version=$(version_of "$1") || return 1
  if ! fits "$version"; then
    found="$found $1 is Python $version."
  elif ! "$1" -c 'import ensurepip, venv' 2>/dev/null; then
    found="$found $1 (Python $version) lacks the module venv or ensurepip; on Debian and Ubuntu: apt install python$version-venv."
  elif ! told=$("$1" -m venv --clear "$folder" 2>&1) || ! has_pip "$folder/bin/python"; then
    found="$found $1 (Python $version) could not make $folder: $(printf '%s' "$told" | tail -n 1)."
  else
    echo "Python $version: $folder"
    touch "$folder/made"
  fi
}

there=$(version_of "$folder/bin/python") || there=
if [ -n "$there" ] && fits "$there" && has_pip "$folder/bin/python"; then
  if [ -z "$asked" ] || [ "$(version_of "$asked")" = "$there" ]; then
    [ -e "$folder/made" ] || touch "$folder/made" # one that works is kept, with what was added to it by hand
    exit 0
  fi
fi

found=
candidates=
if [ -n "$asked" ]; then
  makes_it "$asked" && [ -z "$found" ] && exit 0
else
  minor=$highest
  while [ "$minor" -ge "$lowest" ]; do
    candidates="$candidates python3.$minor"
    minor=$((minor - 1))
  done
  candidates="$candidates python3"
fi
for candidate in $candidates; do
  before=$found
  makes_it "$candidate" && [ "$found" = "$before" ] && exit 0
done

cat >&2 <<END
CNN Lab needs Python 3.$lowest to 3.$highest with venv and pip, because TensorFlow has no release for others; install one \
(Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.$highest; \
Windows: winget install Python.Python.3.$highest; anywhere: uv python install 3.$highest) \
or name yours: make run PYTHON=/path/to/python3.$highest
END
echo "Tried: ${asked:-$candidates}.${found:- None of them runs.}" >&2
exit 1
