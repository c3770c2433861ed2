import path from "node:path";
import ts from "typescript";

/** A module of the components, and what others may use of it. */
export interface Module {
  /** Path without extension, from the folder of the components: network/vpc. */
  name: string;
  /** Names of the packages that it, or what it imports, needs. */
  packages: ReadonlySet<string>;
  /** Classes of components; none where the module is a helper. */
  classes: readonly string[];
  /** Interfaces and types. */
  types: readonly string[];
  /** Functions. */
  functions: readonly string[];
}

/** Modules, and the program with their types. */
export interface Sources {
  modules: readonly Module[];
  program: ts.Program;
}

/** Reads a folder of TypeScript, to be compiled to ES modules with declarations in another. */
export function sources(source: string, target: string): Sources {
  const { config } = ts.readConfigFile(path.join(source, "..", "tsconfig.json"), ts.sys.readFile);
  const { compilerOptions } = config;
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    {
      compilerOptions: {
        ...compilerOptions,
        noEmit: false,
        incremental: false,
        tsBuildInfoFile: undefined,
        allowImportingTsExtensions: false,
        rewriteRelativeImportExtensions: true,
        declaration: true,
        rootDir: source,
        outDir: target,
        types: ["node"],
      },
      include: [`${source}/**/*.ts`],
    },
    ts.sys,
    path.join(source, ".."),
  );
  const program = ts.createProgram(fileNames, options);
  return { modules: fileNames.map((file) => moduleOf(program, source, file)), program };
}

/** Writes the compiled modules; an error where they do not compile. */
export function compile({ program }: Sources): void {
  const { diagnostics, emitSkipped } = program.emit();
  const wrong = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (emitSkipped || wrong.length > 0)
    throw new Error(ts.formatDiagnostics(wrong, host(program.getCurrentDirectory())));
}

function host(directory: string): ts.FormatDiagnosticsHost {
  return { getCurrentDirectory: () => directory, getNewLine: () => "\n", getCanonicalFileName: (file) => file };
}

function moduleOf(program: ts.Program, source: string, file: string): Module {
  const tree = program.getSourceFile(file);
  const checker = program.getTypeChecker();
  const symbol = tree && checker.getSymbolAtLocation(tree);
  const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  const named = (wanted: (declaration: ts.Declaration) => boolean) =>
    exported.filter(({ declarations = [] }) => declarations.some(wanted)).map(({ name }) => name);
  return {
    name: path.relative(source, file).replace(/\.ts$/, ""),
    packages: packagesOf(program, file, new Set()),
    classes: named((each) => ts.isClassDeclaration(each) && isComponent(each)),
    types: named((each) => ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each)),
    functions: named(ts.isFunctionDeclaration),
  };
}

function isComponent({ heritageClauses }: ts.ClassDeclaration): boolean {
  return heritageClauses?.some((clause) => clause.getText().includes("ComponentResource")) ?? false;
}

/** Packages that a module needs when it runs; an import of types alone needs none. */
function packagesOf(program: ts.Program, file: string, seen: Set<string>): Set<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const statements = program.getSourceFile(file)?.statements ?? [];
  const specifiers = [...statements]
    .filter(ts.isImportDeclaration)
    .filter(({ importClause }) => importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
    .map(({ moduleSpecifier }) => (ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ""));
  const own = specifiers.filter((each) => !/^(\.|node:)/.test(each)).map(packageName);
  const others = specifiers
    .filter((each) => each.startsWith("."))
    .flatMap((each) => [...packagesOf(program, path.resolve(path.dirname(file), each), seen)]);
  return new Set([...own, ...others]);
}

function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
