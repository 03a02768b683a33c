/** Writes src/generated from the schemas of the repository. Run by the build and after every change of schema/. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { generate, link, parse } from '@chappe/tl-schema'

const SCHEMAS = ['mtproto', 'api'] as const

const schemaFolder = new URL('../../../schema/', import.meta.url)
const outFolder = new URL('../src/generated/', import.meta.url)

mkdirSync(outFolder, { recursive: true })
for (const name of SCHEMAS) {
  const file = `${name}.tl`
  const { ast, errors } = parse(readFileSync(new URL(file, schemaFolder), 'utf8'), file)
  const { schema, diagnostics } = link(ast)
  const failures = [...errors, ...diagnostics.filter(({ severity }) => severity === 'error')]
  if (failures.length > 0) {
    for (const { message } of failures) console.error(`${file}: ${message}`)
    process.exit(1)
  }
  for (const generated of generate(schema, { name, runtime: '../index.ts' })) {
    writeFileSync(new URL(generated.name, outFolder), generated.text)
  }
}
