/**
 * Regions in which a foundation model answers without an inference profile, by the beginning of its ID; other models are not checked.
 * Source: "Supported Regions and models for batch inference", column Regions supporting foundation model
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-supported.html).
 */
const onDemand: Readonly<Record<string, readonly string[]>> = {
  "amazon.nova-lite-v1": ["us-east-1", "us-gov-west-1"],
  "amazon.nova-micro-v1": ["us-east-1", "us-gov-west-1"],
  "amazon.nova-premier-v1": [],
  "amazon.nova-pro-v1": ["us-east-1", "us-gov-west-1"],
  "anthropic.claude-haiku-4-5": [],
  "anthropic.claude-opus-4": [],
  "anthropic.claude-sonnet-4": [],
};

/** Source Regions of inference profiles, by their prefix; Regions of a geography whose prefix is not known have none. */
const geographies: Readonly<Record<string, RegExp>> = {
  "us-gov": /^us-gov-/,
  us: /^us-(?:east|west)-/,
  eu: /^eu-/,
  apac: /^ap-/,
  au: /^ap-southeast-[24]$/,
  ca: /^ca-/,
  jp: /^ap-northeast-[13]$/,
  global: /./,
};

/** Faults of models that Bedrock does not invoke in a Region, one line each. */
export function modelRegionFaults(key: string, models: readonly string[], region: string): string[] {
  return models.flatMap((model) => {
    const [prefix = "", ...rest] = model.split(".");
    const geography = geographies[prefix];
    if (geography !== undefined) {
      return geography.test(region)
        ? []
        : [`${key} must be inference profiles of the geography of ${region}, got "${model}"`];
    }
    const regions = Object.entries(onDemand).find(([start]) => [prefix, ...rest].join(".").startsWith(start))?.[1];
    if (regions === undefined || regions.includes(region)) return [];
    const offered = regions.length === 0 ? "no Region" : regions.join(" and ");
    return [
      `${key} must be an inference profile in ${region}${profileOf(model, region)}, got "${model}", which is on demand in ${offered}`,
    ];
  });
}

/** The profile of the narrowest geography that has the model in a Region. */
function profileOf(model: string, region: string): string {
  const [prefix] = Object.entries(geographies).find(([name, each]) => name !== "global" && each.test(region)) ?? [];
  return prefix === undefined ? "" : ` such as ${prefix}.${model}`;
}
