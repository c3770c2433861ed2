/** The search of the site: components whose name, argument or description has every word that was typed. */
export const script = `const field = document.getElementById("search");
const found = document.getElementById("found");

function score(component, words) {
  const name = component.name.toLowerCase();
  const inner = component.words.join(" ").toLowerCase();
  const about = component.about.toLowerCase();
  let total = 0;
  for (const word of words) {
    const points = name.startsWith(word) ? 8 : name.includes(word) ? 4 : inner.includes(word) ? 2 : about.includes(word) ? 1 : 0;
    if (points === 0) return 0;
    total += points;
  }
  return total;
}

function show() {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const hits = words.length === 0 ? [] : components
    .map((component) => ({ component, points: score(component, words) }))
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points)
    .slice(0, 20);
  found.replaceChildren(...hits.map(({ component }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = component.page;
    link.textContent = component.name;
    item.append(link, " ", component.about);
    return item;
  }));
}

field.addEventListener("input", show);
`;

/** The style of the site. */
export const style = `:root { color-scheme: light dark; }
body { margin: 0; display: grid; grid-template-columns: 17rem 1fr; font: 16px/1.5 system-ui, sans-serif; }
nav { position: sticky; top: 0; box-sizing: border-box; height: 100vh; overflow: auto; padding: 1rem; border-right: 1px solid #8886; }
nav ul { margin: 0.25rem 0; padding-left: 1rem; list-style: none; }
nav input { width: 100%; box-sizing: border-box; font: inherit; }
main { min-width: 0; max-width: 80rem; padding: 1rem 2rem; }
table { display: block; overflow-x: auto; border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 0.3rem 0.6rem; border: 1px solid #8886; text-align: left; vertical-align: top; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid #8886; }
@media (max-width: 50rem) {
  body { display: block; }
  nav { position: static; height: auto; border-right: 0; }
}
`;
