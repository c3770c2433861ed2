import * as pulumi from "@pulumi/pulumi";

/** An output as a program in any language handed it over: what is known of its value now. */
export interface Handed {
  /** Value, with pulumi.unknown where it is not known in a preview. */
  value: unknown;
  isSecret: boolean;
}

/** What is known of an output's value; the SDK tells it to its own modules alone, so its methods have no types. */
export async function handed(output: pulumi.Output<unknown>): Promise<Handed> {
  const value: unknown = await Reflect.apply(Reflect.get(output, "promise"), output, [true]);
  return { value, isSecret: await pulumi.isSecret(output) };
}

/** A value within an output's value, which keeps the output's dependencies. */
export function within(output: pulumi.Output<unknown>, key: string | number): pulumi.Output<unknown> {
  return output.apply((value) => (isObject(value) ? value[key] : undefined));
}

/** An object, list or record, but no resource or output. */
export function isObject(value: unknown): value is Record<string | number, unknown> {
  const isOpaque = pulumi.Resource.isInstance(value) || pulumi.Output.isInstance(value) || pulumi.isUnknown(value);
  return typeof value === "object" && value !== null && !isOpaque;
}

/** A value in which {name} of every text is replaced by an output's value. */
export function filled(value: unknown, outputs: Readonly<Record<string, pulumi.Input<string>>>): unknown {
  if (typeof value === "string") return filledText(value, outputs);
  if (pulumi.Output.isInstance(value)) return value.apply((known) => filled(known, outputs));
  if (Array.isArray(value)) return value.map((each) => filled(each, outputs));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, outputs)]));
}

function filledText(text: string, outputs: Readonly<Record<string, pulumi.Input<string>>>): pulumi.Input<string> {
  if (!Object.keys(outputs).some((name) => text.includes(`{${name}}`))) return text;
  return pulumi.output(outputs).apply((known) => {
    const entries = Object.entries(known);
    return entries.reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, value), text);
  });
}
