import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { branches, circles, components, doc, find, imports, lines, place, type Source, sources } from "./syntax.ts";

const program = sources("index.ts", "components/**/*.ts", "layers/**/*.ts", "stacks/**/*.ts", "bootstrap/**/*.ts");
const product = [...program, ...sources("policy-pack/**/*.ts", "rehearsal/**/*.ts", "commands/**/*.ts")];
const everything = [...product, ...sources("test/**/*.ts")];

/** Fails with the list of offences; an empty list passes. */
function none(offences: string[]): void {
  assert.equal(offences.length, 0, `\n${offences.join("\n")}`);
}

/** The offences of every source, each told by one function. */
function offences(of: readonly Source[], tell: (source: Source) => string[]): string[] {
  return of.flatMap(tell);
}

/** What each folder may import besides itself; a folder that is not named may not be imported. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "index.ts": ["layers", "stacks"],
  components: [],
  layers: ["components"],
  stacks: ["layers", "components"],
  "policy-pack": [],
  bootstrap: ["layers", "components"],
  commands: ["layers", "rehearsal", "policy-pack", "bootstrap"],
  rehearsal: ["index.ts", "layers", "stacks", "components", "policy-pack"],
};

/** What each room of the policy pack may import besides itself: rules see the checks alone. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  "policy-pack/checks": [],
  "policy-pack/rules": ["policy-pack/checks"],
};

/** Imports that leave a folder for one that it may not know. */
function strays(folder: string, allowed: readonly string[]): string[] {
  const inside = (file: string, room: string) => file === room || file.startsWith(`${room}/`);
  return offences(
    product.filter(({ path: file }) => inside(file, folder)),
    (source) =>
      imports(source)
        .filter((target) => ![folder, ...allowed].some((room) => inside(target, room)))
        .map((target) => `${source.path} imports ${target}`),
  );
}

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node);

describe("house rules", () => {
  it("keeps files at 200 lines and functions at 60", () => {
    none(product.flatMap(({ path: file, tree }) => (tree.getLineStarts().length > 201 ? [`${file} is too long`] : [])));
    none(
      offences(product, (source) =>
        find(source.tree, isFunction).flatMap((each) =>
          lines(source, each) > 60 ? [`${place(source, each)} is too long`] : [],
        ),
      ),
    );
  });

  it("keeps functions at 10 branches", () => {
    none(
      offences(product, (source) =>
        find(source.tree, isFunction).flatMap((each) =>
          branches(each, isFunction) > 9
            ? [`${place(source, each)} branches ${branches(each, isFunction) + 1} ways`]
            : [],
        ),
      ),
    );
  });

  it("keeps arguments at 12, every one documented, every optional one with its default", () => {
    none(
      offences(sources("components/**/*.ts"), (source) =>
        find(source.tree, ts.isInterfaceDeclaration)
          .filter((each) => each.name.text.endsWith("Args"))
          .flatMap((each) => {
            const properties = each.members.filter(ts.isPropertySignature);
            const undocumented = properties.flatMap((property) => {
              const told =
                doc(property) !== "" &&
                (!property.questionToken || ts.getJSDocTags(property).some((tag) => tag.tagName.text === "default"));
              return told ? [] : [`${place(source, property)} ${property.name.getText()} is not documented`];
            });
            return [
              ...undocumented,
              ...(properties.length > 12 ? [`${place(source, each)} has ${properties.length} arguments`] : []),
            ];
          }),
      ),
    );
  });

  it("writes a default once: the documented one is the one in the code", () => {
    none(
      offences(sources("components/**/*.ts"), (source) => {
        const documented = new Map<string, string>();
        for (const property of find(source.tree, ts.isPropertySignature)) {
          const tag = ts.getJSDocTags(property).find((each) => each.tagName.text === "default");
          if (tag) documented.set(property.name.getText(), ts.getTextOfJSDocComment(tag.comment) ?? "");
        }
        return find(source.tree, ts.isBindingElement).flatMap((element) => {
          const text = documented.get((element.propertyName ?? element.name).getText());
          if (text === undefined || !element.initializer) return [];
          const code = element.initializer.getText().replaceAll(/\s+/g, " ");
          return text.startsWith(code) ? [] : [`${place(source, element)} says ${text}, is ${code}`];
        });
      }),
    );
  });

  it("keeps outputs at 8, every one documented and registered last", () => {
    none(
      offences(sources("components/**/*.ts"), (source) =>
        components(source).flatMap((each) => {
          const fields = each.members
            .filter(ts.isPropertyDeclaration)
            .filter((field) => !field.modifiers?.some((m) => m.kind === ts.SyntaxKind.PrivateKeyword));
          const undocumented = fields.flatMap((field) =>
            doc(field) === "" ? [`${place(source, field)} is not documented`] : [],
          );
          const last = each.members.find(ts.isConstructorDeclaration)?.body?.statements.at(-1)?.getText() ?? "";
          return [
            ...undocumented,
            ...(fields.length > 8 ? [`${place(source, each)} has ${fields.length} outputs`] : []),
            ...(last.startsWith("this.registerOutputs(")
              ? []
              : [`${place(source, each)} does not end with registerOutputs`]),
            ...(doc(each) === "" ? [`${place(source, each)} is not documented`] : []),
          ];
        }),
      ),
    );
  });

  it("gives every component the type token of its folder and class", () => {
    none(
      offences(sources("components/**/*.ts"), (source) =>
        components(source).flatMap((each) => {
          const token = `"platform:${path.basename(path.dirname(source.path))}:${each.name?.text}"`;
          return each.getText().includes(`super(${token}`) ? [] : [`${place(source, each)} is not ${token}`];
        }),
      ),
    );
  });

  it("has a test of the same name for every component", () => {
    const tests = new Set(sources("test/components/**/*.test.ts").map((each) => path.basename(each.path, ".test.ts")));
    none(
      offences(sources("components/**/*.ts"), (source) =>
        components(source).length > 0 && !tests.has(path.basename(source.path, ".ts"))
          ? [`${source.path} has no test`]
          : [],
      ),
    );
  });

  it("extends nothing but ComponentResource and Error", () => {
    none(
      offences(product, (source) =>
        find(source.tree, ts.isHeritageClause)
          .filter((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword && ts.isClassDeclaration(clause.parent))
          .flatMap((clause) =>
            /extends (pulumi\.ComponentResource|Error)$/.test(clause.getText())
              ? []
              : [`${place(source, clause)} ${clause.getText()}`],
          ),
      ),
    );
  });

  it("makes no resource inside apply or then", () => {
    none(
      offences(program, (source) =>
        find(source.tree, ts.isCallExpression)
          .filter(
            (call) =>
              ts.isPropertyAccessExpression(call.expression) && ["apply", "then"].includes(call.expression.name.text),
          )
          .flatMap((call) => call.arguments.flatMap((argument) => find(argument, ts.isNewExpression)))
          .filter((made) => !/^(Map|Set|Date|URL|Error|pulumi\.(Resource|Run)Error)$/.test(made.expression.getText()))
          .map((made) => `${place(source, made)} makes ${made.expression.getText()}`),
      ),
    );
  });

  it("gives every resource of a component its options", () => {
    none(
      offences(sources("components/**/*.ts"), (source) =>
        find(source.tree, ts.isNewExpression)
          .filter((made) => /^(aws|kubernetes|awsx|eks)\./.test(made.expression.getText()))
          .flatMap((made) => ((made.arguments?.length ?? 0) >= 3 ? [] : [`${place(source, made)} has no options`])),
      ),
    );
  });

  it("reads the stack's name and configuration in settings.ts only", () => {
    none(
      offences(program, ({ path: file, text }) =>
        path.basename(file) !== "settings.ts" && /getStack\(|new pulumi\.Config|allConfig\(/.test(text) ? [file] : [],
      ),
    );
  });

  it("imports in one direction: stacks → layers → components, rehearsal, commands and policy pack beside them", () => {
    none(Object.entries({ ...arrows, ...rooms }).flatMap(([folder, allowed]) => strays(folder, allowed)));
  });

  it("has no import circles, imports of types included", () => {
    none(circles(product).map((circle) => circle.join(" → ")));
  });

  it("uses no any, no cast outside the harness, no ignored error, no unfinished mark", () => {
    const casts = offences(product, (source) =>
      find(source.tree, ts.isAsExpression)
        .filter((each) => each.type.getText() !== "const")
        .map((each) => `${place(source, each)} casts: ${each.getText().slice(0, 60)}`),
    );
    const anys = offences(everything, (source) =>
      find(source.tree, (node): node is ts.Node => node.kind === ts.SyntaxKind.AnyKeyword)
        .filter(() => source.path !== path.join("test", "harness.ts"))
        .map((each) => `${place(source, each)} any`),
    );
    const marks = offences(everything, ({ path: file, text }) =>
      file !== path.join("test", "shape.test.ts") &&
      /@ts-(ignore|expect-error|nocheck)|\b(TO-?DO|FIXME|XXX)\b|\.(only|skip)\(/.test(text)
        ? [file]
        : [],
    );
    none([...casts, ...anys, ...marks]);
  });

  it("has no folder that could hold anything", () => {
    for (const folder of ["utils", "util", "common", "lib", "helpers", "src", "types"]) {
      for (const room of [".", "components", "layers", "stacks", "policy-pack", "rehearsal", "commands", "test"]) {
        assert.equal(existsSync(path.join(room, folder)), false, path.join(room, folder));
      }
    }
  });
});
