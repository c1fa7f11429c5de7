#!/bin/sh
# Builds a bootable image of a kiosk with mkosi, as root: `make image` calls it.
# Usage: packaging/image/build.sh PACKAGES OUT [BUNDLE [SETTINGS]]; PACKAGES is a folder with mynah_*.deb and mynah-kiosk_*.deb,
# BUNDLE a *.mynah with its *.mynah.minisig beside it, SETTINGS a drop-in that holds models.trusted_keys. RELEASE=trixie takes Debian 13,
# MKOSI_OPTIONS holds further options of mkosi, for example --local-mirror=http://mirror.example.org/debian.
set -eu

fail() {
    echo "build.sh: $1" >&2
    exit 1
}
[ $# -ge 2 ] || fail "it needs a folder of packages and one for the image: packaging/image/build.sh target/debian target/image"
packages=$1
out=$2
bundle=${3:-}
settings=${4:-}
[ "$(id -u)" = 0 ] || fail "mkosi needs root: sudo make image"
command -v mkosi > /dev/null || fail "mkosi is missing: install it with 'sudo apt install mkosi'."
from=$(cd "$(dirname "$0")" && pwd)

rm -rf "$out"
given=$out/mkosi.extra/usr/share/mynah-image
mkdir -p "$given"
architecture=$(dpkg --print-architecture)
for name in "mynah_*_$architecture.deb" "mynah-kiosk_*_all.deb"; do
    # shellcheck disable=SC2086
    set -- "$packages"/$name
    { [ $# = 1 ] && [ -e "$1" ]; } || fail "$packages needs exactly one $name: 'make deb' builds it."
    cp "$1" "$given/"
done
if [ -n "$bundle" ]; then
    cp "$bundle" "$given/bundle.mynah"
    cp "$bundle.minisig" "$given/bundle.mynah.minisig"
fi
[ -z "$settings" ] || cp "$settings" "$given/settings.toml"
cp "$from/install.sh" "$given/"
cp -r "$from/mkosi.finalize" "$from/mkosi.repart" "$out/"
sed "s/linux-image-amd64/linux-image-$architecture/" "$from/mkosi.conf" > "$out/mkosi.conf"
cd "$out"
# shellcheck disable=SC2086
mkosi --release "${RELEASE:-bookworm}" ${MKOSI_OPTIONS:-} --force build
echo "The image is in $(pwd). Write mynah-kiosk.raw to a disk, for example with 'dd if=mynah-kiosk.raw of=/dev/sdX bs=4M conv=fsync'."
