"""JavaScript at work without a browser: in the node that the package playwright brings, which also draws the formulas."""

import json
import subprocess
from pathlib import Path

from course.site.formulas import node


class JavaScript:
    """Calls functions of a module that is given as its source; the modules of all calls live in one process."""

    def __init__(self):
        self.process = subprocess.Popen([node(), Path(__file__).with_name("javascript") / "answer.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding="utf8")

    def __call__(self, module, work, given=None):
        """What the function body `work` of (module, given) returns, as plain data; what it throws is a RuntimeError."""
        self.process.stdin.write(json.dumps([module, work, given], allow_nan=False) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["came"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()
