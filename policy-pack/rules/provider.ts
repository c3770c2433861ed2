import { all, each, fail, not, pass, set, undecided, unset, value } from "../checks/conditions.ts";
import { noSecret } from "../checks/plaintext.ts";
import { type Check, levels, type Props, type ResourceRule } from "../checks/rule.ts";
import { defaults, type Settings } from "../checks/settings.ts";
import { hasUnknown, known, read, text, unknown, word } from "../checks/values.ts";

const aws = "pulumi:providers:aws";
const scalingGroup = "aws:autoscaling/group:Group";

/** Keys of a map of tags, or of a list of them as Auto Scaling takes. */
function keysOf(tags: unknown): string[] {
  if (Array.isArray(tags)) return tags.map((tag) => text(tag, "key") ?? "");
  return typeof tags === "object" && tags !== null ? Object.keys(tags) : [];
}

/** Keys that maps of tags lack in any spelling, since IAM takes Project for project; `unknown` when a map is not known yet. */
function lacking(maps: readonly unknown[], { requiredTags }: Settings): string[] | typeof unknown {
  const keys = maps.flatMap(keysOf);
  const spelled = new Set(keys.map((key) => key.toLowerCase()));
  const missing = requiredTags.filter((key) => !spelled.has(key.toLowerCase()));
  return missing.length > 0 && maps.includes(unknown) ? unknown : missing;
}

function at(props: unknown, path: string): unknown {
  return read(props, path).state === "unknown" ? unknown : known(props, path);
}

/** A type is taggable when the checked inputs show tags: the provider adds tagsAll to whatever takes any. */
const tagged: Check = ({ resource, settings }) => {
  const { props, providerInputs } = resource;
  const own = [at(props, "tagsAll"), at(props, "tags")];
  // Auto Scaling takes a list of tags, to which the provider adds nothing: none at all is none.
  const listed = own.find(Array.isArray) ?? (resource.type === scalingGroup && own[1] === undefined ? [] : undefined);
  if (listed === undefined && own.every((tags) => tags === undefined)) return pass;
  const maps = listed === undefined ? [...own, at(providerInputs, "defaultTags.tags")] : [listed];
  const missing = listed?.some(hasUnknown) ? unknown : lacking(maps, settings);
  // Without the provider and without what it merged, nobody can say which tags it adds.
  const unseen = listed === undefined && providerInputs === undefined && read(props, "tagsAll").state === "absent";
  if (missing === unknown || (missing.length > 0 && unseen)) return undecided("tagsAll");
  return missing.length === 0 ? pass : fail(`has no tag ${missing.join(", ")}`);
};

const defaultTags: Check = ({ value: props, settings }) => {
  const missing = lacking([at(props, "defaultTags"), at(props, "defaultTags.tags")], settings);
  if (missing === unknown) return undecided("defaultTags");
  return missing.length === 0 ? pass : fail(`gives no default tag ${missing.join(", ")}`);
};

/** Any account will do where the settings list none. */
const inAccounts: Check = (scope) => {
  const { accounts } = scope.settings;
  if (accounts.length === 0) return pass;
  return each("allowedAccountIds", ({ value: id, path }) =>
    id === unknown ? undecided(path) : accounts.includes(word(id)) ? pass : fail(`works in account ${word(id)}`),
  )(scope);
};

/** Other clouds have Regions of their own. */
const inRegions = value("region", (found, { settings }) => settings.regions.some((each) => each === found), "pass");

/** The AWS provider, and what holds for every resource. */
export const provider: readonly ResourceRule[] = [
  {
    name: "provider-account-pinned",
    types: [aws],
    description: "The AWS provider works in one account only, the one it names.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set allowedAccountIds to the account of the stack",
    check: all(set("allowedAccountIds"), inAccounts),
    ok: { allowedAccountIds: ["111122223333"] },
    bad: { region: "eu-west-1" },
  },
  {
    name: "provider-region-allowed",
    types: ["*"],
    description: "Nothing is made outside the Regions that the platform is run in.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set region to one of the allowed ones",
    check: (scope) => (/^(?:aws|pulumi:providers:aws)(?::|$)/.test(scope.resource.type) ? inRegions(scope) : pass),
    ok: { region: "eu-west-1" },
    bad: { region: "ap-south-1" },
  },
  {
    name: "provider-no-static-keys",
    types: [aws],
    description: "The AWS provider signs in with a role or single sign-on, never with keys in its configuration.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_41"],
    fix: "leave accessKey, secretKey and token unset",
    check: all(unset("accessKey"), unset("secretKey"), unset("token")),
    ok: { region: "eu-west-1" },
    bad: { accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "x" },
  },
  {
    name: "provider-default-tags",
    types: [aws],
    description: "The AWS provider gives every resource the tags that say whose it is.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set defaultTags with the required tags",
    check: defaultTags,
    ok: { defaultTags: { tags: tags() } },
    bad: { defaultTags: { tags: { project: "platform" } } },
  },
  {
    name: "provider-no-skip-checks",
    types: [aws],
    description: "The AWS provider checks its credentials and its account.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "leave skipCredentialsValidation and skipRequestingAccountId unset",
    check: all(off("skipCredentialsValidation"), off("skipRequestingAccountId")),
    ok: { skipCredentialsValidation: false },
    bad: { skipRequestingAccountId: true },
  },
  {
    name: "tags-required",
    types: ["*"],
    description:
      "Whatever can be tagged says which project, environment, owner, cost center and class of data it belongs to.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_153"],
    fix: "set tags, or the provider's defaultTags",
    check: tagged,
    ok: { tagsAll: tags() },
    bad: { tags: { Name: "queue" }, tagsAll: { Name: "queue", project: "platform" } },
  },
  {
    name: "tags-valid",
    types: ["*"],
    description: "Tags use neither AWS's own prefix nor anybody's mail address.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "change the tag: a team instead of an address, and no key that starts with aws:",
    check: each("tags", ({ value: map }) => {
      const faulty = Object.entries(typeof map === "object" && map !== null ? map : {}).find(
        ([key, text]) => key.startsWith("aws:") || (typeof text === "string" && /\S@\S+\.\S/.test(text)),
      );
      return faulty === undefined ? pass : fail(`has the tag ${faulty[0]}`);
    }),
    ok: { tags: { owner: "platform-team" } },
    bad: { tags: { owner: "someone@example.com" } },
  },
  {
    name: "no-plaintext-secret",
    types: ["*"],
    description: "No property holds a credential in plain sight.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_41", "CKV_AWS_45", "CKV_AWS_46", "ECS.8"],
    fix: "refer to the secret in Secrets Manager by its ARN instead of setting its value",
    check: noSecret,
    ok: { environment: { variables: { DB_PASSWORD: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db" } } },
    bad: { environment: { variables: { DB_PASSWORD: "hunter2" } } },
  },
];

function off(path: string): Check {
  return not(
    value(path, (found) => found === true, "fail"),
    `sets ${path}`,
  );
}

function tags(): Props {
  return Object.fromEntries(defaults.requiredTags.map((key) => [key, "platform"]));
}
