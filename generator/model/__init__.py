"""The schema of pack.yaml as frozen pydantic models, and the JSON Schema that editors read.

Keys are camelCase in the file, as in pack.json and in Kubernetes. Every field says what it holds; the reference
page and the published JSON Schema are generated from these descriptions.
"""

from generator.model.pack import Pack
from generator.model.shape import validate
from generator.model.versioning import VersionRange, version_key

__all__ = ["Pack", "VersionRange", "validate", "version_key"]
