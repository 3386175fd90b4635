"""Requests to the engine and their answers, each typed once: what pages send, and what tasks receive and return.

A new task is a request class here and a function in `cnnlab/engine/tasks/`.
"""

from cnnlab.core.requests.architecture import (
    BatchStatistics,
    EffectiveField,
    FindEffectiveFields,
    Initializer,
    LayerTimes,
    MeasureDepth,
    MeasureTimes,
    Nonlinearity,
    NormalizeBatches,
    SizesByDepth,
)
from cnnlab.core.requests.augmentation import Augment, AugmentedBatch, AugmentedPredictions, PredictAugmented
from cnnlab.core.requests.device import Device, DeviceReport, ReportDevice
from cnnlab.core.requests.grad_cam import Classify, Explain, Explanation, LayerPath, Scores
from cnnlab.core.requests.layers import ComputeOutputs, LayerOutputs, LayerWeights, ReadWeights
from cnnlab.core.requests.request import AnswerT, Request
from cnnlab.core.requests.segmentation import (
    ExplainRegion,
    RegionExplanation,
    RegionMethod,
    SegmentationStages,
    SegmentAugmented,
    Segmented,
    SegmentedPictures,
    SegmentedVersions,
    SegmentPicture,
    SegmentPictures,
    SegmentWithoutSkips,
    Stage,
    Unreadable,
)
from cnnlab.core.requests.transfer import (
    FeaturePlane,
    JudgedPhotographs,
    JudgedPicture,
    JudgePhotographs,
    JudgePicture,
    ProjectFeatures,
    TrainHead,
)

__all__ = [
    "AnswerT",
    "Augment",
    "AugmentedBatch",
    "AugmentedPredictions",
    "BatchStatistics",
    "Classify",
    "ComputeOutputs",
    "Device",
    "DeviceReport",
    "EffectiveField",
    "Explain",
    "ExplainRegion",
    "Explanation",
    "FeaturePlane",
    "FindEffectiveFields",
    "Initializer",
    "JudgePhotographs",
    "JudgePicture",
    "JudgedPhotographs",
    "JudgedPicture",
    "LayerOutputs",
    "LayerPath",
    "LayerTimes",
    "LayerWeights",
    "MeasureDepth",
    "MeasureTimes",
    "Nonlinearity",
    "NormalizeBatches",
    "PredictAugmented",
    "ProjectFeatures",
    "ReadWeights",
    "RegionExplanation",
    "RegionMethod",
    "ReportDevice",
    "Request",
    "Scores",
    "SegmentAugmented",
    "SegmentPicture",
    "SegmentPictures",
    "SegmentWithoutSkips",
    "SegmentationStages",
    "Segmented",
    "SegmentedPictures",
    "SegmentedVersions",
    "SizesByDepth",
    "Stage",
    "TrainHead",
    "Unreadable",
]
