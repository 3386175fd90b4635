"""A Plotly figure that a page sends in every run: its values are encoded once."""

from typing import Any

import plotly.graph_objects as go


class SentAgain(go.Figure):
    """A figure whose `to_dict` returns the same dict each time; it is not changed after the first call.

    Streamlit calls `to_dict` in every run of a page, and for 200 arrays that costs the server about 12 ms.
    """

    _sent: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        if self._sent is None:
            self._sent = super().to_dict()
        return self._sent
