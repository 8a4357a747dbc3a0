"""Who a pack is: the fields of pack.json and of a page's front matter."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from generator.model.scalars import Line, Model, Name, Path, Text, Url


class Layer(StrEnum):
    """The layer of a cluster profile that a pack fills (official pack schema)."""

    KERNEL = "kernel"
    OS = "os"
    K8S = "k8s"
    CNI = "cni"
    CSI = "csi"
    ADDON = "addon"


class CloudType(StrEnum):
    """Where a pack can be used (official pack schema)."""

    ALL = "all"
    AWS = "aws"
    AZURE = "azure"
    GCP = "gcp"
    VSPHERE = "vsphere"
    OPENSTACK = "openstack"
    BAREMETAL = "baremetal"
    MAAS = "maas"
    AKS = "aks"
    EKS = "eks"
    TENCENT = "tencent"
    TKE = "tke"
    EDGE = "edge"
    LIBVIRT = "libvirt"
    EDGE_NATIVE = "edge-native"
    COXEDGE = "coxedge"
    CUSTOM = "custom"


class DependencyType(StrEnum):
    """How a pack depends on another (official pack schema)."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NOT_SUPPORTED = "notSupported"
    UPGRADE = "upgrade"


class Dependency(Model):
    """Another pack that this one needs, allows or excludes."""

    pack_name: Line = Field(description="Name of the other pack.")
    layer: Layer = Field(description="Layer of the other pack.")
    type: DependencyType = Field(description="What the dependency means.")
    min_version: Text | None = Field(None, description="Lowest version; empty means no limit.")
    max_version: Text | None = Field(None, description="Highest version; empty means no limit.")


class Component(Model):
    """A part of a pack that asks for resources."""

    schedule_type: Annotated[str, Field(pattern="^(all|master|worker)$")] = Field(
        description="On which nodes it runs: `all`, `master` or `worker`."
    )
    resource_request_param_ref: Text | None = Field(None, description="Path in values.yaml of its resource request.")
    replica_count_param_ref: Text | None = Field(None, description="Path in values.yaml of its replica count.")


class Resource(Model):
    """A resource that the cluster must offer."""

    type: Annotated[str, Field(pattern="^(cpu|memory|diskSize)$")] = Field(
        description="`cpu` (millicores), `memory` (MiB) or `diskSize` (GiB)."
    )
    min_limit: float | int | None = Field(None, description="Least amount, in the unit of the type.")
    components: tuple[Component, ...] = Field((), description="The parts that need it.")


class Constraints(Model):
    """What a pack demands of the profile around it."""

    dependencies: tuple[Dependency, ...] = Field((), description="Other packs.")
    resources: tuple[Resource, ...] = Field((), description="Resources of the cluster.")


class PackJson(Model):
    """How a pack.json that was not written by packscribe differs from one that is."""

    keys: tuple[Text, ...] = Field((), description="The keys it has, in their order; left out: those that are set.")
    extra: dict[str, Any] = Field({}, description="Keys that no field here stands for, or whose value fits none.")


class Identity(Model):
    """The fields that a version may override."""

    display_name: Line | None = Field(None, description="Name shown to people.")
    layer: Layer | None = Field(None, description="Layer of the cluster profile.")
    addon_type: Text | None = Field(None, description="Kind of add-on, such as `networking` or `monitoring`.")
    addon_sub_type: Text | None = Field(None, description="Finer kind of add-on.")
    group: Text | None = Field(None, description="Group of the pack.")
    cloud_types: tuple[CloudType, ...] | None = Field(None, description="Clouds the pack can be used on.")
    annotations: dict[str, str] | None = Field(None, description="Annotations of pack.json; values are text.")
    constraints: Constraints | None = Field(None, description="Dependencies and resources.")
    ansible_roles: tuple[str, ...] | None = Field(None, description="Ansible roles of an image-building pack.")
    pack_json: PackJson | None = Field(None, description="Keys and order of pack.json, where it keeps its own.")


class PageSettings(Model):
    """How the pages of a pack are listed and found."""

    hidden: bool = Field(True, description="Left out of the docs site's sidebar: readers come from the pack catalog.")
    redirects: tuple[Name, ...] = Field((), description="Former page names that still lead here.")
    terraform: bool = Field(True, description="Whether pages show how to use the pack from Terraform.")
    logo_url: Url | None = Field(None, description="Address of the logo, where a docs site needs one.")


class Logo(Model):
    """The picture of a pack."""

    file: Path = Field(description="PNG file in the pack folder.")
    alt: Line = Field(description="What the picture shows, for readers who do not see it.")
