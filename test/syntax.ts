import { globSync, readFileSync } from "node:fs";
import ts from "typescript";

/** A source file of the project, parsed. */
export interface Source {
  path: string;
  text: string;
  tree: ts.SourceFile;
}

/** The project's sources that match a pattern. */
export function sources(...patterns: string[]): Source[] {
  return globSync(patterns, { exclude: ["**/node_modules/**"] })
    .sort()
    .map((path) => {
      const text = readFileSync(path, "utf8");
      return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
    });
}

/** Every node of a tree that a test accepts, in the order of the text. */
export function find<T extends ts.Node>(root: ts.Node, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node) => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** Where a node stands, for a message. */
export function place({ path, tree }: Source, node: ts.Node): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** How many lines a node takes. */
export function lines({ tree }: Source, node: ts.Node): number {
  const line = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
  return line(node.getEnd()) - line(node.getStart()) + 1;
}

/** The text of a node's doc comment, without its tags; empty when it has none. */
export function doc(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map((each) => ts.getTextOfJSDocComment(each.comment) ?? "")
    .join(" ")
    .trim();
}

/** The classes of a file that are components. */
export function components({ tree }: Source): ts.ClassDeclaration[] {
  return find(tree, ts.isClassDeclaration).filter((each) =>
    each.heritageClauses?.some((clause) => clause.getText().includes("pulumi.ComponentResource")),
  );
}
