#!/usr/bin/env python3
"""The protection on another kernel: `mynah prove-offline` in a whole machine that boots it. `make kernel-check` calls it, as root.

Usage: kernel.py MYNAH WORK [--kernel PACKAGE] [--suite SUITE]

Debian with its own kernel, the program and what it needs; an ordinary user tries every way as a person and as a kiosk. The
machine is emulated (QEMU without hardware support), which takes long. Its answers come through the serial line and lie in WORK
as JSON. Ends with 1 where a way was open that was to be closed.
"""

import argparse
import base64
import json
import pathlib
import re
import subprocess
import sys

INIT = r"""#!/bin/sh
mount -t proc proc /proc 2> /dev/null; mount -t sysfs sys /sys 2> /dev/null; mount -t devtmpfs dev /dev 2> /dev/null
mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /tmp; chmod 1777 /tmp
mkdir -p /dev/pts /dev/shm; mount -t devpts pts /dev/pts; mount -t tmpfs shm /dev/shm; chmod 1777 /dev/shm
ip link set lo up 2> /dev/null
install -d -m 700 -o user -g user /run/user/1000
exec > /dev/ttyS0 2>&1
mount -t securityfs sec /sys/kernel/security
echo "KERNEL $(uname -r) $(cat /sys/kernel/security/lsm)"
for mode in "" --kiosk; do
    su user -s /bin/sh -c "cd; XDG_RUNTIME_DIR=/run/user/1000 timeout 3600 mynah prove-offline $mode --json > /tmp/table$mode.json 2> /tmp/errors$mode"
    echo "RESULT [$mode] $? $(base64 -w0 /tmp/table$mode.json) $(base64 -w0 /tmp/errors$mode)"
done
su user -s /bin/sh -c "cd; mynah doctor 2>&1 | head -40" | sed 's/^/DOCTOR /'
echo DONE
sync; echo o > /proc/sysrq-trigger; sleep 60
"""


def run(*command, **more):
    return subprocess.run(command, check=True, **more)


def unpacked(suite, packages, work):
    """The system's files in a folder; what was fetched for it is kept in WORK."""
    base, tree = work / "base.tar", work / "tree"
    if not base.exists():
        new = work / "new.tar"
        run("mmdebstrap", "--quiet", "--variant=minbase", f"--include={packages}", suite, str(new))
        new.rename(base)
    run("rm", "-rf", tree)
    tree.mkdir()
    run("tar", "-xf", base, "-C", tree)
    return tree


def build(mynah, work, options):
    """A disk with the system, its kernel, and the program."""
    packages = f"{options.kernel},iproute2,espeak-ng,libspeechd2,libasound2,libstdc++6,libgomp1,passwd,util-linux,pulseaudio-utils"
    tree = unpacked(options.suite, packages, work)
    run("install", "-m", "755", mynah, tree / "usr/bin/mynah")
    run("chroot", tree, "useradd", "--create-home", "--uid", "1000", "user")
    (tree / "check").write_text(INIT)
    (tree / "check").chmod(0o755)
    for name in ("vmlinuz", "initrd.img"):
        run("cp", "-L", tree / name, work / name)
    disk = work / "disk.img"
    disk.unlink(missing_ok=True)
    run("mkfs.ext4", "-q", "-d", tree, disk, "3000M")
    run("rm", "-rf", tree)


def boot(work):
    """Runs the machine until it switches itself off; returns what it told."""
    serial = work / "serial.log"
    serial.unlink(missing_ok=True)
    command = ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "2048", "-no-reboot", "-nic", "none",
               "-display", "none", "-serial", f"file:{serial}", "-drive", f"file={work}/disk.img,if=virtio,format=raw",
               "-kernel", f"{work}/vmlinuz", "-initrd", f"{work}/initrd.img", "-append", "root=/dev/vda rw quiet init=/check console=ttyS0"]
    try:
        subprocess.run(command, timeout=7800, check=False)
    except subprocess.TimeoutExpired:
        print("kernel-check: the machine did not end within 130 minutes")
    return serial.read_text(errors="replace")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mynah", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--kernel", default="linux-image-amd64")
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--keep", action="store_true", help="use the disk of the last run")
    options = parser.parse_args()
    work = (options.work / options.suite).resolve()
    work.mkdir(parents=True, exist_ok=True)
    if not (options.keep and (work / "disk.img").exists()):
        build(options.mynah, work, options)
    told = boot(work)
    kernel = re.search(r"KERNEL (\S+)", told)
    if not kernel:
        sys.exit("kernel-check: the machine did not start: see serial.log")
    failed = False
    results = re.findall(r"RESULT \[(.*?)\] (\d+) (\S*) (\S*)\r?\n", told)
    for mode, status, table, errors in results:
        text = base64.b64decode(table).decode()
        name = "kiosk" if mode else "personal"
        (work / f"{name}.json").write_text(text)
        ways = json.loads(text)["ways"] if text.strip().startswith("{") else []
        open_ = [way["way"] if "way" in way else way.get("name") for way in ways if way["result"] == "open"]
        failed |= status != "0" or not ways
        print(f"kernel-check: kernel {kernel[1]}, {name}: {len(ways)} ways, {len(open_)} open, exit code {status}")
        for way in open_:
            print(f"kernel-check:   open: {way}")
        if status != "0":
            print(base64.b64decode(errors).decode())
    if failed or len(results) != 2:
        sys.exit(1)


if __name__ == "__main__":
    main()
