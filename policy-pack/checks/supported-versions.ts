// Made from components/versions.ts by test/policy/supported-versions.ts.

/** Kubernetes minors in standard support of EKS, with its end. */
export const kubernetes: Readonly<Record<string, string>> = {
  "1.34": "2026-12-02",
  "1.35": "2027-03-27",
  "1.36": "2027-08-02",
};

/** PostgreSQL major versions in standard support of RDS, with its end. */
export const postgres: Readonly<Record<string, string>> = {
  14: "2027-02-28",
  15: "2028-02-29",
  16: "2029-02-28",
  17: "2030-02-28",
  18: "2031-02-28",
};
