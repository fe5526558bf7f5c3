// Registers every listener before the first await, so that the event which woke this worker is not lost,
// and passes what it hears to the hub (WASM) in order.
import init, { Hub } from "./hub_wasm.js";
import { comeBack } from "./return.js";

const waiting = [];
let hub = null;
let lastPort = 0;

const tell = (method, ...what) => (hub ? hub[method](...what) : waiting.push([method, what]));

chrome.runtime.onConnect.addListener((port) => {
  const id = ++lastPort;
  tell("opened", id, port);
  port.onMessage.addListener((message) => tell("heard", id, message));
  port.onDisconnect.addListener(() => tell("closed", id));
});
chrome.commands.onCommand.addListener((name, tab) => tell("command", name, tab?.id));
chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === "install") chrome.tabs.create({ url: "pages.html#welcome" });
});

comeBack();
init({ module_or_path: "hub_wasm_bg.wasm" }).then(() => {
  hub = new Hub();
  for (const [method, what] of waiting.splice(0)) hub[method](...what);
});
