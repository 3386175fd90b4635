"""Whether two devices' answers agree, within a tolerance that depends on the precision of products."""

import numpy as np

from benchmarks.gpu.rows import COMPARED, Finding

Answers = dict[str, np.ndarray]  # by the keys of COMPARED that were computed; masks are compared by "probabilities"

# float32: sums in another order; thirty to sixty times the differences between TensorFlow and JAX on a CPU (logits
# 6e-7, heat 2e-6, probabilities 5e-6). TF32: twice to three times the largest difference for four photographs if both
# operands of every product are rounded to 10 bits on a CPU (logits 0.002, heat 0.008, probabilities 0.029,
# augmentations 0.35 levels, because JAX computes the coordinates of pixels by a matrix product). bfloat16 has 3 bits
# less. A pixel can change its class only where two probabilities differ by less than twice their tolerance.
TF32 = {"logits": 5e-3, "heat": 2e-2, "probabilities": 6e-2, "masks": 4e-3, "augmented": 1.0}
TOLERANCES = {
    "float32": {"logits": 2e-5, "heat": 1e-4, "probabilities": 2e-4, "masks": 1e-4, "augmented": 0.01},
    "TF32": TF32,
    "bfloat16": {key: 8 * tolerance for key, tolerance in TF32.items()},
}


def compare(found: Answers, reference: Answers, precision: str, suffix: str = "") -> list[Finding]:
    """A finding for each answer in `reference`; one that is missing, not a number or of another shape fails."""
    differences = {key: _difference(key, found.get(key), expected) for key, expected in reference.items()}
    if "probabilities" in reference:
        differences["masks"] = _other_class(found.get("probabilities"), reference["probabilities"])
    return [
        _finding(COMPARED[key] + suffix, difference, TOLERANCES[precision][key], precision)
        for key, difference in differences.items()
    ]


def _finding(name: str, difference: float, tolerance: float, precision: str) -> Finding:
    numbers = {"tolerance": tolerance} | ({"difference": difference} if np.isfinite(difference) else {})  # for JSON
    limit = f"at most {tolerance:g} ({precision})"
    return Finding(name, f"{difference:.2g}", limit, holds=difference <= tolerance, numbers=numbers)


def _difference(key: str, found: np.ndarray | None, expected: np.ndarray) -> float:
    if found is None or found.shape != expected.shape:
        return float("inf")
    apart = np.abs(found.astype("float64") - expected)
    if key == "augmented":
        return float(apart.mean())
    return float(apart.max() / np.abs(expected).max()) if key == "logits" else float(apart.max())


def _other_class(found: np.ndarray | None, expected: np.ndarray) -> float:
    """The share of pixels whose most probable class differs."""
    if found is None or found.shape != expected.shape:
        return float("inf")
    return float((found.argmax(axis=-1) != expected.argmax(axis=-1)).mean())
