// Whether a lesson's figure is on the first screen together with what stands below it.

const BELOW = ".st-key-answer, .st-key-controls > :not(:has([data-testid='stExpander']))"; // what is folded does not count

// How many pixels of the figure, and of the answer and the controls if they stand below it, are below the window when
// the page is not scrolled; 0 or less if none, or if the stepper stands in another part of a page.
export function missingHeight(root) {
  const figure = (root.getRootNode().host ?? root).closest(".st-key-figure");
  if (!figure) return 0;
  const { bottom } = figure.getBoundingClientRect();
  const boxes = [...document.querySelectorAll(BELOW)].map((part) => part.getBoundingClientRect());
  const lowest = Math.max(bottom, ...boxes.filter(({ top }) => top >= bottom).map((box) => box.bottom));
  const { scrollTop } = document.querySelector(".stMain");
  return Math.ceil(lowest + scrollTop - document.documentElement.clientHeight);
}
