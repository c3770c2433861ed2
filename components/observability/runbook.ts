/** What is wrong with the URL in front of the runbooks' names. */
export function runbookFaults(runbookBaseUrl: string): string[] {
  return /^https:\/\/[^\s/].*[^/]$/.test(runbookBaseUrl)
    ? []
    : [`runbookBaseUrl must be an https:// URL that does not end in /, got ${runbookBaseUrl}`];
}
