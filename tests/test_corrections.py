"""The list of corrections: each excerpt stands in its source, each right value is computed again, each link lands.

The sources are not part of the repository. `sources.json` holds fingerprints of their words, made by
tools/fingerprint.py.
"""

import copy
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from course.claims import pages
from course.proofs.misprints import tried
from course.site.corrections import COMPUTED, KINDS, SOURCES, evaluate, filled, labels, load, misread, number
from tools.fingerprint import fingerprints, stands_in

ROOT = Path(__file__).resolve().parent.parent

PRINTS = {source: set(prints.split()) for source, prints in json.loads((ROOT / "tests/sources.json").read_text()).items()}
CORRECTIONS, CONFIRMED = load()
LABELS = labels()
NEEDED = {"id", "source", "place", "kind", "excerpt", "printed", "correct", "reason", "where"}
OPTIONAL = {"math", "digits", "also", "claim", "holds", "so", "says"}
SAYS_WHAT_IS_MEANT = {"000-data-set-is-sample"}  # a name for all samples: nothing that could be computed
DECIMAL = re.compile(r"(?<![\w.])\d+\.\d+(?!\w|\.\d)")


def problems(entries, prints=PRINTS, places=LABELS):
    """What is wrong with a list of corrections, a sentence each; an empty list when nothing is."""
    found = []
    quoted = {source: set() for source in SOURCES}
    for entry in [*entries, *CONFIRMED]:
        quoted.get(entry["source"], set()).update(DECIMAL.findall(entry["excerpt"]))
    for k, entry in enumerate(entries):
        name = entry.get("id", f"entry {k}")
        if entry.keys() - OPTIONAL != NEEDED:
            found.append(f"{name}: has the keys {sorted(entry)}; needed are {sorted(NEEDED)}")
            continue
        found += [f"{name}: {sentence}" for sentence in faults(entry, prints, places, quoted)]
    ids = [entry.get("id") for entry in entries]
    found += [f"{name}: there are {ids.count(name)} entries of this name" for name in set(ids) if ids.count(name) > 1]
    used = {entry.get("where") for entry in entries}
    found += [f"{label}: a passage in {places[label][0][0]} that no entry leads to" for label in places.keys() - used]
    return found


def faults(entry, prints, places, quoted):
    source, kind = entry["source"], entry["kind"]
    if source not in SOURCES or not entry["id"].startswith(source + "-"):
        yield f"the source {source} is not one of {SOURCES}, or the id does not begin with it"
        return
    if kind not in KINDS:
        yield f"the kind {kind} is not one of {KINDS}"
    for excerpt in [entry["excerpt"], *entry.get("also", [])]:
        if not stands_in(excerpt, prints[source]):
            yield f"this is not in source {source}: {excerpt!r}"
    if entry["printed"] not in entry["excerpt"]:
        yield f"{entry['printed']!r} is not in the excerpt"
    if (entry["printed"] == "") != (kind == "gap"):
        yield "a gap has nothing printed, and nothing else has"
    if not entry["reason"]:
        yield "gives no reason"
    if len(places.get(entry["where"], [])) != 1:
        yield f"the label {entry['where']} stands in {len(places.get(entry['where'], []))} passages, expected 1"
    if ("digits" in entry) != (kind == "value"):
        yield "a value has digits, and nothing else has"
    elif kind == "value" and not re.fullmatch(r"-?\d+\.\d+", entry["printed"]):
        yield f"{entry['printed']!r} is not a decimal number"
    elif kind == "value":
        right, printed = evaluate(entry["correct"], source), entry["printed"]
        if number(right, decimals(printed)) == number(float(printed), decimals(printed)):
            yield f"{printed} is printed and {right} is right: they agree at the printed digits"
        if number(right, entry["digits"]) == number(float(printed), entry["digits"]):
            yield f"{printed} is printed and {right} is right: they agree at the digits that the page shows"
    for text in (entry["reason"], entry["correct"]):
        if kind == "value" and text is entry["correct"]:
            continue
        try:
            filled(text, source, **misread(entry))
        except NameError as error:
            yield f"{error}, or it is the misread digit and more than one differs"
        typed = DECIMAL.findall(re.sub(r"[Ss]ections? \d+\.\d+", "", COMPUTED.sub("", text)))
        for value in set(typed) - quoted[source]:
            yield f"{value} is typed and not quoted: write it as [[expression | digits]]"
        if text.count("{") != text.count("}") or text.count("$") % 2:
            yield f"braces or dollars do not pair in {text!r}"


def decimals(printed):
    return len(printed.partition(".")[2])


def test_every_correction_holds():
    assert not problems(CORRECTIONS), "\n".join(problems(CORRECTIONS))


def of_another(entry):
    """Whether the right value of source 002 is that of another quantity, or of another loss, than the place names."""
    setting, name = entry["correct"].split(".")
    written = re.sub(r"^dw(\d)$", r"\\partial w_\1$", re.sub(r"^w(\d)$", r"new $w_\1$", re.sub(r"^delta_(\w\w+)$", r"\\delta_{\1}", re.sub(r"^delta_(\w)$", r"\\delta_\1", name))))
    return (setting == "half") != (r"under $\tfrac12" in entry["place"]) or written not in entry["place"]


TWO_LOSSES = [entry for entry in CORRECTIONS if entry["correct"].startswith(("stated.", "half."))]


def test_a_right_value_is_that_of_the_quantity_and_the_loss_that_its_place_names():
    assert len(TWO_LOSSES) > 10 and [entry["id"] for entry in TWO_LOSSES if of_another(entry)] == []
    for old, new in (("stated.", "half."), ("half.", "stated."), ("w2", "w1"), ("dw", "w"), ("delta_out", "delta_h")):
        assert any(of_another(entry | {"correct": entry["correct"].replace(old, new)}) for entry in TWO_LOSSES if old in entry["correct"])


@pytest.mark.parametrize("entry", CONFIRMED, ids=lambda entry: f"{entry['source']}-{entry['printed']}")
def test_what_is_confirmed_is_right(entry):
    assert stands_in(entry["excerpt"], PRINTS[entry["source"]])
    assert entry["printed"] in entry["excerpt"]
    right = evaluate(entry["correct"], entry["source"])
    assert number(right, decimals(entry["printed"])) == entry["printed"].replace("-", "−")


FORMULAS = [entry for entry in CORRECTIONS if entry["kind"] == "formula" and entry["id"] not in SAYS_WHAT_IS_MEANT]


def endings(entry, formula):
    """What the prover says of a formula in the place of the right one: it alone, or what is claimed with it."""
    return {result.kind for result in tried(entry | {"setting": entry["source"]}, entry.get("claim", "[correct]").replace("[correct]", formula))}


@pytest.mark.parametrize("entry", FORMULAS, ids=lambda entry: entry["id"])
def test_a_right_formula_is_proved(entry):
    assert endings(entry, entry["correct"]) == {"proved"}


@pytest.mark.parametrize(("name", "old", "new"), [
    ("000-sum-without-square", "L_i^2", "L_i"), ("000-sum-without-square", "L_i^2", "L_i^3"), ("000-ln", "1 + e", "1 - e"),
    ("001-sum-missing", r"\omega_{i4}", r"\omega_{i5}"), ("001-sigma-prime-o6", "(z_6)", "(a_6)"), ("001-index-order", r"\eta", r"-\eta"),
    ("001-index-order", r"\delta_j \, a_i", r"\delta_i \, a_j"), ("001-input-x", "a_i", "x_i"), ("001-sigma-prime-ok", "(z_k)", "(a_k)"),
    ("001-sigma-prime-aj", "(z_j)", "(a_j)"), ("002-delta-out-formula", "-2", "-"), ("003-linear-output-a", "w_{(m,j)}", "w_{(j,m)}"),
    ("003-linear-output-w", "(1 - a_{(i,j)}^N)", ""), ("003-linear-output-b", "a_{(i,j)}^N (1 - a_{(i,j)}^N)", "1"),
])
def test_another_formula_is_refused(name, old, new):
    entry = next(entry for entry in FORMULAS if entry["id"] == name)
    before, equals, after = entry["correct"].rpartition(" = ")
    assert endings(entry, entry["correct"]) == {"proved"} and old in after
    assert endings(entry, before + equals + after.replace(old, new)) == {"false"}


def test_the_book_knows_results_that_are_right():
    """Among them the two that tell which example source 001 follows, and the forward pass of source 002."""
    assert {("001", "0.332"), ("001", "0.218"), ("002", "0.750"), ("002", "0.646")} <= {
        (entry["source"], entry["printed"]) for entry in CONFIRMED}


def plant(name, **changes):
    entries = copy.deepcopy(CORRECTIONS)
    next(entry for entry in entries if entry["id"] == name).update(changes)
    return problems(entries)


@pytest.mark.parametrize(("changes", "complaint"), [
    ({"correct": "0.325"}, "they agree at the printed digits"),
    ({"correct": "0.32496"}, "they agree at the printed digits"),
    ({"excerpt": "a5 = 1 / (1 + exp(-0.1)) = 0.326", "printed": "0.326"}, "is not in source 001"),
    ({"also": ["four words of nobody"]}, "is not in source 001"),
    ({"printed": "0.335"}, "is not in the excerpt"),
    ({"printed": ""}, "a gap has nothing printed"),
    ({"kind": "typo"}, "the kind typo is not one of"),
    ({"where": "fix-001-nowhere"}, "stands in 0 passages"),
    ({"reason": "It should be 0.5249."}, "0.5249 is typed and not quoted"),
    ({"reason": ""}, "gives no reason"),
    ({"source": "002"}, "does not begin with it"),
    ({"id": "001-z6"}, "there are 2 entries of this name"),
    ({"colour": "purple"}, "has the keys"),
])
def test_a_planted_fault_is_reported(changes, complaint):
    before, after = problems(CORRECTIONS), plant("001-a5", **changes)
    assert [sentence for sentence in after if complaint in sentence and sentence not in before], after


def test_a_label_in_two_places_and_one_without_an_entry_are_reported():
    twice = LABELS | {"fix-001-a5": [("03-a", "A"), ("04-b", "B")], "fix-009-new": [("04-b", "B")]}
    found = problems(CORRECTIONS, places=twice)
    assert any("fix-001-a5 stands in 2 passages" in sentence for sentence in found)
    assert any("fix-009-new: a passage in 04-b that no entry leads to" in sentence for sentence in found)


def test_an_excerpt_is_recognised_however_it_is_spaced_and_no_other():
    prints = set(fingerprints("take a5 = 1 / 2 and go on"))
    assert stands_in("a5 =  1\t/ 2 ", prints) and stands_in("go on", prints)
    assert not stands_in("a5 = 1 / 3", prints) and not stands_in("on go", prints) and not stands_in("", prints)


NUMERAL = re.compile(r"[−-]?\d+(?:\.\d+)?")


def struck_but_not_printed(text, chapter):
    """The numbers in <del> that no entry treated in this chapter has among what its source printed."""
    here = [entry for entry in CORRECTIONS if LABELS[entry["where"]][0][0] == chapter]
    # A whole number counts where it is all that is printed; as part of a formula it is no value.
    printed = {n.replace("-", "−") for entry in here for n in NUMERAL.findall(entry["printed"])
               if "." in n or n == entry["printed"].strip("= ")}
    struck = [s for s in re.findall(r"<del>([^<]*)</del>", text) if NUMERAL.fullmatch(s)]
    return [s for s in struck if s.replace("-", "−") not in printed]


@pytest.mark.parametrize("path", sorted((ROOT / "chapters").glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_number_that_a_chapter_strikes_out_is_one_that_its_source_printed(path):
    cells = json.loads(path.read_text(encoding="utf8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert struck_but_not_printed(text, path.stem) == []


def test_a_struck_number_that_no_source_printed_is_reported():
    text = "prints <del>0.324</del> for <del>0.325</del> and <del>−0.207</del>, a <del>loss</del>"
    assert struck_but_not_printed(text, "03-sigmoid-3-2-1") == ["0.324", "−0.207"]
    assert struck_but_not_printed("<del>1</del>, <del>2</del>", "04-general-layers") == ["2"]


def passage(label, texts):
    """The text that a label stands before, past other labels: a box whole, or else to the next label."""
    text = next(text for text in texts if f"({label})=\n" in text).split(f"({label})=\n", 1)[1]
    text = re.sub(r"\A(\([\w-]+\)=\n)+", "", text.lstrip())
    box = re.match(r":::\{admonition\}.*?^:::$", text, re.S | re.M)
    return box[0] if box else re.split(r"^\([\w-]+\)=$", text, maxsplit=1, flags=re.M)[0]


def unseen(entry, text):
    """What a passage does not show of a corrected value: the printed number, or the right one, each in size, as finely as it was printed."""
    text = text.replace("−", "-")
    right, decimals_printed = abs(evaluate(entry["correct"], entry["source"])), decimals(entry["printed"])
    sizes = re.findall(r"(?<![\d.])\d+\.\d+(?!\d)", re.sub(r"<del>.*?</del>", "", text))
    if not re.search(rf"(?<![\d.]){re.escape(entry['printed'].lstrip('-'))}(?!\d)", text):
        yield f"{entry['id']}: {entry['printed']} is printed, and the passage does not show it"
    if not any(number(right, decimals(size)) == size for size in sizes if decimals(size) >= decimals_printed):
        yield f"{entry['id']}: {right} is right, and the passage does not show it"


def texts_of_chapters():
    return ["".join(cell["source"]) for path in sorted((ROOT / "chapters").glob("*.ipynb"))
            for cell in json.loads(path.read_text(encoding="utf8"))["cells"] if cell["cell_type"] == "markdown"]


def test_a_correction_of_a_value_leads_to_a_passage_that_shows_both_values():
    texts = texts_of_chapters()
    assert [sentence for entry in CORRECTIONS if entry["kind"] == "value" for sentence in unseen(entry, passage(entry["where"], texts))] == []


def test_a_link_to_another_passage_is_reported():
    """Nearly always: a passage may quote a neighbour's numbers."""
    texts = texts_of_chapters()
    values = [entry for entry in CORRECTIONS if entry["kind"] == "value"]
    moved = [(entry, other) for entry, other in zip(values, values[7:] + values[:7]) if other["where"] != entry["where"]]
    seen = sum(bool(list(unseen(entry, passage(other["where"], texts)))) for entry, other in moved)
    assert seen > 0.9 * len(moved) > 20


def misled(entries, texts):
    """Entries whose label does not lead to the words that are said of them; a label of their own leads there, or nothing does."""
    count = Counter(entry["where"] for entry in entries)
    for entry in entries:
        if count[entry["where"]] > 1 and entry["kind"] != "value" and "says" not in entry:
            yield f"{entry['id']}: shares its passage, and names no words of it"
        elif "says" in entry:
            there = [label for label in LABELS if entry["says"] in " ".join(passage(label, texts).split())]
            if entry["where"] not in there:
                yield f"{entry['id']}: leads to {entry['where']}, and its words stand in {there}"
            elif len({passage(label, texts) for label in there}) > 1:
                yield f"{entry['id']}: its words stand in more than one passage, {there}"


def test_a_correction_that_shares_its_passage_leads_to_its_own_words():
    texts = texts_of_chapters()
    assert list(misled(CORRECTIONS, texts)) == []
    sharing = [entry for entry in CORRECTIONS if "says" in entry]
    assert len(sharing) > 50
    for entry, other in zip(sharing, sharing[11:] + sharing[:11]):
        if other["where"] != entry["where"]:
            assert list(misled([entry | {"where": other["where"]}], texts))


def said_to_be_printed():
    """(source, numeral) for each number that a chapter's binding gives as what its source prints."""
    sources = {"01-derivatives": "002", "02-softplus-two-neurons": "000", "03-sigmoid-3-2-1": "001", "04-general-layers": "002"}
    for page, source in sources.items():
        for text in pages.texts(ROOT / f"chapters/{page}.ipynb"):
            for binding in text.bindings:
                if re.match(r"given, what the (post|paper|source|page|document|explainer) prints", binding.what):
                    yield source, binding.key.replace("−", "-")


def test_what_a_binding_gives_as_printed_is_printed():
    excerpts = {source: " ".join(text for entry in [*CORRECTIONS, *CONFIRMED] if entry["source"] == source
                                 for text in (entry["excerpt"], *entry.get("also", []))).replace("−", "-") for source in SOURCES}
    given = list(said_to_be_printed())
    assert [pair for pair in given if not re.search(rf"(?<![\d.]){re.escape(pair[1].lstrip('-'))}(?![\d.]*\d)", excerpts[pair[0]])] == []
    assert len(given) > 20 and not re.search(r"0\.19412", excerpts["001"])
