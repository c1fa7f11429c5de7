#!/bin/sh
# Makes a signed apt repository from packages, or adds packages to one: `make apt-repository FOLDER=... KEY=...` calls it.
# Usage: packaging/apt-repository.sh FOLDER KEY PACKAGE...; the KEY (gpg) signs the list of packages.
#
# FOLDER is then what a web server of your own, a stick or an image carries. apt takes it by FOLDER/mynah.sources, in which
# Signed-By holds the public key: replace its URIs where the folder is served under another address.
set -eu

fail() {
    echo "apt-repository.sh: $1" >&2
    exit 1
}
[ $# -ge 3 ] || fail "it needs a FOLDER, a KEY and packages: packaging/apt-repository.sh /srv/apt you@example.org target/debian/*.deb"
folder=$1
key=$2
shift 2
command -v reprepro > /dev/null || fail "reprepro is missing: install it with 'sudo apt install reprepro'."
fingerprint=$(gpg --batch --with-colons --list-secret-keys "$key" 2> /dev/null | awk -F: '$1 == "fpr" { print $10; exit }')
[ -n "$fingerprint" ] || fail "there is no secret key '$key': 'gpg --list-secret-keys' lists yours."
for package in "$@"; do
    dpkg-deb --field "$package" Package > /dev/null 2>&1 || fail "'$package' is no Debian package."
done

mkdir -p "$folder/conf"
folder=$(cd "$folder" && pwd)
cat > "$folder/conf/distributions" <<END
Origin: mynah
Label: mynah
Codename: stable
Architectures: amd64 arm64
Components: main
Description: mynah and its models
SignWith: $fingerprint
END
# The same version with other contents is refused: a machine that has it would never get the other.
reprepro --silent --basedir "$folder" includedeb stable "$@" || fail "the packages were not added; what is above says why."
{
    echo "Types: deb"
    echo "URIs: file:$folder"
    echo "Suites: stable"
    echo "Components: main"
    echo "Signed-By:"
    gpg --batch --armor --export "$fingerprint" | sed 's/^$/./; s/^/ /'
} > "$folder/mynah.sources.new"
mv "$folder/mynah.sources.new" "$folder/mynah.sources"
echo "$folder has $(reprepro --basedir "$folder" list stable | wc -l) packages; 'sudo cp $folder/mynah.sources /etc/apt/sources.list.d/' makes apt use it."
