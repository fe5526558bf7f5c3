// Starts the overlay (WASM) in its frame. The address holds the one-time token and the time of the injection; in the
// side panel, neither. The hub believes that it is the side panel because this script says so, which no page can change,
// and because the browser says that it is in no tab: a page that frames this document is refused for want of a token.
// The port is opened first, so that the hub wakes up while the WASM is compiled.
import init, { open_overlay } from "./overlay_wasm.js";

const frontTab = async () => (await import("./around.js")).frontTab();

const beside = window === window.top && location.hash === "#panel";
const [, token, injected] = location.hash.match(/^#([^.]*)\.(.*)$/) ?? [, "", performance.timeOrigin];
const { runtime } = chrome;
const port = beside
  ? runtime.connect({ name: `side panel ${await frontTab()}` })
  : runtime.connect({ name: "overlay" });
init({ module_or_path: "overlay_wasm_bg.wasm" }).then(() => open_overlay(port, token, Number(injected)));
