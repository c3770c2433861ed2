/** Marks the section that is read in the table of contents. */
export function contents(): void {
  const links = new Map<string, Element>();
  for (const link of document.querySelectorAll("a.jump")) links.set((link.getAttribute("href") ?? "").slice(1), link);
  const seen = new Set<string>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target.id);
        else seen.delete(target.id);
      }
      const current = [...links.keys()].find((id) => seen.has(id));
      for (const [id, link] of links) {
        if (id === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-10% 0px -70% 0px" },
  );
  for (const section of document.querySelectorAll("main section")) observer.observe(section);
}
