// On a phone the sections of a page are several screens below its figure. While they are, the bar at the top has a
// button that leads to them. One listener serves all runs of the page.
if (!window.cnnlabSections) {
  window.cnnlabSections = true;
  const phone = matchMedia("(max-width: 640px)");
  const sections = () => document.querySelector("[data-testid=stTabs]");
  const made = (bar) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "to-sections", hidden: true });
    button.addEventListener("click", () => {
      sections()?.scrollIntoView({ block: "start" });
      sections()?.querySelector("[role=tab][aria-selected=true]")?.focus({ preventScroll: true });
    });
    bar.append(button);
    return button;
  };
  const update = () => {
    const main = document.querySelector(".stMain");
    const bar = document.querySelector(".stAppHeader");
    const words = document.querySelector(".st-key-header [data-sections]")?.dataset.sections;
    if (!main || !bar || !words) return;
    const button = bar.querySelector(".to-sections") ?? made(bar);
    const isBelow = (sections()?.getBoundingClientRect().top ?? 0) > window.innerHeight;
    button.hidden = !phone.matches || !isBelow || main.scrollTop <= 24; // there is no bar before (menu.js)
    button.textContent = words;
  };
  document.addEventListener("scroll", update, { capture: true, passive: true });
  window.addEventListener("resize", update);
}
