// Writing a number into a cell of the step-through grid; stepper.js stands after this file.

// A number is written into a cell: the browser works everything out again, and the server is told for link and code.
function edit(state, cell, kind, place, value) {
  const input = make("input");
  Object.assign(input, { type: "text", inputMode: "text", value });
  input.setAttribute("aria-label", state.words.edit);
  const done = (keep) => {
    input.onblur = null;
    const number = Number(input.value.replace(",", ".").replace("\u2212", "-"));
    const valid = keep && input.value.trim() !== "" && Number.isFinite(number) && Math.abs(number) <= 999;
    state.note.textContent = keep && !valid ? state.words.notNumber : state.words.editHelp;
    if (valid && number !== value) {
      const target = { i: state.data.input, k: state.data.kernels, p: state.data.pointwise }[kind];
      const last = place.pop();
      place.reduce((at, index) => at[index], target)[last] = number;
      state.edits = { ...state.edits, [[kind, ...place, last].join(".")]: number };
      state.send("edits", state.edits);
    }
    input.remove();
    if (valid) build(state);
    state.root.focus({ preventScroll: true });
  };
  input.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter") done(true);
    if (event.key === "Escape") done(false);
  };
  input.onblur = () => done(true);
  cell.append(input);
  input.focus();
  input.select();
}
