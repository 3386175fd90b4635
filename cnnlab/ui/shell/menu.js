// On a phone the menu lies on the page. It closes when a lesson is chosen in it; a tap beside it closes it and does
// nothing else. One listener for each kind of event serves all runs of the page.
if (!window.cnnlabMenu) {
  window.cnnlabMenu = true;
  const narrow = matchMedia("(max-width: 768px)"); // where Streamlit lays it over the page
  const close = () => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  let closing = false; // by the click that is on its way
  const tapped = (event) => {
    const menu = document.querySelector("[data-testid=stSidebar]");
    const isOpen = narrow.matches && menu && menu.getBoundingClientRect().right > 0;
    if (event.type === "pointerdown") closing = Boolean(isOpen) && !menu.contains(event.target);
    if (event.type === "click" && isOpen && event.target.closest?.("[data-testid=stSidebarNavLink]")) setTimeout(close);
    if (!closing || !event.isTrusted) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type !== "click") return;
    closing = false;
    close();
  };
  for (const kind of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
    window.addEventListener(kind, tapped, true);
  }
  // Its button then lies on what scrolls below it, and gets a bar (style.css).
  const scrolled = ({ target }) => {
    if (!target.matches?.(".stMain")) return;
    document.documentElement.toggleAttribute("data-scrolled", target.scrollTop > 24);
  };
  document.addEventListener("scroll", scrolled, { capture: true, passive: true });
}
