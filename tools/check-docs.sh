#!/bin/bash
# Fails where the documentation leads nowhere, or shows what nobody has tried:
#
#   - a link to a file that is not there, or to a heading that the page does not have;
#   - a page of docs/ to which no link leads from README.md;
#   - a block between ``` and ``` of a kind that is not in the table below;
#   - a block for the shell or for a browser that does not parse, and a `make` without such a target;
#   - a column of the database that docs/database.md does not explain.
#
# Addresses on other hosts are not asked: a check that needs the network fails for reasons of its own.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
pages=$(printf '%s\n' README.md src/README.md tests/README.md docs/*.md docs/*/*.md)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Who reads the blocks of each kind. (docs/cli.md has none: a test compares it with the program.)
kinds() {
    cat <<'TABLE'
sh        here; tests/cgi/documents_test.cpp carries out each cloakroom.fcgi in them
js        here
toml      tests/cgi/documents_test.cpp
csv       tests/cgi/documents_test.cpp
text      tests/cgi/documents_test.cpp: what the program says
apache    tests/hosts/snippets_test.cpp
lighttpd  tests/hosts/snippets_test.cpp
nginx     tests/hosts/snippets_test.cpp
console   tests/server/json_reference_test.cpp
css       tests/unit/web/look_test.cpp
html      tools/new-page.sh
cpp       tools/new-page.sh, tests/server/example_test.cpp
TABLE
}

# file<TAB>line<TAB>target of each link that stays in the sources.
links() {
    awk '
        FNR == 1 { in_block = 0 }
        /^ *```/ { in_block = !in_block; next }
        in_block { next }
        {
            gsub(/`[^`]*`/, "")
            gsub(/<img src="/, "](")
            while (match($0, /\]\([^)" ]+/)) {
                target = substr($0, RSTART + 2, RLENGTH - 2)
                $0 = substr($0, RSTART + RLENGTH)
                if (target !~ /^[a-z]+:/) print FILENAME "\t" FNR "\t" target
            }
        }' $pages
}

# file#heading, by the names under which GitHub finds them.
headings() {
    awk '
        FNR == 1 { in_block = 0 }
        /^ *```/ { in_block = !in_block; next }
        !in_block && /^#+ / {
            name = tolower($0)
            sub(/^#+ /, "", name)
            gsub(/\]\([^)]*\)/, "", name)
            gsub(/[^a-z0-9_ -]/, "", name)
            gsub(/ /, "-", name)
            print FILENAME "#" name
        }' $pages
}

# from<TAB>to of each link between files; says which lead nowhere.
follow_links() {
    headings > "$scratch/headings"
    links | while IFS=$'\t' read -r page line target; do
        file=${target%%#*}
        path=$page
        [ -z "$file" ] || path=$(realpath -m --relative-to=. "$(dirname "$page")/$file")
        [ -e "$path" ] || echo "$page:$line: there is no $path" >&2
        [[ $target != *'#'* ]] || grep -qxF "$path#${target#*#}" "$scratch/headings" ||
            echo "$page:$line: there is no heading $path#${target#*#}" >&2
        printf '%s\t%s\n' "$page" "$path"
    done
}

# Pages that no way leads to, from README.md on.
unreached() {
    awk -F '\t' '
        NR == FNR { to[$1] = to[$1] "\n" $2; next }
        { page[$1] }
        END {
            reached["README.md"]
            for (grown = 1; grown;) {
                grown = 0
                for (from in reached) {
                    count = split(to[from], next_ones, "\n")
                    for (i = 1; i <= count; ++i)
                        if (!(next_ones[i] in reached)) { reached[next_ones[i]]; grown = 1 }
                }
            }
            for (name in page) if (!(name in reached)) print name ": no link leads here from README.md"
        }' - <(echo "$pages") | sort
}

# Writes each block into a file of its own, KIND/PAGE:LINE; a bare ``` is of the kind "none".
unpack_blocks() {
    kinds | while read -r kind _; do mkdir "$scratch/$kind"; done
    kinds | awk -v scratch="$scratch" '
        FILENAME == "-" { known[$1]; next }
        FILENAME == "docs/cli.md" { next }
        /^ *```/ && !block {
            kind = $1
            sub(/^```/, "", kind)
            if (!(kind in known)) print FILENAME ":" FNR ": a block of the kind \"" kind "\", which nobody checks"
            page = FILENAME
            gsub("/", "|", page)
            block = kind in known ? scratch "/" kind "/" page ":" FNR : "/dev/null"
            next
        }
        /^ *```/ { close(block); block = ""; next }
        block { print > block }' - $pages
}

# Messages of other programs, with the page in the place of the file.
of_page() { sed "s#.*/\([^/ ]*\.md:[0-9]*\)[^:]*: *#\1: #; s#|#/#g" | head -n 3; }

check_shell() {
    local block target
    env -u MAKEFLAGS make -pn help | sed -n 's/^\([a-z][a-z-]*\):.*/\1/p' > "$scratch/targets"
    for block in "$scratch"/sh/*; do
        bash -n "$block" 2>&1 | of_page
        for target in $(sed -n 's/#.*//; s/^ *\([A-Z_]*=[^ ]* \)*make \([a-z-]*\).*/\2/p' "$block"); do
            grep -qx "$target" "$scratch/targets" || echo "$(basename "$block" | tr '|' /): there is no target $target"
        done
    done
}

check_scripts() {
    local block
    for block in "$scratch"/js/*; do
        cp "$block" "$block.mjs"
        node --check "$block.mjs" > "$scratch/said" 2>&1 || of_page < "$scratch/said"
    done
}

check_columns() {
    local all="SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
               WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
    diff <(cat sql/schema/*.sql <(echo "$all;") | sqlite3 -batch :memory: | sort) \
        <(awk '/^## / { table = $2 } /^\| `/ { gsub(/`/, ""); print table "." $2 }' docs/database.md | sort) |
        sed -n 's/^[<>]/docs\/database.md and the database differ:/p'
}

wrong=$({
    follow_links > "$scratch/links"
    unreached < "$scratch/links"
    unpack_blocks
    check_shell
    check_scripts
    check_columns
} 2>&1)
[ -z "$wrong" ] && exit 0
echo "$wrong"
exit 1
