#!/bin/bash
# new-page.sh BUILD: adds the page of docs/add-a-page.md to a copy of the project, and types the commands that stand there.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
page=$PWD/docs/add-a-page.md
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

# With all that is built: only what the new page touches is built anew.
cp -a Makefile cgi-bin docs html sql src tools "$copy"
mkdir -p "$copy/tests" "$copy/$build"
cp -a tests/bench tests/cgi tests/support "$copy/tests"
cp -a "$build"/{obj,generated,embed,all.a} "$copy/$build"
cd "$copy"

# The first block behind the line that begins with $1.
block() {
    awk -v start="$1" '
        index($0, start) == 1 { is_found = 1 }
        /^```/ && is_found { if (is_inside) exit; is_inside = 1; next }
        is_inside' "$page"
}

block '**1. ' > html/users.html
block '**2. ' > src/web/pages/users.cpp
block '**3. ' > declaration
block '**4. ' > row
block '**The test**' > tests/cgi/users_test.cpp
block 'Build and run it' > commands
sed -i '$d' src/web/pages/pages.h
{ cat declaration && echo '}  // namespace cloakroom::web'; } >> src/web/pages/pages.h
sed -i '/{"\/home", *post,/r row' src/web/routes.cpp

# The tests that are left out were not skipped for want of anything: check.sh need not count them.
bash -ec "$(cat commands)" 2>&1 | sed "/ out of [0-9]* skipped$/d"
