"""What the site adds to Jupyter Book: header buttons, page descriptions, the corrections, lists of exercises, and docstrings."""

from html import escape
from pathlib import Path

from docutils import nodes

DESCRIPTION_LENGTH = 200


def header_buttons(app, pagename, templatename, context, doctree):
    """Replace the theme's download menu by direct buttons; its full-screen and colour buttons stay."""
    buttons = [{"type": "javascript", "javascript": "window.print()", "icon": "fas fa-print",
                "tooltip": "Print this page", "label": "print"}]
    if context.get("page_source_suffix") == ".ipynb":
        buttons.insert(0, {"type": "link", "url": f"{context['pathto']('_sources', 1)}/{context['sourcename']}",
                           "icon": "fas fa-download", "tooltip": "Download this page as a notebook",
                           "label": "download-notebook"})
    context["header_buttons"] = buttons + context.get("header_buttons", [])


def description(app, pagename, templatename, context, doctree):
    """Describe the page to search engines by its first paragraph."""
    if doctree is None:
        return
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section) and not any(paragraph.findall(nodes.math)):
            text = " ".join(paragraph.astext().split())
            if len(text) > DESCRIPTION_LENGTH:
                text = text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"
            context["metatags"] = context.get("metatags", "") \
                + f'<meta name="description" content="{escape(text)}" />\n'
            return


def stamp(app, error):
    """Date the site: pages without a change are not written again, and the tests ask when it was built."""
    if error is None and app.builder.format == "html":
        Path(app.outdir, "searchindex.js").touch()


def setup(app):
    app.setup_extension("website.corrections")
    app.setup_extension("website.exercises")
    app.setup_extension("website.docstrings")
    # After the theme's own handlers, which begin with an empty list of buttons.
    app.connect("html-page-context", header_buttons, priority=900)
    app.connect("html-page-context", description)
    app.connect("build-finished", stamp, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
