#!/bin/bash
# docs-html.sh OUT: renders docs/ as plain HTML into the new folder OUT, for reading without anything but a browser.
#
# What the pages show beside them goes along: configurations, examples, pictures, and the pages' own templates as originals/.
set -euo pipefail
export LC_ALL=C
out=${1:?usage: docs-html.sh OUT}
cd "$(dirname "$0")/.."
frame=tools/docs-html/page.html

# Headings get the names by which GitHub's links find them.
name_headings() {
    awk '
        /^<h[1-6]>/ {
            name = tolower($0)
            gsub(/<[^>]*>|&[a-z]*;/, "", name)
            gsub(/[^a-z0-9_ -]/, "", name)
            gsub(/ /, "-", name)
            sub(/>/, " id=\"" name "\">")
        }
        { print }'
}

# Pages link to pages; what the package has at another place is found there; what only the sources have is no link.
mend_links() {
    sed -E 's#(href="[^":]*)\.md(["\#])#\1.html\2#g
        s#href="((\.\./)+)cgi-bin/\.htaccess"#href="\1.htaccess"#g
        s#href="\.\./html/?"#href="originals/"#g
        s#<a href="(\.\./)+(src|tests|tools|sql)/[^"]*">([^<]*(<code>[^<]*</code>[^<]*)*)</a>#\3#g'
}

# render FILE ROOT: one page; ROOT leads from it to the folder of all.
render() {
    local title
    title=$(sed -n 's/^# //p' "$1" | head -n 1 | sed 's/[&\\|]/\\&/g')
    awk -v title="$title" -v root="$2" '
        /@BODY@/ { while ((getline line < "/dev/stdin") > 0) print line; next }
        { gsub(/@TITLE@/, title); gsub(/@ROOT@/, root); print }' "$frame" \
        < <(cmark-gfm --unsafe --extension table "$1" | name_headings | mend_links)
}

# The table of contents is the one of README.md, seen from inside docs/.
contents() {
    echo '# Cloakroom'
    sed -n '/^## Documentation/,/^$/p; /^| for /,/^$/p' README.md | sed -n '/^|/p' |
        sed -E 's#\]\(docs/#](#g; s#\]\((src|tests)/#](../\1/#g'
}

mkdir -p "$out"
cp -r docs/. html "$out/"
mv "$out/html" "$out/originals"
cp tools/docs-html/style.css "$out/"
contents > "$out/index.md"
rm -r "$out/README.txt" "$out/screenshots" "$out/screenshots.md"  # the pictures are many times the rest
find "$out" -name '*.md' | sort | while read -r page; do
    root=$(dirname "${page#"$out"/}" | sed 's#^\.$##; s#[^/]\{1,\}#..#g; s#$#/#; s#^/$##')
    render "$page" "$root" > "${page%.md}.html"
    rm "$page"
done
