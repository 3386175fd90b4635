// A chip for each channel that is read, with what it adds to the sum.

import { create } from "../dom.js";
import { filled, written } from "../text.js";
import { take } from "./show.js";

const MOST_CHIPS = 128;

export function showChips(state, { parts }) {
  if (parts.length === 1) {
    state.chips.replaceChildren();
    return;
  }
  const most = parts.reduce((largest, part) => (Math.abs(part.sum) > Math.abs(largest.sum) ? part : largest));
  const chips = parts.slice(0, MOST_CHIPS).map((part, index) => {
    const chip = create("button", "chip", chipText(state, part, index));
    chip.type = "button";
    chip.dataset.sum = part.sum;
    chip.classList.toggle("most", part === most);
    chip.setAttribute("aria-pressed", index === state.part);
    chip.onclick = () => take(state, index);
    return chip;
  });
  state.chips.replaceChildren(...chips);
}

export function chipText({ data, words }, part, index) {
  const [template, channel] = data.pointwise ? [words.stage, index] : [words.channel, part.channel];
  return `${filled(template, { channel: channel + 1 })}: ${written(part.sum, data.decimals)}`;
}
