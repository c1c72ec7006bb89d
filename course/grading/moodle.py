"""Moodle's XML: a numerical question for one number, a Cloze question for several, a multiple choice.

Moodle takes the first answer whose range the number is in: truth first with 100 %, then the slips with 0 % and their sentence,
then `*`. A Cloze question does so field by field, so that a slip that shows in all fields together is named field by field.
"""

import base64
import re
from html import escape

from course.exercises.judging import either
from course.exercises.model import Exercise
from course.exercises.verdicts import VERDICTS
from course.grading.questions import Question, moves, ranges, right_range, said_else, said_right, short


def number(value: float) -> str:
    """A number as Moodle reads it."""
    return f"{value:.12g}"


def answers(exercise: Exercise, k: int) -> list[tuple[str, str, int, str]]:
    """(number, tolerance, percent, feedback) of field k in the order in which Moodle tries them."""
    low, high = right_range(exercise, k)
    single = len(exercise.truth) == 1
    said, shown = said_right(exercise) if single else "Right.", float(short(exercise, k))
    # The first right answer is the one that Moodle shows, so it has few digits; the second is all that is right.
    found = [(short(exercise, k), number(min(shown - low, high - shown)), 100, said), (number((low + high) / 2), number((high - low) / 2), 100, said)]
    moving = [place for place, moved in enumerate(moves(exercise), 1) if k in moved]
    for low, high, slips in ranges(exercise, k, moving):
        sentence = either(list(dict.fromkeys(exercise.slips[place - 1].sentence for place in slips)))
        found.append((number((low + high) / 2), number((high - low) / 2), 0, sentence))
    return [*found, ("*", "0", 0, said_else(exercise) if single else VERDICTS["not yet"].format("").strip())]


def cloze(exercise: Exercise) -> str:
    """The fields of a Cloze question, each with its name."""
    return "".join(f"<p>{escape(label)} = {{1:NUMERICAL:" + "~".join(
        f"{'=' if percent == 100 else f'%{percent}%'}{value}{'' if value == '*' else ':' + width}#{_cloze_text(said)}"
        for value, width, percent, said in answers(exercise, k)) + "}</p>" for k, label in enumerate(exercise.labels))


def _cloze_text(text: str) -> str:
    return re.sub(r"([~#}{\\])", r"\\\1", escape(text, quote=False)).replace("/", "&#47;").replace('"', "&quot;")


def _text(tag: str, text: str, more: str = "") -> str:
    return f'<{tag} format="html"><text>{escape(text, quote=False)}</text>{more}</{tag}>'


def question(asked: Question, picture: bytes) -> str:
    """A question as an element of Moodle's XML."""
    exercise, file = asked.exercise, ""
    statement = asked.statement
    if asked.pool:
        statement = '<p><img src="@@PLUGINFILE@@/network.svg" alt="The network with the names of its weights"/></p>' + statement
        file = f'<file name="network.svg" path="/" encoding="base64">{base64.b64encode(picture).decode()}</file>'
    head = f"<name><text>{escape(asked.name, quote=False)}</text></name>"
    asks = f"<p>{escape(exercise.asks, quote=False)}</p>"
    if exercise.kind == "choice":
        sentences = {int(slip.value[0]): slip.sentence for slip in exercise.slips}
        options = "".join(
            f'<answer fraction="{100 if k == exercise.truth[0] else 0}" format="html"><text>{escape(f"<p>{escape(label)}</p>", quote=False)}</text>'
            + _text("feedback", said_right(exercise) if k == exercise.truth[0] else sentences.get(k, said_else(exercise))) + "</answer>"
            for k, label in enumerate(exercise.labels))
        return (f'<question type="multichoice">{head}{_text("questiontext", statement + asks, file)}<single>true</single>'
                f"<shuffleanswers>1</shuffleanswers><answernumbering>abc</answernumbering>{options}</question>")
    if len(exercise.truth) == 1:
        options = "".join(f'<answer fraction="{percent}" format="plain_text"><text>{value}</text><tolerance>{width}</tolerance>'
                          f'{_text("feedback", escape(said))}</answer>' for value, width, percent, said in answers(exercise, 0))
        return f'<question type="numerical">{head}{_text("questiontext", statement + asks, file)}{options}</question>'
    return f'<question type="cloze">{head}{_text("questiontext", statement + asks + cloze(exercise), file)}</question>'


def document(questions: list[Question], picture: bytes) -> str:
    """The file to import: the pool in a category of its own, from which a quiz takes at random, and the exercises in another."""
    def category(name: str) -> str:
        return f'<question type="category"><category><text>$course$/top/Backpropagation/{name}</text></category></question>'

    parts = [category("Worked networks"), *(question(one, picture) for one in questions if one.pool),
             category("Exercises"), *(question(one, picture) for one in questions if not one.pool)]
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(parts) + "\n</quiz>\n"
