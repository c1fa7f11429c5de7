#!/bin/sh
# Builds the package mynah-NAME of a program beside mynah (pull, http, ...): build.sh calls it.
# Usage: packaging/deb/program.sh STAGE OUT ARCHITECTURE NAME; SOURCE_DATE_EPOCH says which time its files have.
# STAGE/NAME-files holds the program, its copyright, and what crates/NAME/examples/package_files.rs wrote; packaging/deb/NAME its
# control file, packaging/systemd its service for a user's session, if it has one.
set -eu
stage=$1
out=$2
architecture=$3
name=$4
package=mynah-$name
version=$(dpkg-parsechangelog -l packaging/deb/changelog -S Version)
tree=$stage/$name
files=$stage/$name-files
from=packaging/deb/$name
rm -rf "$tree"

put() { # MODE TO FROM
    install -D -m "$1" "$3" "$tree/$2"
}
put 755 "usr/bin/$package" "$files/$package"
put 644 "usr/share/bash-completion/completions/$package" "$files/$package.bash"
put 644 "usr/share/zsh/vendor-completions/_$package" "$files/_$package"
put 644 "usr/share/fish/vendor_completions.d/$package.fish" "$files/$package.fish"
unit=packaging/systemd/$package.service
[ ! -e "$unit" ] || put 644 "usr/lib/systemd/user/$package.service" "$unit"
put 644 "usr/share/doc/$package/copyright" "$files/copyright"
mkdir -p "$tree/usr/share/man/man1" "$tree/DEBIAN"
gzip -n9c packaging/deb/changelog > "$tree/usr/share/doc/$package/changelog.Debian.gz"
gzip -n9c "$files/man/$package.1" > "$tree/usr/share/man/man1/$package.1.gz"
chmod 644 "$tree/usr/share/doc/$package/changelog.Debian.gz" "$tree/usr/share/man/man1/$package.1.gz"
size=$(du -sk --apparent-size --exclude=DEBIAN "$tree" | cut -f1)
sed -e "s/@VERSION@/$version/g" -e "s/@SIZE@/$size/" -e "s/@ARCHITECTURE@/$architecture/" "$from/control" > "$tree/DEBIAN/control"
(cd "$tree" && find . -type f ! -path './DEBIAN/*' -printf '%P\n' | LC_ALL=C sort | xargs md5sum > DEBIAN/md5sums)
chmod 644 "$tree/DEBIAN/control" "$tree/DEBIAN/md5sums"
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$tree" "$out/${package}_${version}_${architecture}.deb" > /dev/null
