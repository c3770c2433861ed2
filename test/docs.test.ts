import assert from "node:assert/strict";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

// The first two are generated, and have their tests; a review is written to the working directory.
const exclude = ["**/node_modules/**", "docs/policies/**", "docs/reference/**", "review-*.md"];

interface Document {
  file: string;
  text: string;
}

const documents: Document[] = globSync("**/*.md", { exclude })
  .sort()
  .map((file) => ({ file, text: readFileSync(file, "utf8") }));

/** The documents that people read about the platform; the policy pack has its own. */
const published = documents.filter(({ file }) => !file.startsWith("policy-pack"));

const index = path.join("docs", "README.md");

/** The text without fenced code blocks, whose content is not Markdown. */
const prose = (text: string) => text.replaceAll(/^ *```.*?^ *```$/gms, "");

/** Targets of the relative links, without their anchors; a link within the document has none. */
function links({ text }: Document): string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

/** Anchors that GitHub gives to the headings of a document. */
function anchors(text: string): Set<string> {
  const headings = [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((each) =>
      each
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
}

const roots = "\\.github|commands|components|docs|layers|policy-pack|rehearsal|review|stacks|test|tools";
const filePath = new RegExp(`^(?:(?:${roots})/[\\w./-]*|[\\w.-]+\\.(?:md|ts|json|yaml))$`);

/** Paths of the project in code spans; a span with a placeholder such as <name> is no path. */
function paths({ text }: Document): string[] {
  return [...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span).filter((span) => filePath.test(span));
}

/** Words that AWS's and Kubernetes' documentation does not use. */
const forbidden = /\b(?:nobody|somebody|everybody|anybody|whoever|by itself|of its own)\b/gi;

describe("the documents", () => {
  it("link to files and headings that exist", () => {
    assert.ok(documents.length > 60, `${documents.length} documents`);
    const broken = documents.flatMap((document) => {
      const folder = path.dirname(document.file);
      return links(document)
        .filter((target) => !existsSync(path.join(folder, target)))
        .map((target) => `${document.file} links to ${target}`);
    });
    assert.deepEqual(broken, []);
    const unanchored = published.flatMap(({ file, text }) =>
      [...prose(text).matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)]
        .filter(([, target = ""]) => !/^[a-z]+:/.test(target))
        .filter(([, target = "", anchor = ""]) => {
          const linked = target === "" ? file : path.join(path.dirname(file), target);
          return !existsSync(linked) || !anchors(readFileSync(linked, "utf8")).has(anchor);
        })
        .map(([link]) => `${file} links to ${link.slice(2, -1)}`),
    );
    assert.deepEqual(unanchored, []);
  });

  it("name paths that exist", () => {
    assert.ok(published.flatMap(paths).length > 40);
    const missing = published.flatMap((document) =>
      paths(document)
        .filter((each) => !existsSync(each) && !existsSync(path.join(path.dirname(document.file), each)))
        .map((each) => `${document.file} names ${each}`),
    );
    assert.deepEqual(missing, []);
  });

  it("are all listed in docs/README.md, each in one line with its content", () => {
    const lines = readFileSync(index, "utf8").split("\n");
    const unlisted = published
      .filter(({ file }) => file !== index)
      .filter(({ file }) => {
        const link = path.relative("docs", file).split(path.sep).join("/");
        const listed = lines.filter((line) => line.includes(`](${link})`));
        return listed.length !== 1 || !/^\| \[[^\]]+\]\([^)]+\) \| \S.* \|$/.test(listed[0] ?? "");
      })
      .map(({ file }) => file);
    assert.deepEqual(unlisted, []);
  });

  it("describe every folder of components in README.md", () => {
    const readme = readFileSync("README.md", "utf8");
    const rows = [...readme.matchAll(/^\| (`.+?`) \| /gm)].map(([, cell = ""]) => cell).join();
    const folders = readdirSync("components", { withFileTypes: true }).filter((each) => each.isDirectory());
    assert.deepEqual(
      folders.map(({ name }) => name).filter((name) => !rows.includes(`\`${name}\``)),
      [],
    );
  });

  it("use plain words", () => {
    const found = published.flatMap(({ file, text }) =>
      [...text.matchAll(forbidden)].map(([word]) => `${file} says "${word}"`),
    );
    assert.deepEqual(found, []);
  });
});
