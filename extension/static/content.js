// Puts the overlay's frame into a meeting page and keeps it where the hub says. It knows nothing of what the
// frame shows: the page's scripts share this document and must not find anything in it.
(() => {
  // Put in twice, when the extension was installed while the page was still loading.
  if (globalThis.convoallyPanel) return;
  globalThis.convoallyPanel = true;
  const EDGE = 8;
  let chord = true; // Alt+Shift+A is ours here
  let frame = null; // { host, overlay, port, floating, placed, guarded } while one is in the page

  // Epoch milliseconds, finer than Date.now().
  const now = () => performance.timeOrigin + performance.now();

  const style = (element, properties) => {
    for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value, "important");
  };

  const size = () => ({ width: document.documentElement.clientWidth || innerWidth, height: innerHeight });

  const say = (message) => frame?.port.postMessage(JSON.stringify(message));

  // Whatever the hub says, all of it stays within the window, also while that is being made smaller.
  const place = ({ left, top, width, height, opacity, hidden }) => {
    frame.place = { left, top, width, height, opacity, hidden };
    style(frame.host, {
      display: hidden || frame.floating ? "none" : "block",
      width: `${width}px`,
      height: `${height}px`,
      left: `max(${EDGE}px, min(${left}px, 100vw - ${width + EDGE}px))`,
      top: `max(${EDGE}px, min(${top}px, 100vh - ${height + EDGE}px))`,
      opacity: `${opacity / 100}`,
    });
    frame.placed = frame.host.style.cssText;
  };

  // What fills the screen covers everything but the top layer, in which a popover is, and lets nothing outside of itself be
  // used: the panel goes into it, but for what shows no elements in it.
  const home = () => {
    const full = document.fullscreenElement;
    const takesNone = "video, audio, canvas, img, iframe, embed, object";
    return full && !full.matches(takesNone) ? full : document.documentElement;
  };

  const followFullscreen = () => {
    if (!frame) return;
    const { host } = frame;
    const parent = home();
    // Shown anew, it is above what fills the screen now.
    if (host.matches(":popover-open")) host.hidePopover();
    if (host.parentNode !== parent) {
      if (!parent.moveBefore || !host.isConnected) return again();
      parent.moveBefore(host, null);
      frame.guarded.watch(parent);
    }
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
        say("driven_out");
        remove();
      },
    });

  const remove = () => {
    frame?.guarded?.release();
    frame?.floating?.close();
    frame?.host.remove();
    frame?.port.disconnect();
    frame = null;
  };

  // A frame that claims the token, in a closed shadow root of an element of its own.
  const framed = (inDocument, token) => {
    const host = inDocument.createElement("div");
    style(host, {
      all: "initial", position: "fixed", margin: "0", padding: "0", border: "0", background: "none",
      overflow: "hidden", "z-index": "2147483647", "color-scheme": "light dark",
    });
    const overlay = inDocument.createElement("iframe");
    overlay.title = "ConvoAlly";
    overlay.src = chrome.runtime.getURL(`overlay.html#${token}.${now()}`);
    // The frame's and its document's color-scheme must be equal, or its corners turn opaque.
    style(overlay, { border: "0", width: "100%", height: "100%", display: "block", "color-scheme": "light dark" });
    host.attachShadow({ mode: "closed" }).append(overlay);
    return { host, overlay };
  };

  const again = () => {
    remove();
    inject();
  };

  const inject = () => {
    const token = crypto.randomUUID();
    const { host, overlay } = framed(document, token);
    const port = chrome.runtime.connect({ name: "page" });
    frame = { host, overlay, port, floating: null };
    say({ announce: { token, own_window: false, window: size() } });

    style(host, { "max-width": `calc(100vw - ${2 * EDGE}px)`, "max-height": `calc(100vh - ${2 * EDGE}px)` });
    const width = Math.min(376, Math.max(280, size().width / 2 - 2 * EDGE));
    // Out of sight until the frame says where it stands: it may not want to be seen in this page at all.
    place({ left: size().width, top: EDGE, width, height: 64, opacity: 0, hidden: false });
    home().append(host);
    frame.guarded = guard(host);
    // Moved by a browser that cannot do so without loading it anew, it has a token that is used up.
    const loadedAgain = () => frame?.host === host && again();
    overlay.addEventListener("load", () => overlay.addEventListener("load", loadedAgain), { once: true });
    followFullscreen();

    port.onMessage.addListener((text) => {
      if (frame?.port !== port) return;
      const message = JSON.parse(text);
      if (message.place) place(message.place);
      if (message === "own_window") float();
      if (message === "focus") overlay.focus();
      if ("chord" in Object(message)) chord = message.chord;
    });
    port.onDisconnect.addListener(() => {
      if (frame?.port !== port) return;
      remove();
      // The worker was restarted: begin anew. After an update or removal of the extension, its id is gone, and
      // with it our right to be here.
      if (chrome.runtime?.id) setTimeout(inject, 250);
    });
  };

  // Another frame in a window that floats over others. This one is out of sight until that window is closed. The
  // browser opens it while the user presses something, which a press in the frame is.
  const float = async () => {
    const home = frame;
    let floating = null;
    try {
      floating = await documentPictureInPicture.requestWindow({ width: 392, height: 640 });
    } catch (error) {
      console.warn("no window of its own:", error);
      return say("no_window");
    }
    if (frame !== home) return floating.close();
    const token = crypto.randomUUID();
    say({ announce: { token, own_window: true, window: size() } });
    const { host } = framed(floating.document, token);
    style(host, { inset: "0" });
    floating.document.documentElement.append(host);
    home.floating = floating;
    place(home.place);
    // Whatever the page does to it over there, the panel comes back here.
    const placed = host.style.cssText;
    const close = () => floating.close();
    const guarded = convoallyGuard(host, { placed: () => placed, removed: close, drivenOut: close });
    floating.addEventListener("pagehide", () => {
      guarded.release();
      home.floating = null;
      if (frame === home) place(home.place);
    });
  };

  // Chromium gives Alt+Shift+A to no extension. The page cannot make a trusted key press.
  const pressed = (event) => {
    const meant = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && event.code === "KeyA";
    if (!frame || !chord || !meant || !event.isTrusted || event.repeat) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("answer_now");
  };

  // Firefox ends a copy of this that is updated or loaded anew without a word to it, and leaves its panel in the page.
  const removeOrphans = () => {
    const open = chrome.dom?.openOrClosedShadowRoot ?? ((host) => host.openOrClosedShadowRoot);
    for (const host of document.querySelectorAll("html > div, :fullscreen > div")) {
      const frame = open(host)?.querySelector("iframe");
      if (frame?.src.startsWith(chrome.runtime.getURL("overlay.html"))) host.remove();
    }
  };

  addEventListener("keydown", pressed, true);
  addEventListener("resize", () => say({ window: size() }));
  document.addEventListener("fullscreenchange", followFullscreen);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && say("shown"));
  // Ports do not survive the back/forward cache.
  addEventListener("pagehide", (event) => event.persisted && remove());
  addEventListener("pageshow", (event) => event.persisted && !frame && inject());
  removeOrphans();
  inject();
})();
