import { readFileSync } from 'node:fs'
import { applyDocs, type Docs, type LinkedSchema, link, parse, parseDocs, pick } from '@chappe/tl-schema'
import { describe, expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const { schema } = link(parse(read('schema/api.tl'), 'api.tl').ast, { checkNumbers: false })
const docs = parseDocs(read('schema/api.docs.tsv'), 'api.docs.tsv')
const errors = parseDocs(read('schema/api.errors.tsv'), 'api.errors.tsv')
/** docs/api-coverage.md is held against the server by a test of its own. */
const served = [...read('docs/api-coverage.md').matchAll(/^\| ([\w.]+) \| served/gm)]
  .map(([, name = '']) => name)
  .filter((name) => schema.byName.has(name))
const reached = pick(schema, served)

/** What has a line by itself. */
function described({ rows }: Docs): Set<string> {
  return new Set(rows.filter(({ field }) => field === '').map(({ name }) => name))
}

function typesOfSeveral({ types }: LinkedSchema): string[] {
  return [...types].filter(([, members]) => members.length > 1).map(([name]) => name)
}

describe('schema/api.docs.tsv', () => {
  it('says something of every method that is served, and of every type and constructor that these reach', () => {
    expect(served.length).toBeGreaterThan(300)
    const wanted = [
      ...served,
      ...reached.constructors.map(({ name }) => name),
      ...typesOfSeveral(reached).filter((type) => type !== 'Object'),
    ]
    const there = described(docs.docs)
    expect(wanted.filter((name) => !there.has(name))).toEqual([])
  })

  it('says nothing of what the schema lacks, nothing twice, and nothing empty', () => {
    const found = [docs, errors].flatMap((one) => [...one.diagnostics, ...applyDocs(schema, one.docs).diagnostics])
    expect(found.map(({ message }) => message)).toEqual([])
  })

  it('says nothing of methods that are not served', () => {
    const methods = new Set(schema.methods.map(({ name }) => name))
    const names = [...docs.docs.rows, ...errors.docs.rows].map(({ name }) => name)
    expect(names.filter((name) => methods.has(name) && !served.includes(name))).toEqual([])
  })

  it('has sentences: a capital or a mark at the beginning, a stop at the end, of a length that an editor shows', () => {
    const wrong = docs.docs.rows.filter(({ text }) => !/^[\p{Lu}\p{N}`].{0,200}[.]$/u.test(text))
    expect(wrong.map(({ name, field, text }) => `${name} ${field}: ${text}`)).toEqual([])
  })
})

describe('the generated types of the API', () => {
  const types = read('packages/tl-codec/src/generated/api.types.ts')

  it('show it above the method, its fields and what is written to call it', () => {
    const [before = '', behind = ''] = types.split("_: 'messages.sendMessage'\n")
    // From the comment above the interface to its end.
    const start = before.lastIndexOf('\n    /**\n')
    const method = `${before.slice(start)}_: 'messages.sendMessage'\n${behind.slice(0, behind.indexOf('\n    }'))}`
    expect(method).toContain(' * Sends a text message to a chat.\n')
    expect(method).toMatch(/\* Errors: .*`PEER_ID_INVALID`/)
    expect(method).toContain('@see https://core.telegram.org/method/messages.sendMessage\n')
    expect(method).toContain("/** Sends a text message to a chat. */\n      _: 'messages.sendMessage'\n")
    expect(method).toMatch(/\/\*\* Chosen at random by the client; .* \*\/\n {6}randomId: bigint\n/)
  })

  it('have it in files alone that no program loads', () => {
    for (const file of ['api', 'layers', 'wrappers', 'definitions']) {
      const name = file === 'api' || file === 'wrappers' ? file : `api.${file}`
      expect(read(`packages/tl-codec/src/generated/${name}.ts`)).not.toContain('Sends a text message')
    }
  })
})
