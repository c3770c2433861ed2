import ts from "typescript";
import { find, sources } from "../syntax.ts";

const trees = sources("layers/**/*.ts").map(({ tree }) => tree);
const interfaces = new Map(
  trees.flatMap((tree) => find(tree, ts.isInterfaceDeclaration)).map((each) => [each.name.text, each]),
);

/** Keys of an interface of the layers with those that it extends, or of one of its members, for example `AddonsDefinition.clusterAddons`. */
export function keysOf(path: string): string[] {
  const [name = "", key] = path.split(".");
  const members = membersOf(name);
  if (key === undefined) return members.map((each) => each.name.getText());
  const type = members.find((each) => each.name.getText() === key)?.type;
  if (type === undefined || !ts.isTypeLiteralNode(type)) throw new Error(`${path} is no object`);
  return type.members.filter(ts.isPropertySignature).map((each) => each.name.getText());
}

function membersOf(name: string): ts.PropertySignature[] {
  const found = interfaces.get(name);
  if (found === undefined) throw new Error(`there is no interface ${name}`);
  const extended = (found.heritageClauses ?? []).flatMap(({ types }) => types.map((each) => each.getText()));
  return [...extended.flatMap(membersOf), ...found.members.filter(ts.isPropertySignature)];
}
