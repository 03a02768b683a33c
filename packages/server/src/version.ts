import { readFileSync } from 'node:fs'

/** The version of this package, from its `package.json`: beside `src` in the sources as beside `dist` in the build. */
export function version(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const manifest: { name?: unknown; version?: unknown } = JSON.parse(
        readFileSync(new URL(path, import.meta.url), 'utf8'),
      )
      if (manifest.name === '@chappe/server') return String(manifest.version)
    } catch {
      // The build puts this module into a file of another depth.
    }
  }
  return 'unknown'
}
