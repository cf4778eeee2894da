#!/usr/bin/env bash
# Builds the source distribution and from it the wheel, installs the wheel into a fresh virtual
# environment, and uses it far from the checkout: what a user of the package index would get.
#
#   scripts/try_wheel.sh PYTHON    an interpreter that has `build` and setuptools
set -euo pipefail
unset PYTHONPATH AUTOFORGE_DOMAINS  # with the checkout on it, pip would find the wheel there already

python=$(realpath --no-symlinks "${1:?say which python has the build tools, e.g. .venv/bin/python}")
checkout=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

echo "try_wheel: building"
"$python" -m build --no-isolation --outdir "$scratch/dist" "$checkout" >"$scratch/build.log" 2>&1 || {
    cat "$scratch/build.log" >&2
    exit 1
}

echo "try_wheel: installing into a fresh environment"
"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    --constraint "$checkout/constraints.txt" "$scratch"/dist/*.whl
"$scratch/venv/bin/python" -m pip check

mkdir "$scratch/elsewhere"
cd "$scratch/elsewhere"
"$scratch/venv/bin/python" -W error "$checkout/scripts/play_one_step.py" "$checkout"
"$scratch/venv/bin/autoforge" list
