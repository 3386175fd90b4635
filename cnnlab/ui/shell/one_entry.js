// Going to a page is one entry in the browser's history. The link makes it; when the session still holds settings of the
// page, its first run puts them into the address, which would make another. On a busy machine these can come first, while
// the address still has the path of the page that is left.
if (!window.cnnlabPushes) {
  window.cnnlabPushes = history.pushState.bind(history);
  let [going, arrived] = ["", ""]; // paths of a page: from the click on its link, and until the visitor acts on it
  let isEarly = false; // whether the last entry is that of the page to come, with the path of the one before
  for (const kind of ["pointerdown", "keydown", "input"]) {
    window.addEventListener(kind, () => ([going, arrived, isEarly] = ["", "", false]), true);
  }
  window.addEventListener("click", ({ target }) => (going = target.closest?.("a[href]")?.pathname ?? ""), true);
  history.pushState = (state, title, address) => {
    const { pathname } = location;
    const next = new URL(address ?? "", location.href).pathname;
    if (next === arrived || isEarly) history.replaceState(state, title, address);
    else window.cnnlabPushes(state, title, address);
    isEarly = going !== "" && next !== going && next === pathname;
    if (next !== pathname) arrived = next;
    if (next === going) going = "";
  };
}
