// The output hidden for predicting: its cells fill as the window passes, and the sum keeps its result to itself till then.

import { create } from "../dom.js";
import { written } from "../text.js";
import { build } from "./build.js";
import { fill, fitted } from "./grid.js";
import { lastSource } from "./math.js";

export const UNKNOWN = "?";

// While a transposed convolution spreads, its output fills in any case, unless the page's link hides it. What the link
// hides no button shows at once.
export function canHide({ data, spreading }) {
  return data.editable && !data.hidesOutput && !spreading;
}

export function addHideButton(place, state, text = state.words.hide) {
  const { words } = state;
  const button = Object.assign(create("button", "hide", text), { type: "button", title: words.hideHelp });
  button.setAttribute("aria-label", words.hide);
  button.setAttribute("aria-pressed", Boolean(state.hiding));
  button.onclick = () => {
    Object.assign(state, { hiding: !state.hiding, passed: new Set() });
    build(state);
  };
  place.append(button);
}

// The visitor has asked for the value of a cell.
export function pass(state, at) {
  state.passed?.add(String(at));
}

// The window leaves its cell; or an input cell has been spread, the last one for some cells of the output.
export function leaveCell(state) {
  const { data, at, spreading, from } = state;
  if (!state.hiding) return;
  if (!spreading) {
    pass(state, at);
    return;
  }
  state.mapGrid.cells.forEach((row, r) =>
    row.forEach((_cell, c) => lastSource(data, r, c, at[2]) === from && pass(state, [r, c, at[2]])),
  );
}

export function isHidden({ hiding, passed }, at) {
  return Boolean(hiding) && !passed.has(String(at));
}

// Empty the cells of the output that the window has not passed, and take the result out of the sum at `at`.
export function hide(state, at) {
  state.scene.classList.toggle("hiding", Boolean(state.hiding));
  if (!state.hiding) return;
  const { mapGrid, data, maps } = state;
  const filter = state.at[2];
  mapGrid.cells.forEach((row, r) =>
    row.forEach((cell, c) => {
      const place = [r, c, filter];
      if (isHidden(state, place)) {
        empty(cell, String(place) === String(at) ? UNKNOWN : "");
        return;
      }
      const value = maps[filter][r][c];
      const text = fitted({ value, text: written(value, data.decimals) }, state.styles.output);
      fill(cell, value, state.mapReach, data.colours, text);
    }),
  );
  if (isHidden(state, at)) hideResult(state);
}

// Without its value, which `text` may stand for.
export function empty(cell, text) {
  Object.assign(cell, { textContent: text, title: "" });
  Object.assign(cell.style, { background: "", color: "" });
}

function hideResult({ sum, scene }) {
  const [first, ...others] = sum.children;
  for (const line of others.slice(0, -1)) {
    if (line.dataset.hidden) line.textContent = line.dataset.hidden;
    else line.remove();
  }
  const isPart = others.some((line) => line.dataset.parts); // the first line's sum is that of one channel
  for (const text of [isPart ? null : first.lastChild, sum.lastElementChild.lastChild]) {
    if (text) text.textContent = `${text.textContent.split("=")[0]}= ${UNKNOWN}`;
  }
  for (const cell of scene.querySelectorAll(".winner, .lost")) cell.classList.remove("winner", "lost");
}
