/** The schema files of this repository, held against what is known about the protocol. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Diagnostic, link, linkHistory, type Program, parse, print, switchLayer } from '../src/index.ts'

const schemaFolder = new URL('../../../schema/', import.meta.url)
const files = ['api.tl', 'mtproto.tl', 'secret.tl', 'history/api.tl', 'history/secret.tl'] as const
const texts = new Map(files.map((file) => [file, readFileSync(new URL(file, schemaFolder), 'utf8')]))

const parsed = new Map(files.map((file) => [file, parse(texts.get(file) ?? '', file)]))

function program(file: (typeof files)[number]): Program {
  const result = parsed.get(file)
  if (result === undefined) throw new TypeError(`${file} is not among the files`)
  expect(result.errors).toEqual([])
  return result.ast
}

/** Notes say what is legal; the public schema has fields that share a bit and come and go together. */
function findings(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.filter(({ severity }) => severity !== 'note').map(({ message }) => message)
}

describe('the schema files', () => {
  it.each(files)('%s is in canonical form', (file) => {
    expect(print(program(file))).toBe(texts.get(file))
  })

  it.each(['api.tl', 'mtproto.tl', 'secret.tl'] as const)('%s links without findings, numbers included', (file) => {
    expect(findings(link(program(file)).diagnostics)).toEqual([])
  })

  it('mtproto.tl has the service schema, with what carries other messages', () => {
    const { schema } = link(program('mtproto.tl'))
    expect([schema.constructors.length, schema.methods.length]).toEqual([38, 11])
    for (const name of ['rpc_result', 'message', 'msg_container', 'gzip_packed']) {
      expect(schema.byName.has(name)).toBe(true)
    }
  })

  it('the API has 3,230 definitions in 80 layers, 2,449 of them in layer 228, and each layer links', () => {
    const { history, diagnostics } = linkHistory([program('api.tl'), program('history/api.tl')])
    expect(findings(diagnostics)).toEqual([])
    expect(history.definitions).toHaveLength(3230)
    expect([history.layers[0], history.layers.at(-1), history.layers.length]).toEqual([133, 229, 80])
    const today = history.at(228)
    expect([today?.constructors.length, today?.methods.length]).toEqual([1642, 807])
    // 141 and 142 were never seen: they mean 140.
    expect(history.at(142)).toBe(history.at(140))
  })

  it('the end-to-end schema has 85 definitions in 9 layers, and each layer links', () => {
    const { history, diagnostics } = linkHistory([program('secret.tl'), program('history/secret.tl')])
    expect(findings(diagnostics)).toEqual([])
    expect(history.definitions).toHaveLength(85)
    expect(history.layers).toEqual([8, 23, 45, 46, 66, 73, 101, 143, 144])
    expect(history.at(17)?.layer).toBe(8)
  })

  it("switching today's layer there and back gives the same files", () => {
    const [today, history] = [program('api.tl'), program('history/api.tl')]
    const { layer = 0 } = link(today).schema
    const other = layer === 228 ? 227 : 228
    const there = switchLayer({ today, history }, other)
    const linked = link(there.today)
    expect(findings(linked.diagnostics)).toEqual([])
    expect(linked.schema.layer).toBe(other)
    const back = switchLayer(there, layer)
    expect(print(back.today)).toBe(texts.get('api.tl'))
    expect(print(back.history)).toBe(texts.get('history/api.tl'))
  })
})
