"""Files that have to fit a published schema, by the checker that brings it along."""

import json
import subprocess
import sys


def assert_fits_but_for(slips, path, schema, folder):
    """The file fits, and a copy with one passage changed does not, for each of the slips (old, new); all in one run of the checker."""
    text, copies = path.read_text(encoding="utf8"), []
    for k, (old, new) in enumerate(slips):
        assert old in text, old
        copies.append(folder / f"planted-{k}{path.suffix}")
        copies[-1].write_text(text.replace(old, new, 1), encoding="utf8")
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, "--output-format", "json", path, *copies],
                          capture_output=True, text=True, timeout=120, check=False)
    said = json.loads(done.stdout)
    assert {error["filename"] for error in said["errors"]} == set(map(str, copies)) and said["parse_errors"] == [], said
