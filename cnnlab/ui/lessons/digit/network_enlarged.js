// The map under the pointer, enlarged, and the button that leads to its calculation.

import { create } from "../../widgets/dom.js";
import { coloured } from "../../widgets/map_paint.js";

const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

const LARGE_SIDE = 144; // pixels of the picture and of the enlarged map

// Scrolls to the calculation of the opened number; on a phone that is far below.
export function buttonToSum({ words, sum }) {
  const button = create("button", "to-sum", `${words.toSum} \u2193`);
  button.type = "button";
  button.onclick = () =>
    document.querySelector(`.st-key-${sum}`)?.scrollIntoView({ behavior: isCalm.matches ? "instant" : "smooth" });
  return button;
}

export function paintLarge({ canvas }, group, index, { bytes, header }) {
  const part = group.parts[0];
  const context = canvas.getContext("2d");
  canvas.width = canvas.height = 2 * LARGE_SIDE;
  context.imageSmoothingEnabled = false;
  const source = coloured(part, bytes, header);
  context.drawImage(source, 0, index * part.rows, part.columns, part.rows, 0, 0, canvas.width, canvas.height);
}
