import { globSync, readFileSync } from "node:fs";
import path from "node:path";
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
    .map((file) => {
      const text = readFileSync(file, "utf8");
      return { path: file, text, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
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
export function place({ path: file, tree }: Source, node: ts.Node): string {
  return `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
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

/** The files of the project that a source imports or exports from, types included. */
export function imports({ path: file, tree }: Source): string[] {
  const isReference = (node: ts.Node): node is ts.ImportDeclaration | ts.ExportDeclaration =>
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
  return find(tree, isReference).flatMap(({ moduleSpecifier }) => {
    const text = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
    return text.startsWith(".") ? [path.join(path.dirname(file), text)] : [];
  });
}

/** Groups of sources that import each other, directly or through others (Tarjan's strongly connected components). */
export function circles(of: readonly Source[]): string[][] {
  const targets = new Map(of.map((source) => [source.path, imports(source)]));
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    index.set(file, index.size);
    lowest.set(file, index.size - 1);
    stack.push(file);
    for (const target of targets.get(file) ?? []) {
      if (!targets.has(target)) continue;
      const reached = index.has(target) ? (stack.includes(target) ? index.get(target) : undefined) : visit(target);
      lowest.set(file, Math.min(lowest.get(file) ?? 0, reached ?? Number.POSITIVE_INFINITY));
    }
    if (lowest.get(file) === index.get(file)) {
      const group = stack.splice(stack.indexOf(file));
      if (group.length > 1) found.push(group);
    }
    return lowest.get(file) ?? 0;
  };
  for (const file of targets.keys()) if (!index.has(file)) visit(file);
  return found;
}

/** How often a function's own code branches; functions inside it are counted for themselves. */
export function branches(of: ts.Node, isFunction: (node: ts.Node) => boolean): number {
  const operators = [
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.QuestionQuestionToken,
  ];
  const isBranch = (node: ts.Node) =>
    ts.isIfStatement(node) ||
    ts.isConditionalExpression(node) ||
    ts.isCaseClause(node) ||
    ts.isIterationStatement(node, false) ||
    ts.isCatchClause(node) ||
    (ts.isBinaryExpression(node) && operators.includes(node.operatorToken.kind));
  let count = 0;
  const visit = (node: ts.Node) => {
    if (isFunction(node)) return;
    if (isBranch(node)) count += 1;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(of, visit);
  return count;
}
