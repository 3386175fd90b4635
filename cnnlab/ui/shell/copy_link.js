// The button that copies the page's address, which holds its settings. One listener serves all runs of the page.
if (!window.cnnlabCopies) {
  window.cnnlabCopies = true;
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.(".copy-link button");
    if (!button) return;
    const { copy, copied } = button.dataset;
    const field = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(location.href);
    } catch {
      // Browsers allow it only over https or on the same machine: show the address, selected, instead.
      Object.assign(field, { value: location.href, hidden: false });
      field.select();
      return;
    }
    button.textContent = copied;
    setTimeout(() => {
      button.textContent = copy;
    }, 2000);
  });
}
