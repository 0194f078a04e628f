#!/bin/sh
# Sets the repository's rules, once and again after a change of ruleset.json: sh .github/ruleset.sh example-org/fileflow
# Takes gh, signed in as an administrator of the repository.
set -eu
repository=${1:?"error: say which repository: example-org/fileflow"}
here=$(dirname "$0")
name=$(sed -n 's/^  "name": "\(.*\)",$/\1/p' "$here/ruleset.json")
id=$(gh api "repos/$repository/rulesets" --jq ".[] | select(.name == \"$name\") | .id")
if [ -n "$id" ]; then
    gh api --method PUT "repos/$repository/rulesets/$id" --input "$here/ruleset.json" --silent
else
    gh api --method POST "repos/$repository/rulesets" --input "$here/ruleset.json" --silent
fi
# build.yml proposes the new image by a pull request; GITHUB_TOKEN reads unless a job asks for more.
gh api --method PUT "repos/$repository/actions/permissions/workflow" --silent \
    -f default_workflow_permissions=read -F can_approve_pull_request_reviews=true
echo "$repository: rules set"
