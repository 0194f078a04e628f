#!/bin/sh
# A pull request that sets the image of one environment: the one that is open is moved on. build.yml calls it with
# ENVIRONMENT, FILE, DIGEST, TAG and GH_TOKEN. GitHub lets the checks of such a request wait for somebody's approval.
set -eu
branch="image/$ENVIRONMENT"
sed -i "s|^\( *image:\).*|\1 $DIGEST # $TAG|" "$FILE"
if git diff --quiet -- "$FILE"; then
    echo "$FILE has $DIGEST already"
    exit 0
fi
git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git switch --force-create "$branch"
git commit --quiet --message "Run $TAG in $ENVIRONMENT" -- "$FILE"
git push --force origin "$branch"
if [ -z "$(gh pr list --head "$branch" --state open --json number --jq '.[].number')" ]; then
    gh pr create --head "$branch" --base main --title "Image of $ENVIRONMENT" \
        --body "The image that was built and scanned last on main. Merge dev first; stg and prod when it has proven itself there."
fi
