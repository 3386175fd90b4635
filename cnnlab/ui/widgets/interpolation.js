// Bilinear interpolation between the centres of cells. cnnlab/figures/heat.py does the same for downloads.

// The value of `cells` at a point, `down` and `across` being shares (0 to 1) of the height and the width.
export function interpolated(cells, down, across) {
  const [top, bottom, v] = neighbours(down, cells.length);
  const [left, right, h] = neighbours(across, cells[0].length);
  return (
    (1 - v) * ((1 - h) * cells[top][left] + h * cells[top][right]) +
    v * ((1 - h) * cells[bottom][left] + h * cells[bottom][right])
  );
}

// The two cells whose centres a point lies between, and its distance from the first.
export function neighbours(share, count) {
  const at = Math.max(share * count - 0.5, 0);
  const first = Math.floor(at);
  return [first, Math.min(first + 1, count - 1), at - first];
}
