"""The scripts and styles of the widgets, by the widgets' names: a notebook stores a short hash of them in their place."""

import hashlib
from importlib import import_module


def source(name: str) -> tuple[str, str]:
    """The script and the style that a kernel sends for a widget, by its class: `course.widgets.descent.Descent`."""
    module, widget = name.rsplit(".", 1)
    found = getattr(import_module(module), widget)
    return found._esm, found._css


def fingerprint(script: str, style: str) -> str:
    """16 hexadecimal digits that change when the script or the style does."""
    return hashlib.sha256(f"{script}\0{style}".encode()).hexdigest()[:16]
