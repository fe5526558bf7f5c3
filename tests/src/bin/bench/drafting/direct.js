// Shows what arguments[0] streams, once a frame, as any page would that reads it without a host and an extension.
const output = document.createElement("output");
document.body.append(output);
let waiting = "";
fetch(arguments[0]).then(async (response) => {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let read; !(read = await reader.read()).done; ) {
    if (!waiting) {
      requestAnimationFrame(() => {
        output.append(waiting);
        waiting = "";
      });
    }
    waiting += read.value;
  }
});
