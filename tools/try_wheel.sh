#!/usr/bin/env bash
# A wheel as a service gets it: in an empty environment, with the pins that a new repository has, and nothing of this
# checkout. `new service` synthesises every environment, holds it to no findings, and runs the repository's tests; then they
# run once more, against the snapshots that are there.
#
#     bash tools/try_wheel.sh dist/governed_cdk-0.1.0-py3-none-any.whl FOLDER
set -euo pipefail
wheel=$(realpath "$1")
pins=$(realpath "$(dirname "$0")/../governed_cdk/scaffold/pins.txt")
mkdir -p "$2"
cd "$2"
python3 -m venv environment
bin=$PWD/environment/bin
"$bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r "$pins"
"$bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-index "$wheel"
"$bin/python" -m pip check
"$bin/governed-cdk" new service fileflow
cd fileflow/infra
"$bin/python" -m pytest --quiet -p no:cacheprovider
