// Tells when an element comes near what is in sight, and when it goes, for src/pages/parts/blocks.rs.
export const watch = (element, told) => {
  // A window's height above and below: what is scrolled to is there before it is seen.
  const watching = new IntersectionObserver((seen) => {
    const last = seen.at(-1);
    told(last.isIntersecting, last.boundingClientRect.height);
  }, { rootMargin: "100% 0px" });
  watching.observe(element);
  return watching;
};
