"""The rows of the GPU table: their names, what was found for each, and the table as Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass, field

DEVICE = "device"
PRECISION = "precision of products of float32 numbers"
WEIGHTS = "weights of the loaded models that lie on the device"
COMPARED = {
    "logits": "logits: largest difference from the CPU, relative to the largest logit",
    "heat": "Grad-CAM at the last layer: largest difference from the CPU, in heat from 0 to 1",
    "probabilities": "`pets_unet`: largest difference from the CPU in the probability of a class",
    "masks": "`pets_unet`: pixels with another class than on the CPU",
    "augmented": "augmentations: mean difference from the CPU, of 255 levels",
}
FULL = ", in full float32"
FORWARD = "compiled forward pass of one picture"
GRAD_CAM = "Grad-CAM of one picture"
UNET = "`pets_unet`, one picture"
SCRATCH = "`cats_dogs_scratch`, one picture"
BATCH = "compiled forward pass of 32 pictures"
MEMORY = "memory used at most"
LARGE_BATCH = "a batch too large for the free memory"
LARGE_MODEL = "a model too large for the free memory"
ENGINE_GRAD_CAM = "engine: Grad-CAM through its client"
ENGINE_UNET = "engine: `pets_unet` through its client"
NAMES = (
    *(DEVICE, PRECISION, WEIGHTS),
    *COMPARED.values(),
    *(name + FULL for name in COMPARED.values()),
    *(FORWARD, GRAD_CAM, UNET, SCRATCH, BATCH, MEMORY),
    *(LARGE_BATCH, LARGE_MODEL, ENGINE_GRAD_CAM, ENGINE_UNET),
)
CLASSIFIER_ROWS = (
    *(name + suffix for name in (COMPARED["logits"], COMPARED["heat"]) for suffix in ("", FULL)),
    *(FORWARD, GRAD_CAM, BATCH, LARGE_BATCH, LARGE_MODEL, ENGINE_GRAD_CAM),
)
UNET_ROWS = (
    *(name + suffix for name in (COMPARED["probabilities"], COMPARED["masks"]) for suffix in ("", FULL)),
    *(UNET, ENGINE_UNET),
)
GPU_ROWS = (MEMORY, LARGE_BATCH, LARGE_MODEL)
NOT_MEASURED = "not measured"
UNMEASURED = "Not measured: no GPU was at hand."


@dataclass(frozen=True)
class Finding:
    """What was found for a row; `holds` is False if the comparison or the check failed."""

    name: str
    value: str
    limit: str = ""
    holds: bool = True
    details: str = ""
    numbers: dict[str, float] = field(default_factory=dict)  # unrounded


def complete(findings: Iterable[Finding], reasons: dict[str, str] | None = None) -> list[Finding]:
    """One finding for each name, in the table's order; rows without one are "not measured", with their reason."""
    found = {finding.name: finding for finding in findings}
    reasons = reasons or {}
    return [found.get(name) or Finding(name, NOT_MEASURED, details=reasons.get(name, "")) for name in NAMES]


def as_markdown(findings: list[Finding]) -> str:
    """The findings as a Markdown table; one that does not hold is marked."""
    lines = ["| measurement | value | limit | details |", "|---|---|---|---|"]
    for finding in findings:
        failed = "" if finding.holds else " **(failed)**"
        lines.append(f"| {finding.name} | {finding.value}{failed} | {finding.limit} | {finding.details} |")
    return "\n".join(lines)
