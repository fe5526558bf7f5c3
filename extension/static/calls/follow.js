// Tells the hub what the page says of its call, by a port of its own, and comes back when the worker was restarted. It
// remembers which session followed the call: the worker does not outlive itself.
(() => {
  // See content.js.
  if (globalThis.convoallyFollow) return;
  globalThis.convoallyFollow = true;
  let port = null;
  let session = null;
  let seen = null;

  const say = (message) => port?.postMessage(JSON.stringify(message));

  const open = () => {
    const mine = chrome.runtime.connect({ name: "call" });
    port = mine;
    if (session) say({ listened: session });
    if (seen) say({ seen });
    mine.onMessage.addListener((text) => (session = JSON.parse(text).follows));
    mine.onDisconnect.addListener(() => {
      if (port !== mine) return;
      port = null;
      // After an update or removal of the extension another script is in the page, or none should be.
      if (chrome.runtime?.id) setTimeout(open, 250);
      else stop();
    });
  };

  open();
  const stop = globalThis.convoallyWatchCall((call) => {
    seen = call;
    say({ seen });
  });

  // Ports do not survive the back/forward cache.
  addEventListener("pagehide", (event) => {
    if (!event.persisted) return;
    port?.disconnect();
    port = null;
  });
  addEventListener("pageshow", (event) => event.persisted && !port && open());
})();
