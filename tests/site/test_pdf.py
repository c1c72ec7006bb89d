"""The book as one PDF, on a site of two short pages: what a reader of the file finds in it, and nothing of a solution where none is wanted."""

import io
import re

import pikepdf
import pypdf
import pytest
from lxml import html

from course.editions import pdf

TOC = """
root: chapters/index
parts:
  - caption: Of two neurons
    chapters:
      - file: chapters/02-two
"""
DRAWN = '<mjx-container><svg class="d0" viewBox="0 0 10 10" width="1ex" height="1ex"><use href="#{id}"></use></svg></mjx-container>'
PAGE = """<html><head><title>x</title></head><body><div class="bd-content"><svg class="glyphs"><defs><path id="t-{name}" d="M0 0H9V9H0Z"/></defs></svg>
<article class="bd-article"><section id="top"><h1>{title}<a class="headerlink" href="#top">#</a></h1>{body}</section></article></div></body></html>"""
INDEX = """<p>See <a href="02-two.html#exercise-2-1">an exercise</a>, <a href="02-two.html">a page</a>, <a href="../_sources/x.ipynb">a file</a>,
<a href="https://example.org/">elsewhere</a>, <a href="#later">later</a>.</p><section id="first"><h2>1. First</h2><p>Text.</p></section>
<section id="later"><h2>2. Later</h2><p style="break-before: page">Text on the second page.</p>
<table><thead><tr><th>head</th></tr></thead><tbody><tr><td>cell</td></tr></tbody></table></section>"""
CHAPTER = """<figure id="explorer-x"><img src="../_images/a.svg" alt="A square." loading="lazy" width="40" height="40"><figcaption>Drag it.</figcaption></figure>
<details class="admonition hide"><summary>Show code cell source</summary><pre>code_of_a_figure</pre></details>
<details class="correction"><summary>A correction</summary><p>What is right.</p></details>
<section id="exercises"><h2>Exercises</h2><section id="e"><h3>Exercise 2.1</h3>
<table><thead><tr><th>second head</th></tr></thead><tbody><tr><td>cell {drawn}</td></tr></tbody></table>
<div class="cell"><section class="nn-question" id="exercise-2-1" aria-label="Exercise 2.1: your answer and hints"><p class="nn-needs">Pencil.</p>
<form hidden><fieldset><legend>Two numbers:</legend><label class="nn-field"><span>w</span> <input type="text"></label>
<label class="nn-option"><input type="radio"> a) all</label></fieldset><div class="nn-line"><button>Judge it</button></div><p class="nn-verdict"></p></form>
<details><summary>Hint 1: a nudge</summary><p>Think of it.</p></details><details><summary>Hint 2: the formula</summary><p>By the rule.</p></details>
{solution}</section></div>{cell}</section></section>"""
SECRETS = ("The answer is 0.366113.", "# Solution, secret_code()", "0.366113")
SOLUTION = f"<details><summary>Solution</summary><p>{SECRETS[0]}</p></details>"
CELL = ('<div class="cell tag_hide-cell"><details class="admonition hide"><summary>Show code cell content</summary>'
        f"<pre>{SECRETS[1]}</pre>{DRAWN.format(id='t-two')}</details></div>")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    pages = {"chapters/index": PAGE.format(title="The book", name="one", body=INDEX),
             "chapters/02-two": PAGE.format(title="2. Two neurons", name="two", body=CHAPTER.format(drawn=DRAWN.format(id="t-two"), solution=SOLUTION, cell=CELL))}
    for name, content in {**{f"{name}.html": text for name, text in pages.items()}, "_static/site.css": "details:not([open]) > p { display: none }",
                          "_images/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1H8V8H1Z"/></svg>'}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf8")
    return folder


@pytest.fixture(scope="module")
def books(site, browser):
    """{whether with solutions: the PDF}, each printed once."""
    if int(browser.version.split(".")[0]) < pdf.OLDEST:
        pytest.skip(f"Chromium {browser.version} prints no running heads; {pdf.OLDEST} does")
    with pdf.printer(browser) as by:
        return {solutions: pdf.printed(site, pdf.pages_of(TOC), solutions, "A4", by, lambda line: None) for solutions in (True, False)}


OUTLINE = [(0, "The book", 1), (1, "1. First", 1), (1, "2. Later", 1), (0, "Of two neurons", 3), (1, "2. Two neurons", 3), (2, "Exercises", 3)]


def complaints(content, solutions):
    """What is not as it should be in a PDF of the two pages."""
    reader, found = pypdf.PdfReader(io.BytesIO(content)), []
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    behind = [(0, "Hints and solutions" if solutions else "Hints", 4), (1, "2. Two neurons", 4)]
    opening = len(texts) - 4
    if outlined(reader, opening) != OUTLINE + behind:
        found.append(f"outline: {outlined(reader, opening)}")
    lines = re.findall(r"([A-Z1-9][\w. ]+?) (\d+)(?= |$)", texts[1].removeprefix("ii Contents "))
    if [(title, int(number)) for title, number in lines] != [(title, number) for _, title, number in OUTLINE + behind]:
        found.append(f"contents: {texts[1]}")
    if [label for label in reader.page_labels] != ["i", "ii", "1", "2", "3", "4"] or opening != 2:
        found.append(f"numbers of pages: {reader.page_labels}")
    for number, (head, said) in enumerate(zip(["The book", "The book", "2. Two neurons", behind[0][1]], texts[2:]), 1):
        if not re.search(rf"\b{number}\b", said) or pdf.TITLE not in said or head not in said:
            found.append(f"head or foot of page {number}: {said}")
    found += [f"{secret} is on page {texts.index(said) - 1}" for secret in SECRETS for said in (texts if not solutions else texts[:-1]) if secret in said]
    if solutions and not all(secret in texts[-1] for secret in SECRETS):
        found.append("solutions: they are not behind the book")
    places = {name.removeprefix("/") for name in reader.named_destinations}
    for page in reader.pages:
        for link in (one.get_object() for one in page.get("/Annots", ())):
            target = str(link.get("/Dest", "")).removeprefix("/")
            if "/A" in link and link["/A"]["/URI"] != "https://example.org/" or target and target not in places:
                found.append(f"a link leads to {link.get('/A', target)}")
    return found + untagged(content)


def outlined(reader, opening):
    """(depth, title, number of the page) of each line of the outline."""
    def walk(lines, depth):
        for line in lines:
            if isinstance(line, list):
                yield from walk(line, depth + 1)
            else:
                yield depth, line.title, reader.get_destination_page_number(line) + 1 - opening
    return list(walk(reader.outline, 0))


def untagged(content):
    """What is wrong with the tree of tags: each page and each link knows its part of it, and no two parts share a name."""
    book = pikepdf.open(io.BytesIO(content))
    root = book.Root.StructTreeRoot
    numbers, owners = list(root.ParentTree.Nums)[::2], list(root.ParentTree.Nums)[1::2]
    found = [] if numbers == sorted(set(numbers)) and book.Root.MarkInfo.Marked and str(book.Root.Lang) == "en" else [f"tags: {numbers}"]
    owner = dict(zip(numbers, owners))
    for number, page in enumerate(book.pages):
        pages = {each.Pg.objgen for each in owner.get(page.obj.get("/StructParents"), ()) if isinstance(each, pikepdf.Dictionary) and "/Pg" in each}
        if pages != {page.obj.objgen}:
            found.append(f"tags: those of page {number} are of other pages")
        for link in page.obj.get("/Annots", ()):
            if owner.get(link.StructParent) is None or owner[link.StructParent].S != pikepdf.Name.Link:
                found.append(f"tags: a link of page {number} has none")
    names = [str(name) for name in list(root.IDTree.Kids[0].Names)[::2]]
    heads = [str(head) for one in book.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
             for each in one.get("/A", ()) for head in each.get("/Headers", ())]
    return found + ([] if len(set(names)) == len(names) >= 2 and set(heads) <= set(names) and heads else [f"tags: {names}, {heads}"])


@pytest.mark.parametrize("solutions", [True, False])
def test_the_pdf_has_all_that_a_book_has_and_shows_no_answer(books, solutions):
    assert "\n".join(complaints(books[solutions], solutions)) == ""


@pytest.mark.parametrize("solutions", [True, False])
def test_boxes_are_lines_to_write_on_and_figures_their_pictures(books, site, solutions):
    chapter = " ".join(pypdf.PdfReader(io.BytesIO(books[solutions])).pages[4].extract_text().split())
    assert "What is right." in chapter and "Drag it." in chapter and "Two numbers:" in chapter and "a) all" in chapter
    assert "Judge it" not in chapter and "Think of it" not in chapter and "code_of_a_figure" not in chapter
    parts, _ = pdf.parts_of(site, pdf.pages_of(TOC), solutions)
    box = parts[1].body.find_class("nn-question")[0]
    assert len(box.find_class("line")) == len(box.find_class("circle")) == 1 and not list(box.iter("input", "form", "details"))
    assert parts[1].body.find(".//img").get("src") == (site / "_images/a.svg").as_uri()
    assert b'<path id="t-two"' in pdf.source(site, parts[2], (), "A4", 1), "formulas of solutions have lost their outlines"


@pytest.mark.parametrize(("fault", "word"), [
    (lambda book: book.Root.__delitem__("/Outlines"), "outline"), (lambda book: book.Root.__delitem__("/PageLabels"), "numbers of pages"),
    (lambda book: book.Root.Dests.__delitem__("/page-02-two--exercise-2-1"), "a link leads to page-02-two--exercise-2-1"),
    (lambda book: book.pages[3].obj.__setitem__("/StructParents", book.pages[2].obj.StructParents), "tags"),
    (lambda book: book.pages.__delitem__(1), "numbers of pages")], ids=["outline", "labels", "place", "tags", "page"])
def test_what_is_lost_is_noticed(books, fault, word):
    book = pikepdf.open(io.BytesIO(books[True]))
    fault(book)
    book.save(out := io.BytesIO())
    assert any(line.startswith(word) for line in complaints(out.getvalue(), True))


def test_a_solution_that_leaked_is_noticed(books):
    """The book with its solutions, looked at as if it had none."""
    assert any(line.startswith(SECRETS[0]) for line in complaints(books[True], False))


def test_a_frame_begins_on_the_page_of_its_code(tmp_path, browser):
    """Code that does not fit below the text goes to the next page as a whole, and its grey goes with it."""
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static/site.css").write_text("div.cell_input { display: flex; flex-direction: column; border: 1px solid; background: #ff0000 }")
    code = "one line of code\n" * 12
    body = html.fromstring(f'<div id="x"><p style="height: 235mm">Text.</p><div class="cell"><div class="cell_input"><div class="highlight"><pre>{code}</pre></div></div></div></div>')
    with pdf.printer(browser) as by:
        first, second = pypdf.PdfReader(io.BytesIO(by(pdf.source(tmp_path, pdf.Part("x", "T", body, {}), (), "A4", 1)))).pages
    assert [b"1 0 0 rg" in page.get_contents().get_data() for page in (first, second)] == [False, True]
    assert "one line" not in first.extract_text() and "Text." in first.extract_text()


def test_a_link_that_leads_nowhere_stops_the_printing(site, browser):
    with pdf.printer(browser) as by:
        parts, _ = pdf.parts_of(site, pdf.pages_of(TOC), False)
        with pytest.raises(ValueError, match="lead nowhere: gone"):
            pdf.joined({"a": by(pdf.source(site, parts[0], (), "A4", 1))}, [pdf.Entry(0, "Gone", "gone")])


def test_without_a_browser_or_a_site_a_sentence_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    monkeypatch.setattr(pdf, "STUDENT", tmp_path / "student")
    for arguments, words in ((["--out", str(tmp_path)], "make book"), (["--without-solutions", "--out", str(tmp_path)], "make student")):
        with pytest.raises(SystemExit, match=words):
            pdf.main(arguments)
    with pytest.raises(SystemExit):
        pdf.main(["--paper", "A3"])
    assert "letter" in capsys.readouterr().err and list(tmp_path.iterdir()) == []


def test_without_a_browser_a_sentence_says_how_to_bring_one(monkeypatch):
    """Asked in a process of its own: Playwright runs once in this one."""
    import subprocess
    import sys

    code = ("import shutil, pathlib; shutil.which = lambda name: None; pathlib.Path.exists = lambda self: False\n"
            "from course.editions import pdf\nwith pdf.chromium(): pass")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False, cwd=pdf.ROOT)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1 and "playwright install" in done.stderr and "chromium-browser" in done.stderr
