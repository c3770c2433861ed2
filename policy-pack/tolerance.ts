import deserialize from "@pulumi/policy/deserialize.js";
import { isObject } from "./schema.ts";

/** The key under which a wrapped value says what it wraps. */
const signature = "4dabf18193072939515e22adb298388d";
const asset = "c44067f5952c0a294b673a41bacd8c17";
const archive = "0def7320c3a5731c473e5ecbe6d01bc7";
const secret = "1b47061264138c4ac30d75fd1eb44270";

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
  if (!kind || kind === secret) return kind === secret && !("value" in value) ? { ...inner, value: null } : inner;
  const filled = (key: string) => Boolean(value[key]);
  if (kind === asset && ["path", "text", "uri"].some(filled)) return inner;
  if (kind === archive && (["path", "uri"].some(filled) || ofAssets(inner["assets"]))) return inner;
  return { [signature]: asset, text: "?" };
}

function ofAssets(assets: unknown): boolean {
  const isEither = (each: unknown) => isObject(each) && [asset, archive].some((kind) => each[signature] === kind);
  return isObject(assets) && Object.values(assets).every(isEither);
}
