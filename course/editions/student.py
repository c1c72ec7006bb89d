"""Writes the student edition: the book in a folder to hand out, in which no solution can be read.

    python -m course.editions.student [FOLDER]      (default: _build/student; make student builds its site as well)
    python -m course.editions.student --zip         puts _build/student, with its site, into _build/student.zip

Solution cells become cells to fill in, the exercises one sealed file from which `check`, `hint` and the answer
boxes work as before, and what belongs to instructors and maintainers stays behind. Only what HANDED_OUT names is copied.
"""

import json
import re
import shutil
import sys
from pathlib import Path

import nbformat
from tools.notebooks import WIDGET_STATE, canonical

from course.claims import bindings
from course.exercises import check, exercises_of, questions_of
from course.exercises.checking import SEALED, chapters, others
from course.exercises.question import box
from course.exercises.student_file import packed, unpacked

ROOT = Path(__file__).resolve().parents[2]
STUDENT = ROOT / "_build/student"
MARK = ".student-edition"  # tells a folder that this tool wrote, and may write again, from any other
HANDED_OUT = ("LICENSE", "Makefile", "_config.yml", "_toc.yml", "chapters", "course", "nnlib", "pyproject.toml",
              "requirements.txt")
LEFT_OUT = ("course/exercises/chapters/chapter*.py", "course/exercises/between/chapter*.py", "course/exercises/replay.py", "course/exercises/hunts.py", "course/claims", "course/editions", "course/grading", "course/proofs", "chapters/reference/teaching.md", "chapters/reference/assurance.md", "course/site/assurance.py", "course/site/proved.json", "**/__pycache__", "**/.ipynb_checkpoints")
TARGETS = ("help", "book", "test", "lab", "serve", "clean")  # of the Makefile
INTRODUCTION = """\
Each exercise has a box that compares your answer with the right one and does not show it. Where the answer is wrong, it says \
which step went wrong, if it knows the slip. Three significant digits are enough, unless more are asked for, and nothing that \
you write leaves your device. Two hints unfold below the box; the solutions are with your instructor. In a notebook, \
`check("{0}", answer)` and `hint("{0}")` do the same, for functions as well, and a cell waits for your solution."""
REPHRASED = {
    "chapters/index.md": (
        ("**Teach.** A [page for instructors](reference/teaching.md) tells how the editions, the worksheets and the checks work, "
         "and which misconceptions to expect.\n\n", ""),
        (" The page on [how far this book is checked](reference/assurance.md) says what that covers and what it does not.", ""),
        ("Solutions to exercises stay folded until you open them.", "The solutions to the exercises are with your instructor."),
        ("In a copy of the repository, `make lab`", "In the folder of this course, `make lab`"),
        ("`make test` runs every notebook, every claim and every page. If you find a mistake that it lets through, you have "
         "found two mistakes.", "`make test` runs every notebook again and compares its results with the stored ones. Cells that "
         "you have filled in differ, as they should.")),
    "chapters/reference/misprints.md": (("[the program that reads the formulas of the chapters](assurance.md)", "the program that reads the formulas of the chapters"),),
    "chapters/reference/exercises.md": (
        ("there are three hints: a nudge, the formula, the solution.", "there are two hints: a nudge and the formula. The "
         "solutions are with your instructor."),),
    "chapters/reference/speed.ipynb": (("were measured by `make bench` on one machine", "were measured on one machine"),),
    "Makefile": (
        ("# REPOSITORY=owner/name, on the command line, gives each chapter links that run it elsewhere.\n", ""),
        ("\t@$(if $(HOSTED),$(VENV)/python -m tools.launch \"$$REPOSITORY\")\n", ""), ("$(if $(HOSTED),BOOK_REPOSITORY=\"$$REPOSITORY\" )", ""),
        ("HOSTED = $(filter command line,$(origin REPOSITORY))\n", ""), (" (REPOSITORY=owner/name: with links that run a chapter elsewhere)", ""),
        ("build it, then test the package, the notebooks and the site", "build it, then run the notebooks and compare"),
        ("\t@echo 'make test CHAPTER=3   build it, then test that chapter: its notebook, formulas, numbers, exercises and page'\n", ""),
        ("ifdef CHAPTER\ntest: $(SETUP)\n\t$(VENV)/python -m tools.check '$(CHAPTER)'\nelse\n", ""), ("--dist loadfile\nendif", "--dist loadfile"),
        ("find chapters course nnlib tests tools", "find chapters course nnlib"))}
HEADING = re.compile(r"^### Exercise (\d+\.\d+)", re.M)
UNTIL_FIRST = re.compile(r"(?<=^## Exercises\n\n).*?(?=^\([\w-]+\)=$|^### )", re.M | re.S)
WORDS = re.compile(r"^(:{3,})\{dropdown\} Solution.*?^\1\n?", re.M | re.S)


def write(folder=STUDENT, say=print):
    """Write the student edition into a folder, which is emptied first if it is one already."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        sys.exit(f"{folder} is not empty and holds no student edition; name another folder, or empty it.")
    shutil.rmtree(folder, ignore_errors=True)
    exercises = {exercise.id: exercise for chapter in chapters() for exercise in (*exercises_of(chapter), *questions_of(chapter))}
    say(f"The student edition goes to {shown(folder)}.")
    for path in files():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    (folder / MARK).write_text("Written by course/editions/student.py of the full edition; a new run empties this folder.\n", encoding="utf8")
    shutil.copyfile(ROOT / "course/editions/README.student.md", folder / "README.md")
    for name, change in (("_toc.yml", contents), ("Makefile", targets)):
        rewrite(folder / name, change)
    for name, pairs in REPHRASED.items():
        rewrite(folder / name, lambda text, name=name, pairs=pairs: rephrased(name, text, pairs))
    entries = {id: packed(exercise, others(exercise)) for id, exercise in exercises.items()}
    pages = sorted((folder / "chapters").glob("*.ipynb"))
    for path in pages:
        notebook = nbformat.read(path, as_version=4)
        path.write_text(canonical(student(notebook, entries), path.stem), encoding="utf8")
    sealed = folder / SEALED.relative_to(ROOT)
    sealed.write_text(json.dumps(entries, ensure_ascii=False, indent=None) + "\n", encoding="utf8")
    say(f"{len(pages)} notebooks without solutions, {len(exercises)} sealed exercises and questions in {sealed.stat().st_size // 1024} kB.")
    return folder


def archive(folder=STUDENT, say=print):
    """The folder with its site as one file beside it, which is there when it is whole."""
    if not (folder / MARK).exists() or not (folder / "_build/html/index.html").exists():
        sys.exit(f"{shown(folder)} holds no student edition with its site; write both first: make student")
    aside = Path(shutil.make_archive(str(folder.with_name(f"{folder.name}-unfinished")), "zip", folder.parent, folder.name))
    done = aside.replace(folder.with_suffix(".zip"))
    say(f"{shown(done)} holds all of it: {done.stat().st_size / 1e6:.1f} MB.")
    return done


def files():
    """The files of the repository that are handed out, before any of them is changed."""
    left_out = {path for pattern in LEFT_OUT for path in ROOT.glob(pattern)}
    for name in HANDED_OUT:
        for path in sorted((ROOT / name).rglob("*")) if (ROOT / name).is_dir() else [ROOT / name]:
            if path.is_file() and not left_out & {path, *path.parents}:
                yield path


def student(notebook, exercises):
    """A notebook without solutions: one cell for each exercise's own, and answer boxes with two hints; `exercises` are packed."""
    cells, inside, stubbed = [], None, set()
    boxes = {id: box(unpacked(entry)) for id, entry in exercises.items()}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            inside = (HEADING.findall(cell.source) or [inside])[-1]
            cell.source = WORDS.sub("", bindings.split(cell.source)[0])
            if inside in exercises:
                cell.source = UNTIL_FIRST.sub(INTRODUCTION.format(inside) + "\n\n", cell.source)
        elif cell.source.startswith("# Solution"):
            if inside not in stubbed:
                cells.append(stub(inside, inside in exercises))
            stubbed.add(inside)
            continue
        elif cell.cell_type == "code":
            for output in cell.outputs:
                if (match := re.fullmatch(r'Question\("(.+?)"\)', cell.source)) and match[1] in boxes:
                    output.data["text/html"] = boxes[match[1]]
        cells.append(cell)
    for number, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
        cell.metadata.pop("claims", None)
    for widget in notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {}).values():
        if widget.state.get("_table", {}).get("id") in boxes:
            widget.state._html, widget.state._table = boxes[widget.state._table.id], json.loads(json.dumps(exercises[widget.state._table.id]["sealed"]))
    notebook.cells = cells
    return notebook


def stub(id, checked):
    """The cell to fill in, as it looks when it was run."""
    source = f"# Your solution: {id}" + (f'\ncheck("{id}", ...)' if checked else "")
    metadata = {"tags": ["hide-cell"], "mystnb": {"code_prompt_show": "Where your solution goes, in the notebook"}}
    cell = nbformat.v4.new_code_cell(source, metadata=metadata, execution_count=1)
    if checked:
        verdict = check(id, ...)
        data = {"text/markdown": verdict._repr_markdown_(), "text/plain": repr(verdict)}
        cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
    return cell


def contents(toc):
    """The table of contents without the pages that are left out."""
    return "".join(line for line in toc.splitlines(keepends=True)
                   if not any(line.strip() == f"- file: {Path(name).with_suffix('').as_posix()}" for name in LEFT_OUT))


def targets(makefile):
    """The Makefile with the targets of a student."""
    kept = []
    for part in makefile.split("\n\n"):
        name = re.search(r"^([a-z]+):", part, re.M)
        if not name or name[1] in TARGETS:
            lines = [line for line in part.split("\n") if (found := re.match(r"\t@echo 'make (\w+)", line)) is None or found[1] in TARGETS]
            kept.append("\n".join(lines))
    return re.sub(r"^\.PHONY:.*$", f".PHONY: {' '.join(TARGETS)}", "\n\n".join(kept), flags=re.M).rstrip() + "\n"


def rephrased(name, text, pairs):
    """A text with sentences that are true of the full edition only replaced."""
    for old, new in pairs:
        if old not in text:
            sys.exit(f"{name} no longer says “{old}”; write in course/editions/student.py what the student edition says instead.")
        text = text.replace(old, new)
    return text


def rewrite(path, change):
    path.write_text(change(path.read_text(encoding="utf8")), encoding="utf8")


def shown(path):
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    if len(sys.argv) > 2 or "-h" in sys.argv or "--help" in sys.argv:
        sys.exit(__doc__)
    if sys.argv[1:] == ["--zip"]:
        archive()
    else:
        write(*(Path(name).resolve() for name in sys.argv[1:]))
