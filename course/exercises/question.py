"""The answer box of an exercise: on the website it needs no kernel, in a notebook it is an ordinary widget."""

import re
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course.exercises.checking import HINTS, Verdict, check, exercise_by_id, others
from course.exercises.fresh import page_table
from course.exercises.model import GUESSED, Exercise
from course.exercises.needs import figure, needs
from course.scripts import joined

HERE = Path(__file__).parent
ANSWERED = ("number", "array", "choice", *GUESSED)  # the kinds that a page can compare without Python
TAKEN = (*ANSWERED, "formula")  # and what a page takes: a formula is compared at points
CHOSEN = ("choice", "guess of options")

ANOTHER = ' <button type="button" class="nn-another">Another one</button>'
CHECKED = 'A notebook checks it: <code>check("{0.id}", …)</code>.'


class Question(anywidget.AnyWidget):
    """The answer box and the hints of an exercise: `Question("3.1")`.

    It is also that of a question between the sections, "3.a", and of a prediction, "3.p1", which has no hints.

    `answer` holds what stands in the fields, as text; `verdict()` is what `check` says of it. All the words and numbers
    come from Python; the browser compares and shows. For a function there are the hints alone.
    """

    _esm = joined(HERE.parent / "numbers.js", HERE / "question.js")
    _css = (HERE / "question.css").read_text(encoding="utf8")
    key = traitlets.Unicode(help="The id of the box on its page.").tag(sync=True)
    seed = traitlets.Int(0, help="By what its numbers are drawn; 0 stands for those of the chapter.").tag(sync=True)
    answer = traitlets.List(traitlets.Unicode(), help="What stands in the fields; the place of the option for a choice.").tag(sync=True)
    _table = traitlets.Dict(help="What the answer is judged by, sealed.").tag(sync=True)
    _html = traitlets.Unicode(help="The box, for places that do not have it on the page.").tag(sync=True)

    def __init__(self, id: str):
        exercise = exercise_by_id(id)
        super().__init__(key=name_on_page(exercise), _html=box(exercise),
                         _table=page_table(exercise, others(exercise)) if exercise.kind in TAKEN else {"id": id, "kind": exercise.kind})

    def verdict(self) -> Verdict:
        """What `check` says of the answer in the fields."""
        if self._table["kind"] in CHOSEN:
            return check(self._table["id"], int(self.answer[0]) + 1 if self.answer else None)
        if self._table["kind"] == "formula":
            return check(self._table["id"], self.answer[0] if self.answer else None)
        return check(self._table["id"], list(self.answer) or None, self.seed)

    def __repr__(self) -> str:
        return f"Question({self._table['id']!r})"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict:
        data, *_ = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/plain": repr(self), "text/html": self._html}


def name_on_page(exercise: Exercise) -> str:
    """The id of the box of an exercise."""
    return f"exercise-{exercise.id.replace('.', '-')}"


def box(exercise: Exercise) -> str:
    """The answer box as HTML: the form is hidden until a script works it, the hints unfold without one."""
    name = name_on_page(exercise)
    label = (f"{exercise.title}: what you predict" if exercise.kind in GUESSED
             else f"{'Exercise' if exercise.id[-1].isdigit() else 'Question'} {exercise.id}: your answer and hints")
    return "\n".join([
        f'<section class="nn-question{" nn-prediction" * (exercise.kind in GUESSED)}" id="{name}" aria-label="{escape(label)}">',
        *([f'<p class="nn-needs">{needs(exercise)}{_set(exercise)}</p>'] if needs(exercise) else []),
        *(_form(exercise, name) if exercise.kind in TAKEN else [f"<p>{escape(exercise.asks)} {CHECKED.format(exercise)}</p>"]),
        *([f"<pre>{escape(stub(exercise), quote=False)}</pre>"] if stub(exercise) else []),
        *(_fold(k, text) for k, text in enumerate(exercise.hints)), "</section>"])


def _set(exercise: Exercise) -> str:
    """A link to the figure that answers an exercise, with the situation set."""
    return f'<span class="nn-set"> <a href="{escape(figure(exercise))}">Set the figure to it</a>.</span>' if figure(exercise) else ""


def stub(exercise: Exercise) -> str:
    """What to hand in where a function is asked for: its head, to be filled in, and the check; nothing for other kinds."""
    head = re.search(r"(\w+)\([\w, ]+\)", exercise.asks)
    if exercise.kind != "function" or not head:
        return ""
    return f'def {head[0]}:\n    ...\n\ncheck("{exercise.id}", {head[1]})'


def _form(exercise: Exercise, name: str) -> list[str]:
    if exercise.kind in CHOSEN:
        fields = [f'<label class="nn-option"><input type="radio" name="{name}" value="{k}"> {"abcdefgh"[k]}) {escape(label)}</label>'
                  for k, label in enumerate(exercise.labels)]
    elif exercise.kind == "formula":
        letters = ", ".join(name for name in exercise.instances[0] if name not in exercise.shorthand)
        fields = ['<label class="nn-field nn-formula"><span>Your formula</span> <input type="text" name="0" autocomplete="off" autocapitalize="off" '
                  f'spellcheck="false"></label><p class="nn-letters">It may use {escape(letters)}.</p>']
    else:  # no inputmode: the number pads of some phones have no minus sign
        fields = [f'<label class="nn-field"><span>{escape(label)}</span> <input type="text" name="{k}" size="9" autocomplete="off" '
                  'autocapitalize="off" spellcheck="false"></label>' for k, label in enumerate(exercise.labels)]
    return ["<form hidden novalidate>", *(['<p class="nn-statement" tabindex="-1" hidden></p>'] if exercise.statement else []),
            f"<fieldset><legend>{escape(exercise.asks)}</legend>", *fields, "</fieldset>",
            f'<div class="nn-line"><button type="submit">{"Compare" if exercise.kind in GUESSED else "Check"}</button>'
            f'{ANOTHER if exercise.statement else ""} <span class="nn-before"></span></div>',
            '<p class="nn-verdict" role="status"></p>', "</form>"]


def _fold(k: int, text: str) -> str:
    title = f"Hint {k + 1}: {HINTS[k]}" if k < 2 else "Solution"
    return f"<details><summary>{title}</summary><p>{escape(text)}</p></details>"
