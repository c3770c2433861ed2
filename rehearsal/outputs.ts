import { runtime } from "@pulumi/pulumi";

type Values = Record<string, unknown>;

const { specialSigKey, specialSecretSig, unknownValue: unknown } = runtime;

/** The values with secrets opened: answers are computed from what is inside. */
export function revealed(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, open(value)]));
}

/** The outputs of a new resource: its inputs, secret where they are, and at any depth what AWS adds. */
export function merged(inputs: Values, computed: Values): Values {
  return join(inputs, computed, (value) => value);
}

/** The same before the resource exists: what AWS will add is unknown. */
export function planned(inputs: Values, computed: Values): Values {
  return join(inputs, computed, () => unknown);
}

/** The outputs after a planned update: what AWS computes anew is unknown, the rest stays. */
export function changed(inputs: Values, computed: Values, before: Values): Values {
  const outputs: Values = { ...inputs };
  for (const [key, value] of Object.entries(computed)) {
    if (key in inputs) outputs[key] = both(inputs[key], value, (added) => added);
    else outputs[key] = JSON.stringify(before[key]) === JSON.stringify(value) ? value : unknown;
  }
  return outputs;
}

function join(inputs: Values, computed: Values, add: (value: unknown) => unknown): Values {
  const joined: Values = { ...inputs };
  for (const [key, value] of Object.entries(computed)) {
    joined[key] = key in inputs ? both(inputs[key], value, add) : add(value);
  }
  return joined;
}

function both(input: unknown, value: unknown, add: (value: unknown) => unknown): unknown {
  if (Array.isArray(input) && Array.isArray(value) && input.length === value.length) {
    return input.map((each, at) => both(each, value[at], add));
  }
  return isPlain(input) && isPlain(value) ? join(input, value, add) : input;
}

/** An object of values, not a secret or an asset. */
function isPlain(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(specialSigKey in value);
}

function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== "object" || value === null) return value;
  if (Object.values(value).includes(specialSecretSig) && "value" in value) return open(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, open(part)]));
}
