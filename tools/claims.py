"""Binds the numerals and the reversing words of pages to what computes them, says which are not, and holds sentences to their words; see course/claims.

    python -m tools.claims check [PAGE ...]          run the pages and compare every bound numeral (default: all pages)
    python -m tools.claims list PAGE                 the unbound numerals of a page, numbered, with values that they may be
    python -m tools.claims bind PAGE [DECISIONS]     bind what only one value fits, and what a file of lines `numbers what` decides
    python -m tools.claims words PAGE                the words of the vocabulary on a page that no condition computes
    python -m tools.claims count                     bound, declared and unbound numerals and words by page
    python -m tools.claims inherit PAGE OLD          take over the bindings of an older copy of the page
    python -m tools.claims prune PAGE                take away the bindings whose numerals and words are gone

In a file of decisions `what` is an expression, a kind with its reason, or `=2` for the second of the values listed. A line that begins with
the place of a text is about a word: `12 falls: costs[-1] < costs[0]`, `12.caption blue#2: look(ax, "test")` for the second blue.
`bind` and `inherit` print each sentence that is not as it was, with its reversing words in brackets, and hold it as it stands: read those, and give a
condition to what a cell computes.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from course.claims import bindings as comments
from course.claims import compare, kernel, marks, pages
from course.claims.bindings import Binding
from tools.notebooks import CHAPTERS, ROOT, all_notebooks, canonical

CALL = "from course.claims import kernel as _kernel, pages as _pages; import json as _json"


def all_pages() -> list[Path]:
    """The notebooks, the pages in Markdown, and the README."""
    return [*all_notebooks(), *sorted(CHAPTERS.rglob("*.md")), ROOT / "README.md"]


def answers(path: Path, asked: dict[int, list[str]], wanted: set[int] = frozenset()) -> tuple[dict, dict]:
    """Run a page. By the number of code cells that have run: the values of expressions, and all candidates where wanted."""
    if path.suffix != ".ipynb":
        space: dict = {}
        exec(pages.PRELUDE, space)
        return {run: kernel.evaluate(space, e) for run, e in asked.items()}, {run: kernel.candidates(space) for run in wanted}
    notebook, stored = nbformat.read(path, as_version=4), nbformat.read(path, as_version=4)
    cells, run, places = [], 0, {}
    total = sum(cell.cell_type == "code" for cell in notebook.cells)

    def probe(run):
        shown = pages.outputs_of(stored, run)
        code = f"{CALL}\nprint(_json.dumps([_kernel.evaluate(globals(), {asked.get(run, [])!r}, {shown!r}, {pages.sources_of(stored, run)!r}), {f'_kernel.candidates(globals(), {shown!r})' if run in wanted else '[]'}]))"
        places[run] = len(cells)
        cells.append(nbformat.v4.new_code_cell(code))

    if 0 in asked or 0 in wanted:
        probe(0)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            run += 1
            cell.outputs, cell.execution_count = [], None
            cells.append(cell)
            if run in asked or run in wanted:
                probe(run)
    assert run == total
    notebook.cells = cells
    notebook.metadata.pop("widgets", None)
    NotebookClient(notebook, timeout=600, kernel_name="python3", record_timing=False, extra_arguments=["--log-level=ERROR"],
                   resources={"metadata": {"path": str(path.parent)}}, store_widget_state=False).execute()
    said = {run: json.loads(cells[k].outputs[0].text) for run, k in places.items()}
    return {run: v[0] for run, v in said.items()}, {run: v[1] for run, v in said.items()}


def runs(path: Path) -> int:
    return sum(c.cell_type == "code" for c in nbformat.read(path, as_version=4).cells) if path.suffix == ".ipynb" else 0


def problems(path: Path) -> list[str]:
    """What is wrong with the bindings of a page, as sentences; the page is run."""
    page, total = pages.texts(path), runs(path)
    code = pages.code_of(nbformat.read(path, as_version=4)) if path.suffix == ".ipynb" else ""
    wrong = [f"cell {text.cell}, {text.part}: {w}" for text in page for w in (*pages.still(text, code), *pages.unread(text))]
    due = {run: pages.due(page, run, run == total) for run in range(total + 1)}
    due = {run: d for run, d in due.items() if d}
    values, _ = answers(path, {run: [pages.expression(b)[0] for _, _, b in d] for run, d in due.items()})
    for run, d in due.items():
        wrong += pages.verdicts(d, lambda _, run=run: values[run])
    return wrong


def unbound(path: Path) -> list[tuple[pages.Text, int, pages.Numeral]]:
    """(text, place among its numerals, numeral) of each numeral without a binding."""
    found = []
    for text in pages.texts(path):
        numerals, matched, _ = pages.numbers_and_words(text)
        found += [(text, k, n) for k, (n, b) in enumerate(zip(numerals, matched)) if b is None]
    return found


def around(text: str, start: int, end: int, width: int = 60) -> str:
    """A place of a text in its surroundings."""
    return " ".join(f"{text[max(0, start - width): start]}[[{text[start: end]}]]{text[end: end + width]}".split())


def fitting(text, numeral, values) -> list[tuple[str, float]]:
    """The candidates that a numeral may be, the simplest first, one for each value."""
    modified = compare.modifier(text.text, numeral)
    fits = [(e, v) for e, v in values if v == v and compare.agrees(v, numeral, modified if modified == "about" else "")]
    fits.sort(key=lambda pair: (len(pair[0]) + 15 * pair[0].startswith(("shown", "printed")), pair[0]))
    seen, result = set(), []
    for e, v in fits:
        rounded = f"{abs(v):.8g}"
        if rounded not in seen:
            seen.add(rounded)
            result.append((e, v))
    return result


def proposals(path: Path):
    """(number, text, numeral, [expressions], whether the first of them is the only one) for each unbound numeral."""
    open_ = [each for each in unbound(path) if each[2].unit >= 0]
    if not open_:
        return
    total = runs(path)
    places = {t.after for t, _, _ in open_} | {total}
    _, values = answers(path, {}, places)
    for number, (text, k, n) in enumerate(open_, 1):
        if isinstance(n.value, tuple):
            yield number, text, k, n, [], False
            continue
        distinct = fitting(text, n, values[text.after])
        when = ""
        if not distinct:
            after = next((r for r in sorted(values) if r > text.after), total)
            for r, w in ((after, " @next" if after == text.after + 1 else " @end"), (total, " @end")):
                distinct = fitting(text, n, values[r])
                if distinct and w == " @next" or r == total:
                    when = w if distinct else ""
                    break
        small = abs(n.value) < 30 and n.value == round(n.value)
        if small:  # every page has many small numbers
            distinct = [(e, v) for e, v in distinct if re.search(r"^[\w.]+$|^len|shape|^shown|^printed", e)]
        digits = len(re.sub(r"\D", "", n.text).strip("0")) if re.search(r"\d", n.text) else 0
        named = [(e, v) for e, v in distinct if e.isidentifier()]
        # A whole number fits something on every page by chance: 32 pixels are not the 32 of a batch. Those are for a reader to decide.
        sure = digits >= 3 and n.unit < 1 and (len(distinct) == 1 or len(named) == 1)
        distinct = (named if sure and len(named) == 1 else distinct)[:2 if small else 3]
        yield number, text, k, n, [e + when for e, _ in distinct], sure


# Numbers that name one of several, right behind the word for it.
NAMED = re.compile(r"\b(neurons?|inputs?|outputs?|units?|layers?|lines?|samples?|input neurons?|arrow from|seeds?)(?: \d+(?:,| and| or| to))* \$?\Z", re.I)


def listing(path: Path, only_open=True) -> None:
    here = None
    for number, text, _, n, fits, sure in proposals(path):
        if sure and only_open or re.fullmatch(r"\d+", n.text) and NAMED.search(text.text[max(0, n.start - 30): n.start]):
            continue
        if here != (text.cell, text.part):
            here = (text.cell, text.part)
            print(f"--- cell {text.cell} {text.part}")
        print(f"{number} {'W ' if n.text[0].isalpha() else ''}{around(text.text, n.start, n.end)}" + "".join(f"  ={i} {e}" for i, e in enumerate(fits, 1)))


def write(path: Path, result) -> None:
    path.write_text(result if isinstance(result, str) else canonical(result, path.stem), encoding="utf8")


def place(text: pages.Text) -> str:
    """The place of a text on its page, as decisions and messages name it: `12`, `12.caption`."""
    return f"{text.cell}" if text.part == "text" else f"{text.cell}.{text.part}"


def fixed(path: Path) -> None:
    """Print the words of a page that nothing computes."""
    for text in pages.texts(path):
        rows = [around(text.text, n.start, n.end) for n, b in zip(*pages.numbers_and_words(text)[:2]) if n.unit < 0 and b.kind == "wording"]
        if rows:
            print(f"--- {place(text)}", *rows, sep="\n")


def hold(path: Path) -> None:
    """Hold the sentences of a page to their words as they stand now, and print each that is not as it was, with its reversing words in brackets."""
    changed = []
    for text in pages.texts(path):
        found = [n for n, b in zip(*pages.numbers_and_words(text)[:2]) if n.unit < 0 and b.kind == "wording"]
        for start, end in marks.unread(text.text, text.marks):
            said = text.text[start:end]
            for n in reversed([n for n in found if start <= n.start < end]):
                said = f"{said[: n.start - start]}[{n.text}]{said[n.end - start:]}"
            print(f"{place(text)}: {' '.join(said.split()) or 'a sentence is gone'}")
        now = tuple(each.mark for each in marks.sentences(text.text))
        if now != text.marks or any(not b.what for b in text.bindings):
            changed.append(text._replace(marks=now))
    if changed:
        write(path, pages.stored(path, changed))


WORD = re.compile(r"(\d+(?:\.(?:caption|alt))?) ([^:#]+)(?:#(\d+))?: (.*)")


def compute(path: Path, rows: list[str]) -> None:
    """Bind words of a page to conditions, a row each. A row whose word the text does not say is printed, and binds nothing."""
    wanted: dict[str, list[tuple[str, int, str]]] = {}
    for row in rows:
        where, word, which, what = WORD.fullmatch(row).groups()
        wanted.setdefault(where, []).append((word, int(which or 1), what))
    changed = []
    for text in pages.texts(path):
        rows_here = wanted.pop(place(text), [])
        for word, which, what in rows_here:
            numerals, matched, _ = pages.numbers_and_words(text)
            start = {n.start: b for n, b in zip(numerals, matched) if b and b.what}
            places = pages.places(text.text, word)
            if len(places) < which:
                print(f"{path.name}, {place(text)}: {word!r} is not said {which} times")
                continue
            start[places[which - 1][0]] = Binding(pages.numbered(word, which - 1), what)
            text = text._replace(bindings=[b for _, b in sorted(start.items())])
        if rows_here:
            changed.append(text)
    for where in wanted:
        print(f"{path.name} has no text {where}")
    if changed:
        write(path, pages.stored(path, changed))


def bind(path: Path, decisions: dict[int, str]) -> None:
    chosen: dict[tuple[int, str], dict[int, str]] = {}
    for number, text, k, n, fits, sure in proposals(path):
        if not sure and number not in decisions and re.fullmatch(r"\d+", n.text) and NAMED.search(text.text[max(0, n.start - 30): n.start]):
            fits, sure = ["label"], True
        rest = decisions.get("words", "") if n.text[0].isalpha() else decisions.get("small", "") if n.value in (0, 1, -1, 2) else ""
        what = decisions.get(number, fits[0] if sure else rest)
        if what.startswith("="):
            what = fits[int(what[1:]) - 1]
        if what:
            chosen.setdefault((text.cell, text.part), {})[k] = what
    changed = []
    for text in pages.texts(path):
        if new := chosen.get((text.cell, text.part)):
            numerals, matched, _ = pages.numbers_and_words(text)
            changed.append(text._replace(bindings=[Binding(comments.key(n.text), new[k]) if k in new else b
                                                   for k, (n, b) in enumerate(zip(numerals, matched)) if k in new or b is not None]))
    if changed:
        write(path, pages.stored(path, changed))
    hold(path)
    print(f"{path.name}: {sum(map(len, chosen.values()))} bound now, {len(unbound(path))} left")


def decided(row: str):
    """(number, what) for each number of a line: `12 eta`, `3-5,8 text`; `words text` is for the number words that are left, `small idiom` for 0, ±1 and 2."""
    places, _, what = row.partition(" ")
    if places in ("words", "small"):
        yield places, what.strip()
        return
    for part in places.split(","):
        first, _, last = part.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield number, what.strip()


def inherit(path: Path, old: Path) -> None:
    """Give each text of a page the bindings of those texts of an older copy whose words it has, as far as its numerals are the same.

    So a page can be taken from another branch whole, a cell can be split or moved, and what was bound stays bound.
    """
    before = [(t, phrases(t.text)) for t in pages.texts(old) if t.bindings]
    changed = []
    for text in pages.texts(path):
        bound, own = text.bindings, phrases(text.text)
        for t, theirs in sorted(before, key=lambda pair: -len(own & pair[1])):
            numerals, matched, _ = pages.numbers_and_words(text._replace(bindings=bound))
            if not own & theirs:
                break
            taken = pages.numbers_and_words(text._replace(bindings=t.bindings))
            by_place = {n.start: b for n, b in zip(*taken[:2]) if b and b.what} if t.part == text.part else {}
            by_place |= {n.start: b for n, b in zip(numerals, matched) if b and b.what}
            bound = [b for _, b in sorted(by_place.items())]
        if bound != text.bindings:
            changed.append(text._replace(bindings=bound))
    if changed:
        write(path, pages.stored(path, changed))
    hold(path)
    print(f"{path.name}: {len(changed)} texts inherit, {len(unbound(path))} numerals are left")


def prune(path: Path) -> None:
    """Take away the bindings that no numeral has any more."""
    changed = [t._replace(bindings=[b for b in pages.numbers_and_words(t)[1] if b is not None]) for t in pages.texts(path) if pages.numbers_and_words(t)[2]]
    if changed:
        write(path, pages.stored(path, changed))
    print(f"{path.name}: {len(changed)} texts pruned")


def phrases(text: str) -> set[str]:
    """The runs of three words of a text."""
    words = text.split()
    return {" ".join(words[k: k + 3]) for k in range(len(words) - 2)}


def counts(path: Path) -> Counter:
    """How many numerals of a page are bound, declared by kind, or unbound, how many words are computed or fixed, and what else its sentences are held to."""
    count: Counter = Counter()
    for text in pages.texts(path):
        count["held"] += sum(len(each.said) for each in marks.sentences(text.text))
        for n, b in zip(*pages.numbers_and_words(text)[:2]):
            count["unbound" if b is None else b.kind if n.unit >= 0 else "words fixed" if b.kind == "wording" else "words computed"] += 1
    return count


def main(command=None, *names):
    paths = [Path(name).resolve() for name in names[:1 if command != "check" else None]] or all_pages()
    if command == "check":
        wrong = {path: problems(path) for path in paths}
        for path, found in wrong.items():
            print(f"{path.name}: {len(found)} wrong, {len(unbound(path))} unbound", *found, sep="\n  ")
        sys.exit(any(wrong.values()))
    elif command == "list":
        listing(paths[0])
    elif command == "bind":
        rows = [row for row in Path(names[1]).read_text(encoding="utf8").splitlines() if row.strip()] if names[1:] else []
        bind(paths[0], dict(pair for row in rows if not WORD.fullmatch(row) for pair in decided(row)))
        compute(paths[0], [row for row in rows if WORD.fullmatch(row)])
    elif command == "words":
        fixed(paths[0])
    elif command == "inherit":
        inherit(paths[0], Path(names[1]))
    elif command == "prune":
        prune(paths[0])
    elif command == "count":
        columns = ("bound", "set", "given", "text", "label", "idiom", "words computed", "words fixed", "held", "unbound")
        print("| page | " + " | ".join(columns) + " |\n|:---|" + "---:|" * len(columns))
        for path in paths:
            print(f"| {path.relative_to(ROOT)} | " + " | ".join(str(counts(path)[c]) for c in columns) + " |")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
