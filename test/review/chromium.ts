import fs from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";

/** The executable on PATH: of Debian's package, or of Google's. */
const executablePath = (process.env["PATH"] ?? "")
  .split(path.delimiter)
  .flatMap((folder) => ["chromium", "google-chrome"].map((name) => path.join(folder, name)))
  .find((file) => fs.existsSync(file));

/**
 * Declares tests in headless Chromium. CI must have it; elsewhere one line tells how to install it.
 */
export function describeWithChromium(title: string, tests: (browser: () => Browser) => void): void {
  describe(title, function () {
    this.timeout(300_000);
    if (executablePath === undefined && process.env["CI"] === undefined) {
      it("is not tested here, because Chromium is not installed: bash test/commands/chromium.sh");
      return;
    }
    let browser: Browser | undefined;
    before(async () => {
      // Chromium has no sandbox for root, as which containers run; the pages are the project's own.
      browser = await chromium.launch({ executablePath: executablePath ?? "chromium", args: ["--no-sandbox"] });
    });
    after(() => browser?.close());
    tests(() => {
      if (browser === undefined) throw new Error("Chromium has not been started yet");
      return browser;
    });
  });
}
