import { readFile } from 'node:fs/promises'

/** The package's description is two folders up in the sources, and one up when everything is in one file. */
export async function readVersion(): Promise<string> {
  for (const place of ['../package.json', '../../package.json']) {
    const content = await readFile(new URL(place, import.meta.url), 'utf8').catch(() => undefined)
    const found: unknown = content === undefined ? undefined : JSON.parse(content)
    if (typeof found === 'object' && found !== null && 'version' in found && 'bin' in found)
      return String(found.version)
  }
  return 'unknown'
}
