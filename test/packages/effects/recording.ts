import { registerHooks } from "node:module";

/** A component as a program created it. */
export interface Use {
  /** Type token of the component. */
  token: string;
  args: object;
}

const hook = "platformComponentUsed";
const creation = /super\(("platform:[^"]+"), name, (?:\{\}|args), opts\);/;

/** Keeps the arguments of every component that is created from now on; modules of components must not be loaded before. */
export function recordUses(): Use[] {
  const uses: Use[] = [];
  Reflect.set(globalThis, hook, (token: string, args: object) => uses.push({ token, args }));
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (!/\/components\/.*\.ts$/.test(url)) return loaded;
      const record = (call: string, token: string) => `${call} globalThis.${hook}(${token}, arguments[1]);`;
      return { ...loaded, source: String(loaded.source).replace(creation, record) };
    },
  });
  return uses;
}
