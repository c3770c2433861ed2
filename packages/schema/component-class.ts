import ts from "typescript";

/** An exported class of components. */
export type ComponentClass = ts.ClassDeclaration & { name: ts.Identifier };

/** The component classes of a file. */
export function componentsOf(program: ts.Program, file: string): readonly ComponentClass[] {
  return program.getSourceFile(file)?.statements.filter(isComponent) ?? [];
}

function isComponent(node: ts.Statement): node is ComponentClass {
  const isExported = ts.isClassDeclaration(node) && (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0;
  return isExported && (node.heritageClauses ?? []).some((clause) => clause.getText().includes("ComponentResource"));
}

/** What a component's constructor says: its type token, and its arguments. */
export function constructorArguments(component: ComponentClass): {
  token: string | undefined;
  args: ts.ParameterDeclaration | undefined;
} {
  const creation = component.members.find(ts.isConstructorDeclaration);
  return {
    token: /super\("(platform:[^"]+)"/.exec(creation?.getText() ?? "")?.[1],
    args: creation?.parameters.find(({ name }) => name.getText() === "args"),
  };
}

/** The fields of a class that programs may read. */
export function publicFields(symbol: ts.Symbol | undefined): readonly ts.Symbol[] {
  return [...(symbol?.members?.values() ?? [])].filter(isPublicField);
}

function isPublicField({ valueDeclaration, flags }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Static;
  const isField = (flags & (ts.SymbolFlags.Property | ts.SymbolFlags.GetAccessor)) !== 0;
  return isField && valueDeclaration !== undefined && (ts.getCombinedModifierFlags(valueDeclaration) & hidden) === 0;
}
