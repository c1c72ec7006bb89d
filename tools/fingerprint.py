"""Writes the fingerprints of the four sources, which are not part of this repository.

    python -m tools.fingerprint SOURCES_DIR        write tests/sources.json from the files 000_….txt to 003_….txt

A fingerprint is the beginning of the SHA-256 of a few consecutive words. With them the tests can tell whether an
excerpt really stands in a source without having the source.
"""

import hashlib
import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "tests/sources.json"
DIGITS = 9  # a wrong excerpt of four words passes by chance less than once in a million times
WORDS = 4


def fingerprint(words):
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:DIGITS]


def runs(words, length):
    """Every run of that many consecutive words."""
    return [words[k : k + length] for k in range(len(words) - length + 1)]


def fingerprints(text):
    """The fingerprints of all runs of one to WORDS words, sorted."""
    words = text.split()
    return sorted({fingerprint(run) for length in range(1, WORDS + 1) for run in runs(words, length)})


def stands_in(excerpt, prints):
    """Whether each run of WORDS words of an excerpt, or all of a shorter one, has its fingerprint in a set."""
    words = excerpt.split()
    return bool(words) and all(fingerprint(run) in prints for run in runs(words, min(WORDS, len(words))))


def main(folder=None):
    if folder is None:
        sys.exit(__doc__)
    files = sorted(Path(folder).glob("[0-9][0-9][0-9]_*.txt"))
    if not files:
        sys.exit(f"no sources in {folder}: expected files such as 000_….txt")
    found = {path.name[:3]: " ".join(fingerprints(path.read_text(encoding="utf8"))) for path in files}
    TARGET.write_text(json.dumps(found, indent=1) + "\n", encoding="utf8")
    print(", ".join(f"{source}: {text.count(' ') + 1} fingerprints" for source, text in found.items()))


if __name__ == "__main__":
    main(*sys.argv[1:])
