// Colours of numbers. Their scales come from cnnlab/figures/palette.py.

export const ACCENT = "#d55e00"; // what is chosen

// The style of a cell with a signed value from -1 to 1, by the colours of -1, 0 and 1 on a light and on a dark page.
export function signedStyle({ light, dark }, share) {
  const [onLight, onDark] = [mixed(light, share), mixed(dark, share)];
  return {
    background: `light-dark(rgb(${onLight}), rgb(${onDark}))`,
    color: `light-dark(${inkOn(onLight)}, ${inkOn(onDark)})`,
  };
}

// The colour of a signed value from -1 to 1, as red, green, blue, by those of -1, 0 and 1.
export function mixed([negative, zero, positive], share) {
  const end = share < 0 ? negative : positive;
  return zero.map((from, at) => Math.round(from + (end[at] - from) * Math.abs(share)));
}

// Black or white, whichever has more contrast: 4.5 at least. By WCAG's relative luminance.
export function inkOn(colour) {
  const [red, green, blue] = colour.map((level) => {
    const part = level / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

// The colour at `index` of a table of 256, which is a flat list of red, green, blue.
export function tableColour(table, index, alpha = 1) {
  return `rgba(${table.slice(3 * index, 3 * index + 3)}, ${alpha})`;
}

// Whether the page is dark. When that changes, the scripts of components run again.
export function isDark() {
  return getComputedStyle(document.querySelector(".stApp") ?? document.documentElement).colorScheme === "dark";
}
