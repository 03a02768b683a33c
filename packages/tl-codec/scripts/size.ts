/** Prints the size of the generated modules as an application carries them: bundled, minified, gzipped. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

interface Bundle {
  readonly title: string
  readonly module: string
  readonly names: string
  readonly limit: number
}

const KIB = 1024
/** All that clients and servers call. The rest looks numbers up for diagnostics, in tables that bundlers drop if unused. */
const CODEC = 'encode, write, decode, read, decodeMethod, readMethod, encodeResult, decodeResult, readResult, LAYER'

const BUNDLES: readonly Bundle[] = [
  { title: 'service schema with the runtime, everything', module: 'mtproto', names: '*', limit: 12 * KIB },
  { title: 'full API with the runtime', module: 'api', names: `{ ${CODEC} }`, limit: 160 * KIB },
]

for (const { title, module, names, limit } of BUNDLES) {
  const entry = fileURLToPath(new URL(`../src/generated/${module}.ts`, import.meta.url))
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from '${entry}'`, resolveDir: '/' },
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
