"""ICC profiles for files that describe their colours in another way: by chromaticities and a curve, or by codes."""

import struct
from collections.abc import Sequence

import numpy as np

Point = tuple[float, float]  # x, y of CIE 1931
Curve = tuple[float, float, float, float, float]  # g, a, b, c, d: (a v + b)^g from v = d on, c v below (ICC.1, 10.18)

D65, DCI_WHITE = (0.3127, 0.3290), (0.314, 0.351)
D50 = np.array([0.9642, 1.0, 0.8249])  # X, Y, Z of the white of every ICC profile
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
BT709 = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
SMPTE_170M = ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070))

# ITU-T H.273, tables 2 and 3, without what is for film or for HDR
PRIMARIES: dict[int, tuple[tuple[Point, Point, Point], Point]] = {
    1: (BT709, D65),
    5: (((0.64, 0.33), (0.29, 0.60), (0.15, 0.06)), D65),
    6: (SMPTE_170M, D65),
    7: (SMPTE_170M, D65),
    9: (((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)), D65),
    11: (P3, DCI_WHITE),
    12: (P3, D65),
    22: (((0.630, 0.340), (0.295, 0.605), (0.155, 0.077)), D65),
}
UNSPECIFIED = 2
SRGB_CURVE: Curve = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
VIDEO = (1, 6, 14, 15)  # the transfer characteristics of BT.709, 601 and 2020


def power(gamma: float) -> Curve:
    """Return the curve v^gamma."""
    return gamma, 1, 0, 0, 0


CURVES: dict[int, Curve] = {
    **dict.fromkeys((*VIDEO, 11), power(2.4)),  # as displays show it (BT.1886)
    4: power(2.2),
    5: power(2.8),
    7: (1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4, 0.0913),
    8: power(1),
    13: SRGB_CURVE,
    17: (2.6, (52.37 / 48) ** (1 / 2.6), 0, 0, 0),
}


def matrix_profile(primaries: Sequence[Point], white: Point, curve: Curve) -> bytes:
    """Return an ICC profile of version 2 for RGB with these primaries, this white and this curve.

    Its columns are the primaries' XYZ, scaled so that their sum is the white, and adapted to D50 (ICC.1, annex E).
    Raises ValueError for primaries that span no plane.
    """
    columns = np.stack([_xyz(point) for point in primaries], axis=1)
    source = _xyz(white)
    try:
        columns = columns * np.linalg.solve(columns, source)
    except np.linalg.LinAlgError as error:
        raise ValueError(f"the primaries {primaries} are on one line") from error
    adapted = np.linalg.inv(BRADFORD) @ np.diag((BRADFORD @ D50) / (BRADFORD @ source)) @ BRADFORD @ columns
    tags = {b"%cXYZ" % name: b"XYZ \0\0\0\0" + _fixed(column) for name, column in zip(b"rgb", adapted.T, strict=True)}
    tags |= {b"%cTRC" % name: b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _fixed(curve) for name in b"rgb"}
    return _profile(tags)


def srgb_profile() -> bytes:
    """Return sRGB. That of ImageCms.createProfile has version 4, with which LittleCMS adjusts the black of printers."""
    return matrix_profile(BT709, D65, SRGB_CURVE)


def profile_of_codes(primaries: int, transfer: int) -> bytes:
    """Return the profile of two codes of ITU-T H.273; empty if it is none of SDR colour (HDR, film)."""
    if primaries not in PRIMARIES or transfer not in CURVES:
        return b""
    return matrix_profile(*PRIMARIES[primaries], CURVES[transfer])


def _xyz(point: Point) -> np.ndarray:
    """Return X, Y, Z of a chromaticity with Y = 1; ValueError if it has none."""
    x, y = point
    if y <= 0:
        raise ValueError(f"no colour has the chromaticity {point}")
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _fixed(values: np.ndarray | Curve) -> bytes:
    """Return s15Fixed16Numbers (ICC.1, 4.6); ValueError for what does not fit."""
    whole = [round(float(value) * 65536) for value in values]
    if any(abs(number) >= 2**31 for number in whole):
        raise ValueError(f"{values} does not fit into an ICC profile")
    return struct.pack(f">{len(whole)}i", *whole)


def _profile(tags: dict[bytes, bytes]) -> bytes:
    """Return the header (ICC.1, 7.2), the table of tags, and the tags, whose lengths are multiples of 4."""
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(data))
        body += data
    header = struct.pack(">I4xI4s4s4s12x4s28x", start + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return (header + _fixed(D50)).ljust(128, b"\0") + table + body
