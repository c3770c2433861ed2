import { type Environment, environment } from "../../policy-pack/checks/environment.ts";

/** What is assumed of a stack where its price depends on its use. */
export interface Assumption {
  /** What is assumed of each, in words. */
  what: string;
  unit: string;
  /** Amount per month in production. */
  production: number;
}

/** Assumptions about the use of a production stack; they are not measured, and stand beside every sum that they make. */
export const assumptions = {
  natData: { what: "data through each NAT gateway", unit: "GB", production: 100 },
  endpointData: { what: "data through each interface endpoint", unit: "GB", production: 20 },
  internetData: { what: "data to the internet through each load balancer", unit: "GB", production: 200 },
  capacityUnits: { what: "capacity units of each load balancer, on average", unit: "LCU", production: 2 },
  webRequests: { what: "requests that each web ACL inspects", unit: "million requests", production: 10 },
  cdnData: { what: "data from each CloudFront distribution", unit: "GB", production: 100 },
  cdnRequests: { what: "requests to each CloudFront distribution", unit: "10,000 requests", production: 500 },
  auroraStorage: { what: "data of each Aurora cluster", unit: "GB", production: 50 },
  auroraRequests: { what: "I/O of each Aurora cluster", unit: "million requests", production: 100 },
  brokerStorage: { what: "data of each broker node", unit: "GB", production: 15 },
  fileStorage: { what: "data of each file system", unit: "GB", production: 50 },
  bucketStorage: { what: "objects in each bucket", unit: "GB", production: 20 },
  bucketWrites: { what: "writes to each bucket", unit: "thousand requests", production: 100 },
  bucketReads: { what: "reads from each bucket", unit: "thousand requests", production: 1_000 },
  tableStorage: { what: "items in each table", unit: "GB", production: 10 },
  tableReads: { what: "read units of each table", unit: "million units", production: 50 },
  tableWrites: { what: "write units of each table", unit: "million units", production: 20 },
  queueRequests: { what: "requests to each queue", unit: "million requests", production: 5 },
  imageStorage: { what: "images in each repository", unit: "GB", production: 10 },
  backupStorage: { what: "recovery points in each backup vault", unit: "GB", production: 200 },
  keyRequests: { what: "requests to each KMS key", unit: "10,000 requests", production: 10 },
  secretReads: { what: "reads of each secret", unit: "10,000 requests", production: 1 },
  logIngestion: { what: "logs into each log group", unit: "GB", production: 2 },
  logStorage: { what: "logs kept in each log group", unit: "GB", production: 10 },
  flowLogs: { what: "flow logs of each VPC", unit: "GB", production: 50 },
  dataEvents: { what: "data events of each trail", unit: "100,000 events", production: 50 },
  configurationItems: { what: "configuration items of each recorder", unit: "items", production: 5_000 },
} as const satisfies Readonly<Record<string, Assumption>>;

/** A name of the table. */
export type Use = keyof typeof assumptions;

/** How much of production's use the other environments are assumed to have. */
export const shares: Readonly<Record<Environment, number>> = { dev: 0.1, staging: 0.3, prod: 1 };

/** What is assumed per month of a stack, by the environment of its definition. */
export function usage(definition: string): (use: Use) => number {
  const share = shares[environment({ PULUMI_STACK: definition })];
  return (use) => assumptions[use].production * share;
}
