"""What differs between two readings of a pack, as facts: never as lines of text.

Facts are paired by identity (the name of a version, the path of a parameter, the value of an option), not by their
place in a list, so that formatting, comments and the order of keys are no change. Knows nothing of files or git.
"""

from generator.meaning.change import Difference, Impact, Leaves, Route, Side, worst
from generator.meaning.compare import Reading, differences
from generator.meaning.step import Step, predecessor, step

__all__ = [
    "Difference",
    "Impact",
    "Leaves",
    "Reading",
    "Route",
    "Side",
    "Step",
    "differences",
    "predecessor",
    "step",
    "worst",
]
