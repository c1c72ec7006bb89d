"""Files that are whole or not there: written aside and moved into their place at the end."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

T = TypeVar("T")


def written(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """Write files into a folder, by name, texts as UTF-8; until all of them are complete none is in its place."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as aside:
            for name, content in files.items():
                path = Path(aside, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content if isinstance(content, bytes) else content.encode("utf8"))
            for name in files:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(Path(aside, name), folder / name)
    except OSError as error:
        _refused(folder, error)
    return [folder / name for name in files]


def writable(folder: Path) -> None:
    """SystemExit if nothing can be written into a folder, which is made: long work asks before it begins."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-"):
            pass
    except OSError as error:
        _refused(folder, error)


def _refused(folder: Path, error: OSError) -> NoReturn:
    sys.exit(f"{folder} cannot be written to ({error.strerror}), and nothing was written. Expected a folder that is yours, with room in it; "
             "--out names another.")


def told(items: Sequence[T], what: str, every: int = 25) -> Iterator[T]:
    """The items, one after the other, and on the way how many there were: long work shows that it goes on."""
    for k, item in enumerate(items, 1):
        yield item
        if len(items) > every and (k % every == 0 or k == len(items)):
            print(f"{k} of {len(items)} {what}", file=sys.stderr, flush=True)


def table(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV that spreadsheets open with their letters whole: commas, quotes where needed, a byte-order mark."""
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front, as spreadsheets write it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "@", "+", "-") else cell
