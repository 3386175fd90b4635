// How one pixel of a filtered photograph comes about: the window, times the kernel, whose numbers can be changed, makes
// products, which are added.

import { signedStyle } from "../../widgets/colour.js";
import { create } from "../../widgets/dom.js";
import {
  canBeRounded,
  figureOf,
  gridOf,
  lengthsOf,
  reachOf,
  roomySide,
  styleOf,
  typeScale,
} from "../../widgets/stepper/grid.js";
import { filled, written } from "../../widgets/text.js";

const SIDES = [26, 44]; // pixels of a cell: the least and the most
const FINGER = 40; // pixels of a cell that a finger has to hit
const SIGNS = 48; // pixels that the signs between three grids take, with the grids' borders
const WINDOW = 0.43; // of the width that window and products share
const WRAPPED = 36; // pixels of a cell where the grids do not stand in one row
const TYPE = 14; // pixels
const LARGEST = 999; // of a weight, either sign
const [DECIMALS, WHOLE] = [2, 6]; // of a weight: shown, and while it is changed

// The three grids, for a kernel; `change(weights)` is called when a number has been changed.
export function calculationOf({ words, colours }, kernel, width, change) {
  const fieldSide = sideOfFields(kernel);
  const sides = sidesOf(width, kernel[0].length, fieldSide);
  const [window, products] = ["window", "products"].map((name) => create("div", name));
  const weights = figureOf(words.kernel, weightsOf(inputsOf(words, kernel, colours, change), fieldSide), "kernel");
  const element = create("div", "calculation");
  element.style.setProperty("--middle", `${(kernel.length * fieldSide) / 2}px`);
  element.append(window, create("div", "sign", "×"), weights, create("div", "sign", "="), products);
  return { element, window, products, sides, words, colours };
}

// Of the cells of the window and of the products, which are longer; wrapped lines have room for larger ones.
function sidesOf(width, columns, fieldSide) {
  const left = (width - SIGNS * typeScale()) / columns - fieldSide;
  const most = SIDES[1] * typeScale();
  if (left * WINDOW < SIDES[0])
    return [0, 0].map(() => Math.min(WRAPPED * typeScale(), Math.floor(width / columns) - 1));
  if (left / 2 >= WRAPPED) return [0, 0].map(() => Math.min(most, Math.floor(left / 2)));
  return [Math.floor(left * WINDOW), Math.min(WRAPPED * typeScale(), Math.floor(left * (1 - WINDOW)))];
}

// Room for the kernel's numbers, and for a finger.
function sideOfFields(kernel) {
  const isTouched = matchMedia("(pointer: coarse)").matches;
  const [length] = lengthsOf(kernel.flat(), DECIMALS);
  const legible = roomySide(length, TYPE, SIDES[0]);
  return Math.max(isTouched ? FINGER : 0, Math.min(SIDES[1], legible) * typeScale());
}

function weightsOf(inputs, side) {
  const grid = create("div", "grid weights");
  grid.style.gridTemplateColumns = `repeat(${inputs[0].length}, ${side}px)`;
  grid.style.setProperty("--side", `${side}px`);
  grid.append(...inputs.flat());
  return grid;
}

// A field for each weight. They stay while numbers are changed, so that the keyboard can go on to the next one.
function inputsOf(words, kernel, colours, change) {
  const weights = kernel.map((row) => [...row]);
  const inputs = weights.map((row, i) => row.map((_, j) => fieldOf(words, i, j)));
  const show = () => {
    const reach = reachOf(weights.flat());
    inputs.flat().forEach((input, at) => colour(input, weights.flat()[at], reach, colours));
  };
  inputs.forEach((row, i) =>
    row.forEach((input, j) => {
      input.value = written(weights[i][j], DECIMALS);
      input.title = written(weights[i][j], WHOLE);
      input.onchange = () => {
        const number = numberOf(input.value);
        input.setAttribute("aria-invalid", number === null);
        if (number === null) return;
        weights[i][j] = number;
        input.title = written(number, WHOLE);
        show();
        change(weights.map((cells) => [...cells]));
      };
    }),
  );
  show();
  return inputs;
}

function fieldOf(words, i, j) {
  const input = Object.assign(create("input", "cell"), { type: "text", autocomplete: "off" });
  input.setAttribute("aria-label", filled(words.weight, { row: i + 1, column: j + 1 }));
  input.onfocus = () => {
    input.value = input.title;
    input.select();
  };
  input.onblur = () => {
    if (numberOf(input.value) !== null) input.value = written(numberOf(input.value), DECIMALS);
  };
  return input;
}

function colour(input, weight, reach, colours) {
  const share = reach ? weight / reach : 0;
  Object.assign(input.style, signedStyle(colours, share));
}

// The number that was written, with a point or a comma; null where there is none in the range.
function numberOf(text) {
  const number = Number(text.replace(",", ".").replace("\u2212", "-"));
  return text.trim() !== "" && Number.isFinite(number) && Math.abs(number) <= LARGEST ? number : null;
}

// Show the terms of one pixel, in rows; `colourOf(term)` is the pixel's own colour in the photograph.
export function showTerms({ window, products, sides, words, colours }, terms, colourOf) {
  const values = terms.map((row) => row.map(({ value }) => value));
  window.replaceChildren(figureOf(words.window, gridWith(values, sides[0], colours), ""));
  const cells = window.querySelectorAll(".cell");
  terms.flat().forEach((term, at) => {
    if (!term.inside) cells[at].className += " outside";
    Object.assign(cells[at].style, term.inside ? colourOf(term) : { background: "", color: "" });
    cells[at].title = term.inside ? cells[at].title : words.outside;
  });
  const made = terms.map((row) => row.map(({ product }) => product));
  products.replaceChildren(figureOf(words.products, gridWith(made, sides[1], colours), ""));
}

function gridWith(values, side, colours) {
  const all = values.flat();
  const [whole, rounded] = lengthsOf(all);
  const style = styleOf(side, [whole, canBeRounded(all) ? rounded : whole], TYPE);
  const cells = values.map((row) => row.map((value) => ({ value, text: written(value), data: { value } })));
  return gridOf(cells, style, reachOf(all), colours);
}
