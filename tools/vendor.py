"""Fetches MathJax by its package name, checks it, and keeps the files with which the build draws formulas, with its licence."""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "mathjax@3.2.2"
CHECKSUM = "1b9c0a1c44df864e915690558e72adb9cc5203360daefd385084ced3b6c64c09"  # SHA-256 of the package's archive
FILES = ("LICENSE", "es5/node-main.js", "es5/input/tex-full.js", "es5/output/svg.js", "es5/output/svg/fonts/tex.js",
         "es5/a11y/assistive-mml.js", "es5/adaptors/liteDOM.js")
TARGET = Path(__file__).resolve().parent.parent / "course/site/mathjax"


def kept(archive):
    """The files that are kept, as {name: bytes}, of the package's archive; another archive than ours is an error."""
    found = hashlib.sha256(Path(archive).read_bytes()).hexdigest()
    if found != CHECKSUM:
        sys.exit(f"{archive} has the checksum {found}, expected {CHECKSUM} of {PACKAGE}")
    with tarfile.open(archive) as opened:
        return {name.removeprefix("es5/"): opened.extractfile(f"package/{name}").read() for name in FILES}


def main():
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            archive = sys.argv[1]
        else:
            subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
            archive = next(Path(folder).glob("*.tgz"))
        for name, content in kept(archive).items():
            path = TARGET / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(f"{path.relative_to(TARGET.parent)}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
