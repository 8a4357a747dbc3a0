"""The Terraform code that puts a version of a pack, with values of one's own, into a cluster profile."""

from __future__ import annotations

from generator.model.pack import Pack


def terraform(pack: Pack, version: str) -> str:
    """Return the code for *version*; nothing where the pack's pages show none.

    The data sources and the block `pack` are those of Spectro Cloud's Terraform provider.
    """
    if not pack.page.terraform:
        return ""
    return f"""\
data "spectrocloud_registry" "registry" {{
  name = "Public Repo"
}}

data "spectrocloud_pack" "{pack.name}" {{
  name         = "{pack.name}"
  version      = "{version}"
  registry_uid = data.spectrocloud_registry.registry.id
}}

# Put this block into a resource "spectrocloud_cluster_profile", and values.yaml beside it.
#
#   pack {{
#     name   = data.spectrocloud_pack.{pack.name}.name
#     tag    = data.spectrocloud_pack.{pack.name}.version
#     uid    = data.spectrocloud_pack.{pack.name}.id
#     values = file("values.yaml")
#   }}
"""
