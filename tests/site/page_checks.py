"""What can be wrong with a page without a browser: each function returns its complaints as sentences."""

import posixpath
import re
from collections import Counter
from urllib.parse import unquote, urlsplit

ALT_LENGTH = 20
TEX = re.compile(r"\$[^$\s]|\\(?:[a-zA-Z]{2,}|[()\[\]{}])|\{(?:eq|ref|numref|cite|term|doc)\}")
NOT_PROSE = ["script", "style", "pre", "code", "kbd", "title"]


def links(name, soup, ids, exists):
    """Targets on this site that do not exist. `ids` maps pages to their ids, `exists` tells whether a file does."""
    found = []
    for element in soup.select("[href], [src]"):
        target = element.get("href") or element.get("src") or ""
        address = urlsplit(target)
        if address.scheme in ("data", "mailto") or (element.name == "a" and address.scheme in ("http", "https")):
            continue
        if address.scheme or address.netloc:
            found.append(f"{name}: <{element.name}> loads {target}, expected a file of the site")
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address.path))) if address.path else name
        if not exists(path):
            found.append(f"{name}: {target} leads to {path}, which does not exist")
        elif address.fragment and path in ids and unquote(address.fragment).split("?")[0] not in ids[path]:  # ? sets a figure
            found.append(f"{name}: {target} leads to an anchor that {path} does not have")
    return found


def images(name, soup):
    """Images without an alt text that says something; a logo beside its title says nothing more and has an empty one."""
    return [f"{name}: {image.get('src')} has the alt text {image.get('alt')!r}, expected a sentence on what is seen"
            for image in soup.select("img")
            if not (image.get("alt") == "" and image.find_parent("a", class_="logo"))
            and (len(image.get("alt", "")) < ALT_LENGTH or re.search(r"_images/|\.(svg|png)$", image["alt"]))]


def raw_markup(name, soup):
    """TeX or MyST roles that were not turned into mathematics or links."""
    found = []
    for text in (soup.body or soup).find_all(string=TEX):
        if not text.find_parent(NOT_PROSE) and not text.find_parent(class_="math") \
                and type(text).__name__ == "NavigableString":
            found.append(f"{name}: unrendered markup in {text.strip()[:80]!r}")
    return found


def repeated_ids(name, soup):
    """Ids that occur twice: a link would reach only the first."""
    counts = Counter(element["id"] for element in soup.select("[id]"))
    return [f"{name}: the id {key} occurs {n} times" for key, n in counts.items() if n > 1]


def headings(name, soup):
    """Not exactly one h1, or a level that is skipped. The theme repeats the title for print alone: not counted."""
    levels = [int(heading.name[1]) for heading in soup.select("main h1, main h2, main h3, main h4, main h5, main h6")
              if not heading.find_parent(class_="onlyprint")]
    found = [] if levels.count(1) == 1 else [f"{name}: {levels.count(1)} headings of level 1, expected one"]
    return found + [f"{name}: a heading of level {b} follows one of level {a}" for a, b in zip(levels, levels[1:]) if b > a + 1]


def names_for_all(name, soup):
    """What a screen reader and a search engine need: language, title, description, landmarks, names of controls."""
    needed = {"html[lang]": "a language", "head > title": "a title", "main#main-content": "a main landmark",
              "nav[aria-label]": "a named navigation", "a[href='#main-content']": "a link past the navigation",
              "meta[name=description][content]": "a description"}
    found = [f"{name}: has not {what} ({selector})" for selector, what in needed.items() if not soup.select_one(selector)]
    for control in soup.select("button, summary, input:not([type=hidden]), select, a[href]"):
        if not (control.get_text(strip=True) or control.get("aria-label") or control.get("title")
                or control.get("placeholder") or control.select_one("img[alt]:not([alt=''])")
                or (label := control.find_parent("label")) and label.get_text(strip=True)):
            found.append(f"{name}: a control without a name: {str(control)[:100]}")
    return found
