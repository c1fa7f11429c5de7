#!/bin/sh
# Builds the package mynah-kiosk, which holds no program but a script: build.sh calls it.
# Usage: packaging/deb/kiosk.sh STAGE OUT; SOURCE_DATE_EPOCH says which time its files have.
set -eu
stage=$1
out=$2
version=$(dpkg-parsechangelog -l packaging/deb/changelog -S Version)
tree=$stage/kiosk
from=packaging/deb/kiosk
rm -rf "$tree"

put() { # MODE TO FROM...
    mode=$1 to=$2
    shift 2
    for file in "$@"; do
        install -D -m "$mode" "$file" "$tree/$to"
    done
}
put 755 usr/sbin/mynah-kiosk $from/mynah-kiosk
put 644 usr/lib/systemd/system/mynah-kiosk.service packaging/systemd/mynah-kiosk.service
put 644 usr/lib/systemd/system/mynah-kiosk-graphical.service packaging/systemd/mynah-kiosk-graphical.service
put 644 usr/lib/systemd/system/mynah-kiosk-bundle.path packaging/systemd/mynah-kiosk-bundle.path
put 644 usr/lib/systemd/system/mynah-kiosk-bundle.service packaging/systemd/mynah-kiosk-bundle.service
put 644 usr/lib/sysusers.d/mynah-kiosk.conf $from/sysusers.conf
put 644 usr/share/mynah-kiosk/logind.conf packaging/systemd/logind-mynah-kiosk.conf
put 644 usr/share/mynah-kiosk/sysctl.conf packaging/systemd/sysctl-mynah-kiosk.conf
put 644 usr/share/mynah-kiosk/system.conf packaging/systemd/system-mynah-kiosk.conf
put 644 usr/share/mynah-kiosk/preset.conf $from/preset.conf
put 644 usr/share/mynah-kiosk/foot.ini packaging/foot/mynah-kiosk.ini
for file in assets/knowledge/harbor-house/*.md; do
    put 644 "usr/share/mynah-kiosk/knowledge/$(basename "$file")" "$file"
done
put 640 etc/mynah/kiosk.toml $from/kiosk.toml
put 644 usr/share/doc/mynah-kiosk/copyright "$stage/copyright"
put 644 usr/share/lintian/overrides/mynah-kiosk $from/lintian-overrides
mkdir -p "$tree/usr/share/doc/mynah-kiosk" "$tree/usr/share/man/man8" "$tree/DEBIAN"
gzip -n9c packaging/deb/changelog > "$tree/usr/share/doc/mynah-kiosk/changelog.Debian.gz"
gzip -n9c $from/mynah-kiosk.8 > "$tree/usr/share/man/man8/mynah-kiosk.8.gz"
chmod 644 "$tree/usr/share/doc/mynah-kiosk/changelog.Debian.gz" "$tree/usr/share/man/man8/mynah-kiosk.8.gz"
for script in postinst prerm postrm; do
    install -m 755 "$from/$script" "$tree/DEBIAN/$script"
done
echo /etc/mynah/kiosk.toml > "$tree/DEBIAN/conffiles"
size=$(du -sk --apparent-size --exclude=DEBIAN "$tree" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$size/" "$from/control" > "$tree/DEBIAN/control"
(cd "$tree" && find . -type f ! -path './DEBIAN/*' -printf '%P\n' | LC_ALL=C sort | xargs md5sum > DEBIAN/md5sums)
chmod 644 "$tree/DEBIAN/conffiles" "$tree/DEBIAN/control" "$tree/DEBIAN/md5sums"
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$tree" "$out/mynah-kiosk_${version}_all.deb" > /dev/null
