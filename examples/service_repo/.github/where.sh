#!/bin/sh
# Account and region of an environment, as outputs of a step: sh .github/where.sh dev >> "$GITHUB_OUTPUT". They are of its
# file, or of the platform's manifest where that lies beside it. It takes no set-up.
set -eu
environment=${1:?"error: say which environment: dev"}
file="infra/environments/$environment.yaml"
account=$(sed -n 's/^account: "\([0-9]\{12\}\)".*/\1/p' "$file")
region=$(sed -n 's/^region: \([a-z0-9-]*\).*/\1/p' "$file")
of_platform() {
    [ ! -f infra/platform.json ] || python3 -c '
import json, sys
print(json.load(open("infra/platform.json")).get("environments", {}).get(sys.argv[1], {}).get(sys.argv[2], ""))' \
        "$environment" "$1"
}
[ -n "$account" ] || account=$(of_platform account)
[ -n "$region" ] || region=$(of_platform region)
if [ -z "$account" ] || [ -z "$region" ]; then
    echo "error: $file: account (twelve digits in quotes) and region missing, in infra/platform.json as well" >&2 && exit 2
fi
echo "account=$account"
echo "region=$region"
