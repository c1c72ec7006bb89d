"""A copy of the scripts of the book in which faults can be planted."""

import shutil
from pathlib import Path

from tools import check

ROOT = Path(__file__).resolve().parents[1]


def planted(folder, *faults):
    """A copy of the scripts and of the data that they import, with faults in it, each (file, what stands there once, what is put in its place)."""
    data = [path.relative_to(ROOT).as_posix() for pattern in ("*.json", "exercises/**/*.json", "widgets/**/*.json") for path in (ROOT / "course").glob(pattern)]
    for name in (*check.scripts(), *data):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / "deno.json", folder)
    for name, old, new in faults:
        text = (folder / name).read_text(encoding="utf8")
        assert text.count(old) == 1, f"{name} holds {old} {text.count(old)} times"
        (folder / name).write_text(text.replace(old, new), encoding="utf8")
    return folder
