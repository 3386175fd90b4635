// A click on a "Try this" changes the figure, which may be above the screen. Figures that are components of this project
// show themselves (scrollWhenTried); this is for Plotly's, and for pictures that are HTML.
// One listener serves all runs of the page.
if (!window.cnnlabShowsFigure) {
  window.cnnlabShowsFigure = true;
  const show = ({ target }) => {
    if (!target.closest?.('[class*="_try"] button')) return;
    const figure = document.querySelector(".st-key-figure:has(.js-plotly-plot, .ascent)");
    if (!figure) return;
    figure.style.scrollMarginTop = "5rem"; // below the page's own buttons
    figure.scrollIntoView({ block: "nearest", behavior: "instant" }); // a new run of the page would end a smooth one
  };
  document.addEventListener("click", show, true); // before Streamlit replaces the button
}
