#!/usr/bin/env python3
"""Packs a program that is already built into packages for a quick try of machine.py: `tests/packages/trial_debs.py MYNAH OUT`.

They have the files and scripts of the packages that `make deb` builds, but one build of the program, whatever its profile, and
neither its manual pages nor its licences. Nobody is to be given them.
"""

import glob
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib

STAGE = "target/deb-stage/"


def assets(described, mynah, tree):
    """Puts the files into the tree that the description names and that need no build."""
    for source, place, mode in described["assets"]:
        files = [mynah] if source == f"{STAGE}mynah" else [] if source.startswith(STAGE) else glob.glob(source)
        for file in files:
            target = tree / place
            if place.endswith("/"):
                target = target / pathlib.Path(file).name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            target.chmod(int(mode, 8))


def main():
    mynah, out = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    described = tomllib.loads(pathlib.Path("Cargo.toml").read_text())["package"]["metadata"]["deb"]
    version = subprocess.run(["dpkg-parsechangelog", "-l", "packaging/deb/changelog", "-S", "Version"], check=True, capture_output=True, text=True)
    version = version.stdout.strip()
    with tempfile.TemporaryDirectory() as work:
        tree, stage = pathlib.Path(work) / "tree", pathlib.Path(work) / "stage"
        stage.mkdir()
        assets(described, mynah, tree)
        subprocess.run(["strip", tree / "usr/bin/mynah"], check=True)
        (tree / "DEBIAN").mkdir()
        (tree / "DEBIAN/conffiles").write_text("".join(f"{path}\n" for path in described["conf-files"]))
        control = {
            "Package": "mynah",
            "Version": version,
            "Architecture": "amd64",
            "Maintainer": described["maintainer"],
            "Depends": described["depends"],
            "Description": "mynah, packed for a trial",
        }
        (tree / "DEBIAN/control").write_text("".join(f"{name}: {value}\n" for name, value in control.items()))
        os.chmod(tree, 0o755)
        deb = out / f"mynah_{version}_amd64.deb"
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, deb], check=True, stdout=subprocess.DEVNULL)
        (stage / "copyright").write_text("A trial.\n")
        environment = os.environ | {"SOURCE_DATE_EPOCH": "0"}
        subprocess.run(["packaging/deb/kiosk.sh", stage, out], check=True, env=environment)


if __name__ == "__main__":
    main()
