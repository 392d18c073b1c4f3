#!/bin/bash
# What `make dist` does once the program is built: packs dist/cloakroom-VERSION.zip, one folder to upload.
set -eu
cd "$(dirname "$0")/.."
program=${CLOAKROOM_PROGRAM:-cgi-bin/cloakroom.fcgi}
version=$("$program" --version | awk '{ print $NF; exit }')
name=cloakroom-$version
folder=dist/$name

rm -rf "$folder" "$folder.zip"
mkdir -p "$folder"
install -m 755 "$program" "$folder/"
install -m 644 cgi-bin/.htaccess cloakroom.conf.sample apache.conf lighttpd.conf lighttpd-cgi.conf nginx.conf docs/examples/cloakroom.service LICENSE "$folder/"
install -m 644 cgi-bin/.htaccess "$folder/htaccess.txt" # many FTP clients hide names that begin with a dot
install -m 644 docs/README.txt "$folder/README.txt"
cp -r docs/protect "$folder/protect"
cp -r licences html "$folder/" # a copy of html/ is where pages of one's own begin
chmod -R u=rwX,go=rX "$folder"

# The same sources give the same zip: one date, sorted names, no owner.
date=@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
find "$folder" -exec touch --date="$date" {} +
(cd dist && find "$name" -print | LC_ALL=C sort | TZ=UTC zip -X -q -@ "$name.zip")
rm -rf "$folder"
echo "$folder.zip: $(stat -c %s "$folder.zip") bytes"
