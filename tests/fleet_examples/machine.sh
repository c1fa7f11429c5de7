#!/bin/sh
# A machine for tests/fleet_examples.rs: this system's /usr, /etc and /var under layers in memory, without a network. Needs root.
# Usage: machine.sh SOURCE FOLDER; commands come from standard input. FOLDER is /exchange there, SOURCE is /source, read-only.
#
# Nothing of the real machine is changed: the layers, the processes and the mounts end with this program.
set -eu
source=$1
folder=$2
if [ -z "${INSIDE:-}" ]; then
    # In a user's own namespace, the files of root would belong to nobody: dpkg could not replace them.
    INSIDE=yes exec unshare --mount --net --ipc --uts --pid --fork --kill-child sh "$0" "$@"
fi

root=$folder/machine
mkdir -p "$root"
mount -t tmpfs -o mode=755 none "$root"
for name in usr etc var; do
    mkdir -p "$root/$name" "$root/layers/$name/upper" "$root/layers/$name/work"
    mount -t overlay -o "lowerdir=/$name,upperdir=$root/layers/$name/upper,workdir=$root/layers/$name/work" none "$root/$name"
done
for name in bin sbin lib lib64; do
    [ ! -L "/$name" ] || cp -a "/$name" "$root/$name"
done
mkdir -p "$root/dev" "$root/proc" "$root/run/systemd/system" "$root/root" "$root/source" "$root/exchange"
mkdir -m 1777 "$root/tmp"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
# "mynah-kiosk enable" turns SysRq off, which no namespace keeps to itself.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,ro,bind "$root/proc/sys"
mount --bind "$source" "$root/source"
mount -o remount,ro,bind "$root/source"
mount --bind "$folder" "$root/exchange"

# apt knows no repository and has no other user; dpkg need not wait for a disk, nor read all manual pages.
rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/sources.list.d" "$root/var/lib/apt/lists"
mkdir -p "$root/etc/apt/sources.list.d" "$root/var/lib/apt/lists/partial"
echo 'APT::Sandbox::User "root";' > "$root/etc/apt/apt.conf.d/99-machine"
echo force-unsafe-io > "$root/etc/dpkg/dpkg.cfg.d/machine"
rm -f "$root/var/lib/man-db/auto-update"

# systemctl enables units as ever; what runs is told by a stand-in.
mv "$root/usr/bin/systemctl" "$root/usr/bin/systemctl.real"
install -m 755 "$source/tests/fleet_examples/systemctl" "$root/usr/bin/systemctl"
exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive SYSTEMD_OFFLINE=1 sh
