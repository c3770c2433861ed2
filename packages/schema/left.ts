import path from "node:path";
import ts from "typescript";
import { type ComponentClass, componentsOf, constructorArguments, publicFields } from "./component-class.ts";
import type { PackageSchema } from "./schema.ts";

/** An argument or output as TypeScript has it. */
export interface LeftMember {
  /** Its type as text, for example pulumi.Input<string>. */
  type: string;
  required: boolean;
  description: string;
  /** What its comment says after @default. */
  default?: string;
}

/** A component that the Pulumi package does not have: a schema cannot express it, or it needs an optional package. */
export interface LeftComponent {
  /** Module without extension, from the folder of the components. */
  module: string;
  name: string;
  description: string;
  arguments: Record<string, LeftMember>;
  outputs: Record<string, LeftMember>;
}

/** The components that a schema does not have, by type token. */
export function leftComponents(
  program: ts.Program,
  root: string,
  modules: readonly string[],
  { resources }: PackageSchema,
): Record<string, LeftComponent> {
  const checker = program.getTypeChecker();
  const found = modules.toSorted().flatMap((module) => {
    const classes = componentsOf(program, path.join(root, `${module}.ts`));
    return classes.flatMap((component) => {
      const { token } = constructorArguments(component);
      return token === undefined || token in resources ? [] : [[token, left(checker, module, component)] as const];
    });
  });
  return Object.fromEntries(found);
}

function left(checker: ts.TypeChecker, module: string, component: ComponentClass): LeftComponent {
  const { args } = constructorArguments(component);
  const given = args === undefined ? [] : checker.getTypeAtLocation(args).getProperties();
  const symbol = checker.getSymbolAtLocation(component.name);
  return {
    module,
    name: component.name.text,
    description: commented(checker, symbol),
    arguments: members(checker, given),
    outputs: members(checker, publicFields(symbol)),
  };
}

function members(checker: ts.TypeChecker, symbols: readonly ts.Symbol[]): Record<string, LeftMember> {
  return Object.fromEntries(symbols.map((symbol) => [symbol.name, member(checker, symbol)]));
}

function member(checker: ts.TypeChecker, symbol: ts.Symbol): LeftMember {
  const standard = symbol.getJsDocTags(checker).find(({ name }) => name === "default");
  return {
    type: typeOf(checker, symbol),
    required: (symbol.flags & ts.SymbolFlags.Optional) === 0,
    description: commented(checker, symbol),
    ...(standard && { default: ts.displayPartsToString(standard.text) }),
  };
}

/** The type as it is declared: the compiler's own text of a union has no certain order. */
function typeOf(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const { valueDeclaration: declared } = symbol;
  const isTyped = declared !== undefined && (ts.isPropertySignature(declared) || ts.isPropertyDeclaration(declared));
  const text = isTyped ? declared.type?.getText() : undefined;
  return (text ?? checker.typeToString(checker.getTypeOfSymbol(symbol))).replace(/\s+/g, " ");
}

function commented(checker: ts.TypeChecker, symbol: ts.Symbol | undefined): string {
  return ts.displayPartsToString(symbol?.getDocumentationComment(checker)).replaceAll("\n", " ");
}
