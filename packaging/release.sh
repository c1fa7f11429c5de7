#!/bin/sh
# Makes a release: `make release VERSION=0.2.0 KEY=you@example.org` calls it.
# Usage: packaging/release.sh VERSION KEY; the KEY signs the manifest (gpg), or KEY is the file of an SSH key.
#
# Writes the version and today's date where they belong, commits that, builds the packages and collects them with their sums.
# Nothing is published: target/release-VERSION is what there is to publish.
set -eu

version=$1
key=$2
fail() {
    echo "release.sh: $1" >&2
    exit 1
}
echo "$version" | grep -Eq '^[0-9]+\.[0-9]+\.[0-9]+$' || fail "'$version' is no version such as 0.2.0."
[ -n "$key" ] || fail "without a KEY the manifest cannot be signed."
git diff --quiet HEAD || fail "there are changes that are not committed."
before=$(grep -m1 '^version = ' Cargo.toml | cut -d'"' -f2)
today=$(date -u +%Y-%m-%d)

if [ "$before" != "$version" ]; then
    grep -q '^### ' CHANGELOG.md || fail "CHANGELOG.md has nothing under Unreleased."
    sed -i "0,/^version = \"$before\"/s//version = \"$version\"/" Cargo.toml
    cargo update --quiet --offline --package mynah
    sed -i "s/^## Unreleased\$/## Unreleased\n\n## $version - $today/" CHANGELOG.md
    sed -i "s|<releases>|<releases>\n    <release version=\"$version\" date=\"$today\"/>|" packaging/desktop/mynah.metainfo.xml
    {
        printf 'mynah (%s-1) unstable; urgency=medium\n\n  * CHANGELOG.md tells what is new.\n\n' "$version"
        printf ' -- The mynah developers <maintainers@mynah.example>  %s\n\n' "$(date -u -R)"
        cat packaging/deb/changelog
    } > packaging/deb/changelog.new
    mv packaging/deb/changelog.new packaging/deb/changelog
    git commit -qam "Release $version"
fi

make deb
out=target/release-$version
rm -rf "$out"
mkdir -p "$out"
cp target/debian/mynah_"$version"-1_*.deb target/debian/mynah-kiosk_"$version"-1_all.deb "$out/"
# What is new in this version.
awk -v head="## $version" 'index($0, head) == 1 { on = 1; print; next } /^## / { on = 0 } on' CHANGELOG.md > "$out/CHANGES.md"
(cd "$out" && sha256sum -- *.deb CHANGES.md > SHA256SUMS)
if [ -f "$key" ]; then
    ssh-keygen -q -Y sign -f "$key" -n mynah-release "$out/SHA256SUMS"
else
    gpg --batch --yes --armor --local-user "$key" --detach-sign "$out/SHA256SUMS"
fi
ls -l "$out"
