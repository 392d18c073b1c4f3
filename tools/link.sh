#!/bin/sh
# Runs the link command. In a static program the linker warns of functions that want the host's own C library. Two are
# known and never called: dlopen (SQLite's extensions) and gethostbyname (libfcgi as a client). Any other stops the build.
log=$(LC_ALL=C "$@" 2>&1)
status=$?
unknown=$(printf '%s\n' "$log" | grep -v -e '^$' -e ': in function ' -e "Using 'dlopen' in statically linked" \
    -e "Using 'gethostbyname' in statically linked")
[ "$status" -eq 0 ] && [ -z "$unknown" ] && exit 0
printf '%s\n' "$log" >&2
exit 1
