"""The shop of tests/unit/plan serves here as well."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "plan"))
