"""Compares two builds of the site: which pages differ, and what of their texts, links and places.

    python -m tools.sites OLD NEW        two folders of pages, such as _build/html here and in another copy; --quiet lists the pages alone

A change that is to leave the site as it is leaves no line. The checksums in addresses, and drawings, are left out.
"""

import argparse
import difflib
import re
import sys
from pathlib import Path

from bs4 import BeautifulSoup

OWN = {"_static", "_sources"}  # folders without pages
CHECKSUM = re.compile(r"\?v=[0-9a-f]{8}")


def pages(folder: Path) -> dict[str, str]:
    """{page below the folder: its HTML}."""
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf8") for path in sorted(folder.rglob("*.html"))
            if not OWN & set(path.relative_to(folder).parts)}


def told(html: str) -> list[str]:
    """What a page says to its reader, a line for each piece of text, place, link, picture and stored state, in their order."""
    lines = []
    for element in BeautifulSoup(html, "lxml").find_all(True):
        if element.name in ("svg", "path", "use", "g", "defs"):
            continue
        if element.get("id"):
            lines.append(f"place {element['id']}")
        for name in ("href", "src", "alt"):
            if element.get(name):
                lines.append(f"{name} {CHECKSUM.sub('', element[name])}")
        text = " ".join(" ".join(element.find_all(string=True, recursive=False)).split())
        if text:
            lines.append(f"{element.name}: {text}")
    return lines


def differences(old: dict[str, str], new: dict[str, str]) -> dict[str, list[str]]:
    """{page: the lines that are gone (-) and that are new (+)} for each page that differs; a page that only one has is said so."""
    found = {}
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            found[name] = ["+ the page" if name in new else "- the page"]
        elif old[name] != new[name]:
            lines = difflib.unified_diff(told(old[name]), told(new[name]), lineterm="", n=0)
            if changed := [line for line in lines if not line.startswith(("---", "+++", "@@"))]:
                found[name] = changed
    return found


def main(arguments: list[str]) -> int:
    """Prints the differences; the exit status is 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--quiet", action="store_true", help="only the names of the pages")
    options = parser.parse_args(arguments)
    sides = [pages(folder) for folder in (options.old, options.new)]
    for folder, side in zip((options.old, options.new), sides):
        if not side:
            sys.exit(f"{folder} holds no pages; name the folder of a built site, such as _build/html.")
    found = differences(*sides)
    for name, lines in found.items():
        print(f"{name}: {len(lines)} lines")
        if not options.quiet:
            print("\n".join(f"  {line}" for line in lines))
    print(f"{len(found)} of {len(sides[0].keys() | sides[1].keys())} pages differ.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
