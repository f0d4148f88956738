/**
 * Runs after the frame that holds the present DOM changes is painted: the first callback comes before the next
 * paint, the second one frame later, when that paint is done.
 */
export function afterPaint(run: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(run);
  });
  return () => cancelAnimationFrame(frame);
}
