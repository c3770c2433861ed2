import { isWorld } from "./cidr.ts";
import { json } from "./json.ts";
import { matchesPattern } from "./wildcards.ts";

/** One statement of a policy document, every list made a list. */
export interface Statement {
  allows: boolean;
  actions: readonly string[];
  notActions: readonly string[];
  resources: readonly string[];
  notResources: readonly string[];
  principals: readonly Principal[];
  /** A NotPrincipal is present. */
  exceptPrincipals: boolean;
  conditions: readonly Condition[];
}

export interface Principal {
  kind: string;
  name: string;
}

export interface Condition {
  operator: string;
  key: string;
  values: readonly string[];
}

/** The statements of a policy document, as JSON or as an object; undefined when it is neither. */
export function parsePolicy(document: unknown): readonly Statement[] | undefined {
  if (typeof document !== "string") return statementsOf(document);
  if (document !== last.text) last = { text: document, statements: statementsOf(json(document)) };
  return last.statements;
}

/** The last document: the rules of a resource read the same one after another. */
let last: { text: string; statements: readonly Statement[] | undefined } = { text: "", statements: undefined };

function statementsOf(parsed: unknown): readonly Statement[] | undefined {
  if (!isObject(parsed)) return undefined;
  const statements = parsed["Statement"];
  if (statements === undefined) return undefined;
  return (Array.isArray(statements) ? statements : [statements]).filter(isObject).map(statement);
}

function statement(raw: Record<string, unknown>): Statement {
  return {
    allows: raw["Effect"] !== "Deny",
    actions: strings(raw["Action"]),
    notActions: strings(raw["NotAction"]),
    resources: strings(raw["Resource"]),
    notResources: strings(raw["NotResource"]),
    principals: principals(raw["Principal"]),
    exceptPrincipals: principals(raw["NotPrincipal"]).length > 0,
    conditions: conditions(raw["Condition"]),
  };
}

function principals(raw: unknown): Principal[] {
  if (!isObject(raw)) return strings(raw).map((name) => ({ kind: "AWS", name }));
  return Object.entries(raw).flatMap(([kind, names]) => strings(names).map((name) => ({ kind, name })));
}

function conditions(raw: unknown): Condition[] {
  if (!isObject(raw)) return [];
  return Object.entries(raw).flatMap(([operator, keys]) =>
    isObject(keys) ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: strings(values) })) : [],
  );
}

/** IAM wildcards: `*` matches any characters, `?` one; case is ignored. */
export function matchesWildcard(pattern: string, text: string): boolean {
  return matchesPattern(pattern.toLowerCase(), text.toLowerCase(), "?");
}

/** Whether the statement's actions cover this one. */
export function covers({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((pattern) => matchesWildcard(pattern, action));
  return actions.some((pattern) => matchesWildcard(pattern, action));
}

/** Whether the statement covers every resource, or every resource of a service. */
export function onEverything({ resources, notResources }: Statement): boolean {
  return notResources.length > 0 || resources.some(isEveryResource);
}

/** Resource parts that no pattern for certain resources matches: one of a single name, and two of names below a kind. */
const anyParts = ["zq0", "zq0/zq1", "zq0:zq1"];

/** Whether an ARN pattern matches every resource of a service, in whichever way it is spelled: *, arn:*, arn:aws:s3:::*. */
function isEveryResource(pattern: string): boolean {
  const [, partition, service, region, account] = pattern.split(":");
  const literal = (part: string | undefined, otherwise: string) =>
    part === undefined || /[*?]/.test(part) ? otherwise : part;
  const head = [
    "arn",
    literal(partition, "aws"),
    literal(service, "zq"),
    literal(region, "zq-1"),
    literal(account, "0"),
  ];
  return anyParts.some((part) => matchesWildcard(pattern, [...head, part].join(":")));
}

const positive =
  /^(?:(?:ForAnyValue|ForAllValues):)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;
const identifying =
  /^(?:aws:(?:PrincipalOrgID|PrincipalOrgPaths|PrincipalAccount|PrincipalArn|SourceAccount|SourceOrgID|SourceOrgPaths|SourceArn|SourceOwner|SourceVpc|SourceVpce|SourceIp|VpceAccount|VpceOrgID|VpceOrgPaths|userid)|kms:CallerAccount|kms:ViaService|lambda:EventSourceToken|s3:DataAccessPoint(?:Account|Arn)|elasticfilesystem:AccessedViaMountTarget)$/i;

/** Values that match every principal: a wildcard, an ARN without an account, the internet. Bucket names are unique. */
const matchesAnyone = (value: string) =>
  /^(?:[*?]+|arn:[^:]*:[^:]*:[^:]*:\*?:\*|arn:[^:]*:(?!s3:)[^:]*:[^:]*:\*(?::.*)?)$/.test(value) || isWorld(value);

/** Whether a condition limits the callers to an account, organization, network or resource. */
export function isConfined({ conditions: all }: Statement): boolean {
  return all.some(({ operator, key, values }) => {
    const mountTarget = /^Bool$/i.test(operator) && /AccessedViaMountTarget$/i.test(key);
    if (mountTarget) return values.includes("true");
    return positive.test(operator) && identifying.test(key) && values.length > 0 && !values.some(matchesAnyone);
  });
}

/** Whether the principal is `*`, a name in any account, or a NotPrincipal. */
export function admitsAnyone({ principals: named, exceptPrincipals }: Statement): boolean {
  const wildcard = /^(?:\*|arn:[^:]*:(?:iam|sts)::\*.*)$/;
  return exceptPrincipals || named.some(({ kind, name }) => (kind === "AWS" || kind === "*") && wildcard.test(name));
}

/** The texts of a list or of one value. A run of stars means what one star means, and takes longer to match. */
function strings(raw: unknown): string[] {
  const found: unknown[] = Array.isArray(raw) ? raw : [raw];
  return found.flatMap((each) => {
    if (typeof each === "string") return [each.replace(/\*+/g, "*")];
    return typeof each === "boolean" || typeof each === "number" ? [String(each)] : [];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
