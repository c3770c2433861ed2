import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import ts from "typescript";

/** An input of a resource or of a nested object, as the SDK declares it. */
export interface Input {
  name: string;
  required: boolean;
  documentation: string;
  /** "string", "number", "boolean", an object's members, or anything else as "other". */
  kind: "string" | "number" | "boolean" | "object" | "other";
  /** The key of the nested object type, for example "eks.ClusterVpcConfig". */
  nested?: string;
  list: boolean;
}

/** The resource types of the AWS SDK with their inputs, and the nested object types. */
export interface Sdk {
  types: ReadonlyMap<string, readonly Input[]>;
  nested: ReadonlyMap<string, readonly Input[]>;
}

/** Reads the SDK's declaration files. */
export function readSdk(): Sdk {
  const root = path.dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));
  const types = new Map<string, readonly Input[]>();
  for (const file of fs.readdirSync(root, { recursive: true, encoding: "utf8" }).sort()) {
    if (!/^[^/]+\/[^/]+\.d\.ts$/.test(file) || file.startsWith("types/")) continue;
    const token = /__pulumiType = '([^']+)'/.exec(
      fs.readFileSync(path.join(root, file.replace(/\.d\.ts$/, ".js")), "utf8"),
    );
    const args = parse(path.join(root, file)).statements.filter(ts.isInterfaceDeclaration);
    const declared = args.find((each) => each.name.text === `${token?.[1]?.split(":").at(-1)}Args`);
    if (token?.[1] !== undefined && declared !== undefined) types.set(token[1], declared.members.flatMap(input));
  }
  return { types, nested: nestedTypes(path.join(root, "types/input.d.ts")) };
}

function nestedTypes(file: string): Map<string, readonly Input[]> {
  const found = new Map<string, readonly Input[]>();
  const visit = (scope: string, statements: readonly ts.Statement[]) => {
    for (const each of statements) {
      if (ts.isInterfaceDeclaration(each)) found.set(`${scope}${each.name.text}`, each.members.flatMap(input));
      if (ts.isModuleDeclaration(each) && each.body !== undefined && ts.isModuleBlock(each.body))
        visit(`${scope}${each.name.text}.`, each.body.statements);
    }
  };
  visit("", parse(file).statements);
  return found;
}

function input(member: ts.TypeElement): Input[] {
  if (!ts.isPropertySignature(member) || member.type === undefined) return [];
  const text = member.type.getText();
  const nested = /\binputs\.([A-Za-z0-9_.]+)/.exec(text)?.[1];
  return [
    {
      name: member.name.getText(),
      required: member.questionToken === undefined,
      documentation: comment(member),
      kind: nested === undefined ? primitive(text) : "object",
      ...(nested === undefined ? {} : { nested }),
      list: /\[\]/.test(text),
    },
  ];
}

function primitive(text: string): Input["kind"] {
  if (text.includes("{")) return "other";
  return (["string", "number", "boolean"] as const).find((each) => new RegExp(`\\b${each}\\b`).test(text)) ?? "other";
}

function comment(member: ts.PropertySignature): string {
  const [doc] = ts.getJSDocCommentsAndTags(member);
  return doc !== undefined && ts.isJSDoc(doc) ? (ts.getTextOfJSDocComment(doc.comment) ?? "") : "";
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}
