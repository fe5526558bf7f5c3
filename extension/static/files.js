// Files on their way between the browser and the host, for src/pages/files.rs.
export const fresh = () => crypto.randomUUID();

// The bytes of a file from `start` to `end`, in base64. Fails when the file is not there any more.
export const piece = async (file, start, end) => {
  const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
  let letters = "";
  // So many arguments at a time are safe in every browser.
  for (let at = 0; at < bytes.length; at += 0x8000) letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(letters);
};

export const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

// Hands a file to the browser, which keeps it where downloads go.
export const save = (pieces, name, type) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(pieces, { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it after this returns.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
