// Puts a text on the clipboard. By the copy command and not by navigator.clipboard: the meeting page decides whether
// its frames may use that, and real ones say no.
export const copy = (text) => {
  const give = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
  };
  document.addEventListener("copy", give, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", give);
  return done;
};
