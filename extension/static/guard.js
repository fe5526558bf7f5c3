// Keeps the panel's element where it was put. The page shares the document: its scripts may remove the element or restyle it,
// by mistake (a page that builds itself anew) or on purpose. What it cannot do is to keep the user in the dark: the panel comes
// back, and where the page will not have it, the toolbar button says so.
globalThis.convoallyGuard = (() => {
  const MOST_REMOVALS = 3;
  const MOST_CHANGES = 30;
  const WITHIN = 60_000;
  const removals = [];
  const restored = [];

  // Whether it happened more often than that of late.
  const tooOften = (times, most) => {
    const now = performance.now();
    times.push(now);
    while (times[0] < now - WITHIN) times.shift();
    return times.length > most;
  };

  return (host, { placed, removed, drivenOut }) => {
    const look = () => {
      if (!host.isConnected) {
        release();
        return tooOften(removals, MOST_REMOVALS) ? drivenOut() : removed();
      }
      const strange = ["hidden", "inert", "class"].filter((name) => host.hasAttribute(name));
      if (host.style.cssText === placed() && !strange.length) return;
      // Two that undo each other's changes for ever would be the end of the tab.
      if (tooOften(restored, MOST_CHANGES)) {
        release();
        return drivenOut();
      }
      for (const name of strange) host.removeAttribute(name);
      host.style.cssText = placed();
    };
    const changes = new MutationObserver(look);
    const release = () => changes.disconnect();
    const watch = (parent) => changes.observe(parent, { childList: true });
    const { ownerDocument } = host;
    [ownerDocument, ownerDocument.documentElement, host.parentNode].forEach(watch);
    changes.observe(host, { attributes: true });
    return { release, watch };
  };
})();
