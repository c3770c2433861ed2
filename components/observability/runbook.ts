/** Faults of the base URL of the runbooks. */
export function runbookFaults(runbookBaseUrl: string): string[] {
  return /^https:\/\/[^\s/].*[^/]$/.test(runbookBaseUrl)
    ? []
    : [`runbookBaseUrl must be an https:// URL that does not end in /, got ${runbookBaseUrl}`];
}
