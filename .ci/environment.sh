#!/bin/sh
# Makes .venv beside the Makefile and installs this project into it, editable, with
# whatever the machine has: uv; Python with its venv; Python with pip; Python alone.
#   .ci/environment.sh .          what the workbench runs with
#   .ci/environment.sh '.[dev]'   and what its checks need
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

give_up() {
    printf '%s\n' "$@" >&2
    exit 1
}

if command -v uv >/dev/null; then
    [ -x .venv/bin/python ] || { rm -rf .venv && uv venv --python "${PYTHON:->=3.11}" .venv; }
    exec uv pip install --python .venv/bin/python --editable "$1"
fi

command -v "$python" >/dev/null || give_up "No $python here; Python 3.11 or newer is needed." \
    "On Debian 12: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    give_up "$("$python" -V) is too old; name a newer one: make PYTHON=python3.11 ..."

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv .venv
    else # Debian puts the pip that a venv gets into a package of its own, python3-venv
        "$python" -m venv --without-pip .venv
        "$python" -m pip --python .venv/bin/python install pip 2>/dev/null ||
            .venv/bin/python .ci/pip_from_pypi.py || give_up \
            "No pip for the new environment. On Debian 12, as root:" \
            "  apt-get update && apt-get install -y python3-venv ca-certificates"
    fi
fi
exec .venv/bin/python -m pip install --editable "$1"
