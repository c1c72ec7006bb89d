"""QTI 3 and QTI 2.1 packages, which hold the whole rule of `judge` for several numbers at once; and QTI 1.2 for Canvas, which cannot.

Of one tree of elements QTI 3 has `qti-response-condition` and `base-type` where QTI 2.1 has `responseCondition` and `baseType`.
Canvas grades a number as right that is in any of a question's ranges, so there stands the truth alone, one number a question.
"""

import io
import re
import zipfile
from html import escape

from course.exercises.judging import moved
from course.exercises.model import Exercise
from course.exercises.sealing import WIDER
from course.grading.questions import Question, right_range, said_else, said_right, short

SPACES = {3: ("http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", "imsqti_{}_xmlv3p0"),
          2: ("http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/imscp_v1p1", "imsqti_{}_xmlv2p1")}
LEAST = 1e-4  # the smallest bound that Canvas is given: it shows four decimals


def el(name: str, *inside: str, **attributes: str) -> str:
    """An element of QTI 3, by its name without `qti-`; of attributes the underline is a hyphen."""
    pairs = "".join(f' {key.replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return f"<qti-{name}{pairs}>{''.join(inside)}</qti-{name}>" if inside else f"<qti-{name}{pairs}/>"


def older(xml: str) -> str:
    """The same in QTI 2.1."""
    def camel(text: str) -> str:
        return re.sub(r"-(\w)", lambda m: m[1].upper(), text)

    def tag(match: re.Match) -> str:
        name, rest = camel(match[2]), match[3]
        return f"<{match[1]}{name}{re.sub(r'( )([a-z]+(?:-[a-z]+)+)(?==)', lambda m: m[1] + camel(m[2]), rest)}"

    return re.sub(r"<(/?)qti-([a-z-]+)([^>]*)", tag, xml)


def _variable(identifier: str) -> str:
    return el("variable", identifier=identifier)


def _float(value: float) -> str:
    return el("base-value", f"{value:.12g}", base_type="float")


def _within(k: int, low: float, high: float) -> str:
    answer = _variable(f"R{k + 1}")
    return el("and", el("gte", answer, _float(low)), el("lte", answer, _float(high)))


def _all(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else el("and", *conditions)


def _any(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else el("or", *conditions)


def _set(identifier: str, value: str, kind: str) -> str:
    return el("set-outcome-value", el("base-value", value, base_type=kind), identifier=identifier)


def _if(condition: str, *then: str) -> str:
    return el("response-condition", el("response-if", condition, *then))


def _is(identifier: str) -> str:
    return el("gte", _variable(identifier), _float(1))


def processing(exercise: Exercise) -> tuple[list[str], list[str]]:
    """(flags, conditions): the joint rule of `judge`, with a 0 or 1 for each thing that it looks at.

    A slip is named where it explains all that is off and moves nothing that is right (W); several, where each explains all
    that it moves and together all that is off (P).
    """
    fields = range(len(exercise.truth))
    flags, rules = [f"T{k + 1}" for k in fields], []
    for k in fields:
        rules.append(_if(_within(k, *right_range(exercise, k)), _set(f"T{k + 1}", "1", "float")))
    right = [_is(f"T{k + 1}") for k in fields]
    off = [el("not", each) for each in right]
    rules.append(_if(_all(right), _set("SCORE", "1", "float"), _set("RIGHT", "1", "float")))
    flags.append("RIGHT")
    whole, parts = [], []
    for place, slip in enumerate(exercise.slips, 1):
        places, hits = moved(exercise, slip), {}
        for k in fields:
            if slip.value[k] == slip.value[k]:
                width = slip.tolerance[k] * (1 + WIDER)
                flags.append(name := f"S{place}H{k + 1}")
                rules.append(_if(_within(k, slip.value[k] - width, slip.value[k] + width), _set(name, "1", "float")))
                hits[k] = _is(name)
        explains = [el("or", right[k], hits[k]) if k in hits else right[k] for k in fields]
        flags.append(f"W{place}")
        rules.append(_if(el("and", el("not", _is("RIGHT")), *(off[k] for k in places), *explains), _set(f"W{place}", "1", "float")))
        whole.append(_is(f"W{place}"))
        if len(exercise.truth) > 1 and places and all(k in hits for k in places):
            flags.append(f"P{place}")
            rules.append(_if(_all([part for k in places for part in (off[k], hits[k])]), _set(f"P{place}", "1", "float")))
            parts.append((place, places))
    if whole:
        flags += ["WHOLE"]
        rules.append(_if(_any(whole), _set("WHOLE", "1", "float")))
    if parts and set(fields) <= {k for _, places in parts for k in places} | set(fields):
        covered = []
        for k in fields:
            by = [_is(f"P{place}") for place, places in parts if k in places]
            covered.append(_any([right[k], *by]))
        flags.append("COVERED")
        rules.append(_if(el("and", el("not", _is("RIGHT")), el("not", _is("WHOLE")), *covered), _set("COVERED", "1", "float")))
    for place, _ in enumerate(exercise.slips, 1):
        named = [_is(f"W{place}")]
        if any(place == other for other, _ in parts):
            named.append(el("and", _is("COVERED"), _is(f"P{place}")))
        rules.append(_if(_any(named), _say(f"SLIP{place}")))
    rules.append(_if(_is("RIGHT"), _say("RIGHT_ANSWER")))
    found = [_is("RIGHT"), *([_is("WHOLE")] if whole else []), *([_is("COVERED")] if parts else [])]
    rules.append(_if(el("not", _any(found)), _say("NO_SLIP")))
    return flags, rules


def _say(identifier: str) -> str:
    """Show a sentence: each has a variable of its own, since players differ in what they make of a list that grows."""
    return _set(f"SAY_{identifier}", identifier, "identifier")


def item(asked: Question, identifier: str) -> str:
    """An item of QTI 3, as text."""
    exercise = asked.exercise
    picture = '<p><img src="network.svg" alt="The network with the names of its weights"/></p>' if asked.pool else ""
    declared, body = [], picture + asked.statement + f"<p>{escape(exercise.asks, quote=False)}</p>"
    if exercise.kind == "choice":
        key = f"A{int(exercise.truth[0]) + 1}"
        declared.append(el("response-declaration", el("correct-response", el("value", key)), identifier="R1", cardinality="single", base_type="identifier"))
        body += el("choice-interaction", *(el("simple-choice", escape(label, quote=False), identifier=f"A{k + 1}") for k, label in enumerate(exercise.labels)),
                   response_identifier="R1", shuffle="true", max_choices="1")

        def picked(k: int) -> str:
            return el("match", _variable("R1"), el("base-value", f"A{k + 1}", base_type="identifier"))

        flags, known = [], {int(slip.value[0]): place for place, slip in enumerate(exercise.slips, 1)}
        rules = [_if(picked(int(exercise.truth[0])), _set("SCORE", "1", "float"), _say("RIGHT_ANSWER"))]
        rules += [_if(picked(k), _say(f"SLIP{known[k]}" if k in known else "NO_SLIP")) for k in range(len(exercise.labels)) if k != exercise.truth[0]]
    else:
        for k, label in enumerate(exercise.labels):
            declared.append(el("response-declaration", el("correct-response", el("value", short(exercise, k))), identifier=f"R{k + 1}", cardinality="single", base_type="float"))
            body += f"<p>{escape(label, quote=False)} = " + el("text-entry-interaction", response_identifier=f"R{k + 1}", expected_length="12") + "</p>"
        flags, rules = processing(exercise)
    said = {"RIGHT_ANSWER": said_right(exercise), "NO_SLIP": said_else(exercise)} | {f"SLIP{k}": slip.sentence for k, slip in enumerate(exercise.slips, 1)}
    declared += [el("outcome-declaration", el("default-value", el("value", "0")), identifier=flag, cardinality="single", base_type="float") for flag in ["SCORE", *flags]]
    declared += [el("outcome-declaration", identifier=f"SAY_{name}", cardinality="single", base_type="identifier") for name in said]
    shown = [el("modal-feedback", el("content-body", f"<p>{escape(text, quote=False)}</p>"), outcome_identifier=f"SAY_{name}", identifier=name, show_hide="show")
             for name, text in said.items()]
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + el("assessment-item", *declared, el("item-body", f"<div>{body}</div>"), el("response-processing", *rules), *shown,
            xmlns=SPACES[3][0], identifier=identifier, title=asked.name, adaptive="false", time_dependent="false")).replace("><qti-", ">\n<qti-") + "\n"


def in_version(xml: str, version: int) -> str:
    """An item or test of QTI 3 in the version asked for."""
    if version == 3:
        return xml
    xml = re.sub(r"</?qti-content-body>\n?", "", xml).replace(SPACES[3][0], SPACES[2][0])
    return older(xml)


def package(questions: list[Question], picture: bytes, version: int) -> bytes:
    """A content package: a test that takes one network of the pool at random and all exercises, its items, a manifest."""
    _, manifest_space, kind = SPACES[version]
    named = {(f"network-{k}" if one.pool else f"exercise-{one.exercise.id.replace('.', '-')}"): one for k, one in enumerate(questions, 1)}
    files = {f"{name}.xml": in_version(item(one, name), version).encode() for name, one in named.items()}

    def section(title: str, chosen: list[str], *selection: str) -> str:
        refs = [el("assessment-item-ref", identifier=f"ref-{name}", href=f"{name}.xml") for name in chosen]
        return el("assessment-section", *selection, *refs, identifier=title.lower().replace(" ", "-"), title=title, visible="true") if chosen else ""

    test = ('<?xml version="1.0" encoding="UTF-8"?>\n' + el("assessment-test", el("test-part", section("Worked networks", [n for n, one in named.items() if one.pool],
            el("selection", select="1"), el("ordering", shuffle="true")), section("Exercises", [n for n, one in named.items() if not one.pool]),
            identifier="all", navigation_mode="nonlinear", submission_mode="individual"), xmlns=SPACES[3][0], identifier="backpropagation", title="Backpropagation"))
    files["test.xml"] = in_version(test, version).encode()
    files["network.svg"] = picture
    resources = "".join(f'<resource identifier="{name}" type="{kind.format("item")}" href="{name}.xml"><file href="{name}.xml"/>'
                        + ('<file href="network.svg"/>' if one.pool else "") + "</resource>" for name, one in named.items())
    resources += (f'<resource identifier="test" type="{kind.format("test")}" href="test.xml"><file href="test.xml"/>'
                  + "".join(f'<dependency identifierref="{name}"/>' for name in named) + "</resource>")
    files["imsmanifest.xml"] = (f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{manifest_space}" identifier="backpropagation"><metadata><schema>'
                                f'{"QTI Package" if version == 3 else "IMS Content"}</schema><schemaversion>{"3.0.0" if version == 3 else "1.2"}</schemaversion></metadata>'
                                f"<organizations/><resources>{resources}</resources></manifest>\n").encode()
    return zipped(files)


def zipped(files: dict[str, bytes]) -> bytes:
    """Files as a zip that is the same whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# QTI 1.2 as Canvas has it.


def canvas_bounds(exercise: Exercise, k: int) -> tuple[str, str] | None:
    """The range of a right number as Canvas is given it; None where a bound is too small for Canvas."""
    low, high = right_range(exercise, k)
    if min(abs(low), abs(high)) < LEAST or low < 0 < high:
        return None
    return f"{low:.10f}".rstrip("0"), f"{high:.10f}".rstrip("0")


def canvas_items(asked: Question, identifier: str) -> list[tuple[str, str]]:
    """(label, item) for each number of a question, or its choice; what Canvas cannot be given is left out."""
    exercise = asked.exercise
    found = []
    if exercise.kind == "choice":
        options = "".join(f'<response_label ident="{k + 1}"><material><mattext texttype="text/html">{escape(escape(label, quote=False))}</mattext></material></response_label>'
                          for k, label in enumerate(exercise.labels))
        presentation = f'<response_lid ident="response1" rcardinality="Single"><render_choice>{options}</render_choice></response_lid>'
        condition = f'<varequal respident="response1">{int(exercise.truth[0]) + 1}</varequal>'
        return [("", _canvas_item(identifier, asked.name, asked.statement + f"<p>{escape(exercise.asks)}</p>", "multiple_choice_question", presentation, condition, exercise))]
    for k, label in enumerate(exercise.labels):
        if (bounds := canvas_bounds(exercise, k)) is None:
            continue
        presentation = '<response_str ident="response1" rcardinality="Single"><render_fib fibtype="Decimal"><response_label ident="answer1"/></render_fib></response_str>'
        condition = f'<vargte respident="response1">{bounds[0]}</vargte><varlte respident="response1">{bounds[1]}</varlte>'
        several = len(exercise.labels) > 1
        asks = f"<p>{escape(exercise.asks)}{' <b>' + escape(label) + '</b>' if several else ''}</p>"
        found.append((label, _canvas_item(f"{identifier}-{k + 1}", f"{asked.name}{': ' + label if several else ''}", asked.statement + asks, "numerical_question",
                                          presentation, condition, exercise)))
    return found


def _canvas_item(identifier: str, title: str, statement: str, kind: str, presentation: str, condition: str, exercise: Exercise) -> str:
    fields = "".join(f"<qtimetadatafield><fieldlabel>{name}</fieldlabel><fieldentry>{value}</fieldentry></qtimetadatafield>"
                     for name, value in (("question_type", kind), ("points_possible", "1")))
    said = f'<itemfeedback ident="general_fb"><flow_mat><material><mattext texttype="text/html">{escape(escape(said_else(exercise), quote=False))}</mattext></material></flow_mat></itemfeedback>'
    said = said.replace("general_fb", "general_incorrect_fb")
    return (f'<item ident="{identifier}" title="{escape(title)}"><itemmetadata><qtimetadata>{fields}</qtimetadata></itemmetadata><presentation><material>'
            f'<mattext texttype="text/html">{escape(statement, quote=False)}</mattext></material>{presentation}</presentation><resprocessing><outcomes>'
            '<decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
            f'<respcondition continue="No"><conditionvar>{condition}</conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition>'
            '<respcondition continue="Yes"><conditionvar><other/></conditionvar><displayfeedback feedbacktype="Response" linkrefid="general_incorrect_fb"/></respcondition>'
            f"</resprocessing>{said}</item>")


def canvas_package(questions: list[Question]) -> tuple[bytes, dict[str, list[str]]]:
    """A package for Canvas, and by question the numbers that it cannot be given."""
    groups: dict[str, list[str]] = {}
    exercises, left = [], {}
    for n, asked in enumerate(questions, 1):
        items = canvas_items(asked, f"q{n}")
        if asked.exercise.kind != "choice" and len(items) < len(asked.exercise.labels):
            left[asked.name] = [label for label in asked.exercise.labels if label not in {label for label, _ in items}]
        for label, one in items:
            if asked.pool:
                groups.setdefault(label, []).append(one)
            else:
                exercises.append(one)
    sections = "".join(f'<section ident="pool{k}" title="Worked networks: {escape(label)}"><selection_ordering><selection><selection_number>1</selection_number>'
                       f'<selection_extension><points_per_item>1</points_per_item></selection_extension></selection></selection_ordering>{"".join(items)}</section>'
                       for k, (label, items) in enumerate(groups.items(), 1))
    space = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
    quiz = (f'<?xml version="1.0" encoding="UTF-8"?>\n<questestinterop xmlns="{space}"><assessment ident="backpropagation" title="Backpropagation">'
            f'<section ident="root_section">{sections}{"".join(exercises)}</section></assessment></questestinterop>\n').replace("<item ", "\n<item ")
    manifest = ('<?xml version="1.0" encoding="UTF-8"?>\n<manifest identifier="backpropagation-package" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><metadata>'
                "<schema>IMS Content</schema><schemaversion>1.1.3</schemaversion></metadata><organizations/><resources>"
                '<resource identifier="backpropagation" type="imsqti_xmlv1p2"><file href="backpropagation/backpropagation.xml"/></resource></resources></manifest>\n')
    return zipped({"imsmanifest.xml": manifest.encode(), "backpropagation/backpropagation.xml": quiz.encode()}), left
