"""What the site adds to Jupyter Book: header buttons, page descriptions, the corrections, clean copies, lists of exercises, and docstrings."""

import pickle
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import ENV_PICKLE_FILENAME

DESCRIPTION_LENGTH = 200
SEARCH = "Search the text of the book: a mathematics of feedforward networks and backpropagation, checked line by line."


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
    if pagename == "search":
        context["metatags"] = context.get("metatags", "") + f'<meta name="description" content="{SEARCH}" />\n'
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


def targets(env):
    """Everything on the pages that a link or a reference can name."""
    slugs = {(page, slug) for page, data in env.metadata.items() for slug in data.get("myst_slugs", ())}
    objects = {(kind, name, page) for domain in env.domains.values() for name, _, kind, page, *_ in domain.get_objects()}
    return slugs | objects | set(env.get_domain("math").equations)


def remember_targets(app, env, added, changed, removed):
    """What can be named before a page is read again, or taken away."""
    app.known_targets = targets(env)
    return []


def pages_that_may_link(app, env):
    """All pages where a target is gone: Sphinx would leave a page alone that did not change, and its link dead, in silence."""
    return env.all_docs.keys() if app.known_targets - targets(env) else ()


def without_bindings(app, doctree):
    """Take out the comments that say what the numerals of a text are (course/claims): they are for those who edit it."""
    for node in list(doctree.findall(nodes.raw)):
        if node.astext().startswith("<!-- numbers"):
            node.parent.remove(node)


def stamp(app, error):
    """Date the site: pages without a change are not written again, and the tests ask when it was built."""
    if error is None and app.builder.format == "html":
        Path(app.outdir, "searchindex.js").touch()


def remember_search(app, error):
    """Store what the search knows of the pages: Sphinx stores it before they are written, and so would forget those that it does not write again."""
    if error is None and app.builder.format == "html":
        with Path(app.doctreedir, ENV_PICKLE_FILENAME).open("wb") as file:
            pickle.dump(app.env, file, pickle.HIGHEST_PROTOCOL)


def setup(app):
    app.setup_extension("course.site.corrections")
    app.setup_extension("course.site.misprints")
    app.setup_extension("course.site.copies")
    app.setup_extension("course.site.exercises")
    app.setup_extension("course.site.paths")
    app.setup_extension("course.site.tables")
    app.setup_extension("course.site.moving_figures")
    app.setup_extension("course.site.docstrings")
    app.setup_extension("course.site.formulas")
    app.setup_extension("course.site.assets")
    if Path(__file__).with_name("assurance.py").exists():  # the edition without solutions has no bindings to count
        app.setup_extension("course.site.assurance")
    app.setup_extension("course.site.launch")
    # After the theme's own handlers, which begin with an empty list of buttons.
    app.connect("html-page-context", header_buttons, priority=900)
    app.connect("html-page-context", description)
    app.connect("doctree-read", without_bindings)
    app.connect("env-get-outdated", remember_targets)
    app.connect("env-updated", pages_that_may_link)
    app.connect("build-finished", stamp, priority=900)
    app.connect("build-finished", remember_search)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
