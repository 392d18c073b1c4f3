#!/bin/bash
# fuzz.sh OUT TARGET...: runs each target of tests/fuzz/ with libFuzzer for FUZZ_SECONDS (60). What it finds is added to
# the corpus, which `make test` replays from then on; an input that crashes is left in OUT/fuzz/.
set -eu
out=$1/fuzz
shift
mkdir -p "$out"
sources=$(find src/base src/http -name '*.cpp')
for name in "$@"; do
    echo "fuzzing $name"
    # shellcheck disable=SC2086 # a list of files without white space
    clang++ -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -Isrc "-I${out%/fuzz}" -Itests \
        "tests/fuzz/$name.cpp" $sources \
        -o "$out/$name" -lfcgi -lcgicc -lsodium -lutf8proc
    "$out/$name" -max_total_time="${FUZZ_SECONDS:-60}" -artifact_prefix="$out/$name-" -print_final_stats=1 \
        "tests/fuzz/corpus/$name" 2>&1 | tail -n 20
done
