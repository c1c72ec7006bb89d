"""Clean copies of the worked pages of the sources: the directive worked-lines, a table of lines whose numbers are computed.

    ```{worked-lines} 001
    :head: by hand | full precision
    a5 = 1 / (1 + exp(-[[hand.z[5] | 1]])) = [[hand.a[5] | 3]] || [[a[5] | 6]]
    ```

A row of the table for each line, its columns between `||`. [[expression | digits]] is evaluated in the names of
`course/site/worked_examples.py`, as in the corrections.
"""

import re

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from course.site.corrections import ROOT, filled
from course.site.exercises import table

PAGES = sorted((ROOT / "chapters/reference").glob("copy-*.md"))
BLOCK = re.compile(r"^```\{worked-lines\} (\d{3})\n((?::[^\n]*\n)*)(.*?)^```$", re.M | re.S)


def rows(lines, source):
    """The lines with their numbers in place, each split into its columns."""
    return [[cell.strip().replace("-", "−").replace("'", "′") for cell in filled(line, source).split("||")] for line in lines if line.strip()]


class WorkedLines(SphinxDirective):
    """The lines of one part of a source."""

    required_arguments = 1
    has_content = True
    option_spec = {"head": directives.unchanged_required}

    def run(self):
        self.env.note_dependency(str(ROOT / "course/site/worked_examples.py"))
        head = [cell.strip() for cell in self.options["head"].split("|")]
        return [table(head, [row + [""] * (len(head) - len(row)) for row in rows(self.content, self.arguments[0])], ["nn-copy"])]


def setup(app):
    app.add_directive("worked-lines", WorkedLines)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
