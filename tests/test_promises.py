"""What stands beside the pages and is promised there: README's blocks, commands, the licences, the lock and the data files."""

import ast
import functools
import hashlib
import importlib.util
import inspect
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course.exercises.checking import exercise_by_id
from course.exercises.judging import significant
from nnlib import data
from tools import checksums

ROOT = Path(__file__).resolve().parent.parent
README, CONTRIBUTING, MAKEFILE, LICENSE, CI = ((ROOT / name).read_text(encoding="utf8") for name in (
    "README.md", "CONTRIBUTING.md", "Makefile", "LICENSE", ".ci/run"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
STUDENT = (ROOT / "course/editions/README.student.md").read_text(encoding="utf8")


def collapsed(text):
    return " ".join(text.split())


def digest(text):
    return hashlib.sha256(collapsed(text).encode()).hexdigest()


# ---- README's blocks


def blocks(text):
    """The indented blocks of a Markdown text, without their indent."""
    found = re.findall(r"(?:(?<=\n\n)|\A)((?:    .*\n(?:\n(?=    ))?)+)", text)
    return [re.sub(r"^    ", "", block, flags=re.M) for block in found]


def kind(block):
    """What a block is: python, shell, header or citation; a block of no kind is a fault."""
    if re.match(r"(make|python3|\.venv/bin/\S+|DISTURB=\S+) ", block):
        return "shell"
    if block.startswith("Content-Security-Policy: "):
        return "header"
    if block.startswith("Backpropagation, Checked Line by Line."):
        return "citation"
    ast.parse(block)
    return "python"


# Runs the blocks one after the other and shows what each expression and each call of print shows, with the number of its line.
RUN = """
import ast, builtins, io, contextlib, json, sys
blocks, shown, names = json.loads(sys.stdin.read()), [], {}
for k, block in enumerate(blocks):
    for line in (remark[0] for remark in imports.findall(block)):
        exec(line, names)
    for node in ast.parse(block).body:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            if isinstance(node, ast.Expr):
                value = eval(ast.unparse(node), names)
                if value is not None:
                    print(value if isinstance(value, str) or hasattr(value, "__str__") else repr(value))
            else:
                exec(ast.unparse(node), names)
        shown.append([k, node.end_lineno, out.getvalue()])
json.dump(shown, sys.__stdout__)
"""
IMPORT = r"# (from \w+ import \w+)()"


def shown(texts, tmp_path):
    """{(block, last line of the statement): what it shows}; an import in a remark at the end of a line is made first."""
    done = subprocess.run([sys.executable, "-c", f"import re; imports = re.compile({IMPORT!r})\n{RUN}"], input=json.dumps(texts), text=True,
                          capture_output=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": "", "MPLBACKEND": "svg"}, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return {(k, line): text for k, line, text in json.loads(done.stdout)}


def reply_problems(texts, outputs):
    """Where the remark below a statement, if there is one, is not what the statement shows; … stands for anything."""
    found, compared = [], 0
    for k, text in enumerate(texts):
        lines = text.splitlines()
        for (block, line), output in outputs.items():
            below = lines[line] if block == k and line < len(lines) else ""
            if below.startswith("# "):
                compared += 1
                pattern = ".*".join(map(re.escape, collapsed(below[2:]).split("…")))
                if not re.fullmatch(pattern, collapsed(output)):
                    found.append(f"{lines[line - 1]} shows {output!r}, not {below!r}")
    return found, compared


def python_blocks(text):
    return [block for block in blocks(text) if kind(block) == "python"]


@pytest.mark.parametrize(("text", "replies", "least"), [(README, 1, 4), (STUDENT, 0, 1)], ids=["README", "student"])
def test_the_python_blocks_run_and_show_what_their_remarks_say(tmp_path, text, replies, least):
    texts = python_blocks(text)
    if text is STUDENT:
        texts = ["from course.exercises import check, hint\n" + block for block in texts]
    assert len(texts) == least
    outputs = shown(texts, tmp_path)
    problems, compared = reply_problems(texts, outputs)
    assert problems == [] and compared == replies
    # hint("3.1")  # a nudge; hint("3.1", 2) the formula, hint("3.1", 3) the solution
    told = dict(re.findall(r'hint\("\d\.\d", ([23])\) (the \w+)', text))
    assert told == {"2": "the formula", "3": "the solution"} if text is README else told == {"2": "the formula"}
    first = re.search(r'^ *hint\("(\d\.\d)"\) +# a nudge', text, re.M)[1]
    assert exercise_by_id(first).hints[0] in "".join(outputs.values())
    assert "a nudge, the formula, the solution" in inspect.getdoc(type(exercise_by_id(first)))


def test_what_readmes_figure_shows_is_its_path(tmp_path):
    """One step more than the figure has, after the three that are added, and the last of them with a cost."""
    texts = [block for block in python_blocks(README) if "course.widgets" in block]
    more = "print(len(figure.path()) - 1, figure.steps, type(figure)(eta=0.2).steps)\n"
    output = list(shown([texts[0] + more], tmp_path).values())
    steps, now, before = map(int, output[-1].split())
    assert steps == now == before + int(re.search(r"steps \+= (\d+)", texts[0])[1])
    assert "Step(" in output[-2] and "nan" not in output[-2]


def test_the_wrong_answer_is_what_its_slip_gives():
    """The numbers in README's call are those of the slip that the reply names, to as many digits as are asked for."""
    call, reply = re.search(r"check\(\"3.1\", \[(.+)\]\)\n.*are off\. (.+?) …", README).groups()
    (slip,) = [slip for slip in exercise_by_id("3.1").slips if slip.sentence.startswith(reply.split(". ")[0])
               and np.allclose(slip.value[:2], exercise_by_id("3.1").truth[:2])]
    assert call == ", ".join(significant(value, 3).replace("−", "-") for value in slip.value)


@pytest.mark.parametrize(("old", "new"), [("δ₄ and δ₅ are off", "δ₄ is off"), ("at the activation a", "at the pre-activation z"),
                                          ("0.00807", "0.00897"), ('check("3.1"', 'check("3.2"')])
def test_a_reply_that_is_not_given_is_told(tmp_path, old, new):
    texts = [block.replace(old, new, 1) for block in python_blocks(README) if "import check" in block]
    assert texts != [block for block in python_blocks(README) if "import check" in block]
    assert reply_problems(texts, shown(texts, tmp_path))[0]


def test_the_citation_is_this_version_of_this_book():
    (citation,) = [block for text in (README, STUDENT) for block in blocks(text) if kind(block) == "citation"]
    title = re.search(r"^title: (.+)$", (ROOT / "_config.yml").read_text(encoding="utf8"), re.M)[1]
    year = re.search(r"Copyright \(c\) (\d{4})", LICENSE)[1]
    assert citation.strip() == f"{title}. Version {PROJECT['version']}, {year}. A Jupyter Book with the package {PROJECT['name']}."
    assert README.startswith(f"# {title}\n") and title in PROJECT["description"] and f'authors of "{title}"' in LICENSE


# ---- Commands: the targets of the Makefile, and everything that README and CONTRIBUTING have a shell run


SETTINGS = {"worksheet": ("SEED=7", "NET=2-2-1", "NAMES=class.csv"), "grade": ("SEED=7", "ANSWERS=answers.csv"), "quiz": ("SEED=7", "COUNT=50")}
TARGETS = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.M)[1].split()
NEEDS_MAKE = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


@functools.cache
def expanded(target):
    """The lines of a target and of all that it needs, as make would have a shell run them."""
    done = subprocess.run(["make", "-n", "-B", f"PYTHON={Path(sys.executable).as_posix()}", target, *SETTINGS.get(target, ())], cwd=ROOT, text=True, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("\\\n", " ").splitlines()


def commands(text):
    """[(command and arguments)] of the blocks of a Markdown text, and of what stands in its backticks and begins like one."""
    lines = [line for block in blocks(text) if re.match(r"(make|python3|\.venv/bin/\S+|DISTURB=\S+) ", block) for line in block.splitlines()]
    lines += re.findall(r"`((?:make|PYTHON=\S+ make|bash|(?:\.venv/bin/)?python|\.venv/bin/\S+) [^`\n]+)`", text)
    return [shlex.split(re.sub(r" (…|\.\.\.)", "", line).replace("tools.NAME", "tools.readme"), comments=True) for line in lines]


HELP = {}
# What makes or fetches the thing named, so that it need not be there yet.
MADE = re.compile(r"_build/.*|\.venv(-bench)?(/.*)?|drafts/.*|class\.csv|answers\.csv|\.\w+_cache|\.hypothesis|NAME|findings/NAME\.sh")


def help_of(*program):
    if program not in HELP:
        done = subprocess.run([*program, "--help"], cwd=ROOT, text=True, capture_output=True, timeout=60, check=False,
                              env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "NO_COLOR": "1", "COLUMNS": "200", "HOME": tempfile.gettempdir()})
        HELP[program] = done.stdout + done.stderr if done.returncode == 0 else ""
    return HELP[program]


def command_problems(words):
    """What a command names that is not there: a target, a module, a file or folder, an option."""
    while words and re.match(r"[A-Z]+=|cd$|&&$|_build/student$", words[0]):
        words = words[1:]
    if not words:
        return []
    program, *rest = words
    if program == "make":
        return [f"make {word}: no such target" for word in rest if "=" not in word and word not in TARGETS]
    if not re.search(r"(^|/)(python\S*|jupyter|uv|bash|rm|find|touch)$", program):
        return []
    found, helped = [], ()
    if "-m" in rest:
        module = rest[rest.index("-m") + 1]
        if importlib.util.find_spec(module) is None:
            return [f"there is no module {module}"]
        helped = (sys.executable, "-m", module)
        source = (ROOT / (module.replace(".", "/") + ".py"))
        source = source if source.exists() else ROOT / module.replace(".", "/") / "__main__.py"
        text = source.read_text(encoding="utf8") if source.exists() else None
        rest = rest[rest.index("-m") + 2:]
        if rest and rest[0] in ("install", "run", "to-text", "from-text"):
            if text is not None and f'"{rest[0]}"' not in text:
                found.append(f"{module} knows no {rest[0]}")
            helped, rest = ((*helped, rest[0]) if text is None else helped), rest[1:]
    elif Path(program).name in ("uv", "jupyter"):
        count = 2 if Path(program).name == "uv" else 1
        helped, text, rest = (str(Path(sys.executable).with_name(Path(program).name)), *rest[:count]), None, rest[count:]
        if not Path(helped[0]).exists():
            return [f"there is no {program}"]
    else:
        helped, text = (), ""
    for word in rest:
        name = word.split("=")[0]
        if name.startswith("-") and helped and not re.search(r"(?<![\w-])" + re.escape(name) + r"(?![\w-])", text if text else help_of(*helped)):
            found.append(f"{' '.join(helped[1:])} has no option {name}")
        elif re.fullmatch(r"[\w./-]*[/.][\w./-]*|chapters|course|nnlib|tests|tools", word) and not re.fullmatch(r"[\d.]+", word):
            if not MADE.fullmatch(word) and not (ROOT / word).exists():
                found.append(f"{' '.join(words)}: there is no {word}")
    return found


def recipe_problems(target):
    found = []
    for line in expanded(target):
        try:
            words = shlex.split(line, comments=True)
        except ValueError:
            continue  # a test and a message in several lines of shell, which tests/test_setup.py runs
        found += command_problems(words)
    return found


@NEEDS_MAKE
@pytest.mark.parametrize("target", TARGETS)
def test_what_a_target_names_is_there(target):
    assert recipe_problems(target) == []


@NEEDS_MAKE
def test_help_names_every_target_and_what_it_writes():
    """Files, folders and addresses of its sentences stand in what the target runs."""
    told = dict(re.findall(r"@echo 'make (\w+) +(.+)'", MAKEFILE))
    assert set(told) | {"help"} == set(TARGETS)
    readme = dict(re.findall(r"^    make (\w+) +# (.+)$", README, re.M)) | {}
    for target, sentence in [*told.items(), *readme.items(), *re.findall(r"^    make (\w+) +# (.+)$", STUDENT, re.M)]:
        run = "\n".join(expanded(target))
        for name in re.findall(r"_build/[\w/.]+\w|requirements\.txt|pyproject\.toml|\d+\.\d+\.\d+\.\d+|:\d{4}|\.venv", sentence):
            if target == "clean" and name == ".venv":
                assert ".venv" not in run
            else:
                assert name.strip(":") in run, f"make {target}: {sentence}"


def help_problems(makefile):
    """What the sentences of `make help` say of settings and of what stays, and the recipes do not do."""
    told = dict(re.findall(r"@echo 'make (\w+(?: CHAPTER=3)?) +(.+)'", makefile))
    found = [f"make {target}: nothing asks for {name}={value}" for target, sentence in told.items() for name, value in re.findall(r"\b([A-Z]+)=(yes|no)\b", sentence)
             if f"$(filter {value},$({name}))" not in makefile]
    recipe = makefile.split("\nclean:\n")[1]
    stays = re.search(r"; (.+) (?:stay)'", makefile)
    kept = re.findall(r"! -name (\w+)", recipe)
    return found + ([] if stays and re.split(", | and ", stays[1]) == [".venv", *kept] and ".venv" not in recipe else [f"make clean keeps {kept}"])


def test_help_says_what_settings_do_and_what_stays():
    assert help_problems(MAKEFILE) == []
    for old, new in ((r"SOLUTIONS=no: without", "SOLUTIONS=yes: without"), ("worksheets and grades stay", "worksheets and grades too"), (" ! -name grades", "")):
        assert old in MAKEFILE and help_problems(MAKEFILE.replace(old, new))


def test_a_remark_in_readme_compares_rightly():
    """The network of the second sheet is smaller than that of the first."""
    first, second, than = re.search(r"make worksheet SEED=7 +# one (\S+) network;.*\n.* NET=(\S+) +# a (\w+) one", README).groups()
    weights = [sum((a + 1) * b for a, b in zip(sizes, sizes[1:])) for sizes in (tuple(map(int, net.split("-"))) for net in (first, second))]
    assert than == "smaller" and weights[1] < weights[0]


@NEEDS_MAKE
def test_make_clean_leaves_what_a_teacher_has_filled_in(tmp_path):
    for name in ("_build/html", "_build/worksheets", "_build/grades", "chapters", "course", "nnlib", "tests", "tools"):
        (tmp_path / name).mkdir(parents=True)
    for _ in range(2):
        subprocess.run(["make", "--silent", "-f", ROOT / "Makefile", "clean"], cwd=tmp_path, check=True)
        assert sorted(path.name for path in (tmp_path / "_build").iterdir()) == ["grades", "worksheets"]


@pytest.mark.parametrize("text", [README, CONTRIBUTING, STUDENT], ids=["README", "CONTRIBUTING", "student"])
def test_every_command_in_a_text_names_what_is_there(text):
    found = commands(text)
    assert len(found) > 3
    assert [problem for words in found for problem in command_problems(words)] == []


@NEEDS_MAKE
def test_recipes_hand_on_what_their_programs_ask_for_and_use_what_they_need():
    """Arguments stand in the order that the program's help names; what has an environment of its own runs there; serve shows what is built."""
    checked = 0
    for program, arguments in re.findall(r"-m (course\.[\w.]+)((?: \"\$\$[A-Z]+\")+)", MAKEFILE):
        usage = collapsed(help_of(sys.executable, "-m", program)).split("[-h]")[1].split(program.rpartition(".")[2].capitalize() + "s ")[0]
        wanted = re.findall(r"(?<![\[\w-])[a-z]+(?![\w\]-])", re.sub(r"\[[^\]]*\]", " ", usage))
        given = [name.lower() for name in re.findall(r"\$\$([A-Z]+)", arguments)]
        assert wanted[:len(given)] == given, f"{program} takes {wanted}, and gets {given}"
        checked += 1
    assert checked >= 2
    for target, own in re.findall(r"^(\w+):.*? (\.venv-\w+)/installed$", MAKEFILE, re.M):
        assert re.search(rf"{re.escape(own)}/bin/python -m tools\.{target}\b", "\n".join(expanded(target))), f"make {target} does not run in {own}"
    served = re.search(r"-m http\.server --bind (\S+) .* (\d+)$", "\n".join(expanded("serve")), re.M)
    told = set(re.findall(r"http://[\d.:]+", MAKEFILE))
    assert told == {f"http://{served[1]}:{served[2]}"}, "make serve shows the site elsewhere than it says"
    shown_page = Path(re.search(r"Open (_build/\S+index\.html)", MAKEFILE)[1])
    assert f"--directory {shown_page.parent.as_posix()} " in "\n".join(expanded("serve"))


def test_every_place_names_the_same_pythons():
    """README, the Makefile, its check, the lock and the project name one range of Pythons."""
    least, below = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    ranges = [(low, high) for text in (README, MAKEFILE, CONTRIBUTING) for low, high in re.findall(r"(?:Python|Pythons? from|every Python from) 3\.(\d+) to 3\.(\d+)", text)]
    assert len(ranges) >= 2 and set(ranges) == {(least, str(int(below) - 1))}
    assert re.findall(r"\(3, (\d+)\) <= .* <= \(3, (\d+)\)", MAKEFILE) == [(least, str(int(below) - 1))]
    assert re.findall(r"--python-version 3\.(\d+)", MAKEFILE) == [least]  # the lock holds for the oldest one and those after it
    assert re.findall(r"python3\.(\d+)", re.search(r"^PYTHONS := (.+)$", MAKEFILE, re.M)[1]) == [str(n) for n in range(int(below) - 1, int(least) - 1, -1)]


def test_the_test_command_is_one():
    """`make test`, without make in README, and at the end of .ci/run: what is tested is the same."""
    without_make = [line.strip() for line in README.splitlines() if "-m pytest" in line]
    recipe = re.search(r"^test: book\n\t(.+)$", MAKEFILE, re.M)[1].replace("$(VENV)", ".venv/bin")
    assert without_make == [recipe]
    assert CI.rstrip().splitlines()[-1] == re.search(r"^    (make test)\b", README, re.M)[1]
    assert "set -euo pipefail" in CI and "|| true" not in CI
    assert re.findall(r"missing\+=\((\S+)\)", CI) == ["make", "python3", "python3-venv", "chromium", "firefox-esr"]  # both browsers are tried
    install = [line.strip() for line in README.splitlines() if "-m pip install" in line]
    assert install == [line.strip().replace("$(VENV)", ".venv/bin") for line in MAKEFILE.splitlines() if "-m pip install" in line][:2]


@pytest.mark.parametrize("command", [
    "make tests", ".venv/bin/python -m tools.mutant", ".venv/bin/python -m tools.mutants --onely x", "python3 -m pip install --require-hash -r requirements.txt",
    ".venv/bin/python -m pip install -r requirement.txt", ".venv/bin/python -m pytest --nbval-current", "bash findings/nothing.sh", ".venv/bin/jupyter lab chapter/",
    ".venv/bin/uv pip compile --generate-hash pyproject.toml", ".venv/bin/python -m tools.notebooks totext chapters/01-derivatives.ipynb --x",
    "find chapters courses/ -name x"])
def test_a_planted_command_is_told(command):
    assert command_problems(shlex.split(command))


def file_problems(text):
    """Files and folders in backticks that are not there. A name without a folder may be anywhere in the repository."""
    named = set(re.findall(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|md|toml|js|css|json|txt|yml|ipynb|bib|html))`|`((?:[\w.-]+/)+)`", text))
    everywhere = {path.name for folder in ("chapters", "course", "nnlib", "tests", "tools", "findings") for path in (ROOT / folder).rglob("*")}
    everywhere |= {path.name for path in ROOT.iterdir()}
    return sorted(name for pair in named for name in [max(pair)] if not MADE.fullmatch(name.rstrip("/"))
                  and not (ROOT / name).exists() and not (ROOT / "tests/site" / name).exists() and ("/" in name or name not in everywhere))


ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf8")


@pytest.mark.parametrize("text", [README, CONTRIBUTING, STUDENT, ARCHITECTURE], ids=["README", "CONTRIBUTING", "student", "ARCHITECTURE"])
def test_every_file_that_a_text_names_is_there(text):
    meant = {"between/chapterN": "between/chapter3", "betweenN": "between3", "chapterN": "chapter1", "<name>": "flow"}
    for name, one in meant.items():
        text = text.replace(name, one)
    assert file_problems(text) == []


# ---- Licences


# The first of the digits of what is left of a licence when white space counts once: the text from "Redistribution" to the end as
# dozens of packages bring it along, and the whole of the other.
BSD_3_CLAUSE, APACHE_2 = "70435d703f5e4bdca9a1fa6b", "0ffddef9e48f8a09aed5caf2"


def bsd(text):
    return digest(text[text.index("Redistribution and use"): re.search(r"OF\s+SUCH\s+DAMAGE\.", text).end()])


def test_the_licences_are_the_standard_texts():
    assert bsd(LICENSE).startswith(BSD_3_CLAUSE)
    assert digest((ROOT / "course/site/mathjax/LICENSE").read_text(encoding="utf8")).startswith(APACHE_2)


@pytest.mark.parametrize(("old", "new"), [("Neither the name", "The name"), ("are permitted", "is permitted"), ("must retain", "may retain"),
                                          ("WHETHER IN CONTRACT", "IN CONTRACT"), ("NO EVENT", "ANY EVENT")])
def test_a_word_of_a_licence_changed_is_told(old, new):
    assert old in LICENSE and not bsd(LICENSE.replace(old, new)).startswith(BSD_3_CLAUSE)


def test_the_fingerprint_is_that_of_other_packages_too():
    """Those that say of themselves that they are under it, in this environment: most have this text, letter by letter."""
    texts = []
    for name in ("ipykernel", "nbval", "jupyter-client", "numpy", "traitlets", "nbconvert", "ipywidgets", "jupyterlab"):
        try:
            from importlib.metadata import files

            texts += [path.locate().read_text(encoding="utf8") for path in files(name) or [] if path.name == "LICENSE" and "dist-info" in str(path)]
        except (PackageNotFoundError, FileNotFoundError):
            continue
    assert sum("Redistribution and use" in text and bsd(text).startswith(BSD_3_CLAUSE) for text in texts) >= 3


def test_the_foot_of_each_page_names_the_licences_as_readme_does():
    foot = re.search(r'^ +extra_footer: "(.+)"$', (ROOT / "_config.yml").read_text(encoding="utf8"), re.M)[1]
    text, code = re.search(r"The (text) and figures \(.+?\) are under CC BY 4\.0, the (code under the BSD 3-Clause License); see", collapsed(README)).groups()
    assert foot == f"{text.capitalize()} under CC BY 4.0, {code}."


def test_every_place_names_the_same_licences():
    """LICENSE, README in both editions, pyproject.toml, and what nnlib.data says of each data set."""
    assert PROJECT["license"] == "BSD-3-Clause" and PROJECT["license-files"] == ["LICENSE"]
    for text in (README, STUDENT):
        section = collapsed(text.split("## Licences")[1])
        assert section.startswith("The text and figures (everything in `chapters/`) are under CC BY 4.0, the code under the BSD 3-Clause License; "
                                  "see `LICENSE`. MathJax, in `course/site/mathjax`, is under the Apache License 2.0.")
        assert "the sea-surface temperatures are NOAA's and in the public domain; the handwritten digits are Alpaydin and Kaynak's, under CC BY 4.0." in (
            section.replace("The sea", "the sea"))
    assert "J. Starmer's and cited" in README and data.dosage().source.startswith("J. Starmer") and data.dosage().licence.endswith("cited")
    whole = collapsed(LICENSE)
    assert "licensed under the Creative Commons Attribution 4.0 International License (CC BY 4.0)" in whole
    assert set(re.findall(r"https://\S+", whole)) == {f"https://creativecommons.org/licenses/by/4.0/{part}" for part in ("", "legalcode")}
    assert "course/site/mathjax/ (which are under the Apache License 2.0, see the LICENSE there)" in whole
    assert "digits.npz: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998, licensed under CC BY 4.0" in whole
    assert "elnino.csv: NOAA's ERSST.V3B, as distributed with statsmodels; in the public domain." in whole
    assert data.digits().licence.startswith("CC BY 4.0") and data.nino_year().licence == "public domain"
    assert "public domain" in inspect.getdoc(data.elnino)
    assert {path.name for path in (ROOT / "nnlib/datasets").iterdir()} == set(re.findall(r"^   (\w+\.\w+): ", LICENSE, re.M))


# ---- The lock


LOCK = (ROOT / "requirements.txt").read_text(encoding="utf8")


def locked(text):
    """{name: (version, checksums)}; a name may be locked once for each kind of machine."""
    found = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        name, number = re.match(r"([\w.-]+)==([\w.+!]+)", entry).groups()
        found.setdefault(canonicalize_name(name), []).append((number, re.findall(r"--hash=(\S+)", entry)))
    return found


def lock_problems(text):
    """A requirement that the lock does not meet, a checksum that cannot be one, a version that is not the installed one."""
    found, lock = [], locked(text)
    wanted = [*PROJECT["dependencies"], *(name for group in PROJECT["optional-dependencies"].values() for name in group)]
    for requirement in map(Requirement, wanted):
        entries = lock.get(canonicalize_name(requirement.name), [])
        if not entries or not all(requirement.specifier.contains(number) for number, _ in entries):
            found.append(f"{requirement} is not met by {entries and entries[0][0]}")
    hashes = [one for entries in lock.values() for _, sums in entries for one in sums]
    found += [f"{one} is no checksum" for one in hashes if not re.fullmatch(r"sha256:[0-9a-f]{64}", one)]
    found += [f"{one} stands twice" for one in set(hashes) if hashes.count(one) > 1]
    for name, entries in lock.items():
        found += [f"{name} has no checksum" for _, sums in entries if not sums]
        try:
            if version(name) not in [number for number, _ in entries]:
                found.append(f"{name} {version(name)} is installed, not {entries[0][0]}")
        except PackageNotFoundError:
            pass  # for another system
    if hashlib.sha256(text.encode()).hexdigest() != checksums.recorded()["requirements.txt"]:
        found.append("requirements.txt is not what `make lock` wrote: run it, or `python -m tools.checksums requirements.txt` if you know why")
    return found


def test_the_lock_is_as_it_was_written_meets_every_requirement_and_is_what_is_installed():
    """Whether a checksum is that of its package only an installation can tell: `make book` in a new folder does."""
    assert lock_problems(LOCK) == []


@pytest.mark.parametrize("plant", [
    lambda text: text.replace("==", "==9", 1), lambda text: text.replace("sha256:4", "sha256:5", 1), lambda text: text.replace("sha256:", "md5:", 1),
    lambda text: re.sub(r"numpy==\d\S+", "numpy==1.26.4", text), lambda text: re.sub(r"\nlark==.+(\n +--hash=.+)+", "", text),
    lambda text: re.sub(r"(pytest==\S+ \\\n) +--hash=\S+( \\\n +--hash=\S+)*", r"\1", text)])
def test_a_planted_fault_of_the_lock_is_told(plant):
    assert plant(LOCK) != LOCK and lock_problems(plant(LOCK))


# ---- Data


STORED = [*sorted((ROOT / "nnlib/datasets").iterdir()), *sorted((ROOT / "course/studies/datasets").iterdir())]


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", STORED, ids=name)
def test_a_data_file_is_what_its_script_wrote(path):
    assert checksums.recorded().get(name(path)) == checksums.checksum(path), f"{name(path)} was changed by something else than its script"


def test_every_checksum_is_that_of_a_file():
    assert set(checksums.recorded()) == {*map(name, STORED), "requirements.txt"}


@pytest.mark.parametrize("path", STORED, ids=name)
def test_one_datum_changed_is_told(tmp_path, path):
    content = bytearray(path.read_bytes())
    place = next(k for k in range(len(content) // 2, len(content)) if chr(content[k]).isdigit())
    content[place] ^= 1
    (tmp_path / "planted").write_bytes(content)
    assert checksums.checksum(tmp_path / "planted") != checksums.recorded()[name(path)]


def test_a_script_that_writes_a_data_file_remembers_its_checksum():
    writers = {path.name: path.read_text(encoding="utf8") for path in (ROOT / "tools").rglob("*.py")}
    for path in STORED:
        if path.suffix == ".csv":
            continue  # came as it is
        (writer,) = [text for text in writers.values() if re.search(rf'^(TARGET|FILE\w*) = .*[/"]{path.name}"$', text, re.M)]
        target = re.search(rf'^(TARGET|FILE\w*) = .*[/"]{path.name}"$', writer, re.M)[1]
        assert f" record({target})\n" in writer and "from tools.checksums import record\n" in writer


# Which test computes a sample of each series again. Times cannot be computed again; what they must obey is asked instead.
SAMPLED = {
    "digits_runs": {"sweep": "test_a_sample_of_the_sweep_computed_again", "means": "test_a_sample_of_the_moved_units_computed_again",
                    "splits": "test_a_sample_of_the_comparison_computed_again", "left_out": "test_a_form_left_out_computed_again"},
    "experiments1986": {
        "symmetry": "test_symmetry_takes_the_stored_number_of_sweeps", "xor": "test_exclusive_or_takes_the_stored_number_of_sweeps",
        "xor, leaving the plateau": "test_whether_a_run_leaves_the_plateau_in_a_region_is_as_stored",
        "direct": "test_direct_connections_take_the_stored_number_of_sweeps", "encoder": "test_encoder_and_parity_take_the_stored_number_of_sweeps",
        "encoder, codes": "test_the_codes_of_the_encoder_and_its_lost_outputs_are_as_stored", "parity": "test_encoder_and_parity_take_the_stored_number_of_sweeps",
        "trees": "test_a_family_run_is_one_of_the_stored_kind",
        "two nearly equal starts": "test_two_nearly_equal_starts_stay_together_for_a_while_in_another_program_too"},
    "frameworks": {"problems": "test_a_framework_gives_the_same_cost_and_gradient", "derivatives": "test_where_the_frameworks_differ_from_nnlib_and_from_each_other",
                   "chapter 3 in torch, backward() twice without zeroing": "test_fields_that_are_not_set_to_zero_add_up"},
    "libraries": {"libraries": "test_a_library_that_is_here_does_it_again", "packages": "test_a_wrong_derivative_is_one",
                  "true": "test_the_truths_of_the_catalogue_are_those_of_differences", "places": "test_a_line_goes_through_the_point_of_its_probe",
                  "not asked": "test_the_file_says_when_where_and_by_what_it_was_made"},
    "nino_starts": {"starts": "test_a_sample_of_the_descents_by_nnlib", "best": "test_the_best_point_is_at_rest_and_better_than_every_stored_end"},
    "one_bit": {"runs": "test_above_the_edge_it_grows_by_the_factor_of_the_sharpest_direction"},
    "speed": dict.fromkeys(("steps", "memory", "growth", "training"), "test_the_stored_run_has_nothing_that_cannot_be"),
    "speed_many": {"nets": "test_the_stored_run_has_nothing_that_cannot_be"}}
ABOUT_THE_RUN = {"command", "versions", "provenance", "dtype", "every", "eta", "r", "machine", "threads", "rounds", "load", "date", "platform", "python", "pythons"}


@pytest.mark.parametrize("path", [path for path in STORED if path.suffix == ".json"], ids=lambda path: path.stem)
def test_a_sample_of_every_series_is_computed_again_by_some_test(path):
    series = set(json.loads(path.read_text(encoding="utf8"))) - ABOUT_THE_RUN - ({"steps"} if path.stem == "nino_starts" else set())
    assert set(SAMPLED[path.stem]) == series
    (text,) = [p.read_text(encoding="utf8") for p in (ROOT / "tests").glob(f"test_{path.stem}.py")]
    missing = [test for test in SAMPLED[path.stem].values() if f"def {test}(" not in text]
    assert missing == []


# ---- Docstrings of nnlib.data, which the interface page shows


@pytest.mark.parametrize(("load", "given"), [(data.dosage, ()), (data.han_kamber, ()), (data.symmetry, ()), (data.parity, (4,)), (data.xor, ()),
                                             (data.encoder, (8,)), (data.nino_year, ()), (data.digits, ()), (data.elnino, ()),
                                             (data.digit_forms, ())], ids=lambda v: getattr(v, "__name__", None))
def test_the_shapes_in_a_docstring_are_those_of_the_data(load, given):
    found = load(*given)
    arrays = [found] if not isinstance(found, tuple) else list(found[:2])
    text = inspect.getdoc(load).replace("2^n", str(2 ** (given or (0,))[0])).replace("(n, n)", "(8, 8), (8, 8)")
    text = re.sub(r"\bn\b(?=[,)])", str((given or (0,))[0]), text)
    shapes = [tuple(map(int, re.findall(r"\d+", shape))) for shape in re.findall(r"\((\d+(?:, ?\d+|,))\)", text)]
    expected = [array.shape for array in arrays]
    assert shapes[: len(expected)] in (expected, expected[:1]) and shapes
    # Beyond those of X and Y, what one row is shaped into.
    assert all(np.prod(shape) == found.X.shape[1] for shape in shapes[len(expected):])
