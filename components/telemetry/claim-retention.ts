/** What becomes of the claims of a StatefulSet. Whoever grows them deletes it: then only Retain keeps the data. */
export function claimRetention(deletionProtection: boolean) {
  const whenDeleted: "Retain" | "Delete" = deletionProtection ? "Retain" : "Delete";
  return { whenDeleted, whenScaled: "Retain" } as const;
}
