/**
 * Compiles TL text with the real compiler, writes the TypeScript beside the tests, has the TypeScript compiler check it in
 * the strictest way, and loads it.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { type GenerateOptions, generate, link, parse } from '@chappe/tl-schema'

export interface Compiled {
  encode(value: unknown): Uint8Array
  decode(type: string, bytes: Uint8Array): unknown
  decodeMethod(bytes: Uint8Array): unknown
  decodeObject(bytes: Uint8Array): unknown
  decodeResult(request: unknown, bytes: Uint8Array): unknown
  encodeResult(request: unknown, result: unknown): Uint8Array
  nameOf(id: number): string | undefined
}

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const rootFolder = join(packageFolder, '../..')

/** A folder for generated modules, inside the package so that its imports are found. */
export function schemaFolder(): { path: string; remove(): void } {
  const base = join(packageFolder, '.chappe')
  mkdirSync(base, { recursive: true })
  const path = mkdtempSync(join(base, 'schemas-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Writes the module of a schema. Throws what the compiler finds wrong with the text. */
export function writeSchema(folder: string, name: string, text: string, options: Partial<GenerateOptions> = {}): void {
  const { ast, errors } = parse(text, `${name}.tl`)
  const { schema, diagnostics } = link(ast)
  const wrong = [...errors, ...diagnostics].filter(({ severity }) => severity === 'error')
  if (wrong.length > 0) throw new Error(`${wrong.map(({ message }) => message).join('\n')}\nin\n${text}`)
  for (const file of generate(schema, { name, runtime: '../../src/index.ts', ...options })) {
    writeFileSync(join(folder, file.name), file.text)
  }
}

export async function loadSchema(folder: string, name: string): Promise<Compiled> {
  const loaded: Compiled = await import(pathToFileURL(join(folder, `${name}.ts`)).href)
  return loaded
}

/** What `tsc` says of all modules of the folder, together with `more`: nothing if they are right. */
export async function typeCheck(folder: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, name), text)
  const config = {
    extends: join(rootFolder, 'tsconfig.base.json'),
    compilerOptions: { noEmit: true, noUnusedLocals: false, customConditions: ['@chappe/source'], skipLibCheck: false },
    include: ['./*.ts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(rootFolder, 'node_modules/typescript/bin/tsc')
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', join(folder, 'tsconfig.json')], { maxBuffer: 1 << 24 })
    return ''
  } catch (error) {
    const output = typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : ''
    return output === '' ? String(error) : output
  }
}
