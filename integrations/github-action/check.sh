#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The check of the GitHub action: runs vouch twice (a SARIF file; annotations or text) and leaves the exit code as an output, so that the
# SARIF file is uploaded before the job fails. Everything comes from the environment: VOUCH_* of action.yml, and what GitHub sets.
set -euo pipefail

vouch=${VOUCH_BINARY:-$RUNNER_TEMP/vouch/bin/vouch}
sarif=$RUNNER_TEMP/vouch.sarif

options=(--fail-on "$VOUCH_FAIL_ON")
if [[ $VOUCH_FAIL_ON_UNVERIFIED == true ]]; then options+=(--fail-on-unverified); fi
if [[ -n $VOUCH_BASELINE ]]; then options+=(--baseline "$VOUCH_BASELINE"); fi
while IFS= read -r word; do
    if [[ -n $word ]]; then options+=("$word"); fi
done <<<"$VOUCH_OPTIONS"

paths=()
while IFS= read -r path; do
    if [[ -n $path ]]; then paths+=("$path"); fi
done <<<"$VOUCH_PATH"

if ! command -v "$vouch" >/dev/null; then
    echo "vouch: there is no program \`$vouch\`: nothing was checked" >&2
    exit 3
fi

# A job that runs on the same machine before this one may have left such a file.
rm -f "$sarif"
code=0
"$vouch" check "${options[@]}" --format sarif --output-file "$sarif" -- "${paths[@]}" 2>/dev/null || code=$?

format=text
if [[ $VOUCH_ANNOTATIONS == true ]]; then format=github; fi
again=0
"$vouch" check "${options[@]}" --format "$format" -- "${paths[@]}" || again=$?
if [[ $again -ne $code ]]; then
    echo "vouch: the same check ended with $code and then with $again" >&2
    exit 3
fi

echo "exit-code=$code" >>"$GITHUB_OUTPUT"
if [[ -s $sarif ]]; then echo "sarif-file=$sarif" >>"$GITHUB_OUTPUT"; fi
