/** Prints the size of the generated modules as an application carries them: bundled, minified, gzipped. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

interface Bundle {
  readonly title: string
  readonly module: string
  readonly limit: number
}

const BUNDLES: readonly Bundle[] = [
  { title: 'service schema with the runtime', module: 'mtproto', limit: 12 * 1024 },
  { title: 'full API with the runtime', module: 'api', limit: 160 * 1024 },
]

for (const { title, module, limit } of BUNDLES) {
  const entry = fileURLToPath(new URL(`../src/generated/${module}.ts`, import.meta.url))
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  })
  const code = outputFiles[0]?.contents ?? new Uint8Array()
  const zipped = gzipSync(code, { level: 9 }).length
  const verdict = zipped <= limit ? 'within' : 'ABOVE'
  console.log(`${title}: ${code.length} B minified, ${zipped} B gzipped (${verdict} ${limit} B)`)
  if (zipped > limit) process.exitCode = 1
}
