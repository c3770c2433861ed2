import deserialize from "@pulumi/policy/deserialize.js";
import { isObject } from "../checks/schema.ts";
import { archiveMark, assetMark, secretMark, signature } from "../checks/sdk-signatures.ts";

/**
 * The SDK gives up on a whole resource, and the engine on the preview with it, when one property is an empty asset or a
 * wrapper that it does not know. Here such a property becomes an asset that says nothing: no rule reads what is in one.
 */
export function tolerate(): void {
  // The SDK calls this function of its own by way of the module, and does not declare it.
  const original: unknown = Reflect.get(deserialize, "deserializeProperties");
  if (typeof original !== "function") return;
  const read = (struct: object, proxySecrets: boolean): unknown =>
    Reflect.apply(original, undefined, [struct, proxySecrets]);
  const tolerant = (struct: Struct, proxySecrets: boolean): unknown => {
    try {
      return read(struct, proxySecrets);
    } catch {
      return read({ toJavaScript: () => mended(struct.toJavaScript()) }, proxySecrets);
    }
  };
  Reflect.set(deserialize, "deserializeProperties", tolerant);
}

interface Struct {
  toJavaScript(): unknown;
}

function mended(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mended);
  if (!isObject(value)) return value;
  const kind = value[signature];
  const inner = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mended(each)]));
  if (!kind || kind === secretMark)
    return kind === secretMark && !("value" in value) ? { ...inner, value: null } : inner;
  const filled = (key: string) => Boolean(value[key]);
  if (kind === assetMark && ["path", "text", "uri"].some(filled)) return inner;
  if (kind === archiveMark && (["path", "uri"].some(filled) || ofAssets(inner["assets"]))) return inner;
  return { [signature]: assetMark, text: "?" };
}

function ofAssets(assets: unknown): boolean {
  const isEither = (each: unknown) =>
    isObject(each) && [assetMark, archiveMark].some((kind) => each[signature] === kind);
  return isObject(assets) && Object.values(assets).every(isEither);
}
