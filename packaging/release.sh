#!/bin/sh
# Makes a release: `make release VERSION=0.2.0 KEY=you@example.org` calls it.
# Usage: packaging/release.sh VERSION KEY; the KEY signs the manifest (gpg), or KEY is the file of an SSH key.
# ARCHITECTURES="amd64 arm64" builds for more than this machine's kind.
#
# Writes the version and today's date where they belong, commits and tags that, builds the packages and collects them with
# their sums. Nothing is published: target/release-VERSION is what there is to publish.
set -eu

version=$1
key=$2
architectures=${ARCHITECTURES:-$(dpkg --print-architecture)}
fail() {
    echo "release.sh: $1" >&2
    exit 1
}
echo "$version" | grep -Eq '^[0-9]+\.[0-9]+\.[0-9]+$' || fail "'$version' is no version such as 0.2.0."
[ -n "$key" ] || fail "without a KEY the manifest cannot be signed."
[ -z "$(git status --porcelain --untracked-files=no)" ] || fail "there are changes that are not committed."
today=$(date -u +%Y-%m-%d)

# A release that broke off after this goes on here when it is asked for again.
if ! grep -q "^## $version " CHANGELOG.md; then
    before=$(grep -m1 '^version = ' Cargo.toml | cut -d'"' -f2)
    later=$(printf '%s\n%s\n' "$before" "$version" | sort -V | tail -1)
    [ "$later" = "$version" ] || fail "$version comes before $before, which Cargo.toml has."
    awk '/^## / { on = $0 == "## Unreleased" } on && /^- / { found = 1 } END { exit !found }' CHANGELOG.md ||
        fail "CHANGELOG.md has nothing under Unreleased."
    sed -i "0,/^version = \"$before\"/s//version = \"$version\"/" Cargo.toml
    cargo update --quiet --offline --package mynah
    sed -i "s/^## Unreleased\$/## Unreleased\n\n## $version - $today/" CHANGELOG.md
    sed -i "/<release version=\"$version\"/d; s|<releases>|<releases>\n    <release version=\"$version\" date=\"$today\"/>|" packaging/desktop/mynah.metainfo.xml
    if ! grep -q "^mynah ($version-" packaging/deb/changelog; then
        {
            printf 'mynah (%s-1) unstable; urgency=medium\n\n  * CHANGELOG.md tells what is new.\n\n' "$version"
            printf ' -- The mynah developers <maintainers@mynah.example>  %s\n\n' "$(LC_ALL=C date -u -R)"
            cat packaging/deb/changelog
        } > packaging/deb/changelog.new
        mv packaging/deb/changelog.new packaging/deb/changelog
    fi
    git commit -qam "Release $version"
    git tag "v$version"
fi

out=target/release-$version
rm -rf "$out"
rm -f target/debian/*_"$version"-1_*.deb
mkdir -p "$out"
for architecture in $architectures; do
    make deb ARCHITECTURE="$architecture"
done
cp target/debian/*_"$version"-1_*.deb "$out/"
# What is new in this version.
awk -v head="## $version " 'index($0, head) == 1 { on = 1; print; next } /^## / { on = 0 } on' CHANGELOG.md > "$out/CHANGES.md"
(cd "$out" && sha256sum -- *.deb CHANGES.md > SHA256SUMS)
if [ -f "$key" ]; then
    ssh-keygen -q -Y sign -f "$key" -n mynah-release "$out/SHA256SUMS"
else
    gpg --batch --yes --armor --local-user "$key" --detach-sign "$out/SHA256SUMS"
fi
ls -l "$out"
