// The drawing in its window: panned, zoomed, moved through by the keyboard, saved as a file.

import { labelled, labelTimes } from "./network_labels.js";
import { laidOut } from "./network_layout.js";
import { inLines } from "./network_lines.js";
import { drawLayout, fillsOf, shape } from "./network_shapes.js";

const READABLE = 0.8; // the scale below which the whole network is not shown at first
const SMALLEST = 0.5; // the scale of what is shown at first, however high it is
const [CLOSEST, FARTHEST] = [3, 0.02];

export function drawNetwork(root) {
  const { state } = root;
  root.text = parseFloat(getComputedStyle(root).fontSize) / 14; // in presenter mode more than 1
  const layout = laidOut(state.data, state.open, root.isWhole, root.text);
  root.layout = root.isWhole ? inLines(layout, root.clientWidth, root.clientHeight) : layout;
  root.replaceChildren();
  const svg = shape(root, "svg", { tabindex: 0, role: "application", "aria-label": state.data.words.drawing });
  svg.dataset.at = "drawing";
  const all = shape(svg, "g", { class: "all" });
  root.drawn = drawLayout(all, root.layout, state, fillsOf(state, state.column));
  Object.assign(svg, {
    onpointerdown: (event) => grabbed(root, event),
    onpointermove: (event) => dragged(root, event),
    onpointerup: () => (root.grabbed = null),
    onpointercancel: () => (root.grabbed = null),
    onpointerover: (event) => under(event, root.onlit),
    onclick: (event) => clicked(root, event),
    onkeydown: (event) => pressed(root, event),
  });
  svg.addEventListener("wheel", (event) => wheeled(root, event), { passive: false });
  root.labels = undefined;
  if (!root.view) fitted(root);
  place(root);
}

// The whole network, laid out without its labels where its scale would be below `least` with them; or, if `readable` is
// wanted, its beginning.
export function fitted(root, readable = true, least = READABLE) {
  if (readable && root.isWhole) laidAnew(root, false);
  else if (!readable && !root.isWhole && wholeScale(root) < least) laidAnew(root, true);
  const { clientWidth: width, clientHeight: height, layout } = root;
  const whole = wholeScale(root);
  const high = Math.min(1, height / layout.height);
  const scale = readable && whole < READABLE ? Math.max(whole, high, SMALLEST) : whole;
  const isWide = scale * layout.width > width;
  const x = isWide ? -layout.left * scale : (width - layout.width * scale) / 2 - layout.left * scale;
  root.view = { scale, x, y: (height - layout.height * scale) / 2 - layout.top * scale };
  place(root);
}

function wholeScale({ clientWidth: width, clientHeight: height, layout }) {
  return Math.min(1.25, width / layout.width, height / layout.height);
}

function laidAnew(root, isWhole) {
  root.isWhole = isWhole;
  root.view ??= { scale: 1, x: 0, y: 0 };
  drawNetwork(root);
  if (root.lit !== undefined) lightNode(root, root.lit, false);
}

function place(root) {
  const { scale, x, y } = root.view;
  const all = root.querySelector(".all");
  all.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
  if (root.labels?.scale === scale && root.labels.lit === root.lit) return;
  root.labels = { scale, lit: root.lit };
  const times = labelTimes(scale, 14 * root.text);
  const first = Number(root.drawn.get(root.lit)?.dataset.node ?? -1);
  const isRoomy = times <= root.text && !root.isWhole;
  const found = isRoomy ? null : labelled(root.layout, first, scale, times, root.isWhole || root.alone);
  all.style.setProperty("--label", times);
  for (const { index } of root.layout.nodes) placeLabel(root.drawn.get(index), found?.get(index), found !== null);
}

// Show a label as `labelled` says; where it says nothing and not all are shown, hide it.
function placeLabel(group, found, chosen) {
  group.classList.toggle("bare", chosen && !found);
  group.classList.toggle("brief", found?.brief ?? false);
  const [x, y] = found?.shift ?? [0, 0];
  group.querySelector(".label").style.setProperty("--shift", `${x}px, ${y}px`);
}

// Zoom about a point of the window, by default its middle.
export function zoomed(root, factor, [atX, atY] = [root.clientWidth / 2, root.clientHeight / 2]) {
  const { view } = root;
  const scale = Math.min(CLOSEST, Math.max(FARTHEST, view.scale * factor));
  const by = scale / view.scale;
  root.view = { scale, x: atX - (atX - view.x) * by, y: atY - (atY - view.y) * by };
  place(root);
}

// Mark the node of the lit layer, and pan to it if `shown` and it is outside.
export function lightNode(root, index, shown) {
  root.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
  const group = root.drawn.get(index);
  if (!group) return;
  root.lit = index;
  group.classList.add("lit");
  if (group.nextElementSibling) group.parentNode.append(group); // its label above the boxes beside it
  const node = root.layout.nodes.find((one) => String(one.index) === group.dataset.node);
  if (!shown) {
    place(root);
    return;
  }
  const { scale, x, y } = root.view;
  const [left, right] = [node.x * scale + x, (node.x + node.width) * scale + x];
  const [top, bottom] = [node.y * scale + y, (node.y + node.height) * scale + y];
  if (left < 0 || right > root.clientWidth) root.view.x += root.clientWidth / 2 - (left + right) / 2;
  if (top < 0 || bottom > root.clientHeight) root.view.y += root.clientHeight / 2 - (top + bottom) / 2;
  place(root);
}

function under(event, then) {
  const found = event.target.closest("[data-node]");
  if (found) then(Number(found.dataset.node));
}

function clicked(root, event) {
  if (root.moved) return;
  const block = event.target.closest("[data-block]");
  if (block) root.onblock(Number(block.dataset.block));
  else under(event, root.onpicked);
}

function grabbed(root, event) {
  root.grabbed = [event.clientX, event.clientY];
  root.moved = false;
}

function dragged(root, event) {
  if (!root.grabbed) return;
  if (event.pointerType === "mouse" && event.buttons === 0) {
    root.grabbed = null;
    return;
  }
  const [byX, byY] = [event.clientX - root.grabbed[0], event.clientY - root.grabbed[1]];
  if (!root.moved && Math.hypot(byX, byY) < 4) return;
  if (!root.moved) event.currentTarget.setPointerCapture(event.pointerId);
  root.moved = true;
  root.view.x += byX;
  root.view.y += event.pointerType === "touch" ? 0 : byY; // a finger's way up and down scrolls the page
  root.grabbed = [event.clientX, event.clientY];
  place(root);
}

// With Ctrl, or two fingers on a touch pad, zoom; sideways, pan; up and down stays the page's own scrolling.
function wheeled(root, event) {
  if (event.ctrlKey || event.metaKey) {
    const box = root.getBoundingClientRect();
    zoomed(root, Math.exp(-event.deltaY / 300), [event.clientX - box.left, event.clientY - box.top]);
  } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    root.view.x -= event.deltaX;
    place(root);
  } else return;
  event.preventDefault();
}

function pressed(root, event) {
  const block = event.target.closest("[data-block]");
  if (block && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    root.onblock(Number(block.dataset.block));
    return;
  }
  const then = {
    ArrowRight: () => step(root, 1),
    ArrowLeft: () => step(root, -1),
    ArrowDown: () => beside(root, 1),
    ArrowUp: () => beside(root, -1),
    "+": () => zoomed(root, 1.25),
    "-": () => zoomed(root, 0.8),
    0: () => root.onwhole(),
  }[event.key];
  if (!then || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  then();
}

// To the next node, or the one before, in the order of computation.
function step(root, by) {
  const order = root.layout.nodes.map(({ index }) => index).sort((one, other) => one - other);
  const at = order.indexOf(current(root)?.index);
  root.onpicked(order[Math.min(order.length - 1, Math.max(0, at + by))]);
}

// To the nearest node above or below, in another branch.
function beside(root, by) {
  const from = current(root);
  if (!from) return;
  const others = root.layout.nodes.filter(({ x, y }) => Math.abs(x - from.x) < 60 && (y - from.y) * by > 1);
  const nearest = others.sort((one, other) => Math.abs(one.y - from.y) - Math.abs(other.y - from.y))[0];
  if (nearest) root.onpicked(nearest.index);
}

function current(root) {
  const lit = root.querySelector(".node.lit");
  return lit && root.layout.nodes.find(({ index }) => String(index) === lit.dataset.node);
}
