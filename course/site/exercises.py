"""The lists of exercises, made from the chapters and from course.exercises: the directives exercise-list and slip-table.

    ```{exercise-list}         every exercise by chapter, with a place for what the reader's device remembers of it
    ```{slip-table} 3          the slips that a chapter's exercises recognise, and which exercise reveals each
"""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).resolve().parents[2]
HEADING = re.compile(r"^### Exercise ((\d+)\.\d+): (.+)$", re.M)
QUESTION = re.compile(r"^\*\*Question (\d+\.[a-z])\.\*\*", re.M)


def headings():
    """(page, title of the chapter, [(id, title of the exercise)], [id of a question]) for each chapter that has exercises."""
    found = []
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        if exercises := [(id, title) for id, _, title in HEADING.findall(text)]:
            found.append((path.stem, re.search(r"^# (.+)$", text, re.M)[1], exercises, QUESTION.findall(text)))
    return found


def anchor(id):
    """The id of an exercise's answer box on its page."""
    return f"exercise-{id.replace('.', '-')}"


def table(head, rows, classes=()):
    """A table of paragraphs; a cell is a text or a list of nodes."""
    def row(cells):
        content = [[nodes.Text(cell)] if isinstance(cell, str) else cell for cell in cells]
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in content))

    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in head), nodes.thead("", row(head)),
                         nodes.tbody("", *map(row, rows)), cols=len(head))
    return nodes.table("", group, classes=list(classes))


class ExerciseList(SphinxDirective):
    """A table for each chapter, and the place where progress.js puts its line and its buttons."""

    def run(self):
        from course.exercises import exercise_by_id
        from course.exercises.needs import needs

        self.env.metadata[self.env.docname]["progress"] = True
        watch(self.env, "chapters/*.ipynb")
        blocks = [nodes.container("", ids=["progress"], classes=["nn-progress"])]
        for page, title, exercises, questions in headings():
            rows = [[[link(page, id)], [*self.parse_inline(text)[0], nodes.inline("", f" {needs(exercise_by_id(id))}", classes=["exercise-needs"])], [nodes.inline("", "", ids=[f"progress-{id.replace('.', '-')}"])]]
                    for id, text in exercises]
            heading = nodes.rubric("", f"Chapter {page[:2].lstrip('0')}: {title}")
            blocks += [heading, table(["exercise", "what it is about", "on this device"], rows, ["nn-exercise-list"])]
            if questions:
                parts = [part for id in questions for part in (nodes.Text(", "), link(page, id), nodes.inline("", "", ids=[f"progress-{id.replace('.', '-')}"]))]
                blocks.append(nodes.paragraph("", "", nodes.Text("Questions between the sections: "), *parts[1:], classes=["nn-question-list"]))
        return blocks


class SlipTable(SphinxDirective):
    """The slips of a chapter, most often revealed first: what is said of each, and where it shows."""

    required_arguments = 1

    def run(self):
        from course.exercises import exercises_of

        watch(self.env, "course/exercises/*.py")  # not the chapters: making all exercises takes seconds
        page = next(page for page, *_ in headings() if int(page[:2]) == int(self.arguments[0]))
        found = {}
        for exercise in exercises_of(int(self.arguments[0])):
            for slip in exercise.slips:
                found.setdefault((slip.name, slip.sentence), []).append(exercise.id)
        rows = []
        for (name, sentence), ids in sorted(found.items(), key=lambda item: -len(item[1])):
            links = [part for id in ids for part in (nodes.Text(", "), link(page, id))][1:]
            rows.append([[nodes.Text(name)], marked(sentence), links])
        return [table(["slip", "what the reader is told", "shows in"], rows, ["nn-slips"])]


def marked(sentence):
    """A sentence whose code stands between backticks."""
    return [nodes.literal("", part) if k % 2 else nodes.Text(part) for k, part in enumerate(sentence.split("`")) if part]


def link(page, id):
    """The number of an exercise, leading to its answer box; the pages with these lists stand one folder deeper."""
    return nodes.reference("", id, refuri=f"../{page}.html#{anchor(id)}", internal=True)


def watch(env, pattern):
    """The page is made again when one of these files, or this module, has changed."""
    for path in (*ROOT.glob(pattern), Path(__file__)):
        env.note_dependency(str(path))


def script(app, pagename, templatename, context, doctree):
    """The page with the list gets the script that fills it."""
    if app.env.metadata.get(pagename, {}).get("progress"):
        app.add_js_file("progress.js", loading_method="defer")


def setup(app):
    app.add_directive("exercise-list", ExerciseList)
    app.add_directive("slip-table", SlipTable)
    app.connect("html-page-context", script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
