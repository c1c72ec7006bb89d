"""Questions for other systems: under the documented rule of each, restated here, the verdict is the book's own.

Moodle takes the first answer whose range holds the number (get_matching_answer of its numerical question), a Cloze question does
so in each field; QTI evaluates its conditions in order; Canvas finds any range that holds the number (correct_answer_parts).
"""

import functools
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from html import unescape

import numpy as np
import pytest

from course.exercises import check
from course.exercises.judging import judge, table
from course.exercises.sealing import WIDER
from course.grading import moodle, qti, questions, quiz


@functools.cache
def asked():
    return [*questions.pool(7, 2), *questions.alone()[0]]


ALL = range(2 + len(questions.ALONE))
judged_by = functools.cache(lambda k: table(asked()[k].exercise))


def hand_ins(exercise, rng):
    """The truth, every slip, the edges of both from inside and outside, mixtures of slips, and random numbers."""
    truth, width = np.array(exercise.truth), np.array(exercise.tolerance) * (1 + WIDER)
    if exercise.kind == "choice":
        return [np.array([float(k)]) for k in range(len(exercise.labels))]
    rows = [(truth, width), *((np.array(slip.value), np.array(slip.tolerance) * (1 + WIDER)) for slip in exercise.slips if not np.isnan(slip.value).any())]
    found = [value + side * width for value, width in rows for side in (0, 0.999, -1.001)]
    found += [np.where(rng.random(len(truth)) < 0.5, a, b) for a, _ in rows for b in [rows[rng.integers(len(rows))][0]]]
    return [*found, *(truth * rng.uniform(-2, 2, len(truth)) for _ in range(10))]


@pytest.mark.parametrize("k", ALL)
def test_every_format_gives_the_verdict_of_the_book(k):
    """Right or wrong in all of them; the slips that are named in QTI 3 and 2.1, and in Moodle where one number is asked for."""
    question = asked()[k]
    exercise = question.exercise
    element = ET.fromstring(moodle.question(question, b"<svg/>"))
    items = {version: ET.fromstring(qti.in_version(qti.item(question, "q"), version).split("\n", 1)[1]) for version in (3, 2)}
    canvas = dict(qti.canvas_items(question, "q"))
    for values in hand_ins(exercise, np.random.default_rng(k)):
        verdict = judge(judged_by(k), values.tolist())
        named = {slip["sentence"] for slip in verdict["said"]}
        right, sentences = by_moodle(element, values)
        assert right == verdict["right"]
        if len(values) == 1 and not right:
            assert all(sentence in sentences[0] for sentence in named) and bool(named) == (sentences[0] != questions.said_else(exercise))
        for version, item in items.items():
            right, sentences = by_qti(item, values, version)
            assert right == verdict["right"] and sentences - {questions.said_right(exercise), questions.said_else(exercise)} == named, (version, values)
            assert len(sentences) >= 1
        off = set(verdict["off"])
        for field, label in enumerate(exercise.labels if exercise.kind != "choice" else [""]):
            if label in canvas:
                assert by_canvas(canvas[label], values[field]) == (field not in off)


def texts(question):
    """All that somebody reads of a question: the statement, what is asked, and every answer."""
    exercise = question.exercise
    return [question.statement, exercise.asks, *exercise.labels, questions.said_right(exercise), questions.said_else(exercise), *(slip.sentence for slip in exercise.slips)]


@pytest.mark.parametrize("k", ALL)
def test_a_question_stands_alone(k):
    """No page, picture or code is referred to, in the answers neither; what has a name is explained, and signs show in any system."""
    told = texts(asked()[k])
    assert all(told) and not any(re.search(r"[$\\`]|\b(chapter|section|figure|page|post|book|printed)\b", text) for text in told)
    assert not questions.REFERS.search(told[0])
    statement = re.sub("<[^>]+>", "", told[0])
    assert not re.search(r">[\u0300-\u036f]", told[0]), "an accent beside its letter"
    assert "1 / (1 + e" in statement or not re.search(r"σ\(|σ′|sigmoid", statement)
    assert "ln(1 + e" in statement or "softplus" not in statement
    assert "∂C/∂z" in statement or "delta" not in statement


def test_what_a_system_shows_as_the_answer_has_few_digits():
    for question in asked():
        if question.exercise.kind != "choice":
            for k, truth in enumerate(question.exercise.truth):
                text = questions.short(question.exercise, k)
                assert len(text.lstrip("-0.").replace(".", "")) <= max(5, len(f"{truth:.0f}")) and check_near(question.exercise, k, float(text))
                assert moodle.answers(question.exercise, k)[0][::2] == (text, 100)


def check_near(exercise, k, value):
    """Whether the k-th number of an answer is right when all others are the truth."""
    values = [value if j == k else truth for j, truth in enumerate(exercise.truth)]
    return judge(table(exercise), values)["right"]


# Moodle's rule.


def by_moodle(element, values):
    """(whether all is right, the feedback of each field) by the first answer that matches."""
    if element.get("type") == "multichoice":
        answer = element.findall("answer")[int(values[0])]
        return float(answer.get("fraction")) == 100, [answer.findtext("feedback/text")]
    if element.get("type") == "numerical":
        rows = [[(a.findtext("text"), a.findtext("tolerance"), float(a.get("fraction")), unescape(a.findtext("feedback/text"))) for a in element.findall("answer")]]
    else:
        rows = cloze_fields(element.findtext("questiontext/text"))
    taken = [first(row, value) for row, value in zip(rows, values, strict=True)]
    return all(percent == 100 for percent, _ in taken), [said for _, said in taken]


def first(answers, value):
    return next((percent, said) for answer, width, percent, said in answers if answer == "*" or abs(value - float(answer)) <= float(width))


def cloze_fields(text):
    """The fields of a Cloze question, read as Moodle's source does: alternatives parted by ~, feedback after #, signs escaped by \\."""
    fields = []
    for body in re.findall(r"(?<!\\)\{1:NUMERICAL:(.*?)(?<!\\)\}", text):
        answers = []
        for part in re.split(r"(?<!\\)~", body):
            percent, answer, said = re.fullmatch(r"(=|%-?\d+%)(.+?)(?<!\\|&)#(.*)", part).groups()
            value, _, width = answer.partition(":")
            assert value == "*" or re.fullmatch(r"-?(([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?)", value)
            answers.append((value, width, 100.0 if percent == "=" else float(percent.strip("%")), unescape(re.sub(r"\\(.)", r"\1", said))))
        fields.append(answers)
    return fields


def test_a_sentence_survives_the_signs_of_cloze():
    sentence = 'a {b} ~ #c = 1/2 \\ & <d> "e"'
    text = "{1:NUMERICAL:=1:0.1#" + moodle._cloze_text(sentence) + "~%0%*#x}"
    assert cloze_fields(text) == [[("1", "0.1", 100, sentence), ("*", "", 0, "x")]]


def test_moodles_file_has_the_pool_in_a_category_of_its_own():
    quiz_file = ET.fromstring(moodle.document(asked(), b"<svg/>").split("\n", 1)[1])
    kinds = [question.get("type") for question in quiz_file]
    assert kinds[0] == "category" and kinds[1:3] == ["cloze"] * 2 and kinds[3] == "category" and {"numerical", "multichoice"} <= set(kinds)
    assert all(question.find("questiontext/file") is not None for question in quiz_file[1:3])


# QTI's rule, in both spellings.


def by_qti(item, values, version):
    """(whether SCORE is 1, the sentences that are shown) after the conditions are evaluated in order."""
    def name(element):
        bare = element.tag.split("}")[1]
        return re.sub(r"[A-Z]", lambda m: "-" + m[0].lower(), bare.removeprefix("qti-"))

    def attribute(element, key):
        return element.get(key if version == 3 else re.sub(r"-(\w)", lambda m: m[1].upper(), key))

    variables = {}
    for declared in item:
        if name(declared) == "outcome-declaration":
            default = "".join(declared.itertext()).strip()
            variables[declared.get("identifier")] = float(default) if default else None
        elif name(declared) == "response-declaration":
            place = int(declared.get("identifier")[1:]) - 1
            variables[declared.get("identifier")] = values[place] if attribute(declared, "base-type") == "float" else f"A{int(values[place]) + 1}"

    def value(element):
        inside = [value(child) for child in element] if name(element) != "base-value" else []
        match name(element):
            case "base-value":
                return float(element.text) if attribute(element, "base-type") == "float" else element.text
            case "variable":
                return variables[element.get("identifier")]
            case "and":
                return all(inside)
            case "or":
                return any(inside)
            case "not":
                return not inside[0]
            case "gte":
                return inside[0] >= inside[1]
            case "lte":
                return inside[0] <= inside[1]
            case "match":
                return inside[0] == inside[1]

    for part in item:
        if name(part) == "response-processing":
            for condition in part:
                test, *then = condition[0]
                if value(test):
                    for step in then:
                        variables[step.get("identifier")] = value(step[0])
    shown = {unescape("".join(part.itertext()).strip()) for part in item if name(part) == "modal-feedback" and part.get("identifier") == variables[attribute(part, "outcome-identifier")]}
    return variables["SCORE"] == 1, shown


@pytest.mark.parametrize("version", [3, 2])
def test_a_package_holds_what_its_manifest_names(version):
    archive = zipfile.ZipFile(io.BytesIO(qti.package(asked(), b"<svg/>", version)))
    manifest = ET.fromstring(archive.read("imsmanifest.xml"))
    named = {element.get("href") for element in manifest.iter() if element.tag.endswith("}file")}
    assert named | {"imsmanifest.xml"} == set(archive.namelist()) and len(named) == len(asked()) + 2
    for name in named - {"network.svg"}:
        root = ET.fromstring(archive.read(name))
        tags = {element.tag.split("}")[1] for element in root.iter()}
        assert any(tag.startswith("qti-") for tag in tags) == (version == 3) and ("}" in root.tag)
    test = ET.fromstring(archive.read("test.xml"))
    chosen = [element for element in test.iter() if element.tag.split("}")[1] in ("qti-selection", "selection")]
    assert [element.get("select") for element in chosen] == ["1"]


# Canvas' rule.


def by_canvas(item, value):
    """Whether any range of a question holds the number, as Canvas' correct_answer_parts asks; of a choice, whether it is the one."""
    element = ET.fromstring(item)
    condition = element.find("resprocessing/respcondition/conditionvar")
    if condition.find("varequal") is not None:
        return int(condition.findtext("varequal")) == int(value) + 1
    return any(float(condition.findtext("vargte")) <= value <= float(condition.findtext("varlte")) for _ in [0])


def test_canvas_is_given_the_truth_alone_and_no_bound_that_it_cannot_hold():
    package, left = qti.canvas_package(asked())
    text = zipfile.ZipFile(io.BytesIO(package)).read("backpropagation/backpropagation.xml").decode()
    root = ET.fromstring(text.split("\n", 1)[1])
    space = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
    bounds = [float(element.text) for kind in ("vargte", "varlte") for element in root.iterfind(f".//q:{kind}", space)]
    assert len(bounds) > 40 and min(map(abs, bounds)) >= qti.LEAST and not any(slip.sentence in text for one in asked() for slip in one.exercise.slips)
    groups = root.findall("q:assessment/q:section/q:section", space)
    assert len(groups) == 4 and all(len(group.findall("q:item", space)) == 2 for group in groups)
    assert all(group.findtext(".//q:selection_number", namespaces=space) == "1" for group in groups)
    assert all(name in {one.name for one in asked()} for name in left)


def test_a_bound_that_is_too_small_is_left_out():
    exercise = asked()[0].exercise
    small = exercise._replace(truth=(0.00009, *exercise.truth[1:]), tolerance=(0.000001, *exercise.tolerance[1:]))
    assert qti.canvas_bounds(small, 0) is None and qti.canvas_bounds(exercise, 0)


# Statements.


def test_no_statement_refers_to_what_is_not_there():
    for question in asked():
        ET.fromstring(f"<div>{question.statement.replace('&nbsp;', ' ')}</div>")
        assert not questions.REFERS.search(re.sub(r"<.*?>", "", question.statement)) and "$" not in question.statement and "\\" not in question.statement
    assert {question.exercise.id for question in asked() if not question.pool} == set(questions.ALONE)


@pytest.mark.parametrize(("kind", "text", "reason"), [
    ("function", "Write it.", "a function is asked for"), ("number", "By {eq}`eq-1`, what is $z$?", "refers to something"), ("number", "As in the chapter.", "refers to"),
    ("number", "What is $\\sum_i z_i$?", "is more than letters"), ("number", "", "was not found"), ("number", "See [there](x.md).", "refers to")])
def test_a_statement_that_cannot_leave_the_book_is_refused(kind, text, reason):
    exercise = asked()[2].exercise._replace(kind=kind)
    with pytest.raises(questions.LeftOut, match=reason):
        questions.statement_of(exercise, text)


@pytest.mark.parametrize(("tex", "html"), [("w_{56}", "w<sub>56</sub>"), (r"\hat y = \sigma(wx + b) % define", "ŷ = σ(wx + b)"), ("10^{-6}", "10<sup>−6</sup>"),
                                           (r"\partial C / \partial w", "∂C / ∂w".replace("∂C", "∂ C").replace("∂w", "∂ w")), ("x < 1", "x &lt; 1"), ("w", "<i>w</i>")])
def test_short_formulas_are_written_without_tex(tex, html):
    assert questions.formula(tex).replace("∂C", "∂ C") == html


def test_all_is_written_with_a_report_and_again_the_same(tmp_path, capsys):
    quiz.main(["--count", "1", "--out", str(tmp_path)])
    first_time = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(first_time) == {"moodle.xml", "qti-3.zip", "qti-2.1.zip", "canvas.zip", "report.txt"} and "moodle.xml (" in capsys.readouterr().out
    assert {name: content if isinstance(content, bytes) else content.encode() for name, content in quiz.files(7, 1).items()} == first_time
    text = first_time["report.txt"].decode()
    assert "None of these files has been imported into a live Moodle or Canvas" in text
    assert "1.2: a formula is asked for" in text and len(re.findall(r"^  \d+\.\d+: ", text, re.M)) > 50


@pytest.mark.parametrize("count", ["0", "-3", "many", "5000"])
def test_a_count_that_is_none_is_said(count, capsys):
    with pytest.raises(SystemExit):
        quiz.main([f"--count={count}"])
    assert "expected a whole number from 1 to 1000" in capsys.readouterr().err


def test_what_is_right_here_is_right_in_the_book():
    for question in asked():
        if not question.pool:
            truth = question.exercise.truth
            assert check(question.exercise.id, int(truth[0]) + 1 if question.exercise.kind == "choice" else list(truth))


# Programs by others: a converter between versions of QTI, a reader of Moodle's files, a writer of QTI 1.2.


@pytest.mark.parametrize("k", ALL)
def test_through_a_converter_of_others_both_ways_the_verdict_stays(k):
    """The items of 2.1 made into 3 and those of 3 into 2.1 by citolab-qti-convert, which knows nothing of ours."""
    from qti_convert import convert_qti3_to_qti21, upgrade_qti2_to_qti3

    question = asked()[k]
    ours = qti.item(question, "q")
    down = convert_qti3_to_qti21(ours)
    assert down.warnings == []
    texts = {3: upgrade_qti2_to_qti3(qti.in_version(ours, 2)), 2: down.xml}
    items = {version: ET.fromstring(text.split("?>", 1)[-1]) for version, text in texts.items()}
    for values in hand_ins(question.exercise, np.random.default_rng(k)):
        verdict = judge(judged_by(k), values.tolist())
        for version, item in items.items():
            right, sentences = by_qti(item, values, version)
            assert right == verdict["right"], (version, values)
            assert sentences - {questions.said_right(question.exercise), questions.said_else(question.exercise)} == {slip["sentence"] for slip in verdict["said"]}


@pytest.mark.parametrize(("from_", "to"), [(2, 3), (3, 2)])
def test_a_converter_of_others_takes_whole_packages(from_, to):
    """Every file that is named is there afterwards, and the test still takes one network at random."""
    from qti_convert import downgrade_package_files, read_package, upgrade_package_files

    package = read_package(qti.package(asked(), b"<svg/>", from_))
    done = upgrade_package_files(package) if to == 3 else downgrade_package_files(package)
    files = done if isinstance(done, dict) else done.files
    assert set(package) <= set(files) and not getattr(done, "warnings", [])
    test = files["test.xml"] if isinstance(files["test.xml"], str) else files["test.xml"].decode()
    chosen = [element for element in ET.fromstring(test.split("?>", 1)[-1]).iter() if element.tag.split("}")[1] in ("qti-selection", "selection")]
    assert [element.get("select") for element in chosen] == ["1"]


def test_a_reader_of_moodles_files_finds_our_answers():
    """moodle_xml_parser reads Cloze and choices, and passes over numerical questions, which the rule restated above judges alone.

    It does not know that a sign may be escaped, so of a sentence only what stands before the first of them is compared.
    """
    from moodle_xml_parser.parser import parse_string

    found = parse_string(moodle.document(asked(), b"<svg/>").split("\n", 1)[1])
    ours = {kind: [question for question in asked() if ET.fromstring(moodle.question(question, b"<svg/>")).get("type") == kind] for kind in ("cloze", "multichoice")}
    assert {kind: [one.name for one in found[kind]] for kind in ours} == {kind: [question.name for question in row] for kind, row in ours.items()}
    for question, read in zip(ours["cloze"], found["cloze"]):
        fields = cloze_fields(ET.fromstring(moodle.question(question, b"<svg/>")).findtext("questiontext/text"))
        assert len(read.gaps) == len(fields) == len(question.exercise.labels)
        for gap, field, value in zip(read.gaps, fields, question.exercise.truth):
            assert gap.sub_type == "NUMERICAL" and [option.score for option in gap.options[:3]] == [100, 100, 0] and sum(option.score for option in gap.options) == 200
            both = [option.answer.partition(":")[::2] for option in gap.options[:2]]
            assert both == [row[:2] for row in field[:2]] and abs(float(both[1][0]) - value) <= 1e-9 * abs(value) and gap.options[-1].answer == "*"
    for question, read in zip(ours["multichoice"], found["multichoice"]):
        assert read.single and [option.score_fraction for option in read.options].index(100) == int(question.exercise.truth[0])


def test_a_writer_of_others_builds_a_numerical_item_as_ours_is():
    """text2qti, given the range of a right number, writes the condition that we write; it rounds bounds, so they are near and not equal."""
    from text2qti.config import Config
    from text2qti.qti import QTI
    from text2qti.quiz import Quiz

    question = asked()[0]
    label, ours = qti.canvas_items(question, "q")[0]
    low, high = map(float, qti.canvas_bounds(question.exercise, question.exercise.labels.index(label)))
    written = QTI(Quiz(f"1. What is it?\n= [{low:.4f}, {high:.4f}]\n", config=Config()))
    theirs = ET.fromstring(re.sub(r' xmlns="[^"]+"', "", written.assessment)).find(".//item")

    def form(item):
        """Names and attributes of the condition, kind and score of an item, without its bounds."""
        condition = item.find("resprocessing/respcondition")
        fields = {field.findtext("fieldlabel"): field.findtext("fieldentry") for field in item.iter("qtimetadatafield")}
        return ([(element.tag, sorted(element.attrib.items())) for element in condition.iter()], condition.findtext("setvar"), fields["question_type"],
                [(element.tag, sorted(element.attrib.items())) for name in ("response_str", "render_fib", "response_label", "decvar")
                 for element in item.iter(name)])

    ours = ET.fromstring(ours)
    assert form(ours) == form(theirs)
    for name in ("vargte", "varlte"):
        assert abs(float(ours.findtext(f".//{name}")) - float(theirs.findtext(f".//{name}"))) <= 0.6e-4  # four decimals
