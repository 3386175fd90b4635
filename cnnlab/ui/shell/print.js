// Print what the Print button has opened, once everything has come: no run goes on, and none has begun for a second.
if (window.opener && !window.cnnlabPrints) {
  window.cnnlabPrints = true;
  const rest = 1000; // milliseconds
  let since = Date.now();
  const timer = setInterval(() => {
    if (!document.querySelector('.stApp[data-test-script-state="notRunning"]')) since = Date.now();
    if (Date.now() - since < rest) return;
    clearInterval(timer);
    window.print();
  }, 200);
}
