// Elements and events: what the scripts of all components share.

export function create(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// The same, as the last child of `parent`.
export function addTo(parent, tag, className, text) {
  const element = create(tag, className, text);
  parent.append(element);
  return element;
}

// Tell screen readers that an element is a picture, and of what.
export function describeImage(element, label) {
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
}

// Draw now and whenever the width changes by at least `step` pixels. There is one observer for each root, that of the
// last call. Returns a function that stops only the one of this call: it may be called after the next call.
export function drawAtEveryWidth(root, draw, step = 2) {
  const drawNow = () => {
    root.drawnWidth = root.clientWidth;
    draw();
  };
  root.observer?.disconnect();
  drawNow();
  const observer = new ResizeObserver(() => {
    if (Math.abs(root.clientWidth - root.drawnWidth) >= step) drawNow();
  });
  observer.observe(root);
  root.observer = observer;
  return () => observer.disconnect();
}

// Scroll a component into view after a click on a "Try this" button, which on a phone is far below it.
export function scrollWhenTried(root, tried) {
  if (root.tried !== undefined && root.tried !== tried) {
    const isTall = root.offsetHeight > window.innerHeight;
    root.style.scrollMarginTop = "5rem"; // below the page's own buttons
    root.scrollIntoView({ block: isTall ? "start" : "nearest" }); // of a tall figure the beginning
  }
  root.tried = tried;
}

// The index of the cell at `share` (0 to 1) of a line of `count` cells.
export function indexAt(share, count) {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}

// The row and column of the cell under the pointer, in an element that `rows` x `columns` cells fill.
export function cellUnder(event, element, rows, columns) {
  const box = element.getBoundingClientRect();
  return {
    row: indexAt((event.clientY - box.top) / box.height, rows),
    column: indexAt((event.clientX - box.left) / box.width, columns),
  };
}

// Place `frame` over cells of an element that `rows` x `columns` cells fill.
export function placeFrame(frame, { row, column, height = 1, width = 1 }, rows, columns) {
  Object.assign(frame.style, {
    top: `${(100 * row) / rows}%`,
    left: `${(100 * column) / columns}%`,
    height: `${(100 * height) / rows}%`,
    width: `${(100 * width) / columns}%`,
  });
}
