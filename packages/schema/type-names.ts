import path from "node:path";
import type ts from "typescript";

/** Where a type stands, which names it if it has no name. */
export interface Position {
  /** Folder of the component, for example network. */
  folder: string;
  /** Name of the type or component around it and of the property, for example DatabaseEngine. */
  name: string;
}

/** Token of a type: of its declaration if it has a name, or else of its position. */
export function tokenOf(root: string, type: ts.Type, position: Position): string {
  const symbol = ownSymbol(root, type);
  const isNamed = symbol !== undefined && !symbol.name.startsWith("__") && !hasArguments(type);
  return isNamed
    ? `platform:${folderOf(root, fileOf(symbol))}:${symbol.name}`
    : `platform:${position.folder}:${position.name}`;
}

/** Where a union's members stand: with its name, if it has one. */
export function unionPosition(root: string, { aliasSymbol }: ts.Type, position: Position): Position {
  const file = fileOf(aliasSymbol);
  const isOwn = aliasSymbol !== undefined && file.startsWith(`${root}/`);
  return isOwn ? { folder: folderOf(root, file), name: aliasSymbol.name } : position;
}

/** The symbol of the components that names a type or documents it; those of TypeScript, such as Pick, do neither. */
export function ownSymbol(root: string, { aliasSymbol, symbol }: ts.Type): ts.Symbol | undefined {
  const named: ts.Symbol | undefined = aliasSymbol ?? symbol;
  return fileOf(named).startsWith(`${root}/`) ? named : undefined;
}

function fileOf(symbol: ts.Symbol | undefined): string {
  return symbol?.declarations?.[0]?.getSourceFile().fileName ?? "";
}

/** Folder of a file of the components; files beside the folders are in index. */
export function folderOf(root: string, file: string): string {
  const folder = path.relative(root, path.dirname(file)).split(path.sep)[0] ?? "";
  return folder === "" ? "index" : folder;
}

/** An instance of a generic type is not what its name says. */
function hasArguments(type: ts.Type): boolean {
  return (type.aliasTypeArguments ?? []).length > 0;
}

/** A word with a capital letter, without what identifiers may not contain. */
export function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("");
}
