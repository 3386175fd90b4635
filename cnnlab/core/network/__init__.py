"""A Keras config read into a graph of layers, without TensorFlow or weights, and the table of its layers."""

from cnnlab.core.network.archive import read_keras_file
from cnnlab.core.network.graph import NetworkError
from cnnlab.core.network.reading import read
from cnnlab.core.network.rows import Row, Total, total
from cnnlab.core.network.seen import seen
from cnnlab.core.network.table import Network

__all__ = ["Network", "NetworkError", "Row", "Total", "read", "read_keras_file", "seen", "total"]
