// The button that copies the page's address, which holds its settings.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".link");
  const button = root.querySelector("button"), field = root.querySelector("input");
  root.words = data.words;
  button.textContent = data.words.copy;
  field.setAttribute("aria-label", data.words.address);
  field.hidden = true;
  button.onclick = () => copy(root, button, field);
}

// Browsers let a page write to the clipboard only over https or on the same machine; elsewhere the address is shown.
async function copy(root, button, field) {
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    field.value = location.href;
    field.hidden = false;
    field.select();
    return;
  }
  button.textContent = root.words.copied;
  setTimeout(() => {
    button.textContent = root.words.copy;
  }, 2000);
}
