"""Makes pages load little: one style sheet, one script, the icons in use alone, and pages without inline code.

The theme gives each page a dozen style sheets, a dozen scripts in the way of the first paint, and an icon library of
1.5 MB. While a page is written, `PageLoads.page` takes all of these out and names two files instead; when all pages are
written, `PageLoads.files` makes the two from what was taken out, in its order. Nothing is listed by hand: a style sheet or
a script that someone adds to the book comes along.

The scripts of widgets are a file each, which the pages that use it load: as a text, since a page that was opened as a file
may import from memory alone.
"""

import base64
import hashlib
import json
import logging
import re
from io import BytesIO
from pathlib import Path

from sphinx.errors import ExtensionError

from course import scripts
from course.site import sheets

SCRIPT = re.compile(r"[ \t]*<script\b([^>]*)>(.*?)</script>\n?", re.S)
STYLE = re.compile(r'[ \t]*<link\b[^>]*rel="stylesheet"[^>]*>\n?')
SOURCE = re.compile(r'(?:src|href)="([^"?]*)(?:\?[^"]*)?"')
PICTURE = re.compile(r'<img\b[^>]*\bsrc="[^"]*_images/([^"]+)"[^>]*>')
STATE = "application/vnd.jupyter.widget-state+json"
# What a page has no use for in the state of a widget; the HTML of an answer box stands in the page itself.
UNSHOWN = re.compile(r"_esm|_css|_html|_dom_classes|_(model|view)_\w+|layout|tabbable|tooltip")

# Scripts that no page of this book has a use for: icons as scripts, tabs and toggles of extensions, and their settings.
UNUSED = ("fontawesome.js", "design-tabs.js", "togglebutton.js")
SETTINGS = re.compile(r"\s*(?:let toggle\w+ =|var togglebuttonSelector =|DOCUMENTATION_OPTIONS\.\w+ =)")
# Scripts for the search page alone, and one for the pages whose figures move.
SEARCH = ("searchtools.js", "language_data.js", "search.js", "searchindex.js")  # in this order: the index begins the search
FIGURES = "explorers.js"
# They share names with the search; each of the others is shut off from the rest, faults included.
SHARED = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")
# Stays in the page, since the colours have to be known before the first paint; README.md names its checksum.
THEME = 'document.documentElement.dataset.mode = localStorage.getItem("mode") || "";'
# And they have to be the last ones: where the theme changes them later, it has the styles of all the page computed once more.
MODE = ('{ const { dataset } = document.documentElement;'
        'dataset.mode = localStorage.getItem("mode") || "auto";'
        'dataset.theme = ["dark", "light"].includes(dataset.mode) ? dataset.mode : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"; }')
# Where a browser denies storage (site data blocked, a frame in a sandbox), to read `localStorage` throws, and much of the
# theme, the search and our scripts would end there. This stands before all of them: what they keep lives as long as the
# page, and book.js says so.
KEEPS = ('for (const store of ["localStorage", "sessionStorage"]) try { window[store].length; } catch {'
         'const kept = new Map();'
         'Object.defineProperty(window, store, { configurable: true, value: {'
         'getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, `${text}`), removeItem: (name) => kept.delete(name) } });'
         'document.documentElement.dataset.forgets = "true"; }')
# What scripts of others do in a way that costs a long page its quick start, or that ours do instead: in which file, what, and what stands there then.
REPLACED = (
    # The theme measures every box of code when a page is loaded, to let the keyboard into those that scroll. That lays out the
    # whole page at once; book.js does the same, part by part.
    ("pydata-sphinx-theme.js", ',"complete"===document.readyState?I():window.addEventListener("load",I)', ""),
    # It marks a section in "On this page" when its heading comes into view; reader.js marks the one that is being read.
    ("pydata-sphinx-theme.js", ",Array.from(a.keys()).forEach(e=>{i.observe(e)})", ""),
    # Another theme looks through the page for notes in the margin, by 28 names; the book has none.
    ("sphinx-book-theme.js", 'document.querySelectorAll(n.join(", ")).forEach((e=>{t.observe(e)})),', ""),
    # The buttons that copy code come when nothing else is to be done.
    ("copybutton.js", "runWhenDOMLoaded(addCopyButtonToCodeCells)", "(window.requestIdleCallback ?? setTimeout)(addCopyButtonToCodeCells)"),
)
# Half of all elements of a chapter were parts of code that look like the text around them: names, signs and blanks.
CODE, PLAIN = re.compile(r"<pre>.*?</pre>", re.S), re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>|<span></span>')
FOCUS = "// Activate the search field on page load"
ICON = re.compile(r'(?:\.fa-[\w-]+:before,?)+{content:"[^"]*"}')


class PageLoads:
    """The account of one build: what the pages would have loaded, and what they load instead."""

    def __init__(self, path):
        self.path = path
        try:
            self.taken = json.loads(path.read_text(encoding="utf8"))
        except (FileNotFoundError, ValueError):
            self.taken = {"css": [], "js": []}
        self.fresh = {"css": [], "js": []}

    def page(self, html, name, pictures):
        """A page without what it need not load, and without inline code; `pictures` are files by their names on the site."""
        root = re.search(r'data-content_root="([^"]*)"', html)
        if root is None:
            return html  # the address of the site, which only leads to the first page
        root, late, searching = root[1], [], []

        def script(match):
            attributes, body = match[1], match[2]
            source = SOURCE.search(attributes)
            if STATE in attributes:
                widgets, states = shown(body)
                late[:0] = [f'<script defer src="{root}_static/widgets/{widget}.js"></script>' for widget in widgets]
                late.append(f'<script type="application/json" id="book-widgets">{states}</script>')
            elif source and source[1].endswith(SEARCH):
                searching.append(source[1])
            elif source and source[1].endswith(FIGURES):
                late.append(f'<script defer src="{source[1]}"></script>')
            elif source:
                if not source[1].endswith(UNUSED):
                    self.note("js", source[1].removeprefix(root))
            elif THEME in body:
                return f"  <script>{KEEPS}{MODE}</script>\n"
            elif not (SETTINGS.match(body) or FOCUS in body or not body.strip()):
                raise ExtensionError(f"an inline script that course/site/assets.py does not know: {body.strip()[:200]}")
            return ""

        def style(match):
            self.note("css", SOURCE.search(match[0])[1].removeprefix(root))
            return ""

        html = SCRIPT.sub(script, html)
        if name == "search":
            late += [f'<script defer src="{address}"></script>' for address in sorted(searching, key=lambda address: SEARCH.index(Path(address).name))]
        html = STYLE.sub(style, html)
        html = re.sub(r"[ \t]*<noscript>\s*<style>.*?</style>\s*</noscript>\n?", "", html, flags=re.S)
        html = re.sub(r'[ \t]*<link rel="preload"[^>]*>\n?', "", html)
        html = re.sub(r'[ \t]*<meta name="docsearch:[^>]*>\n?|<!--(?!\[).*?-->', "", html, flags=re.S)
        first = True

        def viewport(match):
            nonlocal first
            first, keep = False, first
            return match[0] if keep else ""

        html = re.sub(r'[ \t]*<meta name="viewport"[^>]*>\n?', viewport, html)
        html = html.replace('onclick="window.print()"', 'data-does="print"').replace('onclick="toggleFullScreen()"', 'data-does="fullscreen"')
        # A screen reader's name for a button is to begin with what the button shows; these show a picture alone.
        html = re.sub(r'(<i class="theme-switch [^"]*" data-mode="\w+")\s+title="[^"]*"', r"\1", html)
        html = html.replace('role="doc-biblioentry"', 'role="listitem"')  # what a list may hold, and no longer deprecated
        html = CODE.sub(lambda match: PLAIN.sub(r"\1", match[0]), html)
        html = PICTURE.sub(lambda match: sized(match[0], pictures.get(match[1])), html)
        loads = f'<link rel="stylesheet" href="{root}_static/site.css" />\n<script defer src="{root}_static/site.js"></script>\n'
        html = html.replace("</title>", f"</title>\n{loads}", 1)
        return html.replace("</body>", "".join(f"{line}\n" for line in late) + "</body>", 1)

    def note(self, kind, source):
        if source not in self.fresh[kind]:
            self.fresh[kind].append(source)

    def files(self, out):
        """The two files, from what the pages of this build, or of an earlier one, would have loaded, and those of the widgets."""
        pages = [path.read_text(encoding="utf8") for path in sorted(out.rglob("*.html"))
                 if not {"_static", "_sources"} & set(path.relative_to(out).parts)]
        for widget in {name for page in pages for name in re.findall(r'src="[^"]*_static/widgets/([\w.]+)\.js"', page)}:
            path = out / f"_static/widgets/{widget}.js"
            path.parent.mkdir(exist_ok=True)
            path.write_text(registered(widget, *scripts.source(widget)), encoding="utf8")
        if not self.fresh["css"]:
            return  # no page was written
        for kind, sources in self.fresh.items():
            self.taken[kind] = [*sources, *(s for s in self.taken[kind] if s not in sources and (out / s).exists())]
        self.path.write_text(json.dumps(self.taken), encoding="utf8")
        script = joined([(source, (out / source).read_text(encoding="utf8")) for source in self.taken["js"]])
        (out / "_static/site.js").write_text(script, encoding="utf8")
        css = icons("".join(sheet(out / source) for source in self.taken["css"]), [script, *pages], self.path.parent)
        scripts_left = [path.read_text(encoding="utf8") for path in sorted((out / "_static").rglob("*.js"))]
        css = sheets.used(css, sheets.words(script, *scripts_left, *pages))
        (out / "_static/site.css").write_text(depths(pages) + css, encoding="utf8")
        remove(out, [*self.taken["css"], *self.taken["js"]])


def shown(text):
    """The names of the widgets in what a notebook stores of its widgets, and their states with what a page needs."""
    states = [widget["state"] for widget in json.loads(text)["state"].values() if "_anywidget_id" in widget["state"]]
    needed = [{key: value for key, value in state.items() if not UNSHOWN.fullmatch(key)} for state in states]
    text = json.dumps(needed, ensure_ascii=False, separators=(",", ":"))
    return sorted({state["_anywidget_id"] for state in states}), text.replace("<", "\\u003c")  # </script> would end it


def registered(widget, script, style):
    """A plain script that keeps a widget's script and style for `explorers.js`."""
    kept = json.dumps({"script": script, "style": style}, ensure_ascii=False)
    return f"(globalThis.bookWidgets ??= {{}})[{json.dumps(widget)}] = {kept};\n"


def sized(tag, picture):
    """A picture with its size in pixels, so that nothing jumps, and loaded when it comes near."""
    head = picture.read_text(encoding="utf8")[:2000] if picture and picture.suffix == ".svg" else ""
    found = re.search(r'<svg\b[^>]*?\bwidth="([\d.]+)pt" height="([\d.]+)pt"', head)
    size = ' width="{:.0f}" height="{:.0f}"'.format(*(float(number) * 4 / 3 for number in found.groups())) if found else ""
    return tag.replace("<img ", f'<img loading="lazy" decoding="async"{size} ', 1)


def joined(scripts):
    """One script of several, in their order."""
    parts = []
    for source, text in scripts:
        for file, part, instead in REPLACED:
            if source.endswith(f"/{file}"):
                if part not in text:
                    raise ExtensionError(f"{file} no longer holds what this book replaces: {part}")
                text = text.replace(part, instead)
        text = re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.M)
        name = Path(source).name
        if name in SHARED:
            parts.append(f"{text}\n")
            if name == SHARED[0]:
                parts.append('DOCUMENTATION_OPTIONS.pagename = "";\nDOCUMENTATION_OPTIONS.search_as_you_type = false;\n')
        else:
            parts.append(f"try {{\n{text}\n}} catch (error) {{ console.error(error); }}\n")
    return "".join(parts)


def sheet(path):
    """A style sheet without its fonts, which hold icons alone; what it imports comes first."""
    text = re.sub(r"@charset[^;]*;|@font-face\s*{[^}]*}", "", path.read_text(encoding="utf8"))
    loaded = re.findall(r"""url\((?!["']?(?:data:|#))[^)]*\)""", text)
    if loaded and path.resolve().parent.name != "_static":
        raise ExtensionError(f"{path.name} loads {loaded[0]}; from site.css, one folder higher, that leads elsewhere")
    return re.sub(r"""@import\s+["']([^"']+)["'];""", lambda match: sheet(path.parent / match[1]), text) + "\n"


def depths(pages):
    """How far a formula reaches below the line, as a class for each depth: d2-748 is 2.748 ex."""
    found = {value for page in pages for value in re.findall(r'<svg class="d([\d-]+)"', page)}
    return "".join(f".d{value}{{vertical-align:-{value.replace('-', '.')}ex}}" for value in sorted(found)) + "\n"


def icons(css, texts, cache):
    """The style sheet with the rules of those icons that the texts name, and these as a font of a few kilobytes inside of it,
    where a page opened as a file finds it too."""
    named = set(re.findall(r"\bfa-[\w-]+", "".join(texts)))
    css = ICON.sub(lambda match: match[0] if named & set(re.findall(r"fa-[\w-]+", match[0])) else "", css)
    codes = sorted({int(code, 16) for code in re.findall(r"""["']\\([ef][0-9a-f]{3})["']""", css)}
                   | set(map(ord, re.findall(r"[\ue000-\uf8ff]", css))))  # both spellings occur
    path = cache / "icons.json"
    known = json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
    if known.get("codes") != codes:
        known = {"codes": codes, "font": base64.b64encode(font(codes)).decode()}
        path.write_text(json.dumps(known), encoding="utf8")
    return ('@font-face{font-display:block;font-family:"Font Awesome 6 Free";font-weight:900;'
            f'src:url(data:font/woff;base64,{known["font"]}) format("woff")}}\n{css}')


def font(codes):
    """The theme's icon font with these characters alone, under another name, as its licence (SIL OFL 1.1) asks for."""
    import pydata_sphinx_theme
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    from fontTools import subset
    from fontTools.ttLib import TTFont

    theme = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static/vendor/fontawesome/webfonts"
    whole = TTFont(theme / "fa-solid-900.ttf", recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 13, 14], notdef_outline=False)
    smaller = subset.Subsetter(options)
    smaller.populate(unicodes=codes)
    smaller.subset(whole)
    whole["name"].setName("Book icons", 1, 3, 1, 0x409)
    whole["name"].setName("Book icons", 4, 3, 1, 0x409)
    whole.flavor = "woff"
    file = BytesIO()
    whole.save(file)
    return file.getvalue()


def remove(out, sources):
    """What went into the two files, and what nothing refers to any longer."""
    static = out / "_static"
    for source in {*sources, *(f"_static/{name}" for name in UNUSED), "_static/scripts/fontawesome.js", "_static/basic.css"}:
        (out / source).unlink(missing_ok=True)
    for folder in ("vendor", "locales", "scripts", "styles", "sbt", "images"):
        for path in sorted((static / folder).rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        if (static / folder).is_dir():
            (static / folder).rmdir()


def stated(app, config):
    """What the pages are made with, as a setting: where it has changed, all of them are written again."""
    root = Path(app.confdir)
    folders = [Path(__file__).resolve().parent, *(root / name for name in config.html_static_path)]
    files = sorted({path for folder in folders for path in ([folder] if folder.is_file() else folder.rglob("*"))
                    if path.suffix in (".py", ".js", ".css", ".svg")})
    config.site_sources = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def begin(app):
    if app.builder.format != "html":
        return
    app.loads = PageLoads(Path(app.doctreedir) / "lean.json")
    render = app.builder.templates.render

    def rendered(template, context):
        pictures = {name: Path(app.srcdir, source) for source, name in app.builder.images.items()}
        html = app.loads.page(render(template, context), context["pagename"], pictures)
        return re.sub(r"<body[^>]*>", lambda match: f"{match[0]}\n{app.drawings.defined(html)}", html, count=1)

    app.builder.templates.render = rendered


def finish(app, error):
    if error is None and app.builder.format == "html":
        app.loads.files(Path(app.outdir))


def setup(app):
    app.add_config_value("site_sources", "", "html", str)
    app.connect("config-inited", stated, priority=900)
    app.connect("builder-inited", begin, priority=900)
    app.connect("build-finished", finish, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
