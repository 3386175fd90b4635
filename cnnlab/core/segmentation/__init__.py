"""Masks: from a network's output to the picture's own size, their scores, and their files."""

from cnnlab.core.segmentation.boundary import boundary_distance, boundary_iou, boundary_region
from cnnlab.core.segmentation.certainty import entropy, margin, mean_certainty
from cnnlab.core.segmentation.errors import MaskError
from cnnlab.core.segmentation.files import (
    NOT_COUNTED,
    MaskFile,
    MaskValue,
    assign,
    indexed_png,
    read_mask_file,
)
from cnnlab.core.segmentation.interpolation import enlarge, labels
from cnnlab.core.segmentation.packing import WHOLE, pack
from cnnlab.core.segmentation.pieces import Pieces, connected_pieces
from cnnlab.core.segmentation.scores import Overlap, accuracy, confusion_matrix, error_map, mean_iou, overlaps
from cnnlab.core.segmentation.suggesting import suggestion

__all__ = [
    "NOT_COUNTED",
    "WHOLE",
    "MaskError",
    "MaskFile",
    "MaskValue",
    "Overlap",
    "Pieces",
    "accuracy",
    "assign",
    "boundary_distance",
    "boundary_iou",
    "boundary_region",
    "confusion_matrix",
    "connected_pieces",
    "enlarge",
    "entropy",
    "error_map",
    "indexed_png",
    "labels",
    "margin",
    "mean_certainty",
    "mean_iou",
    "overlaps",
    "pack",
    "read_mask_file",
    "suggestion",
]
