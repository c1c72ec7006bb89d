"""Fetches MathJax by its package name and keeps the two files the site serves, with their licence."""

import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "mathjax@3.2.2"
FILES = {"package/es5/tex-svg-full.js": "tex-svg-full.js",
         "package/es5/ui/lazy.js": "ui/lazy.js",
         "package/LICENSE": "LICENSE"}
TARGET = Path(__file__).resolve().parent.parent / "website/static/mathjax"


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            for member, name in FILES.items():
                path = TARGET / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.extractfile(member).read())
                print(f"{path.relative_to(TARGET.parent)}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
