// Notes when each piece of a text had been painted in this document: arguments[0] finds the element that shows it.
const find = arguments[0];
const seen = (window.seen = {});
const now = () => performance.timeOrigin + performance.now();
// A task that is posted while a frame is being made runs after that frame was rendered.
const afterRendering = (then) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    then(now());
    port1.close();
  };
  port2.postMessage(null);
};
new MutationObserver(() => {
  const text = [...document.querySelectorAll(find)].map((element) => element.textContent).join(" ");
  const fresh = [...text.matchAll(/p(\d{4})/g)].map((match) => match[1]).filter((piece) => !(piece in seen));
  for (const piece of fresh) seen[piece] = null;
  if (fresh.length) afterRendering((ms) => fresh.forEach((piece) => (seen[piece] = ms)));
}).observe(document.body, { subtree: true, childList: true, characterData: true });
