#!/bin/sh
# Make a virtual environment with a Python that CNN Lab supports, unless there is a working one already:
#
#     scripts/venv.sh .venv            # with the first of python3.13, python3.12, ... that works
#     scripts/venv.sh .venv python3.11 # with this one
#
# The supported versions are those of requires-python in pyproject.toml. FOLDER/made is touched whenever the environment
# is made.
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

# Try a candidate; add to $found why it does not work. A name on the path may be a stub that only prints "command not
# found", so each candidate is run.
try() {
  version=$(version_of "$1") || return 1
  if ! fits "$version"; then
    found="$found $1 is Python $version."
  elif ! "$1" -c 'import ensurepip, venv' 2>/dev/null; then
    found="$found $1 (Python $version) lacks the module venv or ensurepip; on Debian and Ubuntu: apt install python$version-venv."
  elif ! output=$("$1" -m venv --clear "$folder" 2>&1) || ! has_pip "$folder/bin/python"; then
    found="$found $1 (Python $version) could not make $folder: $(printf '%s' "$output" | tail -n 1)."
  else
    echo "Python $version: $folder"
    touch "$folder/made"
  fi
}

present=$(version_of "$folder/bin/python") || present=
if [ -n "$present" ] && fits "$present" && has_pip "$folder/bin/python"; then
  if [ -z "$asked" ] || [ "$(version_of "$asked")" = "$present" ]; then
    [ -e "$folder/made" ] || touch "$folder/made" # a working environment is kept, with what was added to it by hand
    exit 0
  fi
fi

found=
candidates=
if [ -n "$asked" ]; then
  try "$asked" && [ -z "$found" ] && exit 0
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
  try "$candidate" && [ "$found" = "$before" ] && exit 0
done

cat >&2 <<END
CNN Lab needs Python 3.$lowest to 3.$highest with venv and pip: TensorFlow has no release for other versions. Install one \
(Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.$highest; \
Windows: winget install Python.Python.3.$highest; anywhere: uv python install 3.$highest) \
or name your own: make run PYTHON=/path/to/python3.$highest
END
echo "Tried: ${asked:-$candidates}.${found:- None of them runs.}" >&2
exit 1
