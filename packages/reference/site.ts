import { Marked } from "marked";
import { examples } from "./examples.ts";
import { first, listed, pages } from "./pages.ts";
import { script, style } from "./site-assets.ts";

/** The reference as a web site that needs no network: the pages, the examples, and an index for the search. */
export function site(): Map<string, string> {
  const components = listed();
  const folders = [...new Set(components.map(({ folder }) => folder))].sort();
  const navigation = folders.map((folder) => {
    const names = components.filter((each) => each.folder === folder).map(({ name }) => name);
    const items = names.map((name) => `<li><a href="${folder}.html#${name.toLowerCase()}">${name}</a></li>`);
    return `<details data-page="${folder}.html"><summary><a href="${folder}.html">${folder}</a></summary><ul>${items.join("")}</ul></details>`;
  });
  const written = [...pages()].map(([file, text]) => [htmlName(file), html(text)] as const);
  const shell = (name: string, content: string) => frame(name, navigation.join("\n"), content);
  const index = components.map(({ folder, name, description, text }) => {
    const words = [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, word = ""]) => word);
    return { name, page: `${folder}.html#${name.toLowerCase()}`, about: first(description), words };
  });
  return new Map([
    ...written.map(([name, content]) => [name, shell(name, content)] as const),
    ["examples.html", shell("examples.html", html(exampleText()))],
    ["search.js", `const components = ${JSON.stringify(index)};\n${script}`],
    ["style.css", style],
  ]);
}

/** Headings with the anchors that GitHub gives them. */
const marked = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      const id = text
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-");
      return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
  },
});

function html(text: string): string {
  const linked = text
    .replaceAll(/\]\(\.\.\/\.\.\/examples\/([\w-]+)\/[^)]*\)/g, "](examples.html#$1)")
    .replaceAll(/\[([^\]]*)\]\(\.\.\/[^)]*\)/g, "$1")
    .replaceAll(/\]\(README\.md(#[^)]*)?\)/g, "](index.html$1)")
    .replaceAll(/\]\(([\w-]+)\.md(#[^)]*)?\)/g, "]($1.html$2)");
  return String(marked.parse(linked, { async: false }));
}

function exampleText(): string {
  const shown = examples().map(({ name, file, text }) => {
    return `## ${name}\n\n\`\`\`${file.endsWith(".yaml") ? "yaml" : "ts"}\n${text}\`\`\``;
  });
  return ["# Examples", ...shown].join("\n\n");
}

function htmlName(file: string): string {
  return file === "README.md" ? "index.html" : file.replace(/\.md$/, ".html");
}

function frame(name: string, navigation: string, content: string): string {
  const title = /<h1[^>]*>(.*?)<\/h1>/.exec(content)?.[1] ?? "Components";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<nav>
<p><a href="index.html">Components</a> <a href="examples.html">Examples</a></p>
<label>Search <input id="search" type="search" autocomplete="off"></label>
<ul id="found"></ul>
${navigation.replace(`data-page="${name}"`, "open")}
</nav>
<main>
${content}</main>
<script src="search.js"></script>
</body>
</html>
`;
}
