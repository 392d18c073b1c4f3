#!/bin/sh
# Greets who is signed in, and counts the visits of his session: a CGI program for a
# folder that Cloakroom protects (docs/protected-programs.md). Needs curl.
door="https://club.example/door"                # where Cloakroom is
secret="/var/lib/cloakroom/program-secret.txt"  # by which it knows its programs

# Adds one to a session variable. The headers reach curl by its input, where nobody sees them.
increment() {
    { printf 'X-Cloakroom-Secret: ' && cat "$secret" && printf 'Cookie: %s\n' "$HTTP_COOKIE"; } |
        curl --silent --show-error --fail --header @- --header "Content-Type: application/json" \
            --data 1 "$door/session/program/$1/increment"
}

escape() {
    printf '%s' "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'
}

# Without a name the folder is not protected, or is open to anyone: the server answers 500.
: "${REMOTE_USER:?nobody is signed in}"
name=$(escape "${CLOAKROOM_DISPLAY_NAME-$REMOTE_USER}")
visits=$(increment visits) || exit

cat <<PAGE
Content-Type: text/html; charset=utf-8
Cache-Control: no-store

<!doctype html>
<html lang="en">
<title>Hello</title>
<p>Hello, $name! This is visit $visits.</p>
PAGE
