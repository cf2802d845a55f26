// In the frame: say how high the figure is, when it changes and when the page around asks.
const tell = () =>
  parent.postMessage(
    { type: "climate-visualizer:height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) },
    "*",
  );
addEventListener("message", (event) => {
  if (event.source === parent && event.data?.type === "climate-visualizer:measure") tell();
});
new ResizeObserver(tell).observe(document.documentElement);
