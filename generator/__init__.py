"""packscribe: one pack.yaml becomes every page and artifact of a Palette pack."""

__version__ = "0.1.0"
