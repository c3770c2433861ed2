import path from "node:path";
import { catalogue } from "../catalogue.ts";
import { properties, settingsPolicy } from "../engine/configuration.ts";

/** The schema file of --policy-pack-config, for editors. */
export const schemaFile = path.join(import.meta.dirname, "..", "config.schema.json");

/** The JSON schema of the whole file: levels by rule, and the settings. */
export function fileSchema(): string {
  const level = { enum: ["advisory", "mandatory", "remediate", "disabled"] };
  const rules = catalogue.filter(({ kind }) => !["plan", "state"].includes(kind)).map(({ about }) => about);
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of the platform's policy pack",
    type: "object",
    additionalProperties: false,
    properties: {
      all: { ...level, description: "The level of every rule without its own key." },
      [settingsPolicy]: {
        description: "The settings of the pack.",
        type: "object",
        additionalProperties: false,
        properties: { enforcementLevel: level, ...properties },
      },
      ...Object.fromEntries(rules.map(({ name, description }) => [name, { ...level, description }])),
    },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
