#!/bin/bash
# tidy.sh FOLDER "FLAGS" SOURCES: clang-tidy over the sources, with the compiler's flags; FOLDER is for what it writes.
#
# Nearly all of clang-tidy's time goes into the headers of others, once more for each source. So each processor reads its
# share of the sources as one: a file that includes them. Where that finds something, it may be no more than a name that
# two of them use: then each is read on its own, and only that counts.
set -u
folder=$1

tidy() { clang-tidy --quiet --config-file=.clang-tidy "$1" -- $FLAGS; }

read_together() {
    local share=$1 wrong=0 source
    echo "  clang-tidy" $(cat "$share")
    sed "s|.*|#include \"$PWD/&\"  // NOLINT(bugprone-suspicious-include)|" "$share" >"$share.cpp"
    tidy "$share.cpp" >"$share.log" 2>&1 && return
    echo "  once more, one by one: $(grep -m 1 -E ' (error|warning): ' "$share.log")"
    for source in $(cat "$share"); do
        tidy "$source" >"$share.log" 2>&1 || { cat "$share.log" && wrong=1; }
    done
    return $wrong
}
export -f tidy read_together
export FLAGS=$2

# In turn, not in a row: sources of one folder share names more often.
rm -rf "$folder" && mkdir -p "$folder"
printf '%s\n' "${@:3}" | split -e -n "r/$(nproc)" - "$folder/share-"
find "$folder" -name 'share-*' | xargs -P "$(nproc)" -I {} bash -c 'read_together {}'
