// Going to a page is one entry in the browser's history. The link makes it; when the session still holds settings of the
// page, its first run puts them into the address, which would make another.
if (!window.cnnlabPushes) {
  window.cnnlabPushes = history.pushState.bind(history);
  let arrived = ""; // the path of a page, until the visitor does something on it
  for (const kind of ["pointerdown", "keydown", "input"]) {
    window.addEventListener(kind, () => (arrived = ""), true);
  }
  history.pushState = (state, title, address) => {
    const { pathname } = location;
    const next = new URL(address ?? "", location.href).pathname;
    if (next === arrived) history.replaceState(state, title, address);
    else window.cnnlabPushes(state, title, address);
    if (next !== pathname) arrived = next;
  };
}
