// Watches what the meeting page says of its call and of its microphone, and reports each change. Each site has a file of its
// own, which looks and nothing else; a page that none of them understands any more is reported as unknown.
globalThis.convoallyWatchCall = (report) => {
  // A busy page changes all the time; within this, milliseconds, looks are one.
  const TOGETHER = 200;
  const TITLE = 120;

  const site = globalThis.convoallyCalls.find(({ at }) => at.test(location.hostname));
  if (!site) return () => {};

  let told = "";
  let wasInCall = false;
  let waiting = 0;
  const watched = new WeakSet();
  const changes = new MutationObserver(() => soon());

  const pages = () => {
    const frames = site.frames ? [...document.querySelectorAll(site.frames)] : [];
    return [document, ...frames.map((frame) => frame.contentDocument).filter((page) => page?.documentElement)];
  };

  const watch = (page) => {
    if (watched.has(page)) return;
    watched.add(page);
    changes.observe(page, { subtree: true, childList: true, attributeFilter: site.changes });
  };

  const look = () => {
    waiting = 0;
    const all = pages();
    all.forEach(watch);
    const seen = site.look(all);
    // What went away after a call was the call; where there was none yet, a page that shows nothing known is unknown.
    const in_call = seen.in_call ?? (wasInCall ? false : null);
    wasInCall ||= in_call === true;
    const title = (seen.title ?? "").trim().slice(0, TITLE);
    const elsewhere = !in_call && Boolean(site.elsewhere?.test(location.pathname));
    const call = { in_call, muted: in_call ? seen.muted : null, title: in_call ? title : "", elsewhere };
    const text = JSON.stringify(call);
    if (text === told) return;
    told = text;
    report(call);
  };

  const soon = () => (waiting ||= setTimeout(look, TOGETHER));

  // The document of a frame comes later than the frame.
  document.addEventListener("load", soon, true);
  look();
  return () => {
    clearTimeout(waiting);
    waiting = -1;
    changes.disconnect();
    document.removeEventListener("load", soon, true);
  };
};
