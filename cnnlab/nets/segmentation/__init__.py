"""The class of each pixel of a picture: `segment` for programs, and what the page asks of a network."""

from cnnlab.nets.segmentation.errors import SegmentationError
from cnnlab.nets.segmentation.network import SegmentationNetwork, batch_size
from cnnlab.nets.segmentation.region import RegionCAM
from cnnlab.nets.segmentation.segment import Segmentation, at_own_size, network_of, segment
from cnnlab.nets.segmentation.skipping import Skipping
from cnnlab.nets.segmentation.stages import Stages

__all__ = [
    "RegionCAM",
    "Segmentation",
    "SegmentationError",
    "SegmentationNetwork",
    "Skipping",
    "Stages",
    "at_own_size",
    "batch_size",
    "network_of",
    "segment",
]
