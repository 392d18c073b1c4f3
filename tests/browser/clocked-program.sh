#!/bin/sh
# The program, at the time that stands in the file "clock", beside the folder in which a copy of this script lies.
clock=$(dirname "$0")/../clock
# shellcheck disable=SC2016  # $LIB is for the loader
exec env TZ=UTC LD_PRELOAD='/usr/$LIB/faketime/libfaketime.so.1' FAKETIME_TIMESTAMP_FILE="$clock" FAKETIME_NO_CACHE=1 \
    FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 "$CLOAKROOM_DYNAMIC" "$@"
