import type { StartName } from "./starts/start.ts";
import type { Operation, Request, Values } from "./thing.ts";
import type { View } from "./view.ts";

/** What AWS refuses, as one record. */
export interface Refusal {
  /** Service, then what: s3-bucket-not-empty. */
  name: string;
  /** Pulumi type tokens; "*" is every type of AWS, "kubernetes:*" every type of Kubernetes. */
  types: readonly string[];
  on: readonly Operation[];
  /** AWS's error code, for example BucketNotEmpty. */
  code: string;
  /** Page title and URL, or a public issue; "not looked up" for a memory. */
  source: string;
  /** AWS's words, or nothing when the request passes; an unknown value never refuses. */
  check(request: Request, account: View): string | undefined;
  passes: Case;
  refused: Case;
}

/** What happens in an account, one step after the other; the last step is judged. */
export interface Case {
  /** @default "fresh" */
  start?: StartName;
  /** What the configuration of a stack names. */
  declared?: readonly string[];
  /** What was done before, whatever a refusal says about it. */
  before?: readonly Step[];
  judged: Step;
}

/** One step of a case. Of its inputs, `<name.output>` is an output of what an earlier step made. */
export type Step =
  | { create: string; as: string; inputs?: Values; region?: string }
  | { update: string; inputs: Values }
  | { delete: string };

/** A record that applies to a request, with AWS's words. */
export interface Verdict {
  refusal: Refusal;
  words: string;
}

/** Records by operation and type, so that a request meets its own alone. */
export class Refusals {
  private readonly table = new Map<string, Refusal[]>();

  constructor(records: readonly Refusal[]) {
    for (const record of records) {
      for (const key of record.on.flatMap((on) => record.types.map((type) => `${on} ${type}`))) {
        this.table.set(key, [...(this.table.get(key) ?? []), record]);
      }
    }
  }

  /** The first record that refuses a request. */
  judge(request: Request, account: View): Verdict | undefined {
    for (const refusal of this.of(request)) {
      const words = refusal.check(request, account);
      if (words !== undefined) return { refusal, words };
    }
    return undefined;
  }

  private of({ operation, type }: Request): Refusal[] {
    const every = type.startsWith("aws:") ? "*" : `${type.split(":")[0]}:*`;
    return [...(this.table.get(`${operation} ${type}`) ?? []), ...(this.table.get(`${operation} ${every}`) ?? [])];
  }
}

const verbs = { create: "creating", update: "updating", read: "reading", delete: "deleting" } as const;

/** Modules whose service is not written as the module is. */
const services: Readonly<Record<string, string>> = {
  cfg: "Config",
  cloudwatch: "CloudWatch",
  dynamodb: "DynamoDB",
  elasticache: "ElastiCache",
  lb: "ELBv2",
  rds: "RDS",
  route53: "Route 53",
  secretsmanager: "Secrets Manager",
  vpc: "EC2",
};

/** The error of the provider, with the record behind it: deleting S3 Bucket (logs-1a2b3c4): BucketNotEmpty: … */
export function message({ operation, type, name, old }: Request, { refusal, words }: Verdict): string {
  const [, module = "", kind = ""] = type.split(":");
  const [service = ""] = module.split("/");
  const short = service.length <= 3 ? service.toUpperCase() : service.charAt(0).toUpperCase() + service.slice(1);
  const spaced = kind.replace(/(?<=[a-z0-9])(?=[A-Z])/g, " ");
  const source = /https?:\S+/.exec(refusal.source)?.[0] ?? refusal.source;
  const what = `${verbs[operation]} ${services[service] ?? short} ${spaced} (${old?.id ?? name})`;
  return `${what}: ${refusal.code}: ${words} [${refusal.name}: ${source}]`;
}

/** The error of a request that the account refuses. */
export class RefusedError extends Error {
  readonly record: string;

  constructor(request: Request, verdict: Verdict) {
    super(message(request, verdict));
    this.record = verdict.refusal.name;
  }
}

/** A request that AWS would refuse, found by a preview. */
export interface Refused {
  urn: string;
  record: string;
  code: string;
  message: string;
}

/** The refusal of a request, as a preview tells it. */
export function refused(request: Request, verdict: Verdict): Refused {
  const { name: record, code } = verdict.refusal;
  return { urn: request.urn, record, code, message: message(request, verdict) };
}
