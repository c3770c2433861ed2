import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { frozenEffects } from "../../packages/reference/effect.ts";
import { effectText } from "../../packages/reference/effect-text.ts";
import { pages } from "../../packages/reference/pages.ts";
import { site } from "../../packages/reference/site.ts";
import { frozen, frozenLeft } from "../../packages/schema/frozen.ts";
import { storeArrivals } from "./arrivals/stores.ts";
import { together } from "./effects/compared.ts";
import { componentEffects } from "./effects/effects.ts";

const directory = path.join("docs", "reference");

/** Anchors of a page of Markdown or HTML. */
const anchors = (text: string) =>
  new Set([
    ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading.replace(/^\[(.*?)\].*/, "$1").toLowerCase()),
    ...[...text.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id),
  ]);

/** Links of pages to anchors or files that do not exist. */
function broken(all: ReadonlyMap<string, string>, links: RegExp): string[] {
  return [...all].flatMap(([name, text]) =>
    [...text.matchAll(links)]
      .filter(([, target = ""]) => !/^https?:/.test(target))
      .filter(([, target = "", anchor = ""]) => {
        const page = target === "" ? text : all.get(target);
        if (target.startsWith("..")) return !fs.existsSync(path.join(directory, target));
        return page === undefined || (anchor !== "" && !anchors(page).has(anchor));
      })
      .map(([link]) => `${name}: ${link}`),
  );
}

describe("the reference of the components", () => {
  const all = pages();

  it("is up to date; if not, run npm run docs", () => {
    const written = new Map(
      fs.readdirSync(directory).map((file) => [file, fs.readFileSync(path.join(directory, file), "utf8")]),
    );
    assert.deepEqual(Object.fromEntries(written), Object.fromEntries([...all].sort()));
  });

  it("has every component once, with each of its arguments and outputs", () => {
    const { schema, origins } = frozen();
    const left = frozenLeft();
    for (const [token, { inputProperties, properties }] of Object.entries(schema.resources)) {
      const [, folder = ""] = token.split(":");
      const sections = (all.get(`${folder}.md`) ?? "").split(/^## /m);
      const own = sections.filter((each) => each.startsWith(`${origins[token]?.name}\n`));
      assert.equal(own.length, 1, token);
      for (const name of [...Object.keys(inputProperties), ...Object.keys(properties)])
        assert.ok(own[0]?.includes(`\n| \`${name}\` |`), `${token} ${name}`);
    }
    assert.ok(
      Object.values(left).every(({ name }) => [...all.values()].some((text) => text.includes(`\n## ${name}\n`))),
    );
  });

  it("links to headings and files that exist", () => {
    assert.deepEqual(broken(all, /\]\(([^)#\s]*)#?([^)\s]*)\)/g), []);
  });

  it("says what a change does as it is measured: the effects that are measured now are among the frozen ones", async function () {
    this.timeout(120_000);
    const effects = frozenEffects();
    for (const { type, base, others } of storeArrivals.filter(({ type: each }) => /:(?:Queue|Table)$/.test(each))) {
      const measured = await componentEffects(type, [base, { ...base, ...others }]);
      for (const [name, effect] of Object.entries(measured)) {
        const known = effects[type]?.[name] ?? {};
        assert.deepEqual(together([known, effect]), together([known]), `${type} ${name}`);
      }
    }
    assert.deepEqual(effects["platform:data:Table"]?.["key"]?.replaces?.["aws:dynamodb/table:Table"], ["rangeKey"]);
  });

  it("says what is not known", () => {
    assert.equal(effectText(undefined), "not known");
    assert.equal(effectText({}), "no resource");
    const effect = { replaces: { "aws:rds/instance:Instance": ["kmsKeyId"] }, adds: ["kubernetes:core/v1:Namespace"] };
    assert.equal(effectText(effect), "**replaces** `rds.Instance` (kmsKeyId); adds or removes `Namespace`");
  });

  it("is a site whose links work without a network", () => {
    const files = site();
    const pagesOf = new Map([...files].filter(([name]) => name.endsWith(".html")));
    assert.equal(pagesOf.size, all.size + 1);
    assert.deepEqual(broken(new Map([...files]), /href="([^"#]*)#?([^"]*)"/g), []);
    const loading = [...files].filter(([, text]) => /(?:src=|rel="stylesheet" href=)"https?:/.test(text));
    assert.deepEqual(
      loading.map(([name]) => name),
      [],
    );
  });
});
