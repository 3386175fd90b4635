// Going to a page is one entry in the browser's history. The link makes it; when the session still holds settings of the
// page, its first run puts them into the address, which would make another. On a busy machine these can come first, while
// the address still has the path of the page that is left.
//
// Streamlit tells a run the query that the run before has written, not what a figure has put into the address since. So
// where the server writes the same cell as the last time, the address keeps its own.
window.cnnlabCells ??= new Set(); // the settings that figures put there
if (!window.cnnlabPushes) {
  window.cnnlabPushes = history.pushState.bind(history);
  let [going, arrived] = ["", ""]; // paths of a page: from the click on its link, and until the visitor acts on it
  const written = Object.fromEntries(new URL(location.href).searchParams); // what the server wrote last
  let isEarly = false; // whether the last entry is that of the page to come, with the path of the one before
  for (const kind of ["pointerdown", "keydown", "input"]) {
    window.addEventListener(kind, () => ([going, arrived, isEarly] = ["", "", false]), true);
  }
  window.addEventListener("click", ({ target }) => (going = target.closest?.("a[href]")?.pathname ?? ""), true);
  history.pushState = (state, title, address) => {
    const { pathname } = location;
    const url = new URL(address ?? "", location.href);
    const next = url.pathname;
    for (const key of next === pathname ? window.cnnlabCells : []) {
      const [now, cell] = [new URL(location.href), url].map(({ searchParams }) => searchParams.get(key));
      if (now && cell === (written[key] ?? null)) url.searchParams.set(key, now);
      written[key] = cell;
    }
    if (next === arrived || isEarly) history.replaceState(state, title, url);
    else window.cnnlabPushes(state, title, url);
    isEarly = going !== "" && next !== going && next === pathname;
    if (next !== pathname) arrived = next;
    if (next === going) going = "";
  };
}
