// A button for each bundled image.

import { addTo } from "../../widgets/dom.js";
import { coloured } from "../../widgets/map_paint.js";
import { unpack } from "../../widgets/packed.js";

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".strip");
  const { header, bytes } = unpack(data);
  const part = header.groups[0].parts[0];
  const pictures = coloured(part, bytes, header);
  const { activeElement } = root.getRootNode();
  const focused = root.contains(activeElement) ? activeElement.dataset.id : null;
  root.replaceChildren();
  header.ids.forEach((id, index) => {
    const button = addTo(root, "button", "piece");
    const canvas = addTo(button, "canvas");
    Object.assign(button, { type: "button", title: header.names[index] });
    button.dataset.id = id;
    button.setAttribute("aria-label", header.names[index]);
    button.setAttribute("aria-pressed", id === header.chosen);
    button.onclick = () => setTriggerValue("picked", { id, at: Date.now() });
    Object.assign(canvas, { width: part.columns, height: part.rows });
    canvas.getContext("2d").drawImage(pictures, 0, -index * part.rows);
    if (id === focused) button.focus({ preventScroll: true });
  });
}
