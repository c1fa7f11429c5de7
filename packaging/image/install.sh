#!/bin/sh
# Installs the kiosk into the image in whose root this runs; mkosi.finalize and the Containerfile call it. Uses no network.
# Usage: install.sh FOLDER; FOLDER holds the packages *.deb, bundle.mynah with its signature, and settings.toml with the key that signs
# it. A bundle and settings may be missing.
set -eu
folder=$1
export DEBIAN_FRONTEND=noninteractive

dpkg --install "$folder"/*.deb
install -d -m 755 /etc/mynah/kiosk.d
if [ -e "$folder/settings.toml" ]; then
    # It may hold the hash of the operator's PIN.
    install -o root -g mynah-kiosk -m 640 "$folder/settings.toml" /etc/mynah/kiosk.d/50-image.toml
fi
if [ -n "${BUNDLES:-}" ]; then
    sed -i "s|^folder = \"/var/lib/mynah/bundles\"|folder = \"$BUNDLES\"|" /etc/mynah/kiosk.toml
    grep -q "^folder = \"$BUNDLES\"" /etc/mynah/kiosk.toml
fi
if [ -e "$folder/bundle.mynah" ]; then
    mynah --config /etc/mynah/kiosk.toml bundle install --root / --no-trial "$folder/bundle.mynah"
fi
mynah check-config --kiosk
mynah-kiosk enable
# It would ask whoever stands there for a password of root at the first boot.
systemctl --quiet --force mask systemd-firstboot.service
