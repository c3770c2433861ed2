import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Types that a package declares, for values in tests. */
export class Declared {
  private readonly checker: ts.TypeChecker;
  private readonly file: ts.SourceFile;

  /** Reads the declarations of a module. */
  constructor(specifier: string) {
    const directory = fileURLToPath(new URL(".", import.meta.url));
    const options: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      skipLibCheck: true,
      strict: true,
      types: [],
    };
    const { resolvedModule } = ts.resolveModuleName(specifier, `${directory}declared.ts`, options, ts.sys);
    if (resolvedModule === undefined) throw new Error(`${specifier} is not installed`);
    const program = ts.createProgram([resolvedModule.resolvedFileName], options);
    const file = program.getSourceFile(resolvedModule.resolvedFileName);
    if (file === undefined) throw new Error(`${specifier} has no declarations`);
    this.file = file;
    this.checker = program.getTypeChecker();
  }

  /** Differences between a value and a type: unknown fields, missing fields, and other types. */
  faults(name: string, value: unknown): string[] {
    const module = this.checker.getSymbolAtLocation(this.file);
    const symbol = module && this.checker.getExportsOfModule(module).find((each) => each.name === name);
    if (symbol === undefined) return [`there is no type ${name}`];
    const real = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    return this.compare(this.checker.getDeclaredTypeOfSymbol(real), value, name);
  }

  private compare(type: ts.Type, value: unknown, path: string): string[] {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
    if (type.isUnion()) return this.either(type.types, value, path);
    if (type.isStringLiteral() || type.isNumberLiteral())
      return type.value === value ? [] : [`${path} is not ${JSON.stringify(type.value)}`];
    if (type.flags & ts.TypeFlags.BooleanLiteral)
      return this.checker.typeToString(type) === String(value)
        ? []
        : [`${path} is not ${this.checker.typeToString(type)}`];
    if (type.flags & ts.TypeFlags.String) return typeof value === "string" ? [] : [`${path} is no string`];
    if (type.flags & ts.TypeFlags.Number) return typeof value === "number" ? [] : [`${path} is no number`];
    if (type.flags & ts.TypeFlags.Null) return value === null ? [] : [`${path} is not null`];
    if (type.flags & ts.TypeFlags.Undefined) return value === undefined ? [] : [`${path} is given`];
    if (this.checker.isArrayType(type)) {
      const [element] = this.checker.getTypeArguments(type as ts.TypeReference);
      if (!Array.isArray(value) || element === undefined) return [`${path} is no list`];
      return value.flatMap((each, index) => this.compare(element, each, `${path}[${index}]`));
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path} is no object`];
    return this.object(type, value, path);
  }

  /** For a value that matches no member of a union, the differences to the closest member. */
  private either(members: readonly ts.Type[], value: unknown, path: string): string[] {
    const nothing = ts.TypeFlags.Undefined | ts.TypeFlags.Null;
    const told = members.filter((each) => value === undefined || value === null || !(each.flags & nothing));
    const found = told.map((each) => this.compare(each, value, path));
    return found.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }

  private object(type: ts.Type, value: object, path: string): string[] {
    const properties = new Map(type.getProperties().map((property) => [property.name, property]));
    const index = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const missing = [...properties.values()].flatMap((property) =>
      property.flags & ts.SymbolFlags.Optional || property.name in value ? [] : [`${path}.${property.name} is missing`],
    );
    const wrong = Object.entries(value).flatMap(([key, each]) => {
      const property = properties.get(key);
      const expected = property ? this.checker.getTypeOfSymbol(property) : index;
      return expected === undefined
        ? [`${path}.${key} is not a field`]
        : this.compare(expected, each, `${path}.${key}`);
    });
    return [...missing, ...wrong];
  }
}
