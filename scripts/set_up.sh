#!/usr/bin/env bash
# Makes or completes .venv with the versions of constraints.txt.
#
#   scripts/set_up.sh core    what it takes to play and to benchmark
#   scripts/set_up.sh dev     the tests, lint, types and stable-baselines3 too
#
# PYTHON=... names the interpreter (3.11 to 3.13); AUTOFORGE_TORCH=any takes whichever build of
# torch pip finds, where by default a machine without a GPU gets the CPU build or an error.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly environment=.venv
readonly python="$environment/bin/python"

fail() {
    printf 'set_up: %s\n' "$@" >&2
    exit 1
}

is_supported() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3.11 python3}; do
        if is_supported "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    fail "needs Python 3.11, 3.12 or 3.13, tried: ${PYTHON:-python3.11 python3}" \
        "install one (Debian and Ubuntu: apt-get install python3.11 python3.11-venv)" \
        "or name the one you have: make PYTHON=/path/to/python3.11 test"
}

make_environment() {
    if is_supported "$python" && "$python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    local chosen
    chosen=$(find_python)
    echo "set_up: making $environment with $("$chosen" --version)"
    "$chosen" -m venv --clear "$environment" ||
        fail "'$chosen -m venv' does not work (Debian and Ubuntu: apt-get install python3-venv)"
}

install() {
    "$python" -m pip install -qq --disable-pip-version-check --constraint constraints.txt "$@"
}

torch_requirement() {
    sed -n 's/^\(torch==.*\)/\1/p' constraints.txt
}

wants_cpu_torch() {
    [[ "${AUTOFORGE_TORCH:-}" != any && "$(uname -s)" == Linux ]] && ! nvidia-smi >/dev/null 2>&1
}

# The CPU build under its exact name, so that pip can never fall back to gigabytes of CUDA:
# first from what pip is configured to search, then from PyTorch's own index.
install_torch() {
    local cpu_build
    cpu_build="$(torch_requirement)+cpu"
    if ! wants_cpu_torch; then
        install "$(torch_requirement)"
    elif ! install --retries 1 "$cpu_build" 2>/dev/null; then
        install "$cpu_build" --extra-index-url https://download.pytorch.org/whl/cpu ||
            fail "found no $cpu_build for $("$python" --version), neither where pip searches nor on" \
                "download.pytorch.org; AUTOFORGE_TORCH=any takes the ordinary build (about 3 GB)"
    fi
}

main() {
    local wanted="${1:-}"
    [[ "$wanted" == core || "$wanted" == dev ]] || fail "say what to install: core or dev, got '$wanted'"
    make_environment
    install pip setuptools
    if [[ "$wanted" == core ]]; then
        echo "set_up: installing autoforge-envs (about 150 MB, a minute)"
        install --no-build-isolation --editable .
    else
        echo "set_up: installing autoforge-envs with its tests and tools (about 1.3 GB, minutes)"
        install_torch
        install --no-build-isolation --editable ".[dev]"
    fi
}

main "$@"
