import ts from "typescript";

export const instanceName = "OutputInstance";

export function parts(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

export function isNothing({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void)) !== 0;
}

export function isLiteral(type: ts.Type): type is ts.StringLiteralType | ts.NumberLiteralType {
  return type.isStringLiteral() || type.isNumberLiteral();
}

export function isBoolean({ flags }: ts.Type): boolean {
  return (flags & ts.TypeFlags.BooleanLike) !== 0;
}

export function isOutput(type: ts.Type): boolean {
  return type.isIntersection() ? type.types.some(isOutput) : type.symbol?.name === instanceName;
}

export function isPromise(type: ts.Type): boolean {
  return type.isIntersection() ? type.types.some(isPromise) : type.symbol?.name === "Promise";
}

export function isReference(type: ts.Type): type is ts.TypeReference {
  return "target" in type;
}

export function isResource(type: ts.Type): boolean {
  return type.isClass() && type.getProperty("urn") !== undefined;
}
