"""Every numeral of the book's texts is bound to what computes it, or declared, the texts say what their bindings do, and all their words are held.

What needs a kernel, the values, is compared in the run of each notebook (tests/claims_in_notebooks.py). Here is the rest: a
numeral that was changed, exchanged or added, a typed number in a binding, a sentence that is not as it was read, and the pages that are no notebooks.
"""

import random
import tomllib

import nbformat
import pytest
from matplotlib.figure import Figure

from course.claims import bindings, compare, kernel, marks, pages, words
from course.claims.numerals import numerals
from course.figures import style
from tests import claims_in_notebooks
from tools.claims import ROOT, all_pages, counts, problems, unbound

PAGES = all_pages()
UNBOUND = tomllib.loads((ROOT / "tests/unbound.toml").read_text(encoding="utf8"))
COMPUTED = tomllib.loads((ROOT / "tests/computed.toml").read_text(encoding="utf8"))
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)


@each_page
def test_the_bindings_of_a_page_are_those_of_its_numerals(path):
    code = pages.code_of(nbformat.read(path, as_version=4)) if path.suffix == ".ipynb" else ""
    assert [f"cell {text.cell}, {text.part}: {wrong}" for text in pages.texts(path) for wrong in pages.still(text, code)] == []


@each_page
def test_each_sentence_is_as_it_was_read(path):
    """Whether it is right, no mark knows. `python -m tools.claims bind PAGE` prints what is new and holds it; read it as a reader would, first."""
    found = [f"cell {text.cell}, {text.part}: {wrong}" for text in pages.texts(path) for wrong in pages.unread(text)]
    assert not found, "\n".join([*found, f"Read this again. If it is so: python -m tools.claims bind {path.relative_to(ROOT)}"])


@pytest.mark.parametrize("path", [path for path in PAGES if path.suffix == ".ipynb"], ids=lambda path: path.stem)
def test_no_binding_names_what_is_set_later(path):
    assert pages.too_early(nbformat.read(path, as_version=4)) == []


@each_page
def test_the_number_of_unbound_numerals_is_the_one_that_is_known(path):
    """It may only fall. `python -m tools.claims list PAGE` shows them with values that fit, `bind PAGE FILE` writes the comments."""
    name = str(path.relative_to(ROOT))
    found = [f"cell {text.cell}, {text.part}: {' '.join(text.text[max(0, n.start - 40): n.end + 20].split())}" for text, _, n in unbound(path)]
    assert len(found) == UNBOUND.get(name, 0), \
        f"{len(found)} numerals of {name} are unbound, tests/unbound.toml says {UNBOUND.get(name, 0)}:\n" + "\n".join(found[:20])


@each_page
def test_a_word_that_was_computed_still_is(path):
    """The numbers may only rise: who takes a condition away leaves its word to readers."""
    assert counts(path)["words computed"] >= COMPUTED.get(str(path.relative_to(ROOT)), 0)


@pytest.mark.parametrize("path", [path for path in PAGES if path.suffix == ".md"], ids=lambda path: path.stem)
def test_what_a_page_without_code_says_is_so(path):
    assert problems(path) == []


# What is a word that turns a meaning round.


@pytest.mark.parametrize("text, found", [
    ("A larger rate, at most twice.", ["larger", "at most"]), ("All of them rise.", ["rise"]), ("All of them, or some.", ["All", "some"]),
    ("All of them. Some are left.", ["Some", "left"]), ("From rows to columns. The rows wait.", ["rows", "columns"]), ("$larger$ and `smaller`, [lower](higher)", ["lower"]),
    ("The {term}`backward pass <pass>`, {ref}`hidden <sec-hidden>`.", ["backward pass"]), ("a one-sided, left-most quotient", ["one-sided", "left", "quotient"]),
    ("It is more than\n  that.", ["more than"]), ("### Exercise 1.1: larger\n\nlarger\n\n## After\n\nlarger", ["After", "larger"])])
def test_words_are_found(text, found):
    assert [" ".join(n.text.split()) for n in words.words(text)] == found


def test_the_vocabulary_can_be_read():
    found = words.vocabulary()
    assert all(entry.direction in ("", "up", "down") and (entry.others or not entry.beside) for entry in found.values())
    assert found["larger"].direction == "up" and found["smaller"].direction == "down" and "smaller" in found["larger"].others
    assert all(word in found[other].others for word, entry in found.items() for other in entry.others)


@pytest.mark.parametrize("expression, way", [("a > b", {"up"}), ("all(x < y for x in z)", {"down"}), ("falls(costs)", {"down"}), ("np.argmax(c) == 2", {"up"}),
                                             ("a == b", set()), ("look(ax, 0)", {"up", "down"}), ("not max(a) > 2", {"up"}), ("min(a) > 2", {"up"}), ("np.diff(a).any() and rises(b)", {"up"})])
def test_a_condition_points_somewhere(expression, way):
    assert compare.points(expression) == way


@each_page
def test_a_word_that_is_turned_round_is_found(path):
    """In a sample of each text's words: one is replaced by another of its set, or two neighbours change places. What is shown is that sentence, unless it has become one that is there."""
    rng = random.Random(0)
    for text in pages.texts(path):
        said, held = words.words(text.text), [each.mark for each in marks.sentences(text.text)]
        for n in rng.sample(said, min(2, len(said))):
            t, others = text.text, words.entry(n.text).others
            for other in rng.sample(others, min(1, len(others))):
                (start, end), *more = marks.unread(t[: n.start] + other + t[n.end:], held)
                assert more or start <= n.start < end, f"{path.stem}, cell {text.cell}: {n.text} → {other}"
        near = [(a, b) for a, b in zip(said, said[1:]) if words.entry(a.text).families & words.entry(b.text).families and a.text.lower() != b.text.lower()]
        for a, b in rng.sample(near, min(1, len(near))):
            assert list(marks.unread(text.text[: a.start] + b.text + text.text[a.end: b.start] + a.text + text.text[b.end:], held)), f"{path.stem}, cell {text.cell}: {a.text} ↔ {b.text}"


READ = ("The delta at its head, $n_{l+1}$ above and $D$ below, `Z` and not `A`: up to version 2.13 it was damped in March, by 1−α. See [there](a.md#b), "
        "the area of a square.\n\n| side | memory |\n|:--|--:|\n| rows | −4 |\n\nIt is so. It can prove it, not refute it.\n\n```python\nx = 2  # the cost\n```")


@pytest.mark.parametrize(("old", "new"), [
    ("head", "tail"), ("$n_{l+1}$ above and $D$", "$D$ above and $n_{l+1}$"), ("`Z` and not `A`", "`A` and not `Z`"), ("up to", "from"), ("2.13", "2.14"), ("damped", "amplified"), ("March", "May"),
    ("by 1−α", "by 1+α"), ("a.md#b", "a.md#c"), ("area", "side"), ("side | memory", "memory | side"), ("rows | −4", "rows | 4"), ("rows", "columns"), ("prove it, not refute", "refute it, not prove"),
    (" not refute", " refute"), ("can", "can only"), ("x = 2", "x = 3"), ("the cost", "the gradient"), ("It is so. ", ""), ("It is so. It can prove", "It is so, since it can prove"), ("$D$", "$d$")])
def test_a_sentence_with_another_word_is_not_as_it_was_read(old, new):
    held = [each.mark for each in marks.sentences(READ)]
    assert list(marks.unread(READ, held)) == [] and old in READ and list(marks.unread(READ.replace(old, new, 1), held))


def test_what_says_nothing_is_not_held():
    held = [each.mark for each in marks.sentences(READ)]
    assert list(marks.unread(READ.replace("the area of a square", "an  area of\nthe square,") + "\n\n$$\nx = 2\n$$ (eq-x)", held)) == []


def test_the_place_of_what_is_not_as_it_was_is_told():
    text = pages.Text(0, "text", "One is larger. Two is small. Three is odd.", [], 0, tuple(each.mark for each in marks.sentences("One is larger. Two is even. Three is odd. Four is more.")))
    assert pages.unread(text) == ["‘Two is small.’ is not as it was read", "a sentence is gone behind ‘One is larger. Two is small. Three is odd.’"]


# What is a numeral.


@pytest.mark.parametrize("text, values", [
    ("It takes 55 steps, three hundred updates and twenty-one more.", [55, 300, 21]),
    ("One of them is one half, two thirds or a tenth of it.", [0.5, 2 / 3, 0.1]),
    ("A third neuron, a third of the neurons, twice as many.", [1 / 3, 2]),
    ("About 96 per cent, 8 % and $12.5$ per cent.", [0.96, 0.08, 0.125]),
    ("A 3-2-1 network with −0.5 and 1,500 samples.", [(3, 2, 1), -0.5, 1500]),
    (r"Here $x = (1, 0, -1)$, $h = 10^{-5}$, $a_4 \approx 0.332$ and $w_{14} x_2$.", [1, 0, -1, 1e-5, 0.332]),
    ("In [chapter 3](03-x.ipynb), section 2.1 and `a[4]`, <del>0.325</del> is wrong.", []),
    ("$$\n x = 2 \n$$ (eq-1)\n\nThe 60,000 pictures.", [60000]),
    ("### Exercise 1.1: ten\n\nTake 5.\n\n## After\n\nTake 6.", [6]),
    ("A good 10⁻⁶, and 2 · 10³.", [1e-6, 2000]),
    ("two million numbers, 1.5 million", [2e6, 1.5e6]),
])
def test_numerals_are_found_and_read(text, values):
    assert [n.value for n in numerals(text)] == pytest.approx(values) if not any(isinstance(v, tuple) for v in values) \
        else [n.value for n in numerals(text)] == values


@pytest.mark.parametrize("text, value, right", [
    ("It is 0.474.", 0.47366, True), ("It is 0.474.", 0.4746, False), ("It takes 55 steps.", 55, True), ("It takes 55 steps.", 56, False),
    ("about 300", 296, True), ("300", 296, False), ("about 300", 355, False), ("less than a third of it", 0.31, True),
    ("less than a third of it", 0.34, False), ("more than half", 0.7, True), ("more than half", 0.4, False), ("nearly 100", 98.2, True),
    ("nearly 100", 101, False), ("96 per cent", 0.9604, True), ("96 per cent", 0.97, False), ("twice", 2.0, True), ("twice", 3, False),
    ("a fall of 0.2", -0.2, True), ("It is $-0.2$.", -0.2, True), ("It is $-0.2$.", 0.2, False), ("It is −12.", 12, False), ("$10^{-5}$", 1e-5, True), ("$10^{-5}$", 1e-6, False), ("A 3-2-1 network", (3, 2, 1), True),
    ("A 3-2-1 network", (3, 1, 2), False), ("eleven", 11, True), ("about half of them", 0.47, True), ("one quarter", 0.25, True)])
def test_a_numeral_is_compared_as_it_is_rounded(text, value, right):
    (found,) = numerals(text)
    assert compare.agrees(value, found, compare.modifier(text, found)) == right


@pytest.mark.parametrize("text, right", [
    ("It falls from 0.138 to 0.117.", True), ("It rises from 0.138 to 0.117.", False), ("The cost grows from $2$ to $3$.", True),
    ("The cost shrinks from 2 to 3.", False), ("It rises from about 0.7 to about 1.2.", True), ("In 11 of the 300 runs", True), ("In 300 of the 11 runs", False),
    ("It lies between 93 and 100 per cent.", True), ("It lies between 0.4 and 0.3.", False), ("A delta between $-0.1$ and $-0.5$.", True), ("Here 0.4 is larger than 0.3.", True), ("Here 0.4 is smaller than 0.3.", False)])
def test_a_comparison_of_two_numerals_is_seen(text, right):
    assert [r for _, r in compare.comparisons(text, numerals(text))] == [right]


# Planted faults.

SOURCE = """\
The cost falls from 0.138 to 0.097 in 55 steps, by less than a third, for eleven parameters; larger than before, in 1986.

<!-- numbers
falls: C_new < C; 0.138: C; 0.097: C_new; 55: steps; a third: 1 - C_new / C; eleven: size; larger: C > C_new; 1986: given, the year of the paper
held HELD
-->"""
SOURCE = SOURCE.replace("HELD", marks.sentences(SOURCE)[0].mark)
SPACE = {"C": 0.13834, "C_new": 0.0974, "steps": 55, "size": 11}


def complaints(source, space=SPACE):
    """All that is wrong with a text: its bindings, unbound numerals, and values."""
    text = pages.Text(0, "text", *bindings.split(source), 0, bindings.marks(source))
    bare = [n.text for n, b in zip(*pages.numbers_and_words(text)[:2]) if b is None]
    return pages.still(text) + bare + (pages.unread(text) if text.marks else []) + pages.verdicts(pages.due([text], 0, True), lambda e: kernel.evaluate(space, e))


def test_two_formulas_that_are_exchanged_are_reported():
    source = "Of order $h$ for the one and $h^2$ for the other.\n\n<!-- numbers\n$h$: size > 9; $h^2$: size < 99\n-->"
    assert complaints(source) == [] and complaints(source.replace("$h$ for the one and $h^2$", "$h^2$ for the one and $h$", 1))


@pytest.mark.parametrize("old, new", [("falls", "rises"), ("larger", "smaller")])
def test_a_word_that_is_turned_in_its_comment_as_well_is_reported(old, new):
    """Who turns a word and the key of its condition has still to turn the condition, which the run then refutes."""
    assert complaints(SOURCE.replace(old, new))


def test_what_is_right_is_accepted():
    assert complaints(SOURCE) == []


@pytest.mark.parametrize("old, new", [
    ("55 steps", "54 steps"), ("eleven parameters", "twelve parameters"), ("from 0.138 to 0.097", "from 0.097 to 0.138"), ("1986.", "1985."),
    ("a third,", "a fifth,"), ("less than", "more than"), ("falls", "rises"), ("larger than", "smaller than"), ("55 steps", "some steps"),
    ("before,", "before, 12 times,"), ("before,", "after,"), ("in 55", "not in 55"), ("55: steps", "55: 55"), ("55: steps", "55: size"), ("55: steps", "55"), ("falls: C_new < C", "falls"), ("falls: C_new < C", "falls: C > C_new"),
    ("0.138: C;", "0.138: C_new;"),
    ("C > C_new", "C < C_new"), ("larger: C > C_new", "larger: size"), ("given, the year of the paper", "given"), ("eleven: size", "eleven: no_such_name")])
def test_a_planted_fault_is_reported(old, new):
    assert old in SOURCE and complaints(SOURCE.replace(old, new, 1))


@pytest.mark.parametrize("name, value", [("C", 0.1374), ("C_new", 0.0984), ("steps", 56), ("size", 12)])
def test_a_value_that_changes_is_reported(name, value):
    assert complaints(SOURCE, {**SPACE, name: value})


def test_a_link_to_another_chapter_than_it_says_is_reported():
    assert complaints("See [chapter 2](02-softplus.ipynb).") == [] and complaints("See [chapter 3](02-softplus.ipynb).")


@pytest.mark.parametrize(("live", "found"), [
    ({"theta": [0.1 + 0.2, 1.0], "mode": "data", "eta": 1}, []), ({"theta": [0.3, 1.5], "mode": "data", "eta": 1}, ["theta"]),
    ({"theta": [0.3], "mode": "data", "eta": 1}, ["theta"]), ({"theta": [0.3, 1.0], "mode": "data"}, ["eta"]), ({"theta": [0.3, 1.0], "mode": "none", "eta": 2.0}, ["mode", "eta"]),
])
def test_a_figure_that_is_stored_in_another_state_is_told(live, found):
    stored = {"_bounds": {}, "layout": "IPY_MODEL_a", "theta": [0.3, 1], "mode": "data", "eta": 1.0}
    assert claims_in_notebooks.differing(stored, {"_bounds": 1, "layout": "IPY_MODEL_b", **live}) == found


def test_set_asks_for_the_number_in_the_code_of_the_page():
    (n,) = numerals("300 steps")
    assert pages.is_set("train(steps=300)", "steps", n) and pages.is_set("steps = 300", "steps", n) and pages.is_set("f(x, 300)", "f", n) and pages.is_set("x[0] += 300", "x", n)
    assert not pages.is_set("train(steps=200)", "steps", n) and not pages.is_set("train(steps=300)", "epochs", n)
    assert not pages.is_set("f(g(300))[0]", "h", n)


def test_a_binding_that_comes_too_early_is_reported():
    cells = [nbformat.v4.new_markdown_cell("Two.\n\n<!-- numbers\nTwo: n\n-->"), nbformat.v4.new_code_cell("n = 2")]
    assert pages.too_early(nbformat.v4.new_notebook(cells=cells)) and not pages.too_early(nbformat.v4.new_notebook(cells=cells[::-1]))


def test_numbers_that_only_a_table_or_a_text_shows_have_names():
    outputs = ["| $x$ | ratio |\n| :--- | ---: |\n| a | 0.25 |\n| b | −3 |", "'It is 0.5, not 7.'"]
    expressions = ["shown('ratio', 'b')", "shown('ratio', 0)", "column('ratio')", "printed(1)", "shown('no', 0)"]
    values = kernel.evaluate({}, expressions, outputs)
    assert [v for v, _ in values] == [-3.0, 0.25, [0.25, -3.0], 7.0, None] and "LookupError" in values[-1][1]


def test_what_a_page_hands_over_and_what_the_book_has_can_be_asked_for():
    sources = ["sizes = (2, 3)\ndraw(ax, sizes, l=1)", "%matplotlib inline\ndraw(ax, (4, 5), i=2)"]
    asked = {"argument('draw', 1)": [4, 5], "argument('draw', 'l')": 1, "argument('draw', 3)": None, "argument('fan', 0)": None,
             "labels('eq-gen-[1-4]')": 4, "corrections('source')": 4, "hints('4.1')": 3, "constant('tools/bench.py', 'FITTED')": 4,
             "constant('tools/experiments1986.py', 'apart.every')": 100, "constant('tools/bench.py', 'NONE')": None,
             "cells('$x$').count('a')": 2, "page['page'] == 1": True}
    values = kernel.evaluate({"ax": 0, "sizes": (2, 3), "page": 1}, list(asked), ["| $x$ |\n| :--- |\n| a |\n| a |"], sources)
    assert [value for value, _ in values] == list(asked.values())


def test_the_words_of_a_caption_are_those_of_the_line_that_it_names():
    ax = Figure().subplots()
    ax.plot([1, 2], [3, 4], "o--", color=style.FORWARD, label="cost of one")
    words = [bindings.Binding(key, "look(ax, 'cost')") for key in ("Blue", "dashed", "circles", "solid", "vermilion")]
    text = pages.Text(0, "caption", "Blue and dashed, with circles, not solid or vermilion.", words, 0)
    wrong = pages.verdicts(pages.due([text], 0, True), lambda e: kernel.evaluate({"ax": ax}, e))
    assert pages.still(text) == [] and len(wrong) == 2 and all("blue" in sentence for sentence in wrong)


def test_a_picture_tells_colours_dashes_sides_and_scales():
    left, right = Figure().subplots(1, 2)
    right.vlines([1], [0], [1], color=style.BACKWARD, linestyle="-.", label="residual")
    right.plot([1], [1], "s", color=style.DATA, markerfacecolor="none", label="missed")
    right.text(0, 0, "b_4", color=style.PARAMETER)
    right.set(xlabel="steps", xscale="log", title="after")
    both = [left, right]
    assert kernel.look(both, "residual") == ["vermilion", "dash-dotted"] and kernel.look(both, "b_4") == ["green"]
    assert {"black", "squares", "hollow"} <= set(kernel.look(both, "missed"))
    assert kernel.side(both, "steps") == ["horizontal", "horizontally", "logarithmic"] and kernel.side(both, "after") == ["right"]
    assert kernel.rises([1, 2, 3]) and not kernel.rises([1, 2, 2]) and kernel.falls([2, 1]) and not kernel.falls([1, 2])


def test_each_colour_of_the_style_has_a_word():
    assert {value for name, value in vars(style).items() if name.isupper() and isinstance(value, str)} <= kernel.COLOURS.keys()


def test_a_glossary_is_prose_and_code_is_not():
    assert [n.value for n in numerals("```{glossary}\nlayer\n  We count from 7 {term}`layers <layer>`, to 8.\n```\n\nThen 9.\n\n```python\nx = 5\n```")] == [7, 8, 9]


def test_a_comment_is_written_as_it_is_read():
    text, bound = bindings.split(SOURCE)
    held = bindings.marks(SOURCE)
    assert len(held) == 1 and bindings.split(bindings.join(text, bound, held)) == (text, bound) and bindings.marks(bindings.join(text, bound, held * 40)) == held * 40


@pytest.mark.parametrize("path", [path for path in PAGES if path.suffix == ".ipynb"], ids=lambda path: path.stem)
def test_two_numbers_exchanged_are_found(path, record_property):
    """In a sample of the page's bound numerals: neighbours that say different numbers change places."""
    seen = tried = 0
    for text in pages.texts(path):
        found, matched, _ = pages.numbers_and_words(text)
        numbers = [(n, b) for n, b in zip(found, matched) if n.unit >= 0]
        pairs = [(a, b) for (a, p), (b, q) in zip(numbers, numbers[1:]) if p and q and a.text != b.text]
        for a, b in random.Random(0).sample(pairs, min(2, len(pairs))):
            t = text.text
            changed = t[: a.start] + b.text + t[a.end: b.start] + a.text + t[b.end:]
            tried, seen = tried + 1, seen + bool(pages.still(text._replace(text=changed)))
    record_property("exchanged numbers that are seen", f"{path.stem}: {seen} of {tried}")
    assert seen == tried
