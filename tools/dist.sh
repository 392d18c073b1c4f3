#!/bin/bash
# dist.sh OUT: packs the built program as OUT/cloakroom-VERSION-linux-x86_64.zip and .tar.gz, with one folder in it to upload.
#
# The same sources and the same program give the same bytes: one date, sorted names, no owner.
set -euo pipefail
export LC_ALL=C TZ=UTC
out=$(realpath -m "${1:?usage: dist.sh OUT}")
cd "$(dirname "$0")/.."
program=${CLOAKROOM_PROGRAM:-cgi-bin/cloakroom.fcgi}
version=$("$program" --version | awk '{ print $NF; exit }')
name=cloakroom-$version
archive=$out/$name-linux-x86_64
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/$name

add() { install -D -m 644 "$1" "$folder/$2"; }

# What a kind of host needs otherwise than the .htaccess that suits most.
variant() {
    mkdir -p "$folder/htaccess"
    { printf '# %s\n#\n' "$2" && sed "$3" cgi-bin/.htaccess; } > "$folder/htaccess/$1"
}

add_htaccess() {
    add cgi-bin/.htaccess .htaccess
    add cgi-bin/.htaccess htaccess.txt # many FTP clients hide names that begin with a dot
    variant most-hosts.txt "For most hosts: the same text as .htaccess and htaccess.txt." ''
    variant only-fileinfo.txt 'For a host that allows "AllowOverride FileInfo" only.' 's/^Options /# &/; s/^DirectorySlash /# &/'
    variant https-ends-at-a-proxy.txt \
        'For a host whose proxy ends HTTPS and always sets X-Forwarded-Proto itself. If you lock folders, the last line of this
# text also goes into the .htaccess of each, or once into the one in the folder of the whole site.' \
        's/^# \(SetEnvIf X-Forwarded-Proto \)/\1/'
    add cgi-bin/only-cgi-bin.txt htaccess/only-cgi-bin.txt
}

# Each library that is linked, as the Debian package that it came from.
versions() {
    dpkg-query --show --showformat='${source:Package} ${source:Version}\n' libc6-dev libstdc++-12-dev libcgicc-dev \
        libfcgi-dev libsqlite3-dev libsqlitecpp-dev libsodium-dev libcrypt-dev libutf8proc-dev libkainjow-mustache-dev \
        nlohmann-json3-dev libtomlplusplus-dev libcli11-dev | sort
}

install -D -m 755 "$program" "$folder/cloakroom.fcgi"
add_htaccess
for file in cloakroom.conf.sample apache.conf lighttpd.conf lighttpd-cgi.conf nginx.conf LICENSE; do add "$file" "$file"; done
add docs/README.txt README.txt
cp -r licences "$folder/"
{ echo "Linked into cloakroom.fcgi, as source packages of Debian:" && versions; } > "$folder/licences/VERSIONS.txt"
tools/docs-html.sh "$folder/docs"
(cd "$folder" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs -d '\n' sha256sum > SHA256SUMS)

date=@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Makefile)}
find "$folder" -type f -exec chmod 644 {} + # examples are read, not run
find "$folder" -type d -exec chmod 755 {} +
chmod 755 "$folder/cloakroom.fcgi"
find "$folder" -exec touch --date="$date" {} +
mkdir -p "$out"
rm -f "$archive.zip" "$archive.tar.gz"
(cd "$work" && find "$name" | sort | zip -X -q -@ "$archive.zip")
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --format=ustar -c "$name" | gzip -n -9 > "$archive.tar.gz"
for file in "$archive.zip" "$archive.tar.gz"; do echo "$file: $(stat -c %s "$file") bytes"; done
