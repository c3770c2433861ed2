import { each, fail, pass, undecided } from "../../checks/conditions.ts";
import { type Check, levels, type Props, type Resource, service, type Verdict } from "../../checks/rule.ts";
import { defaults, type Settings } from "../../checks/settings.ts";
import { hasUnknown, known, read, text, unknown } from "../../checks/values.ts";

const aws = "pulumi:providers:aws";
const scalingGroup = "aws:autoscaling/group:Group";

/** The keys of a map of tags, or of the list of tags of an Auto Scaling group. */
function keysOf(tags: unknown): string[] {
  if (Array.isArray(tags)) return tags.map((tag) => text(tag, "key") ?? "");
  return typeof tags === "object" && tags !== null ? Object.keys(tags) : [];
}

/** The missing keys in any case, as in IAM; `unknown` when a map is not known yet. */
function missingTags(maps: readonly unknown[], { requiredTags }: Settings): string[] | typeof unknown {
  const keys = maps.flatMap(keysOf);
  const spelled = new Set(keys.map((key) => key.toLowerCase()));
  const missing = requiredTags.filter((key) => !spelled.has(key.toLowerCase()));
  return missing.length > 0 && maps.includes(unknown) ? unknown : missing;
}

function valueAt(props: unknown, path: string): unknown {
  return read(props, path).state === "unknown" ? unknown : known(props, path);
}

/** The list of tags of a type that takes one, to which the provider adds nothing; an Auto Scaling group may omit it. */
function listedTags({ type, props }: Resource): readonly unknown[] | undefined {
  const own = [valueAt(props, "tagsAll"), valueAt(props, "tags")];
  return own.find(Array.isArray) ?? (type === scalingGroup && own[1] === undefined ? [] : undefined);
}

/** A list of tags has every required key. */
function listHasTags(listed: readonly unknown[], settings: Settings): Verdict {
  const missing = listed.some(hasUnknown) ? unknown : missingTags([listed], settings);
  return missing === unknown ? undecided("tagsAll") : noneMissing(missing);
}

/** A type is taggable when the checked inputs show tags: the provider adds tagsAll to every taggable resource. */
const hasRequiredTags: Check = ({ resource, settings }) => {
  const { props, providerInputs } = resource;
  const listed = listedTags(resource);
  if (listed !== undefined) return listHasTags(listed, settings);
  const own = [valueAt(props, "tagsAll"), valueAt(props, "tags")];
  if (own.every((tags) => tags === undefined)) return pass;
  const missing = missingTags([...own, valueAt(providerInputs, "defaultTags.tags")], settings);
  // Without the provider's inputs and without tagsAll, the tags that the provider adds are not known.
  const unseen = providerInputs === undefined && read(props, "tagsAll").state === "absent";
  if (missing === unknown || (missing.length > 0 && unseen)) return undecided("tagsAll");
  return noneMissing(missing);
};

const noneMissing = (missing: readonly string[]): Verdict =>
  missing.length === 0 ? pass : fail(`has no tag ${missing.join(", ")}`);

const hasDefaultTags: Check = ({ value: props, settings }) => {
  const missing = missingTags([valueAt(props, "defaultTags"), valueAt(props, "defaultTags.tags")], settings);
  if (missing === unknown) return undecided("defaultTags");
  return missing.length === 0 ? pass : fail(`has no default tag ${missing.join(", ")}`);
};

export const stackTags = service("Tags and names", [
  {
    name: "provider-default-tags",
    types: [aws],
    description: "AWS providers set every required tag in defaultTags.",
    why: "Tags set resource by resource are forgotten on some; their costs then appear in no cost center's report and incident responders find no owner.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set defaultTags with the required tags",
    check: hasDefaultTags,
    ok: { defaultTags: { tags: exampleTags() } },
    bad: { defaultTags: { tags: { project: "platform" } } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "tags-required",
    types: ["*"],
    description: "AWS resources that take tags have every required tag.",
    why: "An untagged resource is missing from cost allocation, from tag-based backup plans and IAM conditions, and cannot be traced to a team when it fails.",
    severity: "medium",
    levels: levels("M/M/M"),
    ownOnly: true,
    controls: ["CKV_AWS_153"],
    fix: "set the required tags in tags, or in defaultTags of the provider",
    check: hasRequiredTags,
    ok: { tagsAll: exampleTags() },
    bad: { tags: { Name: "queue" }, tagsAll: { Name: "queue", project: "platform" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "tags-valid",
    types: ["*"],
    description: "AWS resource tags have no aws: prefix and contain no email address.",
    why: "AWS rejects tag keys that begin with aws:, and an email address in a tag is personal data that spreads to billing reports and to every principal that can list tags.",
    severity: "medium",
    levels: levels("A/M/M"),
    ownOnly: true,
    controls: [],
    fix: "change the tag: a team instead of an email address, and no key that starts with aws:",
    check: each("tags", ({ value: map }) => {
      const faulty = Object.entries(typeof map === "object" && map !== null ? map : {}).find(
        ([key, text]) => key.startsWith("aws:") || (typeof text === "string" && /\S@[^\s@]{1,255}\.\S/.test(text)),
      );
      return faulty === undefined ? pass : fail(`has a tag ${faulty[0]} with a reserved key or an email address`);
    }),
    ok: { tags: { owner: "platform-team" } },
    bad: { tags: { owner: "someone@example.com" } },
    absent: "pass",
    unknown: "undecided",
  },
]);

function exampleTags(): Props {
  return Object.fromEntries(defaults.requiredTags.map((key) => [key, "platform"]));
}
