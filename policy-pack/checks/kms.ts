import { fail, pathIn, set } from "./conditions.ts";
import type { Check } from "./rule.ts";
import { text } from "./values.ts";

/** The alias of a key that AWS manages for one of its services, alone or in an ARN. */
const awsManaged = /(?:^|:)alias\/aws\//;

/** Must be set to a key, but not to one that AWS manages: an account cannot change that key's policy. */
export const customerKey =
  (path: string): Check =>
  (scope) => {
    const verdict = set(path)(scope);
    const key = text(scope.value, path);
    return verdict.kind === "pass" && key !== undefined && awsManaged.test(key)
      ? fail(`has ${pathIn(scope, path)} ${key}, a key that AWS manages`)
      : verdict;
  };
