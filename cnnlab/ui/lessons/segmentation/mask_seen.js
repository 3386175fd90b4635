// The part of the picture that the network's output at a pixel depends on.

import { placeFrame } from "../../widgets/dom.js";
import { neighbours } from "../../widgets/interpolation.js";
import { filled } from "../../widgets/text.js";

// [[top, bottom], [left, right]] as shares (0 to 1) of the picture's height and width: what the cells see that the
// pixel's values are interpolated between. `seen` has the cells of the input, (first, end), for each row and column.
export function partSeen({ input, rows, columns }, pixel, size) {
  return [rows, columns].map((cells, axis) => {
    const [first, second, share] = neighbours((pixel[axis] + 0.5) / size[axis], cells.length);
    const [start, end] = cells[first];
    const [otherStart, otherEnd] = share ? cells[second] : cells[first];
    return [Math.min(start, otherStart) / input[axis], Math.max(end, otherEnd) / input[axis]];
  });
}

// Place the frame of a plate around that part; with no pixel, or where nothing is known, there is none.
export function placeSeen(frame, seen, pixel, size) {
  frame.hidden = !pixel || !seen;
  if (frame.hidden) return;
  const [[top, bottom], [left, right]] = partSeen(seen, pixel, size);
  placeFrame(frame, { row: top, column: left, height: bottom - top, width: right - left }, 1, 1);
}

// Its size in words, in pixels of the picture.
export function seenInWords(seen, pixel, size, words) {
  if (!pixel || !seen) return "";
  const part = partSeen(seen, pixel, size);
  if (part.every(([start, end]) => start === 0 && end === 1)) return words.seesAll;
  const [height, width] = part.map(([start, end], axis) => Math.round((end - start) * size[axis]).toLocaleString("en"));
  return filled(words.sees, { height, width });
}
