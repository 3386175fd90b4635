// Room for what is longer in some steps than in others, so that nothing else moves while one steps.

import { addTo } from "../dom.js";
import { chipText } from "./chips.js";
import { range, stepAt } from "./math.js";
import { countOf } from "./position.js";
import { spreadLines } from "./spread.js";
import { sumLines } from "./sum.js";

const MOST_MEASURED = 24; // the longest texts

export function reserve(state) {
  const { data, chips, sum, spreading } = state;
  const indexes = range(countOf(state));
  sum.style.minHeight = "";
  if (spreading) {
    sum.style.minHeight = `${heightOf(
      state,
      indexes.map((index) => spreadLines(state, index)),
    )}px`;
    return;
  }
  const cells = indexes.map((index) => [Math.floor(index / data.out[1]), index % data.out[1], state.at[2]]);
  const steps = cells.map((cell) => stepAt(data, ...cell));
  const sums = steps.map((step, index) =>
    sumLines(state, step, state.together ? null : step.parts[state.part], cells[index]),
  );
  sum.style.minHeight = `${heightOf(state, sums)}px`;
  const texts = steps.flatMap(({ parts }) => parts.map((part, index) => chipText(state, part, index)));
  const chip = addTo(chips, "span", "chip most probe", longest(texts, (text) => text.length)[0]);
  chips.style.setProperty("--chip", `${Math.ceil(chip.getBoundingClientRect().width)}px`);
  chip.remove();
}

// The height of the tallest of some sums, each given by its lines.
function heightOf({ sum }, sums) {
  const probe = addTo(sum.parentElement, "div", "sum probe");
  probe.style.width = `${sum.offsetWidth}px`;
  const lengthOf = (lines) => lines.reduce((length, line) => length + line.textContent.length, 0);
  const heights = longest(sums, lengthOf).map((lines) => {
    probe.replaceChildren(...lines);
    return Math.ceil(probe.getBoundingClientRect().height);
  });
  probe.remove();
  return Math.max(...heights);
}

function longest(items, lengthOf) {
  const sorted = items.map((item) => [item, lengthOf(item)]).sort(([, one], [, other]) => other - one);
  return sorted.slice(0, MOST_MEASURED).map(([item]) => item);
}
