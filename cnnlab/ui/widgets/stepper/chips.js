// A chip for each channel that is read, with what it adds to the sum; where all are seen at once, it is in their rows.

import { create } from "../dom.js";
import { filled, written } from "../text.js";
import { build } from "./build.js";
import { canBeTogether } from "./channels.js";
import { take } from "./show.js";

const MOST_CHIPS = 128;

export function showChips(state, { parts }) {
  if (parts.length === 1 || state.together) {
    state.chips.replaceChildren();
    return;
  }
  const most = parts.reduce((largest, part) => (Math.abs(part.sum) > Math.abs(largest.sum) ? part : largest));
  const chips = parts.slice(0, MOST_CHIPS).map((part, index) => {
    const chip = chipOf(chipText(state, part, index), index === state.part);
    chip.dataset.sum = part.sum;
    chip.classList.toggle("most", part === most);
    chip.onclick = () => takeAlone(state, index);
    return chip;
  });
  if (canBeTogether(state)) chips.unshift(chipOfAll(state));
  state.chips.replaceChildren(...chips);
}

function chipOf(text, isPressed) {
  const chip = create("button", "chip", text);
  chip.type = "button";
  chip.setAttribute("aria-pressed", isPressed);
  return chip;
}

function chipOfAll(state) {
  const chip = chipOf(state.words.all, false);
  chip.classList.add("all");
  chip.onclick = () => {
    Object.assign(state, { alone: false, part: 0 });
    build(state);
  };
  return chip;
}

export function takeAlone(state, index) {
  state.alone = true;
  if (!state.together) {
    take(state, index);
    return;
  }
  state.part = index;
  build(state);
}

export function chipText({ data, words }, part, index) {
  const [template, channel] = data.pointwise ? [words.stage, index] : [words.channel, part.channel];
  return `${filled(template, { channel: channel + 1 })}: ${written(part.sum, data.decimals)}`;
}
