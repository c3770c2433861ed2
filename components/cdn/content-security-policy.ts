/** Directives of the Content-Security-Policy header that a site may extend. */
export type ContentDirective =
  | "connect-src"
  | "font-src"
  | "form-action"
  | "frame-ancestors"
  | "frame-src"
  | "img-src"
  | "manifest-src"
  | "media-src"
  | "script-src"
  | "style-src"
  | "worker-src";

/** Sources besides the page's own origin, by directive, for example { "connect-src": ["https://api.example.com"] }. */
export type ContentSources = Readonly<Partial<Record<ContentDirective, readonly string[]>>>;

/** Default policy: sources of the page's own origin only, and no framing. */
const strict: Readonly<Record<string, readonly string[]>> = {
  "default-src": ["'self'"],
  "base-uri": ["'none'"],
  "object-src": ["'none'"],
  "connect-src": ["'self'"],
  "font-src": ["'self'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
  "frame-src": ["'none'"],
  "img-src": ["'self'", "data:"],
  "manifest-src": ["'self'"],
  "media-src": ["'self'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  "worker-src": ["'self'"],
};

/** The value of the Content-Security-Policy header. */
export function contentSecurityPolicy(sources: ContentSources): string {
  const widened = new Map<string, readonly string[]>(Object.entries(sources));
  const directives = Object.entries(strict).map(([directive, own]) => {
    const added = widened.get(directive) ?? [];
    // 'none' must be the only source of a directive.
    const kept = added.length === 0 ? own : own.filter((source) => source !== "'none'");
    return [directive, ...kept, ...added].join(" ");
  });
  return [...directives, "upgrade-insecure-requests"].join("; ");
}

/** Faults of the sources: characters that would end a directive, and sources that would allow any script. */
export function contentSourceFaults(sources: ContentSources): string[] {
  return Object.entries(sources).flatMap(([directive, added]) =>
    added.flatMap((source) => {
      if (!/^[^\s;,]+$/.test(source))
        return [`contentSources.${directive} must have no space, comma or semicolon, got "${source}"`];
      const runsAnything = /^('unsafe-(inline|eval|hashes)'|\*|https?:|data:|blob:)$/.test(source);
      return directive === "script-src" && runsAnything
        ? [`contentSources.${directive} must name hosts, hashes or 'wasm-unsafe-eval', got "${source}"`]
        : [];
    }),
  );
}
