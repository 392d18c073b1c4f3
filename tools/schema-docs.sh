#!/bin/bash
# Prints docs/database.md: each table and column as the comments in sql/schema/ explain them, all steps taken.
set -euo pipefail
cd "$(dirname "$0")/.."

cat <<'TEXT'
# The database

`make schema-docs` makes this page from the comments in [sql/schema/](../sql/schema); `make lint-docs` fails when the two differ.

`cloakroom.sqlite` in the private folder is an SQLite file, which the owner of that folder may read, and nobody else: what root
leaves beside it would shut him out.

```sh
sudo -u www-data sqlite3 -readonly /var/lib/cloakroom/cloakroom.sqlite 'SELECT name, created_at FROM users'
```

Do not write into it. The [command line](cli.md) and the pages look at what belongs together, and write into the audit log
what they did, in the same transaction. A new version may add tables and columns. To copy it, [back it up](backup.md): what was
written last stands in another file.

Times are whole seconds since 1970-01-01 UTC. A hash of a secret is its SHA-256: ids of sessions and codes are stored nowhere.
The hash of a password that [came from elsewhere](moving-in.md#what-becomes-of-a-hash) is of another kind until its user signs in.
TEXT
awk '
    function cell(text) { gsub(/\|/, "\\|", text); return text }

    # "    name TEXT NOT NULL,  -- what it is" as a column of `table`; whole lines of comment go on with it.
    function take_column(line,    comment, definition) {
        comment = definition = line
        sub(/^.*-- /, "", comment)
        sub(/ *-- .*/, "", definition)
        sub(/^ +/, "", definition)
        sub(/[,;] *$/, "", definition)
        column = definition
        sub(/ .*/, "", column)
        sub(/^[^ ]+ +/, "", definition)
        columns[table] = columns[table] " " column
        defined[table, column] = definition
        meaning[table, column] = comment
    }

    FNR == 1 { said = "" }
    /^-- / && !in_table { said = said (said == "" ? "" : " ") substr($0, 4); next }
    /^$/ { said = ""; next }
    /^CREATE TABLE / { table = $3; tables[++count] = table; about[table] = said; said = ""; in_table = 1; next }
    /^ALTER TABLE .* ADD COLUMN$/ { table = $3; in_column = 1; next }
    /^ALTER TABLE .* DROP COLUMN / { sub(/;/, "", $6); gone[$3, $6]; next }
    /^CREATE INDEX / {
        sub(/^CREATE INDEX [a-z_]+ ON /, "")
        sub(/;$/, "")
        table = $1
        sub(/^[a-z_]+ /, "")
        indexes[table] = indexes[table] (indexes[table] == "" ? "" : ", ") "`" $0 "`"
        next
    }
    in_table && /^\)/ { in_table = 0; next }
    in_table && /^    PRIMARY KEY / { sub(/^ +PRIMARY KEY /, ""); key[table] = $0; next }
    /^ +-- / { sub(/^ +-- /, ""); meaning[table, column] = meaning[table, column] (/^\047/ ? "; " : " ") $0; next }
    in_table || in_column { take_column($0); in_column = 0; next }

    END {
        for (t = 1; t <= count; ++t) {
            table = tables[t]
            printf "\n## %s\n\n%s\n\n| column | defined as | what it is |\n| --- | --- | --- |\n", table, about[table]
            of_table = split(columns[table], column_of, " ")
            for (c = 1; c <= of_table; ++c) {
                column = column_of[c]
                if ((table, column) in gone) continue
                printf "| `%s` | `%s` | %s |\n", column, cell(defined[table, column]), cell(meaning[table, column])
            }
            if (key[table] != "") printf "\nPrimary key: `%s`.\n", key[table]
            if (indexes[table] != "") printf "%sIndexes: %s.\n", (key[table] == "" ? "\n" : ""), indexes[table]
        }
    }' sql/schema/*.sql
