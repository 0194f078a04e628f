#!/bin/sh
# Trivy over the sources and what they depend on (sh .github/trivy.sh sources), or over an image that was built
# (sh .github/trivy.sh image build/image.tar). CRITICAL and HIGH that have a fix are findings.
# Ends with 0: none; 3: findings; 2: Trivy is missing or failed. A laptop without Docker skips it, and says so.
set -eu
trivy=aquasec/trivy:0.74.0@sha256:62b1e65e8869bc4b4c6aa4fa2b21595256c7c2f6018a9d9ad61caf87187c1969
case ${1:-} in
sources) set -- fs --scanners vuln,secret --skip-dirs infra/.venv,infra/node_modules,infra/cdk.out,build /scanned ;;
image) set -- image --scanners vuln,secret --input "/scanned/${2:?"error: say which image: build/image.tar"}" ;;
*) echo "error: given '${1:-}'; allowed: sources, image FILE" >&2 && exit 2 ;;
esac
if ! command -v docker >/dev/null || ! docker info >/dev/null 2>&1; then
    if [ -n "${CI:-}" ]; then
        echo "error: trivy: no Docker here, so nothing was scanned" >&2 && exit 2
    fi
    echo "trivy: SKIPPED, no Docker on this machine; the pull request is scanned" >&2 && exit 0
fi
mkdir -p "${TRIVY_CACHE:=$PWD/build/trivy}"
code=0
docker run --rm --volume "$PWD:/scanned:ro" --volume "$TRIVY_CACHE:/root/.cache/trivy" --workdir /scanned "$trivy" \
    "$@" --severity CRITICAL,HIGH --ignore-unfixed --exit-code 3 --no-progress || code=$?
case $code in
0 | 3) exit $code ;;
*) echo "error: trivy: ended with $code, so nothing is known" >&2 && exit 2 ;;
esac
