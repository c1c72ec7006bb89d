"""Settings of the nbgrader course that `make nbgrader` wrote: answers are judged outside of the kernel in which they were run.

nbgrader runs a submission and then asks here for each graded cell. Of what the kernel printed, a plain value is taken and judged
by another process of the book; its verdict replaces every output of the cell. So nothing that a submission does to `check`,
to `print` or to its cells changes its points. The kernel is no sandbox all the same: run submissions where they can do no harm.
"""

import json
import re
import subprocess
from pathlib import Path

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (AssignLatePenalties, CheckCellMetadata, Execute, IgnorePattern, LimitOutput, NbGraderPreprocessor,
                                    SaveAutoGrades)

HERE = Path(__file__).resolve().parent
BOOK = json.loads((HERE / "book.json").read_text(encoding="utf8"))  # where the book is, and the Python that runs it
GRADED = re.compile(r"exercise-(\d+)-(\d+)")


class Judge(NbGraderPreprocessor):
    """Replaces the outputs of graded cells by a verdict on the value that was printed."""

    def preprocess_cell(self, cell, resources, cell_index):
        found = GRADED.fullmatch(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if cell.cell_type == "code" and found and cell.metadata.nbgrader.get("grade"):
            texts = [output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stdout"]
            asked = json.dumps({"id": ".".join(found.groups()), "text": "".join(texts)})
            done = subprocess.run([BOOK["python"], "-m", "course.grading.judged"], input=asked, cwd=BOOK["root"], env={"PYTHONPATH": BOOK["root"], "PYTHONUTF8": "1"},
                                  capture_output=True, text=True, encoding="utf8", timeout=120, check=True)
            verdict = json.loads(done.stdout)
            points = cell.metadata.nbgrader["points"] if verdict["right"] else 0
            cell.outputs = cell.outputs[:0]
            for kind, text in (("stream", verdict["sentence"] + "\n"), ("execute_result", str(float(points)))):
                cell.outputs.append(_output(kind, text, cell.execution_count))
        return cell, resources


def _output(kind, text, count):
    import nbformat

    if kind == "stream":
        return nbformat.v4.new_output("stream", name="stdout", text=text)
    return nbformat.v4.new_output("execute_result", {"text/plain": text}, execution_count=count)


c = get_config()  # noqa: F821  (nbgrader gives it)
c.CourseDirectory.course_id = "backpropagation"
c.Autograde.autograde_preprocessors = [Execute, Judge, IgnorePattern, ClearMetadataPreprocessor, LimitOutput, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]
c.Execute.timeout = 120
c.ClearSolutions.enabled = False  # there are none, and it would clear the name that the answer has
