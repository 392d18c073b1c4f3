#!/bin/bash
# What `make reproduce` does: builds and packs the last commit twice, in two folders, and compares byte by byte.
set -euo pipefail
cd "$(dirname "$0")/.."
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH CCACHE_DISABLE=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for folder in "$work/here" "$work/in/another/place"; do
    mkdir -p "$folder"
    git archive HEAD | tar -x -C "$folder"
    echo "== building in $folder"
    "${MAKE:-make}" -C "$folder" dist
done
for archive in "$work"/here/dist/*.zip "$work"/here/dist/*.tar.gz; do
    cmp "$archive" "$work/in/another/place/dist/${archive##*/}"
    echo "${archive##*/}: the same bytes, $(sha256sum < "$archive" | cut -c 1-64)"
done
