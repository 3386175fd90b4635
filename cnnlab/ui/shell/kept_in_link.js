// The language and presenter mode in the page's address, without an entry in the browser's history: going back is for
// pages and settings. An empty text takes a setting out.
window.cnnlabKeep = (settings) => {
  const address = new URL(location.href);
  for (const [key, value] of Object.entries(settings)) {
    if (value) address.searchParams.set(key, value);
    else address.searchParams.delete(key);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
};
