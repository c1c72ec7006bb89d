"""What happens before anything is installed: which Python the Makefile takes, and what it says where there is none."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf8")
FITS = re.search(r"^FITS := (.+)$", MAKEFILE, re.M)[1]
PYTHONS = re.search(r"^PYTHONS := (.+)$", MAKEFILE, re.M)[1].split()
SUPPORTED = [(3, minor) for minor in (11, 12, 13, 14)]

# Stand-ins for Pythons: one that fits, one that is too old, too new or incomplete, and one that runs nothing, as a version
# manager leaves them in the path. None of them sets up anything: the first says that it was asked to.
STUBS = {
    "fits": 'case "$1 $2" in -c*print*) echo "is Python 3.13" ;; "-m venv") echo "$0 sets up $4"; exit 3 ;; esac',
    "does not fit": 'case "$2" in *ensurepip*) exit 1 ;; *) echo "is Python 3.15" ;; esac',
    "runs nothing": 'echo "command not found" >&2; exit 127',
}


def made(folder, pythons, *settings):
    """What `make book` says in a folder of its own, with these Pythons in the path and no others; nothing is installed."""
    if (make := shutil.which("make")) is None:
        pytest.skip("no make: the README says what to do without")
    place = folder / "path"
    place.mkdir()
    for name, kind in pythons.items():
        (place / name).write_text(f"#!/bin/sh\n{STUBS[kind]}\n")
        (place / name).chmod(0o755)
    (folder / "Makefile").write_text(MAKEFILE, encoding="utf8")
    for name in ("requirements.txt", "pyproject.toml"):
        (folder / name).touch()
    done = subprocess.run([make, "--no-print-directory", "book", *settings], cwd=folder, env={"PATH": str(place)},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False)
    assert done.returncode == 2 and not (folder / ".venv").exists()
    return done.stdout


@pytest.mark.parametrize(("pythons", "taken"), [
    ({"python3.14": "fits", "python3.13": "fits", "python3": "fits"}, "python3.14"),
    ({"python3.14": "runs nothing", "python3.13": "does not fit", "python3.12": "fits", "python3": "fits"}, "python3.12"),
    ({"python3.15": "fits", "python3": "does not fit", "python": "fits"}, "python"),
    ({"python3": "fits"}, "python3"),
])
def test_the_newest_python_that_fits_and_runs_is_taken(tmp_path, pythons, taken):
    assert f"/path/{taken} sets up .venv" in made(tmp_path, pythons)


@pytest.mark.parametrize(("pythons", "settings", "words"), [
    ({"python3.15": "fits", "python3": "does not fit"}, (), "python3 is Python 3.15"),
    ({}, (), "python3 does not run"),
    ({"python3.12": "fits", "python3.9": "does not fit"}, ("PYTHON=python3.9",), "python3.9 is Python 3.15"),
])
def test_one_sentence_says_what_to_do_and_nothing_is_installed(tmp_path, pythons, settings, words):
    said = [line for line in made(tmp_path, pythons, *settings).splitlines() if not line.startswith("make: ***")]
    assert len(said) == 1 and words in said[0] and "install one of these" in said[0] and "PYTHON=" in said[0]


def test_a_named_python_is_taken(tmp_path):
    assert "/path/python3.11 sets up .venv" in made(tmp_path, {"python3.14": "fits", "python3.11": "fits"}, "PYTHON=python3.11")


@pytest.mark.parametrize("version", [(2, 7), (3, 10), *SUPPORTED, (3, 15), (4, 0)])
def test_the_versions_that_fit(version):
    """The Makefile's question, asked of a Python of any version."""
    class Asked(SystemExit):
        pass

    class sys:
        version_info = (*version, 0, "final", 0)

        @staticmethod
        def exit(code):
            raise Asked(code)

    with pytest.raises(Asked) as answer:
        exec(FITS.replace("import sys, ensurepip, venv; ", ""), {"sys": sys})
    assert answer.value.code is (version not in SUPPORTED)


def test_this_python_fits():
    """With its modules, which the version above cannot show."""
    assert subprocess.run([sys.executable, "-c", FITS], timeout=60, check=False).returncode == 0


def test_every_place_names_the_same_pythons():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.15"
    assert PYTHONS == [*(f"python3.{minor}" for _, minor in reversed(SUPPORTED)), "python3", "python"]
    assert "Python 3.11, 3.12, 3.13 or 3.14 " in MAKEFILE
    for name in ("README.md", "course/editions/README.student.md", "Makefile"):
        assert "Python 3.11 to 3.14" in (ROOT / name).read_text(encoding="utf8"), name


def test_everything_asked_for_is_locked():
    """By version and checksum."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf8")
    pinned = re.findall(r"^([\w.-]+)==\S+(?: ; .+)? \\\n +--hash=sha256:", lock, re.M)
    assert len(pinned) == len(re.findall(r"^\S", lock, re.M)) > 100
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    wanted = [*project["dependencies"], *(name for group in project["optional-dependencies"].values() for name in group)]
    assert {re.match(r"[\w.-]+", want)[0] for want in wanted} - set(pinned) == set()
