import deserialize from "@pulumi/policy/deserialize.js";
import { isObject } from "../checks/schema.ts";
import { archiveMark, assetMark, secretMark, signature } from "../checks/sdk-signatures.ts";

/**
 * The SDK fails on a whole resource, and the preview with it, when one property is an empty asset or an unknown wrapper.
 * Such a property becomes an asset with a placeholder text here: no rule reads the content of assets.
 */
export function readLeniently(): void {
  // The SDK calls this undeclared function of its module through the module object.
  const original: unknown = Reflect.get(deserialize, "deserializeProperties");
  if (typeof original !== "function") return;
  const read = (struct: object, proxySecrets: boolean): unknown =>
    Reflect.apply(original, undefined, [struct, proxySecrets]);
  const lenient = (struct: Struct, proxySecrets: boolean): unknown => {
    try {
      return read(struct, proxySecrets);
    } catch {
      return read({ toJavaScript: () => repaired(struct.toJavaScript()) }, proxySecrets);
    }
  };
  Reflect.set(deserialize, "deserializeProperties", lenient);
}

interface Struct {
  toJavaScript(): unknown;
}

function repaired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(repaired);
  if (!isObject(value)) return value;
  const kind = value[signature];
  const inner = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, repaired(each)]));
  if (!kind) return inner;
  if (kind === secretMark) return "value" in value ? inner : { ...inner, value: null };
  return isComplete(value, inner) ? inner : { [signature]: assetMark, text: "?" };
}

/** Whether an asset or archive has content that the SDK reads. */
function isComplete(value: Record<string, unknown>, inner: Record<string, unknown>): boolean {
  const kind = value[signature];
  const filled = (key: string) => Boolean(value[key]);
  if (kind === assetMark) return ["path", "text", "uri"].some(filled);
  return kind === archiveMark && (["path", "uri"].some(filled) || ofAssets(inner["assets"]));
}

function ofAssets(assets: unknown): boolean {
  const isEither = (each: unknown) =>
    isObject(each) && [assetMark, archiveMark].some((kind) => each[signature] === kind);
  return isObject(assets) && Object.values(assets).every(isEither);
}
