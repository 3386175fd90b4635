// The button that copies the page's address, which holds its settings. Listened to once, however often the page runs.
if (!window.cnnlabCopies) {
  window.cnnlabCopies = true;
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.(".copy-link button");
    if (!button) return;
    const { copy, copied } = button.dataset, field = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(location.href);
    } catch { // browsers open the clipboard only over https or on the same machine
      Object.assign(field, { value: location.href, hidden: false });
      field.select();
      return;
    }
    button.textContent = copied;
    setTimeout(() => { button.textContent = copy; }, 2000);
  });
}
