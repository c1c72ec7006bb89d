"""Prints the whole book as one PDF: the pages of the built site as one document, by Chromium, with an outline from the contents.

    python -m course.editions.pdf                       _build/backpropagation.pdf, with solutions
    python -m course.editions.pdf --without-solutions   of the student edition, which make student writes
    python -m course.editions.pdf --paper letter        on the paper of North America

Figures that move stand as their pictures, answer boxes as lines to write on. Hints, and solutions where there are any, stand
behind the last page of the book, where nobody reads them by accident, with links there and back.
"""

import argparse
import copy
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pikepdf
import yaml
from lxml import html
from lxml.html import builder as E

from course.editions.written import written

ROOT = Path(__file__).resolve().parents[2]
STUDENT = ROOT / "_build/student"
TITLE = "Backpropagation, Checked Line by Line"
PAPERS = ("A4", "letter")
LINES = 8  # to write on, where a function is asked for
# What only a screen has a use for, by class.
AWAY = ("headerlink", "copybtn", "page-report", "continue", "nn-next", "answered-count", "short-path", "nn-before", "nn-verdict", "nn-line",
        "explorer-bar", "nn-progress", "tooltip", "fold-what", "cell-head")
ELSEWHERE = "https://another.part.invalid/"  # where a link leads whose place is in another part, until the parts are joined
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
OLDEST = 131  # the first Chromium that takes running heads and page numbers from a style sheet
BRING = f"To bring one: {sys.executable} -m playwright install --with-deps chromium"


class Entry(NamedTuple):
    """A line of the contents: how deep it stands, what it says, and the id that it leads to."""

    depth: int
    title: str
    id: str


def pages_of(toc: str) -> list[tuple[str, str]]:
    """(caption of the part, name) of each page of a _toc.yml, in reading order; the first page belongs to no part."""
    read = yaml.safe_load(toc)
    return [("", read["root"]), *((part["caption"], chapter["file"]) for part in read["parts"] for chapter in part["chapters"])]


class Part(NamedTuple):
    """What is printed at once: a page of the site, or what stands behind all of them. `glyphs` are the outlines of its formulas."""

    id: str
    title: str
    body: Any
    glyphs: dict[str, Any]


def parts_of(site: Path, pages: Sequence[tuple[str, str]], solutions: bool) -> tuple[list[Part], list[Entry]]:
    """The pages of a built site as they are printed, and the lines of the contents."""
    known, parts, entries, back, before, glyphs = {f"{name}.html" for _, name in pages}, [], [], [], "", {}
    for caption, name in pages:
        article, outlines = page(site, name, known)
        glyphs |= outlines
        title = text(next(article.iter("h1")))
        if caption and caption != before:
            entries.append(Entry(0, caption, slug(name)))
        before = caption
        entries += entered(article, 1 if caption else 0)
        back += set_apart(article, f"{slug(name)}--back", title, solutions)
        parts.append(Part(slug(name), title, article, outlines))
    if back:
        title = "Hints and solutions" if solutions else "Hints"
        article = E.DIV(E.H1(title), *back, id="back")
        entries += entered(article, 0)
        parts.append(Part("back", title, article, glyphs))
    return parts, entries


def entered(article: Any, depth: int) -> list[Entry]:
    """The lines for a page and its sections."""
    return [Entry(depth, text(next(article.iter("h1"))), article.get("id")),
            *(Entry(depth + 1, text(heading), heading.getparent().get("id")) for heading in article.iter("h2"))]


def source(site: Path, part: Part, named: Iterable[str], paper: str, first: int | None) -> bytes:
    """A part as HTML whose first page has the number `first`; None stands for the front, which has small Roman numbers.

    A link within the part is one; a link to another is an address that `joined` knows. `named` are the ids that are led to from
    elsewhere: a place has a name in the PDF only where a link names it.
    """
    style = (Path(__file__).parent / "pdf.css").read_text(encoding="utf8")
    heads = "" if first is None else (f"@page {{ @top-left {{ content: {quoted(TITLE)}; }} @top-right {{ content: {quoted(part.title)}; }} }}\n"
                                      f"@page :first {{ counter-reset: page {first}; }} html {{ counter-reset: page {first}; }}")
    number = "counter(page, lower-roman)" if first is None else "counter(page)"
    sheet = "\n".join((style, f"@page {{ size: {paper}; @bottom-center {{ content: {number}; }} }}", heads))
    own = {element.get("id") for element in part.body.iter(html.etree.Element)}
    body = copy.deepcopy(part.body)
    for element in body.iter("a"):
        if (element.get("href") or "").startswith("#") and element.get("href")[1:] not in own:
            element.set("href", ELSEWHERE + element.get("href"))
    body.append(E.E.svg(E.E.defs(*map(copy.deepcopy, part.glyphs.values())), E.CLASS("glyphs")))
    body.append(E.DIV(*(E.A(href=f"#{id}") for id in named if id in own), style="display: none"))
    head = E.HEAD(E.META(charset="utf-8"), E.TITLE(TITLE), E.LINK(rel="stylesheet", href=(site / "_static/site.css").as_uri()), E.STYLE(sheet))
    document = E.HTML(head, E.BODY(E.DIV(E.DIV(body, E.CLASS("bd-article")), E.CLASS("bd-content"))), lang="en")
    document.set("data-theme", "light")
    return html.tostring(document, encoding="utf8", doctype="<!doctype html>")


def front(entries: Sequence[Entry], numbers: Mapping[str, int], solutions: bool) -> Part:
    """What stands before the first page: what this is, how it differs from the site, and the contents."""
    behind = "Hints and solutions stand" if solutions else "Hints stand"
    rows = [E.LI(E.A(E.SPAN(entry.title), E.SPAN(str(numbers[entry.id]), E.CLASS("number")), href=f"#{entry.id}"), E.CLASS(f"depth-{entry.depth}"))
            for entry in entries]
    return Part("front", "Contents", E.DIV(
        E.SECTION(E.H1(TITLE), E.P("The book on paper" + ("" if solutions else ", without solutions")),
                  E.P("This is the website of the book, printed. Figures that move there stand here as a picture of how they begin, and the boxes "
                      f"that judge an answer as lines to write on. {behind} behind the last page of the book. The code that draws a figure is left "
                      "to the notebooks."),
                  E.P("Text under CC BY 4.0, code under the BSD 3-Clause License."), E.CLASS("front")),
        E.SECTION(E.H2("Contents"), E.UL(*rows), E.CLASS("contents")), id="front"), {})


def page(site: Path, name: str, known: set[str]) -> tuple[Any, dict[str, Any]]:
    """What a page of the site says, and the outlines of its formulas: with ids and links of its place in the book, and without what only a screen has."""
    path = site / f"{name}.html"
    if not path.exists():
        sys.exit(f"{path} is not there, though the contents name it: build the site first.")
    whole = html.parse(str(path), parser=html.HTMLParser(encoding="utf8", huge_tree=True)).getroot()
    article = next(whole.iter("article"))
    for element in [*(one for name in AWAY for one in article.find_class(name)), *article.xpath(".//script | .//button | .//link | .//dialog")]:
        element.drop_tree()
    for element in article.iter(html.etree.Element):
        for key in ("id", "aria-labelledby", "aria-describedby"):
            if element.get(key):
                element.set(key, " ".join(f"{slug(name)}--{one}" for one in element.get(key).split()))
        if element.tag == "a" and element.get("href"):
            follow(element, f"{name}.html", known)
        if element.tag == "img":
            element.attrib.pop("loading", None)
            element.set("src", (path.parent / unquote(element.get("src"))).resolve().as_uri())
    article.tag = "div"
    article.attrib.clear()
    article.set("id", slug(name))
    return article, {path.get("id"): path for path in whole.xpath("//svg[@class='glyphs']//path")}


def follow(element: Any, here: str, known: set[str]) -> None:
    """A link to a page of the book leads to its place in the document; one to any other file of the site is a link no more."""
    address = urlsplit(element.get("href"))
    target = urljoin(here, address.path) if address.path else here
    if address.scheme or address.netloc:
        return
    if target not in known:
        element.attrib.pop("href")
    else:
        place, id = slug(target.removesuffix(".html")), unquote(address.fragment).split("?")[0]  # behind the ?, how a figure is set
        element.set("href", f"#{place}--{id}" if id else f"#{place}")


def set_apart(article: Any, id: str, chapter: str, solutions: bool) -> list[Any]:
    """Take hints and solutions out of a page, and make lines to write on of its boxes; what comes behind the book."""
    behind: dict[str, list[Any]] = {}
    titles: dict[str, str] = {}
    box = ""
    for element in list(article.iter(html.etree.Element)):
        kinds = (element.get("class") or "").split()
        if "nn-question" in kinds:
            folds = element.findall("details")
            to_write_on(element)
            if folds:
                box = element.get("id")
                titles[box] = element.get("aria-label").split(": ")[0]
                behind[box] = [E.DIV(E.P(E.STRONG(f"{text(fold.find('summary'))}."), " "), *fold.findall("p"), E.CLASS("hint"))
                               for k, fold in enumerate(folds) if k < 2 or solutions]
                element.append(E.P(E.A("Hints and solution" if solutions else "Hints", href=f"#{box}--back"), E.CLASS("to-back")))
            for fold in folds:
                fold.drop_tree()
        elif "tag_hide-cell" in kinds:  # a solution; in the student edition a place for one
            if solutions:
                for fold in element.findall("details"):
                    fold.find("summary").drop_tree()
                    fold.drop_tag()
                behind[box].append(element)
            element.getparent().remove(element)
        elif element.tag == "details" and element.getparent() is not None:
            if "hide" in kinds:  # the code of a figure
                element.drop_tree()
            else:
                element.set("open", "")
    if not behind:
        return []
    return [E.SECTION(E.H2(chapter), *(E.SECTION(E.H3(E.A(titles[box], href=f"#{box}")), *found, id=f"{box}--back") for box, found in behind.items()), id=id)]


def to_write_on(box: Any) -> None:
    """Lines in place of the fields of an answer box."""
    for form in box.findall("form"):
        form.drop_tag()
    for field in box.iter("input"):
        field.tag, kind = "span", field.get("type")
        field.attrib.clear()
        field.set("class", "circle" if kind == "radio" else "line")
    for label in box.iter("label"):
        label.tag = "div"
    if not box.find_class("line") and not box.find_class("circle"):
        box.append(E.DIV(*(E.DIV(E.CLASS("line")) for _ in range(LINES)), E.CLASS("lines")))


def batched(row: Sequence) -> Iterator[tuple]:
    """Two at a time."""
    return zip(row[::2], row[1::2], strict=True)


def slug(name: str) -> str:
    """The id of a page in the document."""
    return "page-" + name.removeprefix("chapters/").replace("/", "-")


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def quoted(said: str) -> str:
    """A text as CSS writes it."""
    return '"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"'


# Printing and joining.


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that prints; without one, or with one that is too old, a sentence says how to bring it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        executable = next(filter(None, map(shutil.which, BROWSERS)), own if Path(own).exists() else None)
        if executable is None:
            sys.exit(f"make pdf prints by Chromium or Chrome, and found none (it looked for {', '.join(BROWSERS)} and Playwright's own). {BRING}")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        if int(browser.version.split(".")[0]) < OLDEST:
            sys.exit(f"{executable} has version {browser.version}; running heads and numbers of pages need {OLDEST} or newer. {BRING}")
        yield browser
        browser.close()


@contextmanager
def printer(browser: Any) -> Iterator[Callable[[bytes], bytes]]:
    """What prints an HTML document as PDF, without its scripts."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "part.html")

        def by(document: bytes) -> bytes:
            path.write_bytes(document)
            tab.goto(path.as_uri(), timeout=120_000)
            return tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True)

        yield by
    context.close()


def places_of(printed: pikepdf.Pdf) -> dict[str, tuple[int, list]]:
    """{name: (number of the page from 0, where on it)} of the named places of a printed part."""
    order = {page.objgen: k for k, page in enumerate(printed.pages)}
    return {name.removeprefix("/"): (order[place[0].objgen], list(place)[1:]) for name, place in printed.Root.get("/Dests", {}).items()}


def joined(parts: Mapping[str, bytes], entries: Sequence[Entry]) -> bytes:
    """The printed parts, by their ids, as one PDF: one tree of tags, one list of places, an outline, and numbers of pages.

    Raises ValueError if a link or a line of the contents leads nowhere.
    """
    book = pikepdf.new()
    opened = [(id, pikepdf.open(io.BytesIO(printed))) for id, printed in parts.items()]
    root = book.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    whole = book.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=root, K=pikepdf.Array()))
    places, owners, known, offset, led = pikepdf.Dictionary(), pikepdf.Array(), [], 0, set()
    for id, part in opened:
        for one in part.objects:  # numbers and names that have to differ from those of the other parts
            if isinstance(one, pikepdf.Dictionary):
                for key in ("/StructParent", "/StructParents"):
                    if key in one:
                        one[key] = one[key] + offset
                if "/ID" in one:
                    one.ID = pikepdf.String(f"{id}-{one.ID}")
                for heads in [each.Headers for each in one.get("/A", ()) if "/Headers" in each] if one.get("/Type") == "/StructElem" else ():
                    heads[:] = [pikepdf.String(f"{id}-{head}") for head in heads]
                if one.get("/Subtype") == "/Link":
                    if (address := str(one.get("/A", {}).get("/URI", ""))).startswith(ELSEWHERE):
                        del one.A
                        one.Dest = pikepdf.Name("/" + unquote(address.partition("#")[2]))
                    led |= {str(one.Dest).removeprefix("/")} if "/Dest" in one else set()
        begins, tree = len(book.pages), part.Root.StructTreeRoot
        for each in part.pages:
            book.pages.append(each)
        top = book.copy_foreign(tree)
        for k, owner in enumerate(top.ParentTree.Nums):
            owners.append(owner if k % 2 else owner + offset)
        offset += tree.ParentTreeNextKey
        top.K.P, top.K.S = whole, pikepdf.Name.Part
        whole.K.append(top.K)
        known += [(str(name), node) for kid in top.get("/IDTree", {}).get("/Kids", ()) for name, node in batched(list(kid.Names))]
        for name, (number, where) in places_of(part).items():
            places["/" + name] = pikepdf.Array([book.pages[begins + number].obj, *where])
    if lost := sorted((led | {entry.id for entry in entries}) - {name.removeprefix("/") for name in places.keys()}):
        raise ValueError(f"links lead nowhere: {', '.join(lost)}")
    root.K = whole
    root.ParentTree = book.make_indirect(pikepdf.Dictionary(Nums=owners))
    root.ParentTreeNextKey = offset
    if known:
        known = sorted((str(node.ID), node) for _, node in known)
        root.IDTree = pikepdf.Dictionary(Kids=[book.make_indirect(pikepdf.Dictionary(
            Limits=[known[0][0], known[-1][0]], Names=pikepdf.Array([each for pair in known for each in pair])))])
    front = len(opened[0][1].pages)
    for key, value in {"Lang": pikepdf.String("en"), "StructTreeRoot": root, "Dests": places, "PageMode": pikepdf.Name.UseOutlines,
                       "MarkInfo": pikepdf.Dictionary(Marked=True), "ViewerPreferences": pikepdf.Dictionary(DisplayDocTitle=True),
                       "PageLabels": pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r), front, pikepdf.Dictionary(S=pikepdf.Name.D)])}.items():
        book.Root["/" + key] = value
    with book.open_outline() as outline:
        levels = [outline.root]
        for entry in entries:
            item = pikepdf.OutlineItem(entry.title, places["/" + entry.id])
            item.is_closed = entry.depth > 0
            levels[entry.depth:] = [levels[entry.depth], item.children]
            levels[entry.depth].append(item)
    with book.open_metadata(set_pikepdf_as_editor=False) as about:
        about["dc:title"], about["dc:language"] = TITLE, ["en"]
    out = io.BytesIO()
    book.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def printed(site: Path, pages: Sequence[tuple[str, str]], solutions: bool, paper: str, by: Callable[[bytes], bytes],
            say: Callable[[str], None] = print) -> bytes:
    """The pages of a built site as one PDF, printed part by part, so that each page has its number and the contents name it."""
    parts, entries = parts_of(site, pages, solutions)
    named = [entry.id for entry in entries] + sorted({element.get("href")[1:] for part in parts for element in part.body.iter("a")
                                                      if (element.get("href") or "").startswith("#")})
    done, numbers, first = {}, {}, 1
    for part in parts:
        done[part.id] = by(source(site, part, named, paper, first))
        with pikepdf.open(io.BytesIO(done[part.id])) as one:
            numbers |= {name: first + page for name, (page, _) in places_of(one).items()}
            say(f"page {first}: {part.title}")
            first += len(one.pages)
    opening = front(entries, numbers, solutions)
    return joined({opening.id: by(source(site, opening, (), paper, None)), **done}, entries)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without-solutions", action="store_true", help="print the student edition")
    parser.add_argument("--paper", choices=PAPERS, default="A4", type=str, help="A4 or letter (A4)")
    parser.add_argument("--out", type=Path, default=ROOT / "_build", help="the folder to write to")
    options = parser.parse_args(arguments)
    begun, home = time.monotonic(), STUDENT if options.without_solutions else ROOT
    if not (home / "_build/html/index.html").exists():
        sys.exit(f"{home / '_build/html'} holds no website; build it first: make {'student' if options.without_solutions else 'book'}")
    with chromium() as browser, printer(browser) as by:
        content = printed(home / "_build/html", pages_of((home / "_toc.yml").read_text(encoding="utf8")), not options.without_solutions, options.paper, by,
                          lambda line: print(line, flush=True))
    name = f"backpropagation{'-without-solutions' if options.without_solutions else ''}.pdf"
    (path,) = written(options.out, {name: content})
    print(f"{path}: {len(pikepdf.open(path).pages)} pages, {len(content) / 1e6:.1f} MB, in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
