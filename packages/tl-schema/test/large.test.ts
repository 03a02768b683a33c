/** Files that are large in one way or another. */
import { describe, expect, it } from 'vitest'
import { generate, link, parse } from '../src/index.ts'

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n')

describe('a large file', () => {
  it('with thousands of unknown names is told of each in no time', () => {
    const text = lines(4000, (at) => `someConstructor${at} x:UnknownTypeName${at} = SomeType${at};`)
    const { ast } = parse(text)
    const start = performance.now()
    const { diagnostics } = link(ast)
    // A second alone on a machine; several share this one.
    expect(performance.now() - start).toBeLessThan(5000)
    expect(diagnostics).toHaveLength(4000)
  })

  it('with a chain of 30,000 types is linked and generated', { timeout: 60_000 }, () => {
    const chain = (type: (at: number) => string): string =>
      `c0 = T0;\n${lines(30_000, (at) => `c${at + 1} x:${type(at)} = T${at + 1};`)}`
    for (const text of [chain((at) => `T${at}`), chain((at) => `%T${at}`)]) {
      const { schema, diagnostics } = link(parse(text).ast)
      expect(diagnostics).toEqual([])
      expect(generate(schema, { name: 'chain' })).toHaveLength(2)
    }
  })
})
