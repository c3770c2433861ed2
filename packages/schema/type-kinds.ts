import ts from "typescript";

/** Name of the interface behind an output's type. */
export const instanceName = "OutputInstance";

/** The members of a union, or the type itself. */
export function parts(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

/** Whether a member of a union makes a value optional. */
export function isNothing({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void)) !== 0;
}

/** A text or number that is a type. */
export function isLiteral(type: ts.Type): type is ts.StringLiteralType | ts.NumberLiteralType {
  return type.isStringLiteral() || type.isNumberLiteral();
}

/** The type boolean, true or false. */
export function isBoolean({ flags }: ts.Type): boolean {
  return (flags & ts.TypeFlags.BooleanLike) !== 0;
}

/** An output, which is an intersection where its value has properties. */
export function isOutput(type: ts.Type): boolean {
  return type.isIntersection() ? type.types.some(isOutput) : type.symbol?.name === instanceName;
}

/** A promise, also what is left of one in an intersection of inputs. */
export function isPromise(type: ts.Type): boolean {
  return type.isIntersection() ? type.types.some(isPromise) : type.symbol?.name === "Promise";
}

/** An instance of a generic type. */
export function isReference(type: ts.Type): type is ts.TypeReference {
  return "target" in type;
}

/** A class of resources. */
export function isResource(type: ts.Type): boolean {
  return type.isClass() && type.getProperty("urn") !== undefined;
}
