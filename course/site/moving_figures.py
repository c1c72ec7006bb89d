"""A figure that moves on a page that is no notebook: the directive moving-figure.

    ```{moving-figure} RoundTrip
    :name: explorer-round-trip
    :alt: What the picture shows, for who cannot see it, and for pages without scripts.
    ```

It stands on the page as the explorer of a notebook does: its picture, its state, and the script that puts it to work.
"""

import json
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

PICTURES = "_build/pictures"  # below the book's folder, where Sphinx can take them from
STATE = "application/vnd.jupyter.widget-state+json"


class MovingFigure(SphinxDirective):
    """An explorer of course.widgets in the state that it starts with."""

    required_arguments = 1
    option_spec = {"name": directives.unchanged_required, "alt": directives.unchanged_required}

    def run(self):
        from course import widgets

        explorer, name = getattr(widgets, self.arguments[0]), self.options["name"]
        widget = explorer(key=name)
        self.env.metadata[self.env.docname]["moves"] = True
        for path in (Path(widgets.__file__).parent / explorer.__module__.split(".")[-1]).iterdir():
            if path.is_file():
                self.env.note_dependency(str(path))
        picture = Path(self.env.srcdir, PICTURES, f"{name}.svg")
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_text(widget._repr_mimebundle_()["image/svg+xml"], encoding="utf8")
        state = {"_anywidget_id": f"{explorer.__module__}.{explorer.__qualname__}", "key": name, "_bounds": widget._bounds, **widget.state()}
        text = json.dumps({"state": {name: {"state": state}}}).replace("<", "\\u003c")
        return [nodes.figure("", nodes.image(uri=f"/{PICTURES}/{name}.svg", alt=self.options["alt"]), ids=[name]),
                nodes.raw("", f'<script type="{STATE}">{text}</script>', format="html")]


def script(app, pagename, templatename, context, doctree):
    """The page gets the script that puts figures to work, as pages of notebooks do."""
    if app.env.metadata.get(pagename, {}).get("moves"):
        app.add_js_file("explorers.js", loading_method="defer")


def setup(app):
    app.add_directive("moving-figure", MovingFigure)
    app.connect("html-page-context", script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
