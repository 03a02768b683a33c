/**
 * Compiles assembly/ with AssemblyScript and writes the module into src/generated/ as text, so that it needs neither a file
 * system nor a bundler's help to be loaded. Nothing is done if the sources have not changed since.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aesTables } from './aes-tables.ts'

const root = join(import.meta.dirname, '..')
const target = join(root, 'src/generated/wasm-module.ts')

/** Static data goes below the fixed layout of assembly/layout.ts, which begins at 2560. */
const OPTIONS = ['--runtime', 'stub', '--use', 'abort=', '-O3', '--converge', '--noAssert', '--enable', 'simd']
const MEMORY = ['--memoryBase', '64', '--initialMemory', '1']

async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256').update(aesTables())
  const files = (await readdir(join(root, 'assembly'))).filter((name) => name.endsWith('.ts')).sort()
  for (const name of files) hash.update(await readFile(join(root, 'assembly', name)))
  hash.update(await readFile(import.meta.filename))
  return hash.digest('hex')
}

async function compile(features: readonly string[]): Promise<string> {
  const { main } = await import('assemblyscript/asc')
  let binary: Uint8Array | undefined
  const enabled = features.flatMap((feature) => ['--enable', feature])
  const { error, stderr } = await main(
    ['assembly/index.ts', '--baseDir', root, '--outFile', 'module.wasm', ...OPTIONS, ...MEMORY, ...enabled],
    {
      writeFile: (_name, contents) => {
        if (contents instanceof Uint8Array) binary = contents
      },
    },
  )
  if (error !== null || binary === undefined) throw new Error(`AssemblyScript: ${error?.message ?? ''}\n${stderr}`)
  return Buffer.from(binary).toString('base64')
}

const digest = await digestOfSources()
const present = await readFile(target, 'utf8').catch(() => '')
if (!present.includes(digest)) {
  await mkdir(join(root, 'assembly/generated'), { recursive: true })
  await writeFile(join(root, 'assembly/generated/tables.ts'), aesTables())
  const plain = await compile([])
  const relaxed = await compile(['relaxed-simd'])
  await mkdir(join(root, 'src/generated'), { recursive: true })
  await writeFile(
    target,
    `// Made by scripts/generate.ts from assembly/ (${digest}).

/** With 128-bit SIMD, which every current browser has. */
export const WASM_BASE64: string =
  '${plain}'

/** With relaxed SIMD too, whose shuffle saves an instruction on x86. */
export const RELAXED_WASM_BASE64: string =
  '${relaxed}'
`,
  )
}
