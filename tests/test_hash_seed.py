"""Nothing depends on the order of a set: it is another one in each process."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
from generator.meaning.leaves import blocks

names = [f"n{number}" for number in range(12)]
old = {name: {"spec": {"ref": {"name": f"the value of {name}"}}} for name in names}
new = {name: {"ref": {"name": f"the value of {name}"}} for name in names}
print(blocks(old, new))
"""


def test_moved_values_are_told_in_one_way() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT], capture_output=True, check=True, env={"PYTHONHASHSEED": str(seed)}
        ).stdout
        for seed in range(6)
    }
    assert len(said) == 1 and b"the value" not in said.pop()
