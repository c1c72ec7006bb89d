"""Keeps a checksum of what a script wrote, in tests/checksums.toml, so that no stored number changes by itself.

    python -m tools.checksums FILE …        after a file was written by its script, where the script does not say so itself
"""

import hashlib
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "tests/checksums.toml"


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits; whether its lines end as on Windows does not count."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def recorded() -> dict[str, str]:
    """The checksums by path below the repository, of what the scripts wrote last."""
    return tomllib.loads(TARGET.read_text(encoding="utf8")) if TARGET.exists() else {}


def record(*paths: Path) -> None:
    """Remember these files as they are; a script calls this right after it has written them."""
    sums = recorded() | {path.resolve().relative_to(ROOT).as_posix(): checksum(path) for path in paths}
    lines = ["# SHA-256 of each file that a script wrote; tools/checksums.py keeps it.\n",
             *(f'"{name}" = "{digits}"\n' for name, digits in sorted(sums.items()))]
    TARGET.write_text("".join(lines), encoding="utf8")


if __name__ == "__main__":
    record(*map(Path, sys.argv[1:]))
