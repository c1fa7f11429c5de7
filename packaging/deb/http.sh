#!/bin/sh
# Builds the package mynah-http: build.sh calls it.
# Usage: packaging/deb/http.sh STAGE OUT ARCHITECTURE; SOURCE_DATE_EPOCH says which time its files have.
# STAGE/http-files holds the program mynah-http, its copyright, and what crates/http/examples/package_files.rs wrote.
set -eu
stage=$1
out=$2
architecture=$3
version=$(dpkg-parsechangelog -l packaging/deb/changelog -S Version)
tree=$stage/http
files=$stage/http-files
from=packaging/deb/http
rm -rf "$tree"

put() { # MODE TO FROM
    install -D -m "$1" "$3" "$tree/$2"
}
put 755 usr/bin/mynah-http "$files/mynah-http"
put 644 usr/share/bash-completion/completions/mynah-http "$files/mynah-http.bash"
put 644 usr/share/zsh/vendor-completions/_mynah-http "$files/_mynah-http"
put 644 usr/share/fish/vendor_completions.d/mynah-http.fish "$files/mynah-http.fish"
put 644 usr/lib/systemd/user/mynah-http.service packaging/systemd/mynah-http.service
put 644 usr/share/doc/mynah-http/copyright "$files/copyright"
mkdir -p "$tree/usr/share/man/man1" "$tree/DEBIAN"
gzip -n9c packaging/deb/changelog > "$tree/usr/share/doc/mynah-http/changelog.Debian.gz"
gzip -n9c "$files/man/mynah-http.1" > "$tree/usr/share/man/man1/mynah-http.1.gz"
chmod 644 "$tree/usr/share/doc/mynah-http/changelog.Debian.gz" "$tree/usr/share/man/man1/mynah-http.1.gz"
size=$(du -sk --apparent-size --exclude=DEBIAN "$tree" | cut -f1)
sed -e "s/@VERSION@/$version/g" -e "s/@SIZE@/$size/" -e "s/@ARCHITECTURE@/$architecture/" "$from/control" > "$tree/DEBIAN/control"
(cd "$tree" && find . -type f ! -path './DEBIAN/*' -printf '%P\n' | LC_ALL=C sort | xargs md5sum > DEBIAN/md5sums)
chmod 644 "$tree/DEBIAN/control" "$tree/DEBIAN/md5sums"
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$tree" "$out/mynah-http_${version}_${architecture}.deb" > /dev/null
