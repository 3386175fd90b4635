// The sum as one would write it on a blackboard: the terms of a channel, if there is one, the channels, the bias, the
// activation.

import { create } from "../dom.js";
import { filled, written } from "../text.js";
import { UNKNOWN } from "./hiding.js";
import { MAX } from "./math.js";

const MOST_TERMS = 64; // with more, the grids alone show them
const MOST_CHANNELS = 8; // with more, their number is told

export function sumLines({ data, words, together, form }, step, part, at) {
  const number = (value) => written(value, data.decimals);
  if (together && form.total) return [answerLine(words, at, step, number)]; // the others are in channels.js
  const lines = data.kernels ? weightedLines(data, words, step, part, number) : poolLines(data, words, part, number);
  return [...lines, answerLine(words, at, step, number)];
}

function line(...children) {
  const element = create("span", "line");
  element.append(...children);
  return element;
}

function termsLine(...children) {
  const element = line(...children);
  element.classList.add("terms");
  return element;
}

function weightedLines(data, words, step, part, number) {
  const lines = [];
  if (part && part.terms.length <= MOST_TERMS) {
    const terms = part.terms.map((term, index) => termSpan(term, index, number));
    lines.push(termsLine(...joined(terms, " + "), ` =\u00a0${number(part.sum)}`));
  }
  if (step.parts.length > 1 || data.pointwise) {
    const name = data.pointwise ? words.pointwise : words.channels;
    const sum = `${name}: ${channelSum(data, words, step, number)}`;
    const added = line(`${sum} = ${number(step.total)}`);
    Object.assign(added.dataset, { parts: step.parts.length, hidden: `${sum} = ${UNKNOWN}` });
    lines.push(added);
  }
  if (data.bias) {
    const sign = step.bias < 0 ? "\u2212" : "+";
    const sum = `${number(step.total)} ${sign} ${number(Math.abs(step.bias))}`;
    const biased = line(`${words.bias}: ${sum} = ${number(step.before)}`);
    biased.dataset.hidden = `${words.bias}: ${UNKNOWN} ${sign} ${number(Math.abs(step.bias))} = ${UNKNOWN}`;
    lines.push(biased);
  }
  if (data.activation === "relu") {
    const isCut = step.before < 0;
    const before = create(isCut ? "s" : "span", "", number(step.before));
    lines.push(line("ReLU: max(0, ", before, `) = ${number(step.value)}`, isCut ? ` \u00b7 ${words.cut}` : ""));
  }
  return lines;
}

function channelSum({ pointwise }, words, { parts }, number) {
  if (parts.length > MOST_CHANNELS) return filled(words.sumOf, { count: parts.length });
  const shares = parts.map(({ sum, factor }) => (pointwise ? `${number(sum)}\u00d7${number(factor)}` : number(sum)));
  return shares.join(" + ");
}

function termSpan(term, index, number) {
  const { value, weight, product, y, x, inside } = term;
  const span = create("span", `term ${product === 0 ? "zero" : ""}`, `${number(value)}\u00d7${number(weight)}`);
  Object.assign(span.dataset, { term: index, value, weight, product, y, x, inside });
  return span;
}

function joined(spans, separator) {
  return spans.flatMap((span, index) => (index ? [separator, span] : [span]));
}

function answerLine(words, [row, column, filter], step, number) {
  const place = filled(words.outputAt, { row: row + 1, column: column + 1 });
  const element = create("span", "line answer", `${place} = ${number(step.value)}`);
  Object.assign(element.dataset, { total: step.total, before: step.before, value: step.value, row, column, filter });
  return element;
}

function poolLines(data, words, part, number) {
  const inside = part.terms.filter((term) => term.inside);
  const count = inside.length;
  const isMax = data.op === MAX;
  const spans = inside.map((term) => {
    const span = create("span", "term", number(term.value));
    const { value, y, x } = term;
    Object.assign(span.dataset, { term: part.terms.indexOf(term), value, y, x, inside: true });
    return span;
  });
  const listed = count <= MOST_TERMS ? joined(spans, isMax ? ", " : " + ") : [filled(words.sumOf, { count })];
  const lines = isMax
    ? [termsLine("max(", ...listed, `) = ${number(part.sum)}`)]
    : [termsLine("(", ...listed, `) / ${count} = ${number(part.added)} / ${count} = ${number(part.sum)}`)];
  const skipped = part.terms.length - count;
  if (skipped) lines.push(line(filled(words.skipped, { count: skipped })));
  if (isMax && count > 1) {
    const forgets = count === 2 ? words.forgetsOne : filled(words.forgets, { count: count - 1 });
    const ties = part.ties ? ` ${filled(words.ties, { count: part.ties + 1 })}` : "";
    lines.push(line(forgets + ties));
  }
  return lines;
}
