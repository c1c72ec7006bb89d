"""Runs the adapters, each in its own environment, and writes course/studies/datasets/libraries.json.

    python -m tools.libraries             all of them; what has run already, with the same files, is not run again
    python -m tools.libraries torch jax   only these; the others stay in the file as they are

`make libraries` does the first. Environments and results lie in .venv-libraries, which may be deleted. Python packages are pinned in
requirements/NAME.txt, with all that they import, and installed without further dependencies; npm packages in npm.txt. A library that
does not run here gets its reason into the file instead of its values. No test of the book runs any of them.
"""

import datetime
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from tools.checksums import record
from tools.libraries import catalogue

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ENVIRONMENTS = ROOT / ".venv-libraries"
FILE = ROOT / "course/studies/datasets/libraries.json"
LIMIT = 900  # seconds that an adapter may take

# The name that a reader knows, by the name of the adapter and of its requirements; in the order of the tables.
PYTHON = {
    "torch": "PyTorch", "jax": "JAX, optax", "keras": "TensorFlow, Keras", "autograd": "Autograd", "tinygrad": "tinygrad", "mlx": "MLX",
    "paddle": "PaddlePaddle", "pytensor": "PyTensor", "casadi": "CasADi", "sympy": "SymPy", "sklearn": "scikit-learn", "chainer": "Chainer",
    "nnabla": "NNabla", "dezero": "DeZero", "differences": "SciPy, statsmodels, numdifftools",
}
NODE = {"tfjs": "TensorFlow.js", "convnetjs": "ConvNetJS", "brain.js": "brain.js", "synaptic": "Synaptic", "mathjs": "math.js"}
PYTHONS = {"nnabla": (3, 10), "jax": (3, 12), "pytensor": (3, 12), "differences": (3, 12)}  # whose newest release has no wheel for Python 3.11
PACKAGES = [line.split("==")[0] for line in (HERE / "requirements/packages.txt").read_text(encoding="utf8").split() if "==" in line]
VARIABLES = {"CUDA_VISIBLE_DEVICES": "-1", "MPLBACKEND": "agg", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}

# Not asked, and why: said in the file, and to whoever misses one.
ABSENT = {
    "Aesara 2.9.4": "runs, but without a C compiler takes longer than an adapter may; PyTensor is its successor",
    "AlgoPy 0.7.2": "has no release for the NumPy and Python that it would need here",
    "adipy": "is written for Python 2",
    "autodiffpypi": "names a module that its release does not hold",
    "PyTorch 2.15.0": "was out when this was measured, and could not be installed where it was; 2.14.1 stands in its place",
    "boomdiff": "differentiates nothing of the catalogue under this Python",
}


def run(command, **settings):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=LIMIT, check=False, **settings)


def last_line(text):
    """What went wrong, in a line, without a path of this machine."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return re.sub(r"(/[\w.-]+){2,}", "…", lines[-1])[:200] if lines else "no output"


def interpreter(name):
    """The Python for an environment, or None where this machine has it not."""
    if name not in PYTHONS:
        return sys.executable
    return shutil.which("python{}.{}".format(*PYTHONS[name]))


def installed(folder, pins, install):
    """Bring a folder up to date with its pins; returns the reason where that fails."""
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf8") == pins:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    done = install()
    if done.returncode:
        return "could not be installed: " + last_line(done.stderr or done.stdout)
    stamp.write_text(pins, encoding="utf8")
    return None


def python_environment(name):
    """(the Python of the environment with requirements/NAME.txt, None), or (None, a reason)."""
    folder, pins = ENVIRONMENTS / name, HERE / f"requirements/{name}.txt"
    python = interpreter(name)
    if python is None:
        return None, "needs Python {}.{}, which is not here".format(*PYTHONS[name])

    def install():
        done = run([python, "-m", "venv", "--without-pip", folder])
        *first, last = pins.read_text(encoding="utf8").split("# Then, built by these:\n")
        for text, how in [*((text, []) for text in first), (last, ["--no-build-isolation"] if first else [])]:
            if not done.returncode:
                done = run([sys.executable, "-m", "pip", "--python", folder / "bin/python", "install", "--quiet", "--no-compile", "--no-deps",
                            *how, *(line for line in text.splitlines() if "==" in line)])
        return done

    reason = installed(folder, pins.read_text(encoding="utf8"), install)
    return (None, reason) if reason else (folder / "bin/python", None)


def package_folder(name):
    """A folder with one small package and nothing else, for several of them use the name of another package."""
    pin = next(line for line in (HERE / "requirements/packages.txt").read_text(encoding="utf8").split() if line.startswith(name + "=="))
    folder = ENVIRONMENTS / "packages" / name
    reason = installed(folder, pin, lambda: run([sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps",
                                                 "--target", folder, pin]))
    return folder, reason


def node_environment():
    folder, pins = ENVIRONMENTS / "node", HERE / "requirements/npm.txt"

    def install():
        (folder / "package.json").write_text("{}", encoding="utf8")
        return run(["npm", "install", "--silent", "--ignore-scripts", *pins.read_text(encoding="utf8").split()], cwd=folder)

    if not (shutil.which("node") and shutil.which("npm")):
        return None, "needs Node.js, which is not here"
    reason = installed(folder, pins.read_text(encoding="utf8"), install)
    return (None, reason) if reason else (folder, None)


def jobs():
    """(key, the files that a result depends on, a function that runs the adapter), for everything."""
    shared = [HERE / "catalogue.py", HERE / "documented.toml"]
    for name in PYTHON:
        def go(name=name):
            python, reason = python_environment(name)
            return reason or run([python, "-m", f"tools.libraries.adapters.{name}"], cwd=ROOT, env=os.environ | VARIABLES)
        yield name, [*shared, HERE / "probing.py", HERE / f"adapters/{name}.py", HERE / f"requirements/{name}.txt"], go
    for name in NODE:
        script = HERE / "adapters" / ("tfjs.js" if name == "tfjs" else "javascript.js")

        def go(name=name, script=script):
            folder, reason = node_environment()
            data = json.dumps({key: value for key, value in vars(catalogue).items() if key.isupper()})
            return reason or run(["node", script, name], cwd=folder, input=data)
        yield name, [*shared, HERE / "adapters/probing.js", script, HERE / "requirements/npm.txt"], go
    for name in PACKAGES:
        def go(name=name):
            python, reason = python_environment("teaching")
            folder, missing = package_folder(name)
            path = os.pathsep.join([str(ROOT), str(folder)])
            return reason or missing or run([python, "-W", "ignore", "-m", "tools.libraries.adapters.teaching", name], cwd=ROOT,
                                            env=os.environ | VARIABLES | {"PYTHONPATH": path})
        yield name, [*shared, HERE / "probing.py", HERE / "adapters/teaching.py", HERE / "requirements/packages.txt",
                     HERE / "requirements/teaching.txt"], go


def documentation(key):
    """What documented.toml says of a library, by group and probe, after a look whether the documentation still holds its words."""
    entries = tomllib.loads((HERE / "documented.toml").read_text(encoding="utf8")).get(key, [])
    if asked := [(entry["where"], entry["words"]) for entry in entries if "words" in entry]:
        python, folder = (sys.executable, node_environment()[0]) if key in NODE else (python_environment(key)[0], ROOT)
        done = run([python, HERE / "documented.py"], cwd=folder, input=json.dumps(asked), env=os.environ | VARIABLES)
        missing = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else last_line(done.stderr)
        if missing:
            sys.exit(f"{key}: its documentation does not hold {missing}; read it again and mend documented.toml")
    said = {}
    for entry in entries:
        for cell in entry["cells"]:
            group, _, probe = cell.partition(": ")
            said.setdefault(group, {})[probe] = {name: entry[name] for name in ("where", "otherwise") if name in entry}
    return said


def result(key, files, go):
    """What an adapter prints, or {"absent": reason}; from .venv-libraries/results where its files are those of last time."""
    kept = ENVIRONMENTS / "results" / f"{key}.json"
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    if kept.exists() and (old := json.loads(kept.read_text(encoding="utf8")))["files"] == digest:
        return old["seen"], False
    done = go()
    if isinstance(done, str):
        return {"absent": done}, True
    try:
        seen = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return {"absent": "did not run: " + last_line(done.stderr or done.stdout)}, True
    if said := documentation(key):
        seen["documented"] = said
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"files": digest, "seen": seen}), encoding="utf8")
    return seen, True


def written(found, before):
    """The content of the data file: what was seen now, and of what was not asked what stands there already."""
    libraries = {key: {"name": name, **(found.get(key) or before.get("libraries", {}).get(key, {"absent": "not run"}))}
                 for key, name in (PYTHON | NODE).items()}
    packages = {}
    pins = dict(line.split("==") for line in (HERE / "requirements/packages.txt").read_text(encoding="utf8").split() if "==" in line)
    for key in PACKAGES:
        seen = found.get(key)
        packages[key] = before.get("packages", {}).get(key, {"absent": "not run"}) if seen is None else seen if "absent" in seen else {
            "version": pins[key], "python": seen["python"], "how": seen["how"]["slopes"], **seen["survey"]}
    return {
        "command": "make libraries",
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "platform": f"{platform.system()} {platform.machine()}, on the processor",
        "pythons": sorted({seen["python"] for seen in (*libraries.values(), *packages.values()) if "python" in seen}, key=lambda v: int(v[2:])),
        "machine": "A number of right digits below \"full\" may be one more or less on another processor, and so may a deviation's last digit.",
        "places": {name: places for name, (_, places) in catalogue.LINES.items()}
                  | {f"sigmoid in float{bits}": catalogue.FAR for bits in (64, 32)},
        "true": {name: true for name, (_, true) in catalogue.SLOPES.items() if true},
        "libraries": libraries, "packages": packages, "not asked": ABSENT,
    }


def main(names):
    """Run what was asked for, with a line of progress each, and write the file."""
    todo = [job for job in jobs() if not names or job[0] in names]
    if unknown := set(names) - {key for key, *_ in todo}:
        sys.exit(f"no adapter is called {', '.join(sorted(unknown))}")
    found, start = {}, time.monotonic()
    for number, (key, files, go) in enumerate(todo, 1):
        found[key], new = result(key, files, go)
        said = found[key].get("absent") or ("ran" if new else "as before")
        print(f"{number:3} of {len(todo)}  {time.monotonic() - start:5.0f} s  {key}: {said}", flush=True)
    before = json.loads(FILE.read_text(encoding="utf8")) if FILE.exists() else {}
    FILE.write_text(lists_on_a_line(json.dumps(written(found, before), indent=1, ensure_ascii=False)) + "\n", encoding="utf8")
    record(FILE)


def lists_on_a_line(text):
    """JSON with each list on a line of its own."""
    return re.sub(r"\[[^\[\]{}]*\]", lambda m: " ".join(m[0].split()), text)


if __name__ == "__main__":
    main(sys.argv[1:])
