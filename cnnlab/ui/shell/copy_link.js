// The buttons that copy the page's address, which holds its settings, and open it for paper (print.js). One listener
// serves all runs of the page.
if (!window.cnnlabCopies) {
  window.cnnlabCopies = true;
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.(".copy-link button");
    if (!button) return;
    if (button.matches(".print")) {
      const address = new URL(location.href);
      address.searchParams.set("print", "1");
      window.open(address);
      return;
    }
    const { copy, copied, hide } = button.dataset;
    const address = new URL(location.href);
    if (hide) address.searchParams.set("hide", hide);
    const text = hide ? address.href : location.href;
    const field = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Browsers allow it only over https or on the same machine: show the address, selected, instead.
      Object.assign(field, { value: text, hidden: false });
      field.select();
      return;
    }
    button.textContent = copied;
    setTimeout(() => {
      button.textContent = copy;
    }, 2000);
  });
}
