// Puts the overlay's frame into a meeting page and keeps it where the hub says. It knows nothing of what the
// frame shows: the page's scripts share this document and must not find anything in it.
(() => {
  // Put in twice, when the extension was installed while the page was still loading.
  if (globalThis.convoallyPanel) return;
  globalThis.convoallyPanel = true;
  const EDGE = 8;
  let frame = null; // { host, port, placed, release } while one is in the page

  // Epoch milliseconds, finer than Date.now().
  const now = () => performance.timeOrigin + performance.now();

  const style = (element, properties) => {
    for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value, "important");
  };

  const place = ({ width, height, side, hidden }) => {
    style(frame.host, {
      display: hidden ? "none" : "block",
      width: `${width}px`,
      height: `${height}px`,
      left: side === "left" ? `${EDGE}px` : "auto",
      right: side === "left" ? "auto" : `${EDGE}px`,
    });
    frame.placed = frame.host.style.cssText;
  };

  // A fullscreen element covers everything but the top layer; a popover is in it.
  const followFullscreen = () => {
    if (!frame) return;
    const { host } = frame;
    if (host.matches(":popover-open")) host.hidePopover();
    host.popover = document.fullscreenElement ? "manual" : null;
    if (document.fullscreenElement) host.showPopover();
  };

  // The page may not take the panel away without the user's knowledge.
  const guard = (host) =>
    convoallyGuard(host, {
      placed: () => frame.placed,
      removed: () => {
        remove();
        setTimeout(inject, 250);
      },
      drivenOut: () => {
        frame.port.postMessage(JSON.stringify("driven_out"));
        remove();
      },
    });

  const remove = () => {
    frame?.release?.();
    frame?.host.remove();
    frame?.port.disconnect();
    frame = null;
  };

  const inject = () => {
    const injected = now();
    const token = crypto.randomUUID();
    const port = chrome.runtime.connect({ name: "page" });
    port.postMessage(JSON.stringify({ announce: { token } }));

    const host = document.createElement("div");
    style(host, {
      all: "initial", position: "fixed", top: `${EDGE}px`, bottom: "auto", margin: "0", padding: "0", border: "0",
      background: "none", overflow: "hidden", "z-index": "2147483647", "color-scheme": "light dark",
      // Never beyond the window, never as far as its middle.
      "max-width": `calc(50vw - ${2 * EDGE}px)`, "max-height": `calc(100vh - ${2 * EDGE}px)`,
    });
    const overlay = document.createElement("iframe");
    overlay.title = "ConvoAlly";
    overlay.src = chrome.runtime.getURL(`overlay.html#${token}.${injected}`);
    // The frame's and its document's color-scheme must be equal, or its corners turn opaque.
    style(overlay, { border: "0", width: "100%", height: "100%", display: "block", "color-scheme": "light dark" });
    host.attachShadow({ mode: "closed" }).append(overlay);

    frame = { host, port };
    place({ width: 376, height: 64, side: "right", hidden: false });
    document.documentElement.append(host);
    frame.release = guard(host);
    followFullscreen();

    port.onMessage.addListener((text) => {
      const message = JSON.parse(text);
      if (message.place && frame?.port === port) place(message.place);
    });
    port.onDisconnect.addListener(() => {
      if (frame?.port !== port) return;
      remove();
      // The worker was restarted: begin anew. After an update or removal of the extension, its id is gone, and
      // with it our right to be here.
      if (chrome.runtime?.id) setTimeout(inject, 250);
    });
  };

  // Chromium gives Alt+Shift+A to no extension. The page cannot make a trusted key press.
  const pressed = (event) => {
    const chord = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && event.code === "KeyA";
    if (!frame || !chord || !event.isTrusted || event.repeat) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    frame.port.postMessage(JSON.stringify("answer_now"));
  };

  addEventListener("keydown", pressed, true);
  document.addEventListener("fullscreenchange", followFullscreen);
  // Ports do not survive the back/forward cache.
  addEventListener("pagehide", (event) => event.persisted && remove());
  addEventListener("pageshow", (event) => event.persisted && !frame && inject());
  inject();
})();
