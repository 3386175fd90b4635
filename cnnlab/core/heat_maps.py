"""The methods that make a heat map of a picture: what each computes, where it comes from, and when it misleads."""

from dataclasses import dataclass
from typing import Literal

from cnnlab.core.errors import N_


@dataclass(frozen=True)
class Method:
    """A method that explains a classifier.

    `at` says where it works: a map of a "layer" has one value for each of its cells, one of "pixels" one for each
    pixel, or for each square of them. `slow` ones take many passes through the network. `idea` and `misleads` are one
    sentence each, in English, marked for translation.
    """

    id: str
    title: str
    at: Literal["layer", "pixels"]
    source: str
    idea: str
    misleads: str
    slow: bool = False
    shows: Literal["evidence", "activity", "sensitivity"] = "evidence"

    @property
    def fusible(self) -> bool:
        """Whether maps of several layers can be fused into one."""
        return self.at == "layer" and not self.slow


METHODS = (
    Method(
        "grad-cam",
        N_("Grad-CAM"),
        "layer",
        "Selvaraju et al. 2017, arXiv:1610.02391",
        N_("Each feature map counts by its mean gradient; the sum is cut at 0."),
        N_("It averages gradients over the whole map: at early layers it can mark places that the class does not use."),
    ),
    Method(
        "grad-cam++",
        N_("Grad-CAM++"),
        "layer",
        "Chattopadhay et al. 2018, arXiv:1710.11063",
        N_("As Grad-CAM, but positive gradients only, weighted so that small objects count as much as large ones."),
        N_("Falling gradients are dropped, so that evidence against the class may be shown as evidence for it."),
    ),
    Method(
        "hirescam",
        N_("HiResCAM"),
        "layer",
        "Draelos, Carin 2020, arXiv:2011.08891",
        N_("Each cell counts by its own gradient: gradient × value, summed over the feature maps."),
        N_("At early layers single cells flicker. Before global average pooling it is the same as Grad-CAM."),
    ),
    Method(
        "layercam",
        N_("LayerCAM"),
        "layer",
        "Jiang et al. 2021, IEEE TIP 30",
        N_("Each cell counts by its own gradient where that is positive, which keeps early layers sharp."),
        N_(
            "It drops every negative gradient, so it tends to mark edges everywhere and hardly differs between classes."
        ),
    ),
    Method(
        "eigen-cam",
        N_("Eigen-CAM"),
        "layer",
        "Muhammad, Yeasin 2020, arXiv:2008.00299",
        N_("The direction in which the feature maps are strongest, whatever the class."),
        N_(
            "It does not depend on the class: a cat and a cup get the same map, showing only where the layer is active."
        ),
        shows="activity",
    ),
    Method(
        "finer-cam",
        N_("Finer-CAM"),
        "layer",
        "Zhang et al. 2025, arXiv:2501.11309",
        N_("Grad-CAM of the class's score minus that of its nearest neighbours: why this class and not a similar one."),
        N_("What a class shares with its neighbours vanishes: most of the animal may stay dark, but for an ear."),
    ),
    Method(
        "smooth-grad-cam++",
        N_("Smooth Grad-CAM++"),
        "layer",
        "Omeiza et al. 2019, arXiv:1908.01224",
        N_("Grad-CAM++ with the gradients averaged over noisy copies of the picture."),
        N_("The noise changes what the network sees; if the answer changes with it, the map explains another answer."),
        slow=True,
    ),
    Method(
        "score-cam",
        N_("Score-CAM"),
        "layer",
        "Wang et al. 2020, arXiv:1910.01279",
        N_("Each feature map becomes a mask; it counts by the score of the picture that it masks. No gradients."),
        N_("Masked pictures look like none that the network was trained on, and every weight is positive."),
        slow=True,
    ),
    Method(
        "ablation-cam",
        N_("Ablation-CAM"),
        "layer",
        "Desai, Ramaswamy 2020, WACV",
        N_("Each feature map counts by how far the score falls when it is set to 0. No gradients."),
        N_("Feature maps that stand in for one another count too little: without one, the others do its work."),
        slow=True,
    ),
    Method(
        "integrated-gradients",
        N_("Integrated gradients"),
        "pixels",
        "Sundararajan et al. 2017, arXiv:1703.01365",
        N_("Gradients from a black picture to this one: they add up to the difference between the two scores."),
        N_("The path starts at black, so black pixels get 0, however important they are."),
        slow=True,
    ),
    Method(
        "occlusion",
        N_("Occlusion"),
        "pixels",
        "Zeiler, Fergus 2014, arXiv:1311.2901",
        N_("How far the score falls when a square of the picture is covered with its mean colour."),
        N_(
            "If two places show the same thing, covering one at a time finds neither; and the covered square is itself "
            "something to see."
        ),
        slow=True,
    ),
    Method(
        "rise",
        N_("RISE"),
        "pixels",
        "Petsiuk et al. 2018, arXiv:1806.07421",
        N_("The mean of random masks, each counted by the probability that the masked picture gets."),
        N_("It is a random estimate: with few masks, blotches far from the object are noise."),
        slow=True,
    ),
    Method(
        "smoothgrad",
        N_("SmoothGrad"),
        "pixels",
        "Smilkov et al. 2017, arXiv:1706.03825",
        N_(
            "The gradient of the score with respect to each pixel, averaged over noisy copies of the picture; its size "
            "is shown."
        ),
        N_("It shows where the score is sensitive, not what speaks for the class: sign and direction are lost."),
        slow=True,
        shows="sensitivity",
    ),
    Method(
        "guided-backprop",
        N_("Guided backpropagation"),
        "pixels",
        "Springenberg et al. 2015, arXiv:1412.6806",
        N_(
            "The gradient with respect to each pixel, passed back through each ReLU only where it is positive; its "
            "size is shown."
        ),
        N_("It draws the picture's edges for almost any class, even with the higher layers' weights made random."),
        shows="sensitivity",
    ),
)
BY_ID = {method.id: method for method in METHODS}
DEFAULT = METHODS[0].id
FUSING = "+"  # between the names of layers whose maps are fused
