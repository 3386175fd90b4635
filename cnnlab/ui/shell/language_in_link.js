// The language in the page's address, without an entry in the browser's history: going back is for pages and settings.
window.cnnlabKeepLanguage = (language) => {
  const address = new URL(location.href);
  if ((address.searchParams.get("lang") ?? "") === language) return;
  if (language) address.searchParams.set("lang", language);
  else address.searchParams.delete("lang");
  history.replaceState(history.state, "", address);
};
