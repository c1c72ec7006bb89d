"""What a verdict says and by which limits it judges, for both languages: `verdicts.json`, which question.js imports too.

`near`: further from the truth than this share of it, an answer is not near whatever its tolerance. `coarser`, `further`:
rounding to one digit fewer moves every number ten times as far, and to two a hundred times. `counts`: a single whole
number up to these is met by accident too often, since 3 is half of 6, and the root of 9; several at once are not.
`own counts`: the same for an exercise's own factors. `whole`: guesses that whole numbers alone allow. `everywhere`: what
a formula or a function may be at all points.
"""

import json
from pathlib import Path

VERDICTS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf8"))
