"""Links that open a chapter to run it, for whoever hosts the book: `make book REPOSITORY=owner/name`.

Without a repository no page has them. A link is nothing but a link: no page asks another host for anything until a reader follows
it. What the three services need in the repository is written by `tools/launch.py`.
"""

import os
import re
from pathlib import Path

NAMED = "BOOK_REPOSITORY"  # the variable by which make book tells the build
OWNER_AND_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")


def repository(text: str) -> str:
    """A repository as owner/name; ValueError says what came and what was expected."""
    if not OWNER_AND_NAME.fullmatch(text):
        raise ValueError(f"REPOSITORY={text} came; expected is the owner and the name of a repository on GitHub, as in its address: "
                         "make book REPOSITORY=ada/backpropagation")
    return text


def links(repository: str, page: str) -> list[dict]:
    """The buttons that open a chapter, whose name is that of its page."""
    places = {"Binder": f"https://mybinder.org/v2/gh/{repository}/HEAD?urlpath=lab/tree/{page}.ipynb",
              "Colab": f"https://colab.research.google.com/github/{repository}/blob/main/{colab(page)}",
              "Codespaces": f"https://codespaces.new/{repository}"}
    return [{"type": "link", "url": url, "text": name, "tooltip": f"Open this chapter on {name}, another site"} for name, url in places.items()]


def colab(page: str) -> str:
    """Where the copy of a chapter stands that Colab opens."""
    return f"colab/{Path(page).name}.ipynb"


def buttons(app, pagename, templatename, context, doctree) -> None:
    """Put the links above each page that is a notebook."""
    if app.config.repository and context.get("page_source_suffix") == ".ipynb":
        context["header_buttons"] = [{"type": "group", "tooltip": "Run this chapter elsewhere", "icon": "fas fa-rocket", "label": "launch-buttons",
                                      "buttons": links(app.config.repository, pagename)}, *context.get("header_buttons", [])]


def setup(app):
    app.add_config_value("repository", os.environ.get(NAMED, ""), "html", str)
    app.connect("html-page-context", buttons, priority=910)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

