// Choosing a point or a box on a picture. A box is [top, left, bottom, right] in thousandths of the picture's sides.

const STEP = 20; // thousandths that an arrow key moves by
const FEW = 12; // a drag shorter than this in both directions is a tap

// The point at the middle of a box, as a box of its own.
export function middle([top, left, bottom, right]) {
  const point = [Math.round((top + bottom) / 2), Math.round((left + right) / 2)];
  return [...point, ...point];
}

// Put the mark where the box is: a frame, or a cross at its middle.
export function place({ mark, kind, box }) {
  const [top, left, bottom, right] = box;
  Object.assign(
    mark.style,
    kind === "box"
      ? { top: share(top), left: share(left), height: share(bottom - top), width: share(right - left) }
      : { top: share(top), left: share(left) },
  );
}

function share(thousandths) {
  return `${thousandths / 10}%`;
}

function thousandth(value) {
  return Math.round(Math.min(1000, Math.max(0, value)));
}

// A tap chooses a point; in a box a drag from one corner to the other.
export function pointer(state) {
  const { plate } = state;
  const under = (event) => {
    const bounds = plate.getBoundingClientRect();
    return [
      thousandth((1000 * (event.clientY - bounds.top)) / bounds.height),
      thousandth((1000 * (event.clientX - bounds.left)) / bounds.width),
    ];
  };
  let start = null;
  place(state);
  plate.onpointerdown = (event) => {
    if (event.button) return;
    start = under(event);
    if (state.kind === "box") plate.setPointerCapture(event.pointerId);
  };
  plate.onpointermove = (event) => {
    if (!start || state.kind !== "box") return;
    state.box = between(start, under(event));
    place(state);
  };
  plate.onpointerup = (event) => {
    if (!start) return;
    const end = under(event);
    const isTap = Math.hypot(end[0] - start[0], end[1] - start[1]) < FEW;
    if (state.kind === "box" ? !isTap : isTap || event.pointerType === "mouse") {
      state.box = state.kind === "box" ? between(start, end) : [...end, ...end];
      state.send(state.box);
    }
    start = null;
    place(state);
  };
  plate.onpointercancel = () => (start = null);
}

function between([y, x], [otherY, otherX]) {
  return [Math.min(y, otherY), Math.min(x, otherX), Math.max(y, otherY), Math.max(x, otherX)];
}

// Arrow keys move the mark, with Shift the lower right corner of a box; Enter or Space chooses it.
export function keyboard(state) {
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  state.plate.onkeydown = (event) => {
    if (event.key === "Enter" || event.key === " ") state.send(state.box);
    else if (moves[event.key]) state.box = moved(state, moves[event.key], event.shiftKey);
    else return;
    event.preventDefault();
    place(state);
  };
}

function moved({ kind, box: [top, left, bottom, right] }, [down, across], isCorner) {
  const [lower, further] = [thousandth(bottom + STEP * down), thousandth(right + STEP * across)];
  if (kind === "box" && isCorner) return [top, left, Math.max(top, lower), Math.max(left, further)];
  const [dy, dx] = [Math.max(lower - bottom, -top), Math.max(further - right, -left)];
  return [top + dy, left + dx, bottom + dy, right + dx];
}
