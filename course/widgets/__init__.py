"""Figures that move: each is an ipywidget whose traits Python reads and sets, with its own script and style beside it."""

from course.widgets.backprop_steps import BackpropSteps
from course.widgets.cloud import DescentCloud
from course.widgets.corners import LibrarySlopes
from course.widgets.descent import Descent
from course.widgets.depth import LayerStack
from course.widgets.digit import DrawDigit
from course.widgets.flow import DeltaFlow
from course.widgets.mirror import MirrorNet
from course.widgets.round_trip import RoundTrip
from course.widgets.softplus import SoftplusNeurons
from course.widgets.tape import Tape
from course.widgets.vee import DifferenceV

__all__ = ["Descent", "SoftplusNeurons", "BackpropSteps", "DeltaFlow", "DrawDigit", "RoundTrip", "DifferenceV",
           "LayerStack", "Tape", "MirrorNet", "LibrarySlopes", "DescentCloud"]
